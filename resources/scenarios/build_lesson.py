"""Writes `lesson.geojson`, the lesson "Baltic posture 2016–17", from its facts and its script.

    python resources/scenarios/build_lesson.py [OUT.geojson]

`lesson_facts.json` holds what publications say, with their addresses, and the reference points of
places; `lesson_script.toml` says what is drawn from that in which phase, and what the instructor
says. Ids follow from names and nothing depends on the day, so that the same content gives the same
bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# The package of this tree, not another one that is installed.
sys.path.insert(0, str(FOLDER.parents[1]))

from lesson_facts import Facts, feature_id, open_facts  # noqa: E402
from lesson_features import Maker  # noqa: E402
from lesson_rows import Script, StepRow, UnitChange, UnitRow, open_script  # noqa: E402
from msgspec.structs import replace  # noqa: E402

from baltic_desk.coverage.systems import open_systems  # noqa: E402
from baltic_desk.document.document import Document  # noqa: E402
from baltic_desk.document.feature import Feature  # noqa: E402
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task  # noqa: E402
from baltic_desk.document.outline import center_line_of  # noqa: E402
from baltic_desk.document.phase_operations import set_movement  # noqa: E402
from baltic_desk.document.project import Project  # noqa: E402
from baltic_desk.document.record import Movement  # noqa: E402
from baltic_desk.io.project import dumps  # noqa: E402

_HEIGHT_SHARE = 9 / 16
_SCREEN_PX = 1280
_PX_M = 0.0254 / 96


def main(out: Path) -> None:
    """Write the lesson."""
    script = open_script(FOLDER / "lesson_script.toml")
    facts = open_facts(FOLDER / "lesson_facts.json")
    maker = Maker(script, facts, open_systems())
    document = Document()
    first, *later = script.phase
    with document.edit("Lesson") as change:
        change.put(
            Project(title=script.title, marking=script.marking, description=script.description)
        )
        for overlay in script.overlay:
            change.put(replace(overlay, id=feature_id("overlay", overlay.id)))
        for phase in script.phase:
            change.put(_phase(phase))
        for task in script.task:
            change.put(
                Task(
                    id=feature_id("task", task.id),
                    title=task.title,
                    text=task.text.strip(),
                    tolerances=task.tolerances,
                )
            )
        for number, step in enumerate(script.step, 1):
            change.put(_step(number, step))
        for feature in maker.features(first.id):
            change.put(feature)
    for phase in later:
        document.show_phase(_phase(phase).id)
        _change(document, maker.features(phase.id))
        for row, changed in _moves(script, phase.id):
            set_movement(
                document,
                _phase(phase).id,
                feature_id("unit", row.fact),
                Movement(path=_way(facts, changed)),
            )
    document.show_phase(_phase(first).id)
    out.write_bytes(dumps(document, view=script.view))


def _phase(phase: Phase) -> Phase:
    return replace(phase, id=feature_id("phase", phase.id), note=phase.note.strip())


def _step(number: int, row: StepRow) -> BriefingStep:
    width_m = row.width_km * 1000.0
    return BriefingStep(
        id=feature_id("step", str(number), row.title),
        title=row.title,
        note=row.note.strip(),
        view=StepView(
            lon=row.center[0],
            lat=row.center[1],
            width_m=width_m,
            height_m=width_m * _HEIGHT_SHARE,
            scale=float(round(width_m / _SCREEN_PX / _PX_M, -4)),
            projection="baltic-lcc",
        ),
        phase=feature_id("phase", row.phase),
        overlays=tuple(feature_id("overlay", each) for each in row.overlays),
        altitude_m=row.altitude_m,
        altitude_above=row.altitude_above,
        theme=row.theme,
        rings=row.rings,
        highlights=tuple(feature_id(*each.split(":")) for each in row.highlights),
        audience=row.audience,
    )


def _change(document: Document, features: tuple[Feature, ...]) -> None:
    """Make the phase that is shown look like these features."""
    wanted = {feature.id for feature in features}
    with document.edit("Phase") as change:
        for feature in tuple(document.features()):
            if feature.id not in wanted:
                change.remove(feature.id)
        for feature in features:
            if document.feature(feature.id) != feature:
                change.put(feature)


def _moves(script: Script, phase: str) -> Iterator[tuple[UnitRow, UnitChange]]:
    """Units that a phase brings to another place, with how."""
    for row in script.unit:
        for changed in row.change:
            if changed.phase == phase and changed.at is not None:
                yield row, changed


def _way(facts: Facts, changed: UnitChange) -> str:
    if changed.way is not None:
        return center_line_of(facts.line[changed.way].points)
    return center_line_of(facts.place[each].position for each in changed.path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "lesson.geojson")
