import msgspec
import pytest

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.feature import Mark, RangeRing
from baltic_desk.document.outline import new_point
from baltic_desk.document.style import DASHES, ring_label, style_of
from tests.features import area, corridor, ellipse, line, note, rectangle, ring, unit


def styled(feature, **style):
    properties = msgspec.structs.replace(feature.properties, **style)
    return msgspec.structs.replace(feature, properties=properties)


ALL = [unit(), ring(), line(), area(), note(), rectangle(), ellipse(), corridor()]


@pytest.mark.parametrize("feature", ALL, ids=lambda f: f.kind)
def test_every_kind_has_a_whole_style(feature):
    style = style_of(feature)
    for colour in (style.stroke, style.fill, style.text_color):
        assert len(colour) == 7
        assert colour.startswith("#")
    assert style.dash in DASHES
    assert style.stroke_width > 0


@pytest.mark.parametrize("feature", ALL, ids=lambda f: f.kind)
def test_what_a_feature_says_itself_holds(feature):
    own = styled(
        feature,
        stroke="#F80",
        stroke_width=7.0,
        stroke_opacity=0.0,
        fill="#112233",
        fill_opacity=0.0,
        dash="dot",
    )
    style = style_of(own)
    assert (style.stroke, style.stroke_width, style.stroke_opacity) == ("#ff8800", 7.0, 0.0)
    assert (style.fill, style.fill_opacity, style.dash) == ("#112233", 0.0, "dot")


@pytest.mark.parametrize("ring_class", RING_CLASSES)
def test_a_ring_looks_like_its_class(ring_class):
    style = style_of(styled(ring(), ring_class=ring_class))
    assert (style.stroke, style.dash) == (
        RING_CLASSES[ring_class].stroke,
        RING_CLASSES[ring_class].dash,
    )


def test_ring_classes_are_told_apart_by_dash_alone():
    dashes = {style_of(styled(ring(), ring_class=c)).dash for c in RING_CLASSES}
    assert len(dashes) == len(RING_CLASSES)


def test_without_a_fill_of_its_own_a_feature_is_filled_like_its_stroke():
    assert style_of(styled(area(), stroke="#123456")).fill == "#123456"


def test_a_mark_is_filled_with_its_marker_colour():
    mark = new_point("m", Mark(overlay="o", marker_color="#00ff00"), (24.0, 57.0))
    assert style_of(mark).fill == "#00ff00"


def test_lettering_follows_its_own_values():
    style = style_of(styled(note(), font_size=30.0, text_color="#ABC", halo=False))
    assert (style.font_size, style.text_color, style.halo) == (30.0, "#aabbcc", False)


def label(**values):
    return ring_label(
        RangeRing(overlay="o", center_lon=24.0, center_lat=57.0, **{"radius_max_m": 40e3, **values})
    )


def test_ring_labels_say_name_and_range():
    assert label(name="S-400 48N6", radius_max_m=250e3) == "S-400 48N6 250 km"
    assert label() == "40 km"
    assert label(system="NASAMS", variant="AMRAAM-ER") == "NASAMS AMRAAM-ER 40 km"
    assert label(name="A", radius_min_m=5e3) == "A 5–40 km"
    assert label(name="A", unit="NM", radius_max_m=22_224.0) == "A 12 NM"
    assert label(name="A", radius_min_m=500.0) == "A 500 m–40 km"


def test_a_given_label_holds_even_when_it_is_empty():
    assert label(name="A", label="B") == "B"
    assert label(name="A", label="") == ""


def test_the_label_of_a_band_tells_both_edges_and_whose_word_each_is():
    band = {"name": "S-400", "radius_max_m": 400e3, "declared_m": 400e3, "assessed_m": 200e3}
    assert label(**band) == "S-400 · 400 km declared · 200 km assessed"
    assert label(**band, radius_min_m=5e3) == "S-400 · 5–400 km declared · 200 km assessed"
    turned = band | {"declared_m": 200e3, "assessed_m": 400e3}
    assert label(**turned) == "S-400 · 400 km assessed · 200 km declared"
    nameless = band | {"name": "", "unit": "NM"}
    assert label(**nameless) == "216 NM declared · 108 NM assessed"


def test_the_label_tells_when_nobody_of_standing_gives_the_range():
    assert label(name="A", status="assumption") == "A 40 km assumption"
    assert label(name="A", status="Unverified") == "A 40 km unverified"
    assert label(name="A", status="declared") == "A 40 km"


@pytest.mark.parametrize(
    ("status", "letter"),
    [("declared", ""), ("assessed", ""), (None, ""), ("unverified", "?"), ("assumption", "A")],
)
def test_figures_in_doubt_bear_a_letter(status, letter):
    assert style_of(styled(ring(), status=status)).letter == letter
    covered = styled(area(), coverage_class="electronic-warfare", coverage_status=status)
    assert style_of(covered).letter == letter


def test_an_area_looks_like_its_class_and_one_without_class_like_an_area():
    jammed = style_of(styled(area(), coverage_class="electronic-warfare"))
    wanted = RING_CLASSES["electronic-warfare"]
    assert (jammed.stroke, jammed.dash) == (wanted.stroke, wanted.dash)
    plain = style_of(styled(area(), coverage_status="assumption"))
    assert plain == style_of(area())


def test_assumed_electronic_warfare_is_hatched_and_published_is_not():
    def hatched(feature, **values):
        return style_of(styled(feature, **values)).hatched

    assert hatched(ring(), ring_class="electronic-warfare", status="assumption")
    assert hatched(area(), coverage_class="electronic-warfare", coverage_status="unverified")
    assert not hatched(ring(), ring_class="electronic-warfare", status="declared")
    assert not hatched(ring(), ring_class="air-defence", status="assumption")
