"""Layouts of sheets come back from the file as they were; what is not understood is kept."""

import json

from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.document.student_copy import student_copy
from baltic_desk.io.leak_check import leaks
from baltic_desk.io.project import dumps, loads

FULL = Layout(
    id="wall",
    name="Wall map",
    paper="A1",
    orientation="portrait",
    margin_mm=15.0,
    scale=750_000.0,
    lon=21.5,
    lat=56.25,
    projection="utm-34n",
    theme="contrast",
    title="Baltic",
    subtitle="Air defence",
    dtg="291200ZNOV26",
    author="J2",
    text="For training only",
    grid="mgrs",
    legend=False,
    legend_place="below",
    sources=False,
    overview=False,
    north=False,
    scale_bar=False,
    hillshade=True,
    series=True,
    overlap_mm=15.0,
    area_width_m=600_000.0,
    area_height_m=400_000.0,
    phase="p2",
    step="s1",
    audience="instructor",
)


def document(*layouts):
    records = (Overlay(id="o"), *layouts)
    return Document(Entry(record, float(k)) for k, record in enumerate(records))


def test_layouts_come_back_as_they_were():
    before = document(FULL, Layout(id="plain"))
    loaded = loads(dumps(before))
    assert loaded.problems == ()
    assert loaded.document.layouts() == before.layouts() == (FULL, Layout(id="plain"))
    assert dumps(loaded.document) == dumps(before)


def test_a_layout_at_its_defaults_is_but_an_id_in_the_file():
    header = json.loads(dumps(document(Layout(id="plain"))))["baltic_desk"]
    assert header["layouts"] == [{"id": "plain"}]
    assert "layouts" not in json.loads(dumps(document()))["baltic_desk"]


def test_what_a_layout_may_not_say_is_kept_and_told_and_the_default_holds():
    tree = json.loads(dumps(document(FULL)))
    tree["baltic_desk"]["layouts"][0] |= {"paper": "B5", "colour": "sepia"}
    tree["baltic_desk"]["layouts"].append({"name": "no id"})
    loaded = loads(json.dumps(tree).encode())
    (layout,) = loaded.document.layouts()
    assert (layout.paper, layout.scale) == ("A3", 750_000.0)
    assert len(loaded.problems) == 2
    again = json.loads(dumps(loaded.document))["baltic_desk"]["layouts"]
    assert again[0]["colour"] == "sepia"
    assert again[1] == {"name": "no id"}


def test_making_changing_and_deleting_a_layout_is_undone():
    made = document()
    with made.edit("Layout") as change:
        change.put(FULL)
    with made.edit("Delete layout") as change:
        change.remove(FULL.id)
    assert made.layouts() == ()
    made.undo()
    assert made.layouts() == (FULL,)
    made.undo()
    assert made.layouts() == ()
    made.redo()
    assert made.layouts() == (FULL,)


def test_a_layout_for_the_instructor_is_not_in_the_students_copy():
    plain = Layout(id="handout", name="Handout", phase="p2", step="s1")
    view = StepView(lon=21.0, lat=55.0, width_m=1e5, height_m=1e5)
    phases = Phase(id="p1"), Phase(id="p2", audience="instructor")
    step = BriefingStep(id="s1", view=view, audience="instructor")
    copy, left = student_copy(document(FULL, plain, *phases, step))
    assert copy.layouts() == (Layout(id="handout", name="Handout", phase="p1"),)
    assert left.names("layout") == ("Wall map",)
    data = dumps(copy)
    assert b"Air defence" not in data
    assert not [leak for leak in leaks(data, left) if leak.severe]


def test_a_custom_paper_has_the_size_that_it_says():
    layout = Layout(id="l", paper="custom", width_mm=500.0, height_mm=700.0)
    assert page_mm(layout) == (500.0, 700.0)
