"""Commands about symbols: the colours of the project's, and codes of letters made into digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.app.command import Command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.places import with_properties
from baltic_desk.symbology.conversion import Conversion, converted
from baltic_desk.symbology.sidc import LetterCode, SidcError, parse

SYMBOL_COLOURS = (
    ("light", "Symbols in Light Colours"),
    ("medium", "Symbols in Medium Colours"),
    ("dark", "Symbols in Dark Colours"),
    ("color-blind", "Symbols Safe for the Colour-Blind"),
)
_MOST_TOLD = 12


class _Changed(NamedTuple):
    unit: Unit
    feature: Feature
    conversion: Conversion


def convert_codes(workspace: Workspace) -> None:
    """Give the selected units of letter codes the digits that mean the same, in one step."""
    workspace.settle()
    changed: list[_Changed] = []
    without: list[str] = []
    for feature, unit, code in _lettered(workspace):
        found = converted(code)
        if found is None:
            without.append(f"{_called(unit)}: no digits are known for {code}.")
        else:
            changed.append(_Changed(unit, _with_digits(feature, unit, code, found), found))
    if changed:
        count = f"{len(changed)} symbol code{'s' * (len(changed) > 1)}"
        with workspace.document.edit(f"Convert {count}") as change:
            for each in changed:
                change.put(each.feature)
        workspace.say(f"Converted {count}.")
    told = [
        f"{_called(each.unit)}: {each.conversion.code} lacks {'; '.join(each.conversion.lost)}."
        for each in changed
        if each.conversion.lost
    ]
    if told or without:
        _tell(workspace, without + told)


def has_lettered(workspace: Workspace) -> bool:
    """Whether a unit with a code of letters, which may be changed, is selected."""
    return next(_lettered(workspace), None) is not None


def _lettered(workspace: Workspace) -> Iterator[tuple[Feature, Unit, LetterCode]]:
    for feature in workspace.selected():
        unit = feature.properties
        if not isinstance(unit, Unit):
            continue
        try:
            code = parse(unit.sidc)
        except SidcError:
            continue
        if isinstance(code, LetterCode):
            yield feature, unit, code


def _with_digits(feature: Feature, unit: Unit, code: LetterCode, found: Conversion) -> Feature:
    """The country of the letters goes to the unit's own field, which digits have none for."""
    country = code.text[12:14].strip("-")
    kept = unit.country or country or None
    return with_properties(feature, replace(unit, sidc=str(found.code), country=kept))


def _called(unit: Unit) -> str:
    return unit.designation or unit.name or unit.sidc


def _tell(workspace: Workspace, sentences: list[str]) -> None:
    shown = sentences[:_MOST_TOLD]
    if len(sentences) > len(shown):
        shown.append(f"And {len(sentences) - len(shown)} more.")
    workspace.ask.tell("Some symbol codes say less than before.", "\n".join(shown))


def _colours(value: str) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        workspace.settle()
        project = workspace.document.project
        if project.symbol_colors != value:
            with workspace.document.edit("Symbol colours") as change:
                change.put(replace(project, symbol_colors=value))

    return run


def _has_colours(value: str) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.document.project.symbol_colors == value

    return test


SYMBOL_COMMANDS: tuple[Command, ...] = (
    *(
        Command(
            id=f"view.symbol-colours.{value}",
            title=title,
            run=_colours(value),
            menu="View/Symbol Colours",
            checked=_has_colours(value),
            one_of_group=True,
            keywords=f"symbol colors colour mode palette {value} deuteranopia",
            hint="Of the whole project, in its pictures and files too",
        )
        for value, title in SYMBOL_COLOURS
    ),
    Command(
        id="edit.convert-symbol-code",
        title="Convert Symbol Code to Digits",
        run=convert_codes,
        menu="Edit",
        group=4,
        enabled=has_lettered,
        keywords="sidc letters 2525c 2525b app-6b number 2525d upgrade",
        hint="Codes of 15 letters become codes of 20 digits",
    ),
)
