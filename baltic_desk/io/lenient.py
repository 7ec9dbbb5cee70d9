"""Records read from what fits their fields; what does not is kept with them and written back."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.scalars import Unknown
from baltic_desk.io.feature_json import explained
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
    names = _fields(record)
    known = {name: value for name, value in tree.items() if name in names}
    others = {name: value for name, value in tree.items() if name not in names}
    try:
        # Field by field takes ten times as long.
        read = msgspec.convert(known, record)
    except msgspec.ValidationError as first:
        for name in tuple(known):
            try:
                msgspec.convert(known[name], names[name])
            except msgspec.ValidationError as error:
                text = f"{explained(error)[1]}; the default holds"
                problems.append(Problem(f"{place}.{name}", text))
                others[name] = known.pop(name)
        try:
            read = msgspec.convert(known, record)
        except msgspec.ValidationError:
            raise first from None
    unknown = Unknown(members, others) if members or others else None
    return msgspec.structs.replace(read, unknown=unknown)


@cache
def _fields(record: type[_Record]) -> dict[str, Any]:
    """Types by name in the file. Resolving those of a record takes milliseconds."""
    return {
        field.encode_name: field.type
        for field in msgspec.structs.fields(record)
        if not field.encode_name.startswith("baltic_desk:")
    }


def fields_tree(record: Overlay | Project | Phase | BriefingStep | Task | Layout) -> dict[str, Any]:
    """The record as it stands in the file, with what is not known of it."""
    tree = msgspec.to_builtins(msgspec.structs.replace(record, unknown=None))
    others = {} if record.unknown is None else record.unknown.properties
    return tree | {name: value for name, value in others.items() if name not in tree}
