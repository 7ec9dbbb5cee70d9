"""A unit's symbol code: pasted whole, or changed place by place and nothing else with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Unit
from baltic_desk.symbology.code_fields import field_of, with_field
from baltic_desk.symbology.enumerations import (
    ECHELONS,
    HQTFD,
    LEADERSHIPS,
    MOBILITIES,
    STANDARD_IDENTITIES,
    STATUSES,
)
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse
from baltic_desk.ui.fields.field import Choice, Fact, Text, Value
from baltic_desk.ui.panels.property import Property, Surroundings, refuse

GROUP = "Symbol"


# Thousands of selected units have few codes, and each is read once for every row.
_parse = lru_cache(maxsize=1024)(parse)


def _code(feature: Feature) -> Sidc | LetterCode:
    assert isinstance(feature.properties, Unit)
    return _parse(feature.properties.sidc)


def _with_code(feature: Feature, code: Sidc | LetterCode) -> Feature:
    return replace(feature, properties=replace(feature.properties, sidc=str(code)))


def _read_sidc(feature: Feature, _around: Surroundings) -> Value:
    assert isinstance(feature.properties, Unit)
    return feature.properties.sidc


def _write_sidc(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
    code = parse(str(value or ""))
    return [_with_code(feature, code) for feature in features]


def _place(
    field: str, title: str, meanings: Mapping[str, str], *, words: str, hint: str = ""
) -> Property:
    def read(feature: Feature, _around: Surroundings) -> Value:
        try:
            return field_of(_code(feature), field)
        except SidcError:
            return None

    def write(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
        return [_with_code(f, with_field(_code(f), field, str(value))) for f in features]

    return Property(
        id=field,
        title=title,
        group=GROUP,
        kind=Choice(tuple(meanings.items())),
        kinds=(Unit,),
        read=read,
        write=write,
        words=words,
        hint=hint,
    )


def symbol_properties(name_of: Callable[[str], str] | None) -> tuple[Property, ...]:
    """The rows of a unit's symbol; `name_of` puts a code into words."""

    def read_name(feature: Feature, around: Surroundings) -> Value:
        assert name_of is not None
        return name_of(str(_read_sidc(feature, around)))

    named = (
        Property(
            id="entity",
            title="Entity",
            group=GROUP,
            kind=Fact(),
            kinds=(Unit,),
            read=read_name,
            write=refuse,
        ),
    )
    return (
        *(named if name_of is not None else ()),
        Property(
            id="sidc",
            title="Symbol code",
            group=GROUP,
            kind=Text(),
            kinds=(Unit,),
            read=_read_sidc,
            write=_write_sidc,
            hint="20 or 30 digits, or 10 to 15 letters",
        ),
        _place("standard_identity", "Identity", STANDARD_IDENTITIES, words="identity"),
        _place(
            "echelon",
            "Echelon",
            {**ECHELONS, **MOBILITIES, **LEADERSHIPS},
            words="echelon",
            hint="Mobility is for equipment, the rest for units",
        ),
        _place("status", "Status", STATUSES, words="status"),
        _place("hqtfd", "HQ, TF, dummy", HQTFD, words="headquarters, task force, dummy"),
    )
