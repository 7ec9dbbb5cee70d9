"""`baltic-desk coverage`, `exposure` and `honesty` as a Unix user meets them."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from pathlib import Path

import pyogrio.raw
import pytest
import shapely
from msgspec.structs import replace

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Line
from baltic_desk.document.outline import new_line
from baltic_desk.io import open_any
from baltic_desk.io.project import dumps
from tests.elevation_files import slope, write_hgt
from tests.emitting import FRIEND, KALININGRAD, battery, ring_of
from tests.features import area, document

OUT_AT_SEA = (18.5, 55.6)


def written(path: Path, held: Document) -> Path:
    path.write_bytes(dumps(held))
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An S-400 with two rings, a friendly radar, a missile battery, an area, two lines."""
    s400, radar, ssm = (
        battery("s400", OUT_AT_SEA),
        battery("radar", (19.5, 56.2), name="Radar", sidc=FRIEND, system=None),
        battery("ssm", KALININGRAD, name="Iskander", system="iskander_m"),
    )
    air = {"ring_class": "air-defence", "antenna_height_m": 24.0}
    cited = {"source": "The Moscow Times", "source_date": "2012", "status": "declared"}
    ranges = {"declared_m": 400e3, "assessed_m": 200e3}
    rings = (
        ring_of(s400, 400e3, "far", variant="40N6E", **air, **cited, **ranges),
        ring_of(s400, 20e3, "near", variant="9M96E", **air),
        ring_of(radar, 470e3, "sensor", ring_class="sensor"),
        ring_of(ssm, 300e3, "ssm-ring", ring_class="surface-to-surface"),
    )
    lines = (
        new_line(
            "l",
            Line(overlay="o", name="Strike", leg_altitudes_m="10", leg_speeds_kn="480"),
            ((17.0, 55.6), OUT_AT_SEA, (20.0, 55.6)),
        ),
        new_line("quiet", Line(overlay="o", name="Quiet"), ((17.0, 55.0), (20.0, 56.0))),
    )
    interest = area("aoi", (19.0, 55.9), (20.5, 55.9), (20.5, 56.5), (19.0, 56.5))
    held = document(s400, radar, ssm, *rings, *lines, interest)
    return written(tmp_path / "project.geojson", held)


def columns(path: Path) -> tuple[list[dict[str, object]], list[shapely.Geometry]]:
    """Rows and shapes of a file as GDAL reads it."""
    meta, _, shapes, fields = pyogrio.raw.read(path)
    names = [str(name) for name in meta["fields"]]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*fields, strict=True)]
    return rows, [shapely.from_wkb(shape) for shape in shapes]


class TestCoverage:
    """Areas for a GIS."""

    def run(self, project: Path, *options: str) -> Path:
        out = project.with_name("out.geojson")
        assert main(["coverage", str(project), "-o", str(out), *options]) == 0
        return out

    def test_gdal_reads_areas_with_owners_and_limits(self, project):
        out = self.run(project, "--altitude", "10", "--above", "sea", "--terrain", "none")
        rows, shapes = columns(out)
        assert [row["ring_ids"] for row in rows] == ["far", "near", "sensor"]
        far, near, sensor = rows
        assert far["owners"] == "S-400 Triumf · 40N6E"
        assert (far["owner_ids"], far["system"], far["identity"]) == ("s400", "s400", "6")
        assert far["identity_title"] == "Hostile"
        assert (far["altitude_m"], far["altitude_above"]) == (10.0, "sea")
        assert far["published_range_m"] == 400_000.0
        assert far["area_km2"] == pytest.approx(math.pi * 33.227**2, rel=2e-3)
        assert far["limited_by"] == "horizon 100%"
        assert (far["limited_by_horizon_pct"], far["limited_by_range_pct"]) == (100.0, 0.0)
        assert (far["antenna_m"], bool(far["antenna_assumed"])) == (24.0, False)
        assert far["source"] == "The Moscow Times"
        assert near["limited_by"] == "range 100%"
        assert bool(sensor["antenna_assumed"])
        assert sensor["identity_title"] == "Friend"
        assert all(shape.geom_type == "MultiPolygon" and shape.is_valid for shape in shapes)
        assert shapes[0].covers(shapely.Point(OUT_AT_SEA))

    def test_the_file_says_what_it_is_and_rounds_to_seven_decimals(self, project):
        out = self.run(project, "--altitude", "100")
        tree = json.loads(out.read_text("utf-8"))
        assert tree["description"].startswith("Coverage at 100 m above ground. shipped terrain")
        assert "RMSE" in tree["description"]
        numbers = shapely.get_coordinates(shapely.from_geojson(out.read_text("utf-8")))
        assert numbers.round(7).tolist() == numbers.tolist()
        outer = tree["features"][0]["geometry"]["coordinates"][0][0]
        assert shapely.is_ccw(shapely.LinearRing(outer))

    def test_the_project_says_the_altitude_where_nobody_else_does(self, project, capsys):
        with pytest.raises(SystemExit):
            main(["coverage", str(project), "-o", "out.geojson"])
        assert "give --altitude METRES: the project says none" in capsys.readouterr().err
        held = open_any(project).document
        with held.edit("Altitude") as change:
            change.put(replace(held.project, altitude_m=30.0, altitude_above="sea"))
        rows, _ = columns(self.run(written(project, held)))
        assert {(row["altitude_m"], row["altitude_above"]) for row in rows} == {(30.0, "sea")}

    def test_as_published_there_is_no_altitude(self, project):
        rows, _ = columns(self.run(project, "--published", "--class", "all"))
        assert [row["published_range_m"] for row in rows] == [400e3, 20e3, 470e3, 300e3]
        assert "altitude_m" not in rows[0]
        assert rows[3]["area_km2"] == pytest.approx(math.pi * 300**2, rel=2e-3)

    def test_edges_are_lines_with_their_limit(self, project):
        out = self.run(project, "--altitude", "100", "--edges")
        rows, shapes = columns(out)
        edges = [row for row in rows if row["part"] == "edge"]
        assert {row["limited_by"] for row in edges} <= {"range", "horizon", "terrain", "data"}
        lines = [shape for shape in shapes if shape.geom_type == "LineString"]
        assert len(lines) == len(edges) > 0

    def test_merged_there_is_one_outline_with_bands_and_arcs(self, project):
        out = self.run(project, "--altitude", "10", "--terrain", "none", "--merge", "--edges")
        rows, shapes = columns(out)
        parts = [row["part"] for row in rows if not row["part"].endswith("edge")]
        assert parts == ["outline", "band", "outline"]
        outline = rows[0]
        assert outline["name"] == "Air defence, hostile at 10 m above ground"
        assert outline["owners"] == "S-400 Triumf · 40N6E; S-400 Triumf · 9M96E"
        assert outline["systems"] == 1
        arcs = {(row["ring_ids"], row["limited_by"]) for row in rows if row["part"] == "band edge"}
        assert arcs == {("near", "range")}
        assert all(shape.is_valid for shape in shapes)

    def test_overlap_gives_areas_by_count(self, project):
        rows, _ = columns(self.run(project, "--altitude", "10000", "--overlap", "--class", "all"))
        assert {row["part"] for row in rows} == {"count"}
        assert [row["systems"] for row in rows] == [1, 1, 1]

    @pytest.mark.parametrize("wanted", ["aoi", "Interest"])
    def test_the_gap_is_what_friendly_sensors_do_not_see_of_an_area(self, project, wanted):
        held = open_any(project).document
        named = held.feature("aoi")
        with held.edit("Name") as change:
            change.put(replace(named, properties=replace(named.properties, name="Interest")))
        out = self.run(
            written(project, held), "--altitude", "10", "--terrain", "none", "--gap", wanted
        )
        (row,), (shape,) = columns(out)
        assert row["part"] == "gap"
        assert 0.0 < row["share_of_interest"] < 1.0
        assert not shape.covers(shapely.Point(19.5, 56.2))

    def test_other_elevation_lies_over_the_shipped(self, project, tmp_path):
        folder = tmp_path / "elevation"
        folder.mkdir()
        write_hgt(folder / "N55E018.hgt", slope(1201, 1201))
        out = self.run(project, "--altitude", "100", "--terrain", str(folder))
        rows, _ = columns(out)
        assert "HGT 3″ N55E018.hgt, then shipped terrain" in rows[0]["terrain"]

    def test_it_opens_in_the_desk_again(self, project):
        out = self.run(project, "--altitude", "100", "--merge")
        loaded = open_any(out)
        assert {feature.kind for feature in loaded.document.features()} == {"polygon"}

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--altitude", "low"], "is not a number of metres"),
            (["--altitude", "10", "--merge", "--overlap"], "give one of --merge"),
            (["--altitude", "10", "--overlap", "--edges"], "--edges goes with"),
            (["--altitude", "10", "--published"], "not both"),
            (["--altitude", "10", "--class", "lasers"], "invalid choice"),
        ],
    )
    def test_wrong_usage_is_told(self, project, capsys, options, words):
        with pytest.raises(SystemExit) as ended:
            main(["coverage", str(project), "-o", "out.geojson", *options])
        assert ended.value.code == 2
        assert words in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("options", "code", "words"),
        [
            (["--altitude", "-5"], 2, "lies between 0 and 15,000 m"),
            (["--altitude", "10", "--terrain", "nowhere.tif"], 2, "there is no such elevation"),
            (["--altitude", "10", "--class", "other"], 1, "there are no rings of these classes"),
            (["--altitude", "10", "--gap", "gone"], 2, "no feature with the id or name “gone”"),
            (["--altitude", "10", "--gap", "Strike"], 2, "Strike is a line, not an area"),
        ],
    )
    def test_what_cannot_be_is_told_in_a_sentence(self, project, capsys, options, code, words):
        out = project.with_name("out.geojson")
        assert main(["coverage", str(project), "-o", str(out), *options]) == code
        said = capsys.readouterr().err
        assert words in said
        assert said.startswith("baltic-desk: ")
        assert not out.exists()

    def test_a_file_that_cannot_be_read_or_written_is_named(self, project, tmp_path, capsys):
        gone, out = tmp_path / "gone.geojson", tmp_path / "no" / "out.geojson"
        assert main(["coverage", str(gone), "--altitude", "1", "-o", str(out)]) == 2
        assert "gone.geojson" in capsys.readouterr().err
        assert main(["coverage", str(project), "--altitude", "1", "-o", str(out)]) == 1
        assert str(out) in capsys.readouterr().err

    def test_an_emitter_off_the_terrain_is_told_and_the_rest_written(self, project, capsys):
        held = open_any(project).document
        with held.edit("Far") as change:
            change.put(ring_of((100.0, 20.0), 50e3, "away", ring_class="sensor", name="Away"))
        out = project.with_name("out.geojson")
        arguments = ["coverage", str(written(project, held)), "--altitude", "10", "-o", str(out)]
        assert main(arguments) == 1
        assert "baltic-desk: Away · 50 km: shipped terrain" in capsys.readouterr().err
        assert len(columns(out)[0]) == 3

    def test_a_terminal_sees_progress_and_a_file_does_not(self, project, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        self.run(project, "--altitude", "10")
        shown = terminal.getvalue().split("\r")
        assert "Lines of sight … 33%" in [line.strip() for line in shown]
        assert shown[-2].strip() == "" == shown[-1]  # it is wiped out in the end
        plain = io.StringIO()
        monkeypatch.setattr(sys, "stderr", plain)
        self.run(project, "--altitude", "10")
        assert plain.getvalue() == ""


class TestExposure:
    """Tables of routes."""

    def test_without_a_route_the_lines_are_listed(self, project, capsys):
        assert main(["exposure", str(project)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("l  Strike  189.1 km, 10 m, 480 kn")
        assert lines[1].startswith("quiet  Quiet  ")

    @pytest.mark.parametrize("wanted", ["l", "Strike"])
    def test_the_table_is_printed(self, project, capsys, wanted):
        options = ["--route", wanted, "--terrain", "none"]
        assert main(["exposure", str(project), *options]) == 0
        out = capsys.readouterr().out
        assert out.startswith("Strike: 189.1 km at 10 m above sea level, 12.8 min")
        row = next(line for line in out.splitlines() if "40N6E" in line)
        assert " 66.5 " in row
        assert "(horizon)" in row
        assert "Air defence" in out
        assert "Hostile" in out
        assert "no terrain" in out

    def test_comma_separated_values_can_be_read(self, project, capsys):
        assert main(["exposure", str(project), "--route", "l", "--csv", "--terrain", "none"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        lengths = {row["ring_id"]: float(row["length_km"]) for row in rows}
        assert lengths["far"] == pytest.approx(66.45, abs=0.1)
        assert lengths["near"] == pytest.approx(40.0, abs=0.01)

    def test_a_route_from_the_side(self, project, capsys):
        assert main(["exposure", str(project), "--route", "l", "--profile"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert float(rows[-1]["along_km"]) == pytest.approx(189.1, abs=0.1)

    def test_routes_are_compared(self, project, capsys):
        options = ["--route", "l", "--route", "quiet", "--altitude", "100", "--speed", "300"]
        assert main(["exposure", str(project), *options]) == 0
        last = capsys.readouterr().out.split("\n\n")[-3]
        assert "min inside" in last
        assert "Strike" in last
        assert "Quiet" in last

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--route", "quiet"], "Quiet says no altitude"),
            (["--route", "gone"], "there is no line with the id or name “gone”"),
            (["--route", "aoi", "--altitude", "10"], "is not a line"),
            (["--route", "l", "--terrain", "x.hgt"], "there is no such elevation"),
        ],
    )
    def test_what_cannot_be_is_told_in_a_sentence(self, project, capsys, options, words):
        assert main(["exposure", str(project), *options]) == 2
        assert words in capsys.readouterr().err

    @pytest.mark.parametrize(
        "options",
        [
            ["--route", "l", "--csv", "--profile"],
            ["--route", "l", "--route", "quiet", "--profile"],
            ["--route", "l", "--speed", "0"],
            ["--route", "l", "--speed", "fast"],
        ],
    )
    def test_wrong_usage_is_told(self, project, capsys, options):
        with pytest.raises(SystemExit) as ended:
            main(["exposure", str(project), *options])
        assert ended.value.code == 2
        assert capsys.readouterr().err


class TestHonesty:
    """What a map should admit."""

    def test_findings_name_their_rings(self, project, capsys):
        assert main(["honesty", str(project), "--altitude", "10", "--terrain", "none"]) == 1
        out = capsys.readouterr().out
        assert "S-400 Triumf · 40N6E (far): drawn to 400 km, assessed at 200 km" in out
        assert "(sensor): no source is given for 470 km" in out
        assert "Air defence, hostile: 502\u202f478 km² as published" in out
        assert "at 10 m above ground: 0.69 %" in out

    def test_the_catalogue_knows_that_the_mast_of_24_m_is_an_assumption(self, project, capsys):
        assert main(["honesty", str(project), "--no-areas"]) == 1
        out = capsys.readouterr().out
        assert "(far): no source gives its antenna 24 m over the ground: it was set by hand" in out
        assert "as published" not in out

    def test_json_has_the_same(self, project, capsys):
        assert main(["honesty", str(project), "--json", "--terrain", "none"]) == 1
        tree = json.loads(capsys.readouterr().out)
        assert {each["rule"] for each in tree["findings"]} >= {
            "no-source",
            "old-source",
            "no-altitude",
            "beyond-assessed",
            "antenna-assumed",
            "area",
        }
        assert tree["altitude_m"] == 100.0
        air = tree["areas"][0]
        assert air["ratio"] == pytest.approx(
            air["at_altitude_km2"] / air["published_km2"], rel=1e-4
        )

    def test_the_age_of_sources_can_be_set(self, project, capsys):
        main(["honesty", str(project), "--no-areas", "--source-age", "500"])
        assert "years ago" not in capsys.readouterr().out

    def test_a_project_that_leaves_nothing_open_is_no_finding(self, tmp_path, capsys):
        path = written(tmp_path / "empty.geojson", document())
        assert main(["honesty", str(path)]) == 0
        assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", ["coverage", "exposure", "honesty"])
def test_each_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "Exit code: 0" in capsys.readouterr().out
