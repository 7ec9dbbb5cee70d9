"""Whatever a project holds: no byte of what is not for students is in their file.

Each text, id and position of what goes is made so that nothing else can say it by chance; then the
file is searched as bytes, without the program's own looking.
"""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from baltic_desk.app.student_file import student_file
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign, Line, RangeRing, TextNote, Unit, Unknown
from baltic_desk.document.geometry import positions_of
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task, Tolerances
from baltic_desk.document.outline import new_line, new_point, new_ring
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Gone, Movement, Patch, override
from baltic_desk.document.store import Entry
from baltic_desk.document.student_copy import student_copy
from baltic_desk.io.project import loads

AUDIENCES = ["everyone", "instructor", "answer"]
SIDC = "10031000001211000000"


class Marked:
    """Draws records whose texts and places occur once: "secret-…" and "public-…" numbered."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def number(self) -> int:
        self.count += 1
        return self.count

    def text(self) -> str:
        odd = self.draw(st.sampled_from(["", '"', "\\", "\n", "é", "𝄞", "<b>", " "]))
        return f"text{self.number():04d}{odd}end"

    def place(self) -> tuple[float, float]:
        number = self.number()
        return round(10 + number * 0.0123457, 7), round(52 + number * 0.0087653, 7)

    def some_id(self, sort: str) -> str:
        return f"{sort}-{self.number():04d}-{'a' * self.draw(st.sampled_from([0, 20]))}end"

    def pick(self, ids: list[str]) -> str | None:
        return self.draw(st.none() | st.sampled_from(ids)) if ids else None

    def unit(self, feature_id: str, overlay: str, ids: list[str]) -> Feature:
        properties = Unit(
            overlay=overlay,
            sidc=SIDC,
            name=self.text(),
            designation=self.text() if self.draw(st.booleans()) else None,
            description=self.text() if self.draw(st.booleans()) else None,
            parent=self.pick([i for i in ids if i < feature_id]),  # never in a ring
            answers_task=self.pick(["task-one", "task-two"]),
        )
        feature = new_point(feature_id, properties, self.place())
        if self.draw(st.booleans()):
            of = self.pick(ids)
            feature = replace(
                feature, unknown=Unknown({"m": of}, {"remark": self.text(), "of": [of]})
            )
        return feature

    def ring(self, feature_id: str, overlay: str, ids: list[str]) -> Feature:
        made = new_ring(feature_id, self.place(), 12_345.0, overlay=overlay)
        properties = made.properties
        assert isinstance(properties, RangeRing)
        named = replace(properties, name=self.text(), anchor=self.pick(ids))
        return replace(made, properties=named)

    def line(self, feature_id: str, overlay: str, _ids: list[str]) -> Feature:
        between = [self.place() for _ in range(self.draw(st.integers(2, 4)))]
        return new_line(feature_id, Line(overlay=overlay, name=self.text()), between)

    def note(self, feature_id: str, overlay: str, _ids: list[str]) -> Feature:
        return new_point(feature_id, TextNote(overlay=overlay, name=self.text()), self.place())


@st.composite
def lessons(draw: st.DrawFn) -> Document:
    marked = Marked(draw)
    overlays = [
        Overlay(id=marked.some_id("overlay"), name=marked.text(), audience=draw(audience))
        for audience in draw(st.lists(st.just(st.sampled_from(AUDIENCES)), min_size=1, max_size=4))
    ]
    phases = [
        Phase(
            id=marked.some_id("phase"),
            name=marked.text(),
            note=marked.text(),
            audience=draw(st.sampled_from(AUDIENCES)),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    ids = [marked.some_id("feature") for _ in range(draw(st.integers(0, 7)))]
    makers = (marked.unit, marked.unit, marked.ring, marked.line, marked.note)

    # A feature is of one kind for good, so that only units have rings and subordinates.
    kinds = {i: draw(st.sampled_from(makers)) for i in ids}
    units = [i for i in ids if kinds[i] == marked.unit]

    def feature(feature_id: str) -> Feature:
        return kinds[feature_id](feature_id, draw(st.sampled_from(overlays)).id, units)

    features = {i: feature(i) for i in ids if draw(st.integers(0, 4))}
    records: list[object] = [
        *overlays,
        *phases,
        *features.values(),
        Project(title="Lesson", unknown=Unknown({marked.text(): 1}, {"x": marked.text()})),
        Task(id="task-one", title="Place it", tolerances=Tolerances(distance_m=7_654_321.5)),
        Picture(id=marked.some_id("picture"), name=marked.text(), media="image/png", data="AAAA"),
        *(
            Foreign(
                id=marked.some_id("foreign"),
                raw=json.dumps({"type": "Feature", "note": marked.pick(ids), "text": i}).encode(),
                why="odd",
                overlay=draw(st.sampled_from(["", *(o.id for o in overlays)])),
            )
            for i in [marked.text() for _ in range(draw(st.integers(0, 2)))]
        ),
    ]
    known = [*(p.id for p in phases), "phase-nobody-knows"]
    for phase in known:
        for feature_id in draw(st.lists(st.sampled_from(ids), unique=True)) if ids else ():
            before = features.get(feature_id)
            what = draw(st.sampled_from(["feature", "gone", "patch", "overlay"]))
            if what == "feature":
                change: object = feature(feature_id)
            elif what == "gone":
                change = Gone(id=feature_id)
            else:
                to = new_point(feature_id, TextNote(overlay="x"), marked.place())
                properties = {"name": marked.text()}
                if what == "overlay":
                    properties["overlay"] = draw(st.sampled_from(overlays)).id
                way = marked.place()
                change = Patch(
                    id=feature_id,
                    kind=before.kind if before else "unit",
                    geometry=to.geometry if before is None or before.kind == "unit" else None,
                    properties=properties,  # type: ignore[arg-type]
                    movement=draw(st.none() | st.just(Movement(path=f"{way[0]},{way[1]}"))),
                )
            records.append(override(phase, change))  # type: ignore[arg-type]
    some_ids = st.lists(st.sampled_from(ids or ["nobody"]), unique=True).map(tuple)
    over_ids = st.none() | st.lists(st.sampled_from([o.id for o in overlays]), unique=True).map(
        tuple
    )
    for _ in range(draw(st.integers(0, 3))):
        lon, lat = marked.place()
        records.append(
            BriefingStep(
                id=marked.some_id("step"),
                title=marked.text(),
                note=marked.text(),
                view=StepView(lon=lon, lat=lat, width_m=1e5, height_m=1e5),
                phase=marked.pick([p.id for p in phases]),
                highlights=draw(some_ids),
                overlays=draw(over_ids),
                audience=draw(st.sampled_from(AUDIENCES)),
            )
        )
    return Document([Entry(record, float(k)) for k, record in enumerate(records)])  # type: ignore[arg-type]


def shown(document: Document) -> dict[str, list[Feature]]:
    """What is for everyone, each feature as it is in each phase: by hand, the slow way."""
    on = {o.id for o in document.overlays() if o.audience == "everyone"}
    phases = document.phases()
    moments = [p.id for p in phases if p.audience == "everyone"] if phases else [None]
    found: dict[str, list[Feature]] = {}
    for moment in moments:
        for feature_id, entry in document.state(moment).items():
            if isinstance(entry.record, Feature) and entry.record.overlay in on:
                found.setdefault(feature_id, []).append(entry.record)
    return found


def words_of(feature: Feature) -> set[str]:
    properties = feature.properties
    texts = {properties.name, properties.description or ""}
    texts.add((properties.designation if isinstance(properties, Unit) else None) or "")
    unknown = feature.unknown.properties["remark"] if feature.unknown else ""
    return {text for text in (*texts, str(unknown)) if text}


def forms(text: str) -> set[bytes]:
    """However a text may be written in a file."""
    once = {json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1], text}
    return {form.encode() for form in once}


@given(lessons())
def test_no_byte_of_what_is_for_others_is_left(document: Document) -> None:
    made = student_file(document, None)
    kept = shown(document)
    all_versions: dict[str, list[Feature]] = {}
    for record in (entry.record for entry in document.all_entries()):
        match record:
            case Feature():
                all_versions.setdefault(record.id, []).append(record)
            case _ if hasattr(record, "change") and isinstance(record.change, Feature):
                all_versions.setdefault(record.change.id, []).append(record.change)
            case _:
                pass
    for phase in document.phases():
        for feature_id, entry in document.state(phase.id).items():
            if isinstance(entry.record, Feature):
                all_versions.setdefault(feature_id, []).append(entry.record)
    secret: set[bytes] = set()
    for feature_id, versions in all_versions.items():
        still = kept.get(feature_id, [])
        told = set().union(*map(words_of, still)) if still else set()
        there = {p for each in still for p in positions_of(each.geometry)}
        for each in versions:
            for text in words_of(each) - told:
                secret |= forms(text)
            for lon, lat in set(positions_of(each.geometry)) - there:
                secret |= {f"{lon},{lat}".encode(), f'"center_lon":{lon},'.encode()}
        if not still:
            secret |= forms(feature_id)
    for overlay in document.overlays():
        if overlay.audience != "everyone":
            secret |= forms(overlay.id) | forms(overlay.name)
    for phase in document.phases():
        secret |= forms(phase.note)
        if phase.audience != "everyone":
            secret |= forms(phase.id) | forms(phase.name)
    for step in document.steps():
        secret |= forms(step.note)
        if step.audience != "everyone":
            secret |= forms(step.id) | forms(step.title)
    secret |= {b"phase-nobody-knows", b"7654321.5"}
    assert document.project.unknown is not None
    secret |= {form for name in document.project.unknown.members for form in forms(name)}
    # Of a centre the number alone is no place; a whole pair of numbers is.
    found = {each for each in secret if re.search(re.escape(each) + rb"(?![0-9])", made.data)}
    assert found == set()


@given(lessons())
def test_what_stays_is_as_it_was(document: Document) -> None:
    copy, _ = student_copy(document)
    kept = shown(document)
    moments = [p.id for p in document.phases() if p.audience == "everyone"]
    assert [phase.id for phase in copy.phases()] == moments
    there = {f.id for m in moments or [None] for f in _features(copy, m)}
    assert there == kept.keys()
    for moment in moments or ([None] if not document.phases() else []):
        before = document.state(moment)
        for feature in _features(copy, moment):
            was = before[feature.id].record
            assert isinstance(was, Feature)
            assert copy.state(moment)[feature.id].rank == before[feature.id].rank
            assert by_itself(feature) == by_itself(was)
            for now, then in zip(references(feature), references(was), strict=True):
                assert now == then or now is None or now in kept
                assert now == then or then not in copy.state(moment)


@given(lessons())
def test_the_file_is_read_without_a_problem_and_is_the_copy(document: Document) -> None:
    copy, _ = student_copy(document)
    loaded = loads(student_file(document, None).data)
    before = loads_of(document)
    assert [each for each in loaded.problems if each.text not in before] == []
    assert {f.id for f in loaded.document.features()} == {f.id for f in copy.features()}
    assert [p.id for p in loaded.document.phases()] == [p.id for p in copy.phases()]
    for phase in copy.phases():
        there = _features(loaded.document, phase.id)
        assert {f.id for f in there} == {f.id for f in _features(copy, phase.id)}


def by_itself(feature: Feature) -> Feature:
    """The feature without what it says of others."""
    alone = replace(feature.properties, answers_task=None)
    if isinstance(alone, Unit):
        alone = replace(alone, parent=None)
    if isinstance(alone, RangeRing):
        alone = replace(alone, anchor=None)
    remark = feature.unknown and feature.unknown.properties.get("remark")
    return replace(feature, properties=alone, unknown=remark and Unknown({}, {"remark": remark}))


def references(feature: Feature) -> tuple[str | None, ...]:
    """Whom it names."""
    match feature.properties:
        case Unit(parent=named) | RangeRing(anchor=named):
            return (named,)
        case _:
            return ()


def loads_of(document: Document) -> set[str]:
    """What is wrong with the project itself."""
    from baltic_desk.io.project import dumps

    return {problem.text for problem in loads(dumps(document)).problems}


def _features(document: Document, moment: str | None) -> list[Feature]:
    records = [entry.record for entry in document.state(moment).values()]
    return [record for record in records if isinstance(record, Feature)]
