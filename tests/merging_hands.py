"""Two people who edit one project: whatever they do, done by what the program does."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from msgspec.structs import replace

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Point
from baltic_desk.document.in_steps import finished
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task
from baltic_desk.document.merge_alignment import aligned, by_id
from baltic_desk.document.merge_sides import Sides
from baltic_desk.document.moving import moved_all
from baltic_desk.document.ordering import bring_to_front, move_overlay, send_to_back
from baltic_desk.document.outline import new_ring, with_outline
from baltic_desk.document.phase_operations import (
    add_phase,
    delete_phase,
    duplicate_phase,
    merge_phase,
    move_phase,
    split_phase,
)
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Override
from baltic_desk.document.store import Entry, by_rank
from baltic_desk.io.project import dumps, loads
from tests.features import area, line, unit

VIEW = StepView(lon=24.0, lat=57.0, width_m=1e5, height_m=1e5)

Deed = tuple[str, int, int, tuple[float, float]]

FEATURES = ("unit", "ring", "move", "rename", "resize", "delete", "raise", "lower", "overlay-of",
            "attach", "line", "area", "describe", "picture")  # fmt: skip
WHOLES = ("overlay", "hide-overlay", "delete-overlay", "move-overlay", "title", "marking", "step",
          "task", "layout", "edit-step", "delete-step")  # fmt: skip
PHASES = ("show", "show", "new-phase", "duplicate", "move-phase", "delete-phase", "merge-phase",
          "split-phase", "note")  # fmt: skip

_numbers = st.integers(0, 7)
_places = st.tuples(st.integers(20, 25).map(float), st.integers(54, 58).map(float))


def deeds(kinds: Sequence[str], most: int = 6) -> st.SearchStrategy[list[Deed]]:
    """Some things that a person does."""
    one = st.tuples(st.sampled_from(kinds), _numbers, _numbers, _places)
    return st.lists(one, max_size=most)


def do(document: Document, things: Sequence[Deed], who: str) -> Document:
    """Do them; ids of what is made are `who`'s."""
    for number, (what, k, j, at) in enumerate(things):
        _do(document, what, k, j, at, f"{who}{number}")
    return document


def copied(document: Document) -> Document:
    """The same project as another program has it that read the file."""
    return loads(dumps(document)).document


def problems_of(document: Document) -> frozenset[str]:
    """What a reader says of the project, once it is written."""
    return frozenset(f"{each.feature}: {each.text}" for each in loads(dumps(document)).problems)


def sides_of(base: Document | None, mine: Document, theirs: Document) -> Sides:
    """Three states, made alike as far as they are."""
    was = None if base is None else by_id(base.all_entries())
    own = by_id(mine.all_entries())
    known = (own,) if was is None else (was, own)
    return Sides(was, own, finished(aligned(by_id(theirs.all_entries()), *known)))


def _do(document: Document, what: str, k: int, j: int, at: tuple[float, float], name: str) -> None:
    features = sorted(document.features(), key=lambda each: each.id)
    overlays = document.overlays()
    steps, phases = document.steps(), document.phases()
    chosen = features[k % len(features)] if features else None
    overlay = overlays[j % len(overlays)]
    phase = phases[k % len(phases)] if phases else None
    match what:
        case "unit":
            _put(document, unit(name, at=at, overlay=overlay.id))
        case "line":
            _put(document, line(name, at, (at[0] + 1, at[1]), overlay=overlay.id))
        case "area":
            corners = (at, (at[0] + 1, at[1]), (at[0] + 1, at[1] + 1))
            _put(document, area(name, *corners, overlay=overlay.id))
        case "ring" if chosen is not None and isinstance(chosen.geometry, Point):
            center = chosen.geometry.coordinates
            _put(document, new_ring(name, center, 1e4 * (j + 1), overlay=overlay.id,
                                    radius_min_m=500.0 * j, anchor=chosen.id))  # fmt: skip
        case "move" if chosen is not None and isinstance(chosen.geometry, Point):
            start = chosen.geometry.coordinates
            _put(document, *moved_all(document, [chosen.id], start, at).values())
        case "rename" if chosen is not None:
            _change(document, chosen, name=f"{'ABC'[j % 3]}")
        case "describe" if chosen is not None:
            _change(document, chosen, description=f"{'ABC'[j % 3]}", stroke="#112233")
        case "resize" if chosen is not None and isinstance(chosen.properties, RangeRing):
            ring = replace(chosen.properties, radius_max_m=3e3 + 1e3 * j, radius_min_m=400.0 * k)
            if ring.radius_min_m < ring.radius_max_m:
                _put(document, with_outline(replace(chosen, properties=ring)))
        case "attach" if chosen is not None and isinstance(chosen.properties, Unit):
            units = [f for f in features if isinstance(f.properties, Unit)]
            above = units[j % len(units)]
            if not _is_under(document, above, chosen.id):
                _change(document, chosen, parent=above.id)
        case "picture" if chosen is not None and isinstance(chosen.properties, Unit):
            with document.edit("Picture") as change:
                change.put(Picture(id=f"pic-{name}", media="image/png", data=PNG))
                properties = replace(chosen.properties, picture=f"pic-{name}")
                change.put(replace(chosen, properties=properties))
        case "delete" if chosen is not None:
            with document.edit("Delete") as change:
                deletion(document, [chosen.id]).fill(change)
        case "raise" if chosen is not None:
            with document.edit("Raise") as change:
                bring_to_front(change, document, [chosen.id])
        case "lower" if chosen is not None:
            with document.edit("Lower") as change:
                send_to_back(change, document, [chosen.id])
        case "overlay-of" if chosen is not None:
            _change(document, chosen, overlay=overlay.id)
        case "overlay":
            _put(document, Overlay(id=f"o-{name}", name=name))
        case "hide-overlay":
            _put(document, replace(overlay, visible=not overlay.visible))
        case "move-overlay":
            with document.edit("Order") as change:
                move_overlay(change, document, overlay.id, k)
        case "delete-overlay" if len(overlays) > 1:
            if phases:  # elsewhere the program leaves subordinates without their superior
                document.show_phase(phases[0].id)
            with document.edit("Delete overlay") as change:
                deletion(document, [overlay.id]).fill(change)
        case "title":
            _put(document, replace(document.project, title="ABC"[j % 3]))
        case "marking":
            _put(document, replace(document.project, marking="ABC"[j % 3]))
        case "step":
            highlights = (chosen.id,) if chosen is not None else ()
            shown = None if phase is None else phase.id
            _put(document, BriefingStep(id=f"s-{name}", title=name, view=VIEW, phase=shown,
                                        overlays=(overlay.id,), highlights=highlights))  # fmt: skip
        case "edit-step" if steps:
            _put(document, replace(steps[k % len(steps)], title="ABC"[j % 3]))
        case "delete-step" if steps:
            with document.edit("Delete step") as change:
                change.remove(steps[k % len(steps)].id)
        case "task":
            _put(document, Task(id=f"t-{name}", title=name))
        case "layout":
            shown = None if phase is None else phase.id
            _put(document, Layout(id=f"l-{name}", name=name, phase=shown))
        case "new-phase" if len(phases) < 4:
            add_phase(document)
        case "duplicate" if phase is not None and len(phases) < 4:
            duplicate_phase(document, phase.id)
        case "show" if phase is not None:
            document.show_phase(phase.id)
        case "note" if phase is not None:
            _put(document, replace(phase, note="ABC"[j % 3]))
        case "move-phase" if phase is not None:
            move_phase(document, phase.id, j % len(phases))
        case "delete-phase" if phase is not None and len(phases) > 1:
            delete_phase(document, phase.id)
        case "merge-phase" if phase is not None and phase is not phases[0]:
            merge_phase(document, phase.id)
        case "split-phase" if phase is not None and chosen is not None and len(phases) < 4:
            try:
                split_phase(document, phase.id, [chosen.id])
            except ValueError:
                return
        case _:
            return


def _put(document: Document, *records: object) -> None:
    with document.edit("Put") as change:
        for each in records:
            change.put(each)  # type: ignore[arg-type]


def _change(document: Document, feature: Feature, **values: object) -> None:
    properties = replace(feature.properties, **values)
    _put(document, replace(feature, properties=properties))


def _is_under(document: Document, feature: Feature, unit_id: str) -> bool:
    seen = set()
    at: Feature | None = feature
    while at is not None and at.id not in seen:
        if at.id == unit_id:
            return True
        seen.add(at.id)
        unit_ = at.properties
        parent = unit_.parent if isinstance(unit_, Unit) else None
        at = None if parent is None else document.feature(parent)
    return False


def looks(document: Document) -> dict[str, object]:
    """All that a project says and shows, in each phase, without the numbers of its order."""
    entries = list(document.all_entries())
    others = {
        e.record.id: e.record for e in entries if not isinstance(e.record, Override | Feature)
    }
    order = {
        kind.__name__: [e.record.id for e in by_rank(entries) if isinstance(e.record, kind)]
        for kind in (Overlay, Phase, BriefingStep, Task, Layout, Picture)
    }
    shown: dict[str, object] = {}
    for phase in (None, *(p.id for p in document.phases())):
        state = document.state(phase)
        drawn = by_rank(state.values())
        shown[str(phase)] = {
            "features": {i: e.record for i, e in state.items()},
            "order": {
                o.id: [e.record.id for e in drawn if getattr(e.record, "overlay", "") == o.id]
                for o in document.overlays()
            },
        }
    return {"others": others, "order": order, "shown": shown}


def start() -> Document:
    """A small project to begin with."""
    records = (
        Project(title="Start"), Overlay(id="o", name="One"), Overlay(id="p", name="Two"),
        unit("u0", at=(21.0, 55.0)), unit("u1", at=(22.0, 56.0), overlay="p", parent="u0"),
        new_ring("r0", (21.0, 55.0), 2e4, overlay="o", anchor="u0", radius_min_m=1e3),
        line("l0", (20.0, 54.0), (22.0, 55.0)),
        BriefingStep(id="s0", title="First", view=VIEW, highlights=("u0",)),
        Task(id="task0", title="Task"),
    )  # fmt: skip
    return Document(Entry(record, float(k)) for k, record in enumerate(records))


PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4"
    "2mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
