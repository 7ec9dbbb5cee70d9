"""The symbol code of units and control measures: pasted whole, or changed place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from baltic_desk.document.feature import ControlMeasure, Feature, Unit
from baltic_desk.document.measures import recoded
from baltic_desk.symbology import allowed
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.code_fields import field_of, with_field
from baltic_desk.symbology.enumerations import (
    CONTEXTS,
    ECHELONS,
    HQTFD,
    LEADERSHIPS,
    MOBILITIES,
    STANDARD_IDENTITIES,
    STATUSES,
)
from baltic_desk.symbology.modifiers import (
    frame_shape_of,
    frame_shapes_for,
    modifier_of,
    modifiers_for,
    takes_extension,
    with_frame_shape,
    with_modifier,
)
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse
from baltic_desk.ui.fields.field import Choice, Fact, Text, Value
from baltic_desk.ui.panels.property import Kinds, Property, Surroundings, refuse

GROUP = "Symbol"

_BOTH: Kinds = (Unit, ControlMeasure)

# Thousands of selected units have few codes, and each is read once for every row.
_parse = lru_cache(maxsize=1024)(parse)


def _sidc(feature: Feature) -> str:
    assert isinstance(feature.properties, Unit | ControlMeasure)
    return feature.properties.sidc


def _code(feature: Feature) -> Sidc | LetterCode:
    return _parse(_sidc(feature))


def _with_code(feature: Feature, code: Sidc | LetterCode) -> Feature:
    if isinstance(feature.properties, ControlMeasure):
        return recoded(feature, str(code))
    assert isinstance(feature.properties, Unit)
    return replace(feature, properties=replace(feature.properties, sidc=str(code)))


def _read_sidc(feature: Feature, _around: Surroundings) -> Value:
    return _sidc(feature)


def _write_sidc(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
    code = parse(str(value or ""))
    return [_with_code(feature, code) for feature in features]


def _place(
    field: str,
    title: str,
    meanings: Mapping[str, str],
    kinds: Kinds = _BOTH,
    *,
    words: str,
    hint: str = "",
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
        kinds=kinds,
        read=read,
        write=write,
        words=words,
        hint=hint,
    )


def symbol_properties(name_of: Callable[[str], str] | None) -> tuple[Property, ...]:
    """The rows that all codes have; `name_of` puts a code into words."""

    def read_name(feature: Feature, around: Surroundings) -> Value:
        assert name_of is not None
        return name_of(str(_read_sidc(feature, around)))

    named = (
        Property(
            id="entity",
            title="Entity",
            group=GROUP,
            kind=Fact(),
            kinds=_BOTH,
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
            kinds=_BOTH,
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
        _place("context", "Context", CONTEXTS, words="context"),
        _place("status", "Status", STATUSES, words="status"),
        _place("hqtfd", "HQ, TF, dummy", HQTFD, (Unit,), words="headquarters, task force, dummy"),
    )


# -- what depends on the symbol set ------------------------------------------------------------


def refining_properties(features: Sequence[Feature], catalogue: Catalogue) -> Iterator[Property]:
    """The rows of units of one symbol set: its sizes by their name, its modifiers and frames."""
    codes: list[Sidc] = []
    for feature in features:
        try:
            code = _code(feature) if isinstance(feature.properties, Unit) else None
        except SidcError:
            code = None
        if not isinstance(code, Sidc):
            return
        codes.append(code)
    symbol_sets = {code.symbol_set for code in codes}
    if len(symbol_sets) != 1:
        return
    (symbol_set,) = symbol_sets
    sizes, headquarters = allowed.sizes(symbol_set), allowed.headquarters(symbol_set)
    if len(sizes) > 1:
        title = allowed.size_title(symbol_set)
        used = {code.echelon for code in codes}
        meanings = _with_used(sizes, used)
        yield _place("echelon", title, meanings, (Unit,), words=title.lower())
    if len(headquarters) > 1:
        yield _place(
            "hqtfd", "HQ, TF, dummy", HQTFD, (Unit,), words="headquarters, task force, dummy"
        )
    common = all(takes_extension(catalogue, code) for code in codes)
    for place in (1, 2):
        offered = modifiers_for(catalogue, symbol_set, place, common=common)
        used = {modifier_of(code, place) for code in codes}
        if len(offered) > 1 or used != {"00"}:
            where = "above" if place == 1 else "below"
            yield Property(
                id=f"modifier{place}",
                title=f"Modifier {place}",
                group=GROUP,
                kind=Choice(tuple(_with_used(offered, used).items()), searchable=True),
                kinds=(Unit,),
                read=_reads(lambda code, place=place: modifier_of(code, place)),
                write=_writes(lambda code, said, place=place: with_modifier(code, place, said)),
                hint=f"{where.capitalize()} the icon; type a part of its name",
            )
    shapes = frame_shapes_for(symbol_set if common else "")
    used = {frame_shape_of(code) for code in codes}
    if len(shapes) > 1 or used != {"0"}:
        yield Property(
            id="frame_shape",
            title="Frame shape",
            group=GROUP,
            kind=Choice(tuple(_with_used(shapes, used).items())),
            kinds=(Unit,),
            read=_reads(frame_shape_of),
            write=_writes(with_frame_shape),
            hint="Of MIL-STD-2525E",
        )


def _reads(read: Callable[[Sidc], str]) -> Callable[[Feature, Surroundings], Value]:
    def answer(feature: Feature, _around: Surroundings) -> Value:
        code = _code(feature)
        return read(code) if isinstance(code, Sidc) else None

    return answer


def _writes(
    change: Callable[[Sidc, str], Sidc],
) -> Callable[[Sequence[Feature], Value, Surroundings], list[Feature]]:
    def write(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
        changed: list[Feature] = []
        for feature in features:
            code = _code(feature)
            if not isinstance(code, Sidc):
                raise SidcError(f"{code} is a code of letters, which has no place for it")
            changed.append(_with_code(feature, change(code, str(value))))
        return changed

    return write


def _with_used(meanings: Mapping[str, str], used: set[str]) -> Mapping[str, str]:
    """What may be chosen, and what is said though the set does not know it, by its digits."""
    return {**meanings, **{each: each for each in sorted(used - meanings.keys())}}
