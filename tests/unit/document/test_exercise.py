"""Answers are compared with solutions of the same task, and nothing is written anywhere."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.exercise import ExerciseError, Result, compared, counted, sides
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Phase, Task, Tolerances
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import override
from baltic_desk.document.store import Entry
from tests.features import area, line, ring, unit

ANSWERS = Overlay(id="answers", audience="answer")
MINE = Overlay(id="o")
KM_NORTH = 1 / 111.4  # degrees of latitude at 57° N, near enough


def of_task(feature: Feature, task: str = "t", **properties: object) -> Feature:
    changed = replace(feature.properties, answers_task=task, **properties)
    return replace(feature, properties=changed)


def instructor(*features: Feature, tolerances: Tolerances | None = None) -> Document:
    there = [replace(f, properties=replace(f.properties, overlay="answers")) for f in features]
    return project(Task(id="t", title="Place it", tolerances=tolerances), *there)


def project(*records: object) -> Document:
    every = (MINE, ANSWERS, *records)
    return Document([Entry(record, float(k)) for k, record in enumerate(every)])  # type: ignore[arg-type]


def only(results: tuple[Result, ...]) -> Result:
    (result,) = results
    return result


@pytest.mark.parametrize(("km", "verdict"), [(1, "right"), (4, "nearly"), (9, "wrong")])
def test_a_place_is_judged_by_its_distance(km: float, verdict: str) -> None:
    solution = instructor(of_task(unit("s")), tolerances=Tolerances(distance_m=2_500.0))
    answer = project(of_task(unit("a", (24.0, 57.0 + km * KM_NORTH))))
    result = only(compared(solution, answer))
    assert result.verdict == verdict
    distance = result.criterion("distance")
    assert distance is not None
    assert distance.value == pytest.approx(km * 1000, rel=1e-3)
    assert result.line is not None
    assert result.line[0] == pytest.approx((24.0, 57.0 + km * KM_NORTH))
    assert result.line[1] == (24.0, 57.0)


def test_a_missing_answer_and_one_too_many_are_told() -> None:
    solution = instructor(of_task(unit("s")), of_task(ring("r")))
    answer = project(of_task(unit("a")), of_task(unit("b", (26.0, 57.0))), of_task(unit("c"), "x"))
    verdicts = [(r.task.id, r.solution and r.solution.id, r.answer and r.answer.id, r.verdict)
                for r in compared(solution, answer)]  # fmt: skip
    assert verdicts == [
        ("t", "s", "a", "right"),
        ("t", "r", None, "missing"),
        ("t", None, "b", "extra"),
        ("x", None, "c", "extra"),
    ]
    assert counted(compared(solution, answer)) == {
        "right": 1, "nearly": 0, "wrong": 0, "missing": 1, "extra": 2,
    }  # fmt: skip


def test_answers_go_to_the_solutions_that_they_are_nearest_to_together() -> None:
    places = [(24.0, 57.0), (24.2, 57.0), (24.4, 57.0)]
    solution = instructor(*(of_task(unit(f"s{k}", at)) for k, at in enumerate(places)))
    answers = [of_task(unit(f"a{k}", (lon + 0.15, 57.0))) for k, (lon, _) in enumerate(places)]
    found = compared(solution, project(*answers))
    # Taken one by one, a0 would have gone to s1 and a2 would be left for s0.
    assert [(r.solution.id, r.answer.id) for r in found if r.solution and r.answer] == [
        ("s0", "a0"), ("s1", "a1"), ("s2", "a2"),
    ]  # fmt: skip


def test_a_ring_is_judged_by_its_radius() -> None:
    solution = instructor(of_task(ring("s", radius_m=40_000.0)))
    answer = project(of_task(ring("a", radius_m=46_000.0)))
    result = only(compared(solution, answer))
    radius = result.criterion("radius")
    assert radius is not None
    assert (radius.value, radius.text, radius.verdict) == (6_000.0, "+15.0% (+6 km)", "nearly")
    assert result.verdict == "nearly"


def test_rings_about_one_place_are_paired_by_radius() -> None:
    solution = instructor(*(of_task(ring(f"s{k}", radius_m=k * 1e4)) for k in (1, 2, 3)))
    answer = project(*(of_task(ring(f"a{k}", radius_m=k * 1e4)) for k in (3, 1, 2)))
    assert {(r.solution.id, r.answer.id) for r in compared(solution, answer)} == {  # type: ignore[union-attr]
        ("s1", "a1"), ("s2", "a2"), ("s3", "a3"),
    }  # fmt: skip


def test_an_altitude_is_judged_where_the_solution_states_one() -> None:
    at_100 = instructor(of_task(unit("s"), altitude_depth="100 m"))
    low = project(of_task(unit("a"), altitude_depth="180 m"))
    silent = project(of_task(unit("a")))
    altitude = only(compared(at_100, low)).criterion("altitude")
    assert altitude is not None
    assert (altitude.value, altitude.verdict) == (80.0, "nearly")
    assert only(compared(at_100, silent)).verdict == "wrong"
    assert only(compared(instructor(of_task(unit("s"))), low)).criterion("altitude") is None


FRIEND, HOSTILE, COMPANY, TANKS = (
    "10031000161211000000", "10061000161211000000", "10031000151211000000", "10031000161205000000",
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "given", "verdict"),
    [
        ("identity", FRIEND, "right"),
        ("identity", HOSTILE, "nearly"),
        ("entity", HOSTILE, "right"),
        ("identity", COMPANY, "right"),
        ("echelon", COMPANY, "nearly"),
        ("none", TANKS, "right"),
    ],
)
def test_a_symbol_is_judged_as_far_as_is_asked(asked: str, given: str, verdict: str) -> None:
    solution = instructor(of_task(unit("s"), sidc=FRIEND), tolerances=Tolerances(symbol=asked))
    result = only(compared(solution, project(of_task(unit("a"), sidc=given))))
    assert result.verdict == verdict


def test_two_faults_of_a_symbol_are_wrong() -> None:
    solution = instructor(of_task(unit("s"), sidc=FRIEND))
    result = only(compared(solution, project(of_task(unit("a"), sidc="10061000161401000000"))))
    symbol = result.criterion("symbol")
    assert symbol is not None
    assert symbol.verdict == "wrong"
    assert "Hostile, not Friend" in symbol.text


def test_areas_tell_their_overlap_beside_the_stray() -> None:
    solution = instructor(of_task(area("s")), tolerances=Tolerances(distance_m=100_000.0))
    answer = project(of_task(area("a", (22, 56), (23, 56), (23, 57), (22, 57))))
    result = only(compared(solution, answer))
    overlap = result.criterion("overlap")
    assert overlap is not None
    assert overlap.verdict is None
    assert overlap.value == pytest.approx(0.5, abs=0.01)
    assert result.verdict == "right"


def test_nothing_is_compared_that_has_no_tolerance() -> None:
    none = Tolerances(distance_m=None, radius_share=None, altitude_m=None, symbol="none")
    result = only(
        compared(
            instructor(of_task(unit("s")), tolerances=none), project(of_task(unit("a", (9, 53))))
        )
    )
    assert result.verdict == "right"
    assert [each.name for each in result.criteria] == ["distance"]


def test_lines_and_points_are_not_paired() -> None:
    found = compared(instructor(of_task(line("s"))), project(of_task(unit("a"))))
    assert [each.verdict for each in found] == ["missing", "extra"]


def test_the_sides_are_found_whichever_file_is_open() -> None:
    solution, answer = instructor(of_task(unit("s"))), project(of_task(unit("a")))
    assert sides(solution, answer) == (solution, answer)
    assert sides(answer, solution) == (solution, answer)
    with pytest.raises(ExerciseError):
        sides(answer, answer)


def test_answers_of_all_phases_count_once() -> None:
    later = of_task(unit("late", (25.0, 57.0)))
    answer = project(Phase(id="p1"), Phase(id="p2"), of_task(unit("a")), override("p2", later))
    solution = instructor(of_task(unit("s")), of_task(unit("s2", (25.0, 57.0))))
    assert [r.verdict for r in compared(solution, answer)] == ["right", "right"]
