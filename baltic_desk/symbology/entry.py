"""What a symbol can stand for: an entity of the standards, and the modifiers of its symbol set."""

from __future__ import annotations

import msgspec

from baltic_desk.symbology.code_fields import with_field
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError

CONTROL_MEASURES = "25"


class Entry(msgspec.Struct, frozen=True):
    """An entity that a symbol can stand for.

    Attributes
    ----------
    code
        Symbol set and entity, eight digits; scheme, dimension and function, eight letters, for what
        only the standards of letters have.
    path
        Names from the broadest to the entity's own.
    geometry
        "Point", "Line", "Area" and the like for control measures, else empty.
    standards
        Letters of those that have the entity: E for 2525E, D for 2525D, A for APP-6D; C for 2525C,
        6 for APP-6B, B for 2525B.
    also
        The entity's name in the words of other standards.
    letters
        Eight letters each of the older codes that mean the same.
    modifiers
        Both modifiers, for what the older standards had an entity for.
    """

    code: str
    path: tuple[str, ...]
    symbol_set: str
    set_name: str
    geometry: str
    standards: str
    also: tuple[str, ...]
    letters: tuple[str, ...] = ()
    modifiers: str = "0000"

    @property
    def name(self) -> str:
        """The entity's own name, with its parent's where it says little without.

        >>> Entry("10121104", ("Fires", "Infantry", "Motorized"), "10", "", "", "E", ()).name
        'Infantry, Motorized'
        """
        own = self.path[-1]
        if len(self.path) < 3 or self.path[-2].casefold() in own.casefold():
            return own
        return f"{self.path[-2]}, {own}"

    def sidc(self, **fields: str) -> Sidc:
        """Code of this entity as friend and present, or as the fields say.

        The version is that of 2525D unless only 2525E has the entity.
        """
        assert not self.only_letters, "a code of letters is no Sidc; see symbol()"
        version = "13" if self.standards == "E" else "10"
        start = Sidc(
            version=version,
            symbol_set=self.symbol_set,
            entity=self.code[2:],
            modifier1=self.modifiers[:2],
            modifier2=self.modifiers[2:],
        )
        return start.replace(**fields)

    def symbol(self, **fields: str) -> Sidc | LetterCode:
        """Code of this entity in digits, or in letters where it has no digits.

        Fields that letters have no word for are passed over.
        """
        if not self.only_letters:
            return self.sidc(**fields)
        code: Sidc | LetterCode = _as_friend(self.code)
        for field, digits in fields.items():
            try:
                code = with_field(code, field, digits)
            except SidcError:
                continue
        return code

    @property
    def only_letters(self) -> bool:
        """Whether only the older standards have it."""
        return not self.symbol_set

    @property
    def is_unit(self) -> bool:
        """Whether one position is enough for it: no line, no area, no heading of those."""
        if self.geometry.casefold() == "point":
            return True
        measure = self.symbol_set == CONTROL_MEASURES or (self.only_letters and self.code[0] == "G")
        return not self.geometry and not measure

    @property
    def is_heading(self) -> bool:
        """Whether it only stands above control measures, and is none."""
        return self.symbol_set == CONTROL_MEASURES and not self.geometry


class Modifier(msgspec.Struct, frozen=True):
    """An addition above (first) or below (second) an icon: two digits, or three of the set common
    to all in 2525E, the first of which stands at place 21 or 22 of the code."""

    code: str
    name: str
    category: str
    standards: str


def _as_friend(key: str) -> LetterCode:
    end = "X" if key[0] == "G" else "-"
    return LetterCode(f"{key[0]}F{key[1]}P{key[2:]}----{end}")
