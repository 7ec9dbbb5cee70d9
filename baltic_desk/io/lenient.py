"""Records read from what fits their fields; what does not is kept with them and written back."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

from baltic_desk.document.feature import Overlay, Project
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.scalars import Unknown
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

_Record = TypeVar("_Record", Overlay, Project, Phase, BriefingStep, Task, Layout)


def lenient(
    record: type[_Record],
    tree: dict[str, Json],
    place: str,
    problems: list[Problem],
    members: dict[str, Json],
) -> _Record:
    """A record from what fits its fields; the rest is unknown content of it.

    Raises
    ------
    msgspec.ValidationError
        When a field that it cannot be without is missing.
    """
    known: dict[str, Json] = {}
    others: dict[str, Json] = {}
    names = {
        field.encode_name: field.type
        for field in _fields(record)
        if not field.encode_name.startswith("baltic_desk:")
    }
    for name, value in tree.items():
        if name in names:
            try:
                msgspec.convert(value, names[name])
            except msgspec.ValidationError as error:
                problems.append(Problem(f"{place}.{name}", f"{error}; the default holds"))
            else:
                known[name] = value
                continue
        others[name] = value
    unknown = Unknown(members, others) if members or others else None
    return msgspec.structs.replace(msgspec.convert(known, record), unknown=unknown)


@cache
def _fields(record: type[_Record]) -> tuple[msgspec.structs.FieldInfo, ...]:
    # Resolving the types of a record takes milliseconds.
    return msgspec.structs.fields(record)


def fields_tree(record: Overlay | Project | Phase | BriefingStep | Task | Layout) -> dict[str, Any]:
    """The record as it stands in the file, with what is not known of it."""
    tree = msgspec.to_builtins(msgspec.structs.replace(record, unknown=None))
    others = {} if record.unknown is None else record.unknown.properties
    return tree | {name: value for name, value in others.items() if name not in tree}
