import base64
import json
from dataclasses import replace as replaced

import pytest
from msgspec.structs import replace

from baltic_desk.document.feature import Unit
from baltic_desk.document.pictures import (
    bring,
    picture_of,
    put_picture,
    remove_pictures,
    used_by,
    uses,
    with_picture,
)
from baltic_desk.document.project import Picture
from baltic_desk.io.exchange.geojson import (
    content_of_clipboard,
    import_into,
    read_geojson,
    to_geojson,
)
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.journal_reading import read_session
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.picture_json import write_pictures
from baltic_desk.io.project import dumps, loads
from tests.features import document, line, unit

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<circle cx="5" cy="5" r="4"/></svg>'
)


def picture(picture_id="p", name="Radar van", svg=SVG):
    data = base64.b64encode(svg.encode()).decode()
    return Picture(id=picture_id, name=name, media="image/svg+xml", data=data)


def pictured(*features, pictures=()):
    found = document(*features)
    with found.edit("Add pictures") as change:
        for each in pictures:
            change.put(each)
    return found


def with_header(found, **fields):
    tree = json.loads(dumps(found))
    tree["baltic_desk"] |= fields
    return json.dumps(tree).encode()


def drawn_unit(feature_id="u", picture_id="p"):
    return with_picture(unit(feature_id), picture_id)


def test_pictures_come_back_from_the_file_with_the_units_drawn_with_them():
    found = pictured(drawn_unit(), pictures=[picture(), picture("q", "Unused", SVG + " ")])
    loaded = loads(dumps(found))
    assert loaded.problems == ()
    assert loaded.document.pictures() == found.pictures()
    assert [picture_of(f) for f in loaded.document.features()] == ["p"]
    assert loaded.document.history.clean
    assert dumps(loaded.document) == dumps(found)


def test_a_file_without_pictures_has_no_list_of_them():
    assert "pictures" not in json.loads(dumps(document(unit())))["baltic_desk"]


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        ({"id": "p", "name": "x", "media": "image/webp", "data": "AA=="}, "only image/png"),
        ({"id": "p", "name": "x", "media": "image/png"}, "data"),
        ({"id": "p", "name": 7, "media": "image/png", "data": "AA=="}, "name"),
        ({"name": "x", "media": "image/png", "data": "AA=="}, "id"),
        ({"id": "o", "media": "image/png", "data": "AA=="}, "is taken"),
        ("not a picture", "not a picture"),
        (None, "not a picture"),
    ],
)
def test_what_is_no_picture_is_told_kept_and_written_back(tree, why):
    loaded = loads(with_header(document(unit()), pictures=[tree]))
    assert loaded.document.pictures() == ()
    (problem,) = loaded.problems
    assert problem.place == "baltic_desk.pictures[0]"
    assert why in problem.text
    assert "kept but not drawn" in problem.text
    assert json.loads(dumps(loaded.document))["baltic_desk"]["pictures"] == [tree]


def test_unknown_members_of_a_picture_are_written_back():
    tree = {"id": "p", "media": "image/png", "data": "AA==", "licence": {"by": "me"}}
    loaded = loads(with_header(document(), pictures=[tree, 5]))
    assert [p.id for p in loaded.document.pictures()] == ["p"]
    assert json.loads(dumps(loaded.document))["baltic_desk"]["pictures"] == [tree, 5]


def test_a_list_of_pictures_that_is_none_is_kept():
    loaded = loads(with_header(document(), pictures="none"))
    assert "not a list" in loaded.problems[0].text
    assert json.loads(dumps(loaded.document))["baltic_desk"]["unread"] == {"pictures": ["none"]}


def test_a_second_picture_of_an_id_and_one_too_many_are_kept():
    good = write_pictures([picture()])[0]
    trees = [good | {"id": f"p{n}"} for n in range(502)]
    loaded = loads(with_header(document(), pictures=[*trees, trees[0]]))
    assert len(loaded.document.pictures()) == 500
    assert len(loaded.problems) == 3
    assert len(json.loads(dumps(loaded.document))["baltic_desk"]["pictures"]) == 503


def test_a_feature_that_bears_a_pictures_id_gets_a_new_one():
    found = pictured(unit("p"))
    loaded = loads(with_header(found, pictures=[{"id": "p", "media": "image/png", "data": "AA=="}]))
    assert [p.id for p in loaded.document.pictures()] == ["p"]
    assert [f.id for f in loaded.document.features()] != ["p"]


def test_the_clipboard_brings_the_pictures_that_are_used_and_no_others():
    found = pictured(drawn_unit(), line(), pictures=[picture(), picture("q", svg=SVG + " ")])
    features = tuple(found.features())
    content = content_of_clipboard(to_geojson(features, used_by(found, features)).decode())
    assert [p.id for p in content.pictures] == ["p"]
    other = document()
    with other.edit("Paste") as change:
        for feature in bring(change, other, content.features, content.pictures):
            change.put(feature)
    assert [p.name for p in other.pictures()] == ["Radar van"]
    assert other.undo() == "Paste"
    assert other.pictures() == ()


def test_a_picture_of_the_same_content_is_not_taken_twice():
    found = pictured(drawn_unit(), pictures=[picture()])
    with found.edit("Paste") as change:
        (pasted,) = bring(change, found, [drawn_unit("v", "other")], [picture("other", "Van")])
        change.put(pasted)
    assert picture_of(pasted) == "p"
    assert len(found.pictures()) == 1


def test_a_picture_whose_id_means_something_else_here_gets_a_new_one():
    found = pictured(drawn_unit(), pictures=[picture()])
    with found.edit("Paste") as change:
        (pasted,) = bring(change, found, [drawn_unit("v")], [picture("p", "Ship", SVG + " ")])
        change.put(pasted)
    assert picture_of(pasted) not in (None, "p")
    assert found.picture(picture_of(pasted)).name == "Ship"
    assert found.picture("p").name == "Radar van"


def test_two_pasted_units_with_one_picture_share_it():
    found = document()
    with found.edit("Paste") as change:
        for feature in bring(change, found, [drawn_unit("u"), drawn_unit("v")], [picture()]):
            change.put(feature)
    assert len(found.pictures()) == 1
    assert uses(found) == {found.pictures()[0].id: 2}


def test_putting_the_same_picture_twice_in_one_edit_keeps_one():
    found = document()
    with found.edit("Add") as change:
        assert put_picture(change, found, picture()) == put_picture(change, found, picture())
    assert len(found.pictures()) == 1


def test_importing_a_project_takes_the_pictures_of_its_units():
    data = dumps(pictured(drawn_unit(), pictures=[picture()]))
    into = document(unit("u"))
    import_into(into, read_geojson(data, "Other"))
    assert len(into.pictures()) == 1
    assert list(uses(into).values()) == [1]


def test_a_feature_collection_with_only_pictures_is_opened_with_them():
    data = to_geojson((drawn_unit(),), (picture(),))
    assert len(open_bytes(data, "x").document.pictures()) == 1


def test_the_journal_keeps_pictures(tmp_path):
    found = pictured(drawn_unit(), pictures=[picture()])
    journal = RecoveryJournal(found, folder=tmp_path)
    found.history.mark_dirty()
    journal.flush()
    kept = read_session(journal.folder)
    journal.close()
    assert kept is not None
    assert kept.state.document().pictures() == found.pictures()


def test_removing_a_picture_gives_its_units_their_symbols_back_and_can_be_undone():
    found = pictured(drawn_unit(), pictures=[picture()])
    with found.edit("Remove picture") as change:
        remove_pictures(change, found, ["p"])
    assert found.pictures() == ()
    assert uses(found) == {}
    found.undo()
    assert uses(found) == {"p": 1}
    assert [p.id for p in found.pictures()] == ["p"]


def test_only_units_are_drawn_with_pictures():
    assert with_picture(line(), "p") == line()
    assert isinstance(drawn_unit().properties, Unit)


def test_a_renamed_picture_is_written_under_its_new_name():
    found = pictured(pictures=[picture()])
    with found.edit("Rename picture") as change:
        change.put(replace(found.pictures()[0], name="Ship"))
    assert loads(dumps(found)).document.pictures()[0].name == "Ship"
    content = read_geojson(dumps(found), "x")
    assert replaced(content, pictures=()).pictures == ()


@pytest.mark.parametrize(
    ("media", "data", "why"),
    [
        ("image/png", "AA==", "neither a PNG nor an SVG"),
        ("image/png", "not base64!", "not base64"),
        ("image/svg+xml", base64.b64encode(b"<svg").decode(), "not well-formed"),
        ("image/png", base64.b64encode(SVG.encode()).decode(), "and is not"),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_told_and_stays_as_it_is(media, data, why):
    tree = {"id": "p", "media": media, "data": data}
    loaded = loads(with_header(document(drawn_unit()), pictures=[tree]))
    (problem,) = loaded.problems
    assert why in problem.text
    assert json.loads(dumps(loaded.document))["baltic_desk"]["pictures"] == [tree]
