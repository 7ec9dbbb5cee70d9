"""One place of the codes of many units changed, as one step; the rest of each code stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec.structs import replace

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.wording import described
from baltic_desk.symbology import allowed
from baltic_desk.symbology.code_fields import with_field
from baltic_desk.symbology.sidc import Sidc, SidcError, parse

WORDS: Mapping[str, str] = {
    "standard_identity": "identity",
    "context": "context",
    "status": "status",
    "echelon": "echelon",
    "hqtfd": "headquarters, task force, dummy",
}


@lru_cache(maxsize=4096)
def changed_code(sidc: str, field: str, digits: str) -> str | None:
    """A code with one field changed; None where its symbol set or its letters cannot say that.

    >>> changed_code("10031000161211020000", "standard_identity", "6")
    '10061000161211020000'
    >>> changed_code("10031500001202000000", "echelon", "16") is None
    True
    """
    try:
        code = parse(sidc)
        if isinstance(code, Sidc) and not allowed.has(code.symbol_set, field, digits):
            return None
        return str(with_field(code, field, digits))
    except SidcError:
        return None


def change_units(workspace: Workspace, field: str, digits: str, meaning: str) -> None:
    """Change the selected units in one step, and say which could not be."""
    workspace.settle()
    units = [f for f in workspace.selected() if isinstance(f.properties, Unit)]
    changed, left = _changed(units, field, digits)
    if changed:
        with workspace.document.edit(f"Change {WORDS[field]} of {described(changed)}") as change:
            for feature in changed:
                change.put(feature)
    workspace.say(_outcome(len(units), len(changed), left, field, meaning))


def has_units(workspace: Workspace) -> bool:
    """Whether a unit that may be changed is selected."""
    document = workspace.document
    found = (document.feature(feature_id) for feature_id in workspace.session.selection)
    units = (f for f in found if f is not None and isinstance(f.properties, Unit))
    return any(not is_locked(document, unit) for unit in units)


def _changed(units: Iterable[Feature], field: str, digits: str) -> tuple[list[Feature], int]:
    """The units that become other ones, and how many cannot have it."""
    changed: list[Feature] = []
    left = 0
    for feature in units:
        assert isinstance(feature.properties, Unit)
        sidc = changed_code(feature.properties.sidc, field, digits)
        if sidc is None:
            left += 1
        elif sidc != feature.properties.sidc:
            changed.append(replace(feature, properties=replace(feature.properties, sidc=sidc)))
    return changed, left


def _outcome(every: int, changed: int, left: int, field: str, meaning: str) -> str:
    what = meaning[:1].lower() + meaning[1:]
    if left == every:
        return f"None of the selected units can have the {WORDS[field]} “{what}”."
    said = f"{_counted(changed)} {'is' if changed == 1 else 'are'} now “{what}”"
    if changed == 0:
        said = f"All that can be are “{what}” already"
    if left:
        said += f"; {left} cannot be and {'stays as it is' if left == 1 else 'stay as they are'}"
    return f"{said}."


def _counted(number: int) -> str:
    return "1 unit" if number == 1 else f"{number} units"
