"""Sources of elevation by the name that a project gives them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from baltic_desk.app.settings import Settings, TerrainSource, load_settings, save_settings
from baltic_desk.app.terrain_sources import TerrainShelf, is_here, new_source
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.geo.terrain import SmoothEarth
from tests.elevation_files import geotiff

PLATEAU = np.full((10, 10), 321, np.int16)  # 20 to 21 E, 54 to 55 N


def sheet(folder: Path, name: str = "plateau.tif") -> Path:
    path = folder / name
    path.write_bytes(geotiff(PLATEAU))
    return path


def height(shelf: TerrainShelf, name: str, *added: TerrainSource, at: tuple[float, float]) -> float:
    lon, lat = np.array([at[0]]), np.array([at[1]])
    return float(shelf.elevation(name, added).heights(lon, lat)[0])


def test_shipped_terrain_and_none_are_always_there() -> None:
    shelf = TerrainShelf()
    assert isinstance(shelf.elevation("none", ()), SmoothEarth)
    assert "1 minute" in shelf.elevation("coarse", ()).name
    assert shelf.elevation("coarse", ()) is shelf.elevation("coarse", ())
    assert is_here("none", ())
    assert is_here("coarse", ())


def test_an_added_source_lies_over_the_shipped_one_which_goes_on_beyond(tmp_path: Path) -> None:
    shelf = TerrainShelf()
    source = new_source(sheet(tmp_path), ())
    assert source.name == "plateau.tif"
    assert height(shelf, source.name, source, at=(20.5, 54.5)) == 321.0
    beyond = (25.3, 54.7)
    assert height(shelf, source.name, source, at=beyond) == height(shelf, "coarse", at=beyond)
    name = shelf.elevation(source.name, (source,)).name
    assert "plateau.tif" in name
    assert "shipped" in name


def test_for_a_name_that_this_machine_does_not_know_the_shipped_terrain_stands_in() -> None:
    shelf = TerrainShelf()
    assert shelf.elevation("Lidar of Estonia", ()) is shelf.elevation("coarse", ())
    assert not is_here("Lidar of Estonia", ())


def test_the_same_file_is_one_source_and_others_get_names_of_their_own(tmp_path: Path) -> None:
    first = new_source(sheet(tmp_path), ())
    assert new_source(tmp_path / "plateau.tif", (first,)) == first
    (tmp_path / "other").mkdir()
    second = new_source(sheet(tmp_path / "other"), (first,))
    assert second.name == "plateau.tif (2)"


def test_a_folder_called_like_the_shipped_terrain_gets_another_name(tmp_path: Path) -> None:
    folder = tmp_path / "coarse"
    folder.mkdir()
    sheet(folder)
    assert new_source(folder, ()).name == "coarse (2)"


def test_what_holds_no_elevation_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no heights")
    with pytest.raises(TerrainFileError, match=r"notes\.txt"):
        new_source(tmp_path / "notes.txt", ())
    with pytest.raises(TerrainFileError, match="holds no elevation files"):
        new_source(tmp_path, ())


def test_a_source_whose_file_is_gone_says_which(tmp_path: Path) -> None:
    source = new_source(sheet(tmp_path), ())
    (tmp_path / "plateau.tif").unlink()
    with pytest.raises(TerrainFileError, match=r"plateau\.tif"):
        TerrainShelf().elevation(source.name, (source,))


def test_forgotten_sources_are_opened_anew(tmp_path: Path) -> None:
    shelf = TerrainShelf()
    source = new_source(sheet(tmp_path), ())
    before = shelf.elevation(source.name, (source,))
    shelf.forget(source.name)
    assert shelf.elevation(source.name, (source,)) is not before


def test_added_sources_are_kept_in_the_settings(tmp_path: Path) -> None:
    source = TerrainSource(name="Lidar", path="/maps/lidar")
    save_settings(Settings(terrain_sources=(source,)), tmp_path / "settings.json")
    assert load_settings(tmp_path / "settings.json").terrain_sources == (source,)
