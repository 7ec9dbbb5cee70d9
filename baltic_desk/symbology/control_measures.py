"""The lines, areas and tasks of the standards (symbol set 25), by code.

The table is shipped apart from the script that draws them, which is 7 MB and loads when the first
one is drawn. Points of set 25 are not in it: those are drawn like units.
"""

from __future__ import annotations

import functools

import msgspec

from baltic_desk import paths
from baltic_desk.symbology.sidc import Sidc, SidcError, parse

SYMBOL_SET = "25"

# A version of the code, and the one of the table that the drawing script takes it for.
_DRAWN_AS = {"10": "10", "11": "11", "12": "11", "13": "15", "14": "16", "15": "15", "16": "16"}
_VERSIONS = ("15", "11", "10", "16")
# In later editions the script drops the third point of a withdrawal, and the width of a rectangle.
_DRAWN_IN = {"240804": "11", "342400": "11", "342500": "11"}
# APP-6E has one axis of supporting attack more, which the script does not know.
_DRAWN_LIKE = {"152300": "151404"}


class Measure(msgspec.Struct, frozen=True, array_like=True):
    """A line, an area or a task as one or more editions of the standard have it.

    Attributes
    ----------
    code
        Six digits, places 11 to 16 of the symbol code.
    path
        Names of the groups that it is in, from the broadest.
    rule
        Name of its draw rule, "LINE1".
    least, most
        Number of control points; None for any number.
    amplifiers
        Letters of the amplifiers that it shows or is shaped by: "T", "W1", "AM".
    versions
        First two digits of the codes: 15 for MIL-STD-2525E change 1, 11 for 2525D change 1, 10 for
        APP-6D, 16 for APP-6E.
    """

    code: str
    name: str
    path: tuple[str, ...]
    rule: str
    least: int
    most: int | None
    amplifiers: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its own name, with its group's where it says little without.

        >>> measure("13032500001514040000").title
        'Axis of Advance, Supporting Attack'
        """
        if len(self.path) < 2 or self.path[-1].casefold() in self.name.casefold():
            return self.name
        return f"{self.path[-1]}, {self.name}"

    def sidc(self, **fields: str) -> Sidc:
        """Code of this measure as friend and present, or as the fields say.

        The version is that of 2525E where it has the measure.
        """
        version = next(each for each in _VERSIONS if each in self.versions)
        # 2525E without its change is what other programs know.
        start = Sidc(
            version={"15": "13", "16": "14"}.get(version, version),
            symbol_set=SYMBOL_SET,
            entity=self.code,
        )
        return start.replace(**fields)


def measures(version: str = "") -> tuple[Measure, ...]:
    """All measures by code, or those of an edition, by the first two digits of its codes.

    A measure that editions tell apart (other name, rule or amplifiers) stands once for each.
    """
    if not version:
        return _table()
    drawn_as = _DRAWN_AS.get(version)
    return tuple(each for each in _table() if drawn_as in each.versions)


def measure(sidc: str) -> Measure | None:
    """The measure that a code of 20 or 30 digits means, None when it means none.

    A measure that the code's own edition lacks is found in another that has it.

    >>> measure("13032500001403000000").name
    'Phase Line'
    """
    try:
        code = parse(sidc)
    except SidcError:
        return None
    if not isinstance(code, Sidc) or code.symbol_set != SYMBOL_SET:
        return None
    candidates = _by_code().get(code.entity, ())
    for version in (_DRAWN_AS.get(code.version, ""), *_VERSIONS):
        for each in candidates:
            if version in each.versions:
                return each
    return None


def drawing_code(sidc: str) -> str:
    """The code in an edition that the drawing script has, and which has the measure.

    Raises
    ------
    SidcError
        When it is no code of a measure.
    """
    code = parse(sidc)
    found = measure(sidc)
    if not isinstance(code, Sidc) or found is None:
        raise SidcError(f"{sidc} is not the code of a line, an area or a task")
    version = _DRAWN_AS.get(code.version, "")
    if version not in found.versions:
        version = next(each for each in _VERSIONS if each in found.versions)
    version = _DRAWN_IN.get(code.entity, version)
    entity = _DRAWN_LIKE.get(code.entity, code.entity)
    return str(code.replace(version=version, entity=entity))


@functools.cache
def _table() -> tuple[Measure, ...]:
    path = paths.resource("symbology", "control_measures.json")
    return msgspec.json.decode(path.read_bytes(), type=tuple[Measure, ...])


@functools.cache
def _by_code() -> dict[str, tuple[Measure, ...]]:
    found: dict[str, tuple[Measure, ...]] = {}
    for each in _table():
        found[each.code] = (*found.get(each.code, ()), each)
    return found
