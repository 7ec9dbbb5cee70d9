"""From an older schema to today's, one step at a time; each step is a function on plain JSON.

When the format changes: raise SCHEMA, add the step from the schema before, and add files of the new
schema to `tests/files/schema_<n>`. Files of every schema stay there for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from baltic_desk.io.strict_json import Json

SCHEMA = 1
"""Schema that this version writes."""

Step = Callable[[dict[str, Json]], dict[str, Json]]
"""The whole file of schema n, parsed, to that of schema n + 1; must not change its argument."""

# Schema 1 is the first, so there is nothing to come from yet.
STEPS: Mapping[int, Step] = {}


def migrate(
    tree: dict[str, Json],
    schema: int,
    *,
    steps: Mapping[int, Step] = STEPS,
    target: int = SCHEMA,
) -> dict[str, Json]:
    """The file in the target schema.

    Raises
    ------
    KeyError
        When a step is missing: no version ever wrote that schema.
    """
    for number in range(schema, target):
        tree = steps[number](tree)
    return tree
