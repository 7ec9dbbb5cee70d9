"""Reads and checks entries of the catalogue of systems; `system.schema.json` describes the form.

A shipped file holds one system, a person's own file `{"systems": [...]}`. Every figure has a value,
a unit, a status and its sources; one that is declared or assessed has at least one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from baltic_desk.coverage import system_parts as parts
from baltic_desk.coverage.figures import LENGTHS
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.system_tree import (
    Branch,
    Json,
    SystemProblem,
    SystemsError,
    called,
    member,
)
from baltic_desk.coverage.systems import (
    LocalName,
    Provenance,
    Sensor,
    System,
    UsualRing,
    Variant,
)

__all__ = ["SystemProblem", "SystemsError", "read_folder", "read_system", "read_systems"]

SCHEMA_FILE = "system.schema.json"
"""Name of the schema, beside the shipped files."""

MOST_SYSTEMS = 5_000
MOST_PROBLEMS = 5_000
"""Of one file: it is read no further beyond."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_SIDC = re.compile(r"[0-9]{20}|[0-9]{30}|[A-Za-z*-][A-Za-z0-9*-]{9,14}")
_SYSTEM = (
    "$schema",
    "id",
    "name",
    "nato_name",
    "local_names",
    "origin",
    "operators",
    "operators_note",
    "category",
    "periods",
    "sidc",
    "symbol",
    "usual_ring",
    "notes",
    "variants",
    "sensor",
    "spread",
    "disagreements",
    "presence_sources",
    "sources",
)
_FILE = ("$schema", "about", "provenance", "systems")


@dataclass(frozen=True, slots=True)
class SystemsRead:
    """What a file gave: the entries that can be used, and all that is wrong with the others."""

    systems: tuple[System, ...] = ()
    problems: tuple[SystemProblem, ...] = ()


def read_systems(
    tree: Json,
    *,
    file: str = "",
    provenance: Provenance = "this machine",
    lenient: bool = False,
) -> SystemsRead:
    """Systems of a tree of JSON: one entry, or a list of them under "systems".

    An entry with anything wrong in it is left out as a whole: half an entry would be another's
    claim.

    Parameters
    ----------
    file
        Name of the file, for messages.
    lenient
        Whether members that are not known are passed over.
    """
    problems: list[SystemProblem] = []
    if member(tree, "systems") is None and member(tree, "id") is not None:
        trees: Iterable[tuple[int, Json]] = [(0, tree)]
    else:
        top = Branch(tree, file, "", problems, _FILE)
        if "systems" not in top.tree and not problems:
            top.wrong('there is neither a system (with an "id") nor a list "systems"')
        trees = top.members("systems")
    found: dict[str, System] = {}
    for number, each in trees:
        if len(problems) > MOST_PROBLEMS or len(found) >= MOST_SYSTEMS:
            text = "from here on nothing is read: there is too much in it, or too much is wrong"
            problems.append(SystemProblem(file, f"system {number}", text))
            break
        before = len(problems)
        system = _system(each, file, number, problems, provenance, lenient=lenient)
        if system.id in found:
            problems.append(SystemProblem(file, system.id, "there are two systems of this id"))
        elif len(problems) == before:
            found[system.id] = system
    return SystemsRead(tuple(found.values()), tuple(map(_in_one_line, problems)))


def _in_one_line(problem: SystemProblem) -> SystemProblem:
    """Names that a file gives may hold line breaks; a sentence that cites them is one line."""
    place, text = (
        text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
        for text in (problem.place, problem.text)
    )
    return SystemProblem(problem.file, place, text)


def read_system(tree: Json, *, file: str = "", provenance: Provenance = "shipped") -> System:
    """One system.

    Raises
    ------
    SystemsError
        With all that is wrong.
    """
    problems: list[SystemProblem] = []
    system = _system(tree, file, 0, problems, provenance)
    if problems:
        raise SystemsError(problems)
    return system


def read_folder(folder: Path) -> tuple[System, ...]:
    """Systems of a folder with one file for each, by name of the category and then of the file.

    Raises
    ------
    SystemsError
        When a file cannot be read, is not as it should be or is not called after its system.
    """
    problems: list[SystemProblem] = []
    found: list[System] = []
    for path in sorted(folder.glob("*.json")):
        if path.name == SCHEMA_FILE:
            continue
        try:
            tree: Json = msgspec.json.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            problems.append(SystemProblem(path.name, "", str(error)))
            continue
        system = _system(tree, path.name, 0, problems, "shipped")
        if system.id != path.stem:
            problems.append(
                SystemProblem(path.name, system.id, f'the file must be called "{system.id}.json"')
            )
        found.append(system)
    if not found and not problems:
        problems.append(SystemProblem(folder.name, "", "there are no systems here"))
    if problems:
        raise SystemsError(problems)
    return tuple(sorted(found, key=lambda system: (system.category.casefold(), system.id)))


def _system(
    tree: Json,
    file: str,
    number: int,
    problems: list[SystemProblem],
    provenance: Provenance,
    *,
    lenient: bool = False,
) -> System:
    before = len(problems)
    given = member(tree, "id")
    place = given[:60] if isinstance(given, str) and given else f"system {number}"
    branch = Branch(tree, file, place, problems, _SYSTEM, lenient=lenient)
    system_id = branch.text("id", required=True)
    if system_id and not _ID.fullmatch(system_id):
        branch.wrong('"id" must be small letters, digits, _ and -, at most 60 of them')
    sidc = branch.text("sidc", required=True)
    if sidc and not _SIDC.fullmatch(sidc):
        branch.wrong('"sidc" must be 20 or 30 digits, or a code of letters')
    sources = parts.read_sources(branch)
    system = System(
        id=system_id,
        name=branch.text("name", required=True),
        category=branch.text("category", required=True),
        sidc=sidc,
        nato_name=branch.text("nato_name"),
        local_names=_local_names(branch),
        origin=branch.text("origin"),
        operators=branch.texts("operators"),
        operators_note=branch.text("operators_note"),
        periods=parts.read_periods(branch, sources),
        symbol=branch.text("symbol"),
        usual_ring=_usual_ring(branch),
        spread=parts.read_spread(branch, sources),
        notes=branch.text("notes"),
        variants=_variants(branch, sources),
        sensor=_sensor(branch, sources),
        disagreements=parts.read_disagreements(branch, sources),
        presence_sources=sources.cited(branch, "presence_sources"),
        sources=sources.all(),
        provenance=provenance,
    )
    sources.tell_unused(branch)
    if len(problems) == before:
        _check_usual(branch, system)
    return system


def _local_names(branch: Branch) -> tuple[LocalName, ...]:
    return tuple(
        LocalName(each.text("name", required=True), each.text("language", required=True))
        for each in branch.each("local_names", ("name", "language"), called("local name"))
    )


def _variants(branch: Branch, sources: parts.Sources) -> tuple[Variant, ...]:
    found: list[Variant] = []
    known = ("name", "ring_class", "target", "note", "on_request", "figures")
    for each in branch.each("variants", known, called("variant")):
        variant = Variant(
            name=each.text("name", required=True),
            ring_class=each.one_of("ring_class", tuple(RING_CLASSES)) or "other",
            target=each.text("target"),
            note=each.text("note"),
            on_request=each.flag("on_request"),
            figures=parts.read_figures(
                each,
                sources,
                ("range_max", "range_min", "altitude_max", "altitude_min", "speed"),
            ),
        )
        if any(variant.name == other.name for other in found):
            each.wrong("there are two variants of this name")
        for least, most in (("range_min", "range_max"), ("altitude_min", "altitude_max")):
            parts.check_order(each, variant.figures, least, most)
        found.append(variant)
    return tuple(found)


def _sensor(branch: Branch, sources: parts.Sources) -> Sensor | None:
    if "sensor" not in branch.tree:
        return None
    tree = branch.tree["sensor"]
    each = branch.branch(tree, called("sensor")(0, tree), ("name", "note", "figures"))
    return Sensor(
        name=each.text("name", required=True),
        note=each.text("note"),
        figures=parts.read_figures(each, sources, ("detection_range", "antenna_height")),
    )


def _usual_ring(branch: Branch) -> UsualRing | None:
    if "usual_ring" not in branch.tree:
        return None
    each = branch.branch(branch.tree["usual_ring"], "usual ring", ("value", "unit", "why"))
    value = each.number("value", least=0.001, most=parts.MOST_METRES)
    unit = each.one_of("unit", tuple(LENGTHS))
    return None if value is None or unit is None else UsualRing(value, unit, each.text("why"))


def _check_usual(branch: Branch, system: System) -> None:
    """The usual ring is one of the figures, so that there is one place to correct it in."""
    usual = system.usual_ring
    if usual is None:
        return
    figures = [figure for variant in system.variants for figure in variant.of("range_max")]
    if system.sensor is not None:
        figures += system.sensor.of("detection_range")
    if not any((figure.value, figure.unit) == (usual.value, usual.unit) for figure in figures):
        branch.wrong(f"usual ring: {usual.value:g} {usual.unit} is none of the ranges given")
