"""A project's own pictures: which are used, by whom, and how they come along with units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from baltic_desk.document.document import Change, Document, new_id
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.project import Picture
from baltic_desk.symbology.own_picture import OwnPictureError, PictureBudget


def picture_of(feature: Feature) -> str | None:
    """Id of the picture that a unit is drawn with; None for what is drawn in its own way."""
    properties = feature.properties
    return properties.picture if isinstance(properties, Unit) else None


def with_picture(feature: Feature, picture_id: str | None) -> Feature:
    """The unit drawn with a picture, or with its standard symbol; other features as they are."""
    properties = feature.properties
    if not isinstance(properties, Unit) or properties.picture == picture_id:
        return feature
    return replace(feature, properties=replace(properties, picture=picture_id))


def used_by(document: Document, features: Iterable[Feature]) -> tuple[Picture, ...]:
    """The pictures that some features are drawn with, in the project's order."""
    wanted = {picture_of(feature) for feature in features}
    return tuple(picture for picture in document.pictures() if picture.id in wanted)


def uses(document: Document) -> Mapping[str, int]:
    """How many units are drawn with each picture, by its id."""
    found = Counter(map(picture_of, document.features()))
    return {picture_id: count for picture_id, count in found.items() if picture_id is not None}


def put_picture(change: Change, document: Document, picture: Picture) -> str:
    """Add a picture in an open edit; the id by which it is known there.

    One of the same content is there only once: the one that is there already is used.
    """
    for present in document.pictures():
        if (present.media, present.data) == (picture.media, picture.data):
            return present.id
    taken = change.get(picture.id)
    if taken is not None and taken.record == picture:
        return picture.id
    if taken is not None or picture.id in document:
        picture = replace(picture, id=new_id())
    change.put(picture)
    return picture.id


def bring(
    change: Change, document: Document, features: Iterable[Feature], pictures: Sequence[Picture]
) -> tuple[Feature, ...]:
    """Features of elsewhere with the pictures that they brought put into the project.

    Pictures that none of them uses stay behind, and those that have no room there. Who has no
    picture then has the standard symbol.
    """
    features = tuple(features)
    wanted = {picture_of(feature) for feature in features}
    names: dict[str, str | None] = dict.fromkeys(without_room(document, features, pictures))
    names |= {
        p.id: put_picture(change, document, p)
        for p in pictures
        if p.id in wanted and p.id not in names
    }
    return tuple(
        with_picture(feature, names.get(used, used if document.picture(used) else None))
        if (used := picture_of(feature)) is not None
        else feature
        for feature in features
    )


def without_room(
    document: Document, features: Iterable[Feature], pictures: Sequence[Picture]
) -> Mapping[str, str]:
    """Why pictures that features bring are not taken into the project, by their ids.

    With them it would be opened without some of its pictures the next time.
    """
    wanted = {picture_of(feature) for feature in features}
    known = {(p.media, p.data) for p in document.pictures()}
    brought = [p for p in pictures if p.id in wanted and (p.media, p.data) not in known]
    if not brought:
        return {}
    refused = beyond_budget((*document.pictures(), *brought))
    return {p.id: refused[p.id] for p in brought if p.id in refused}


def beyond_budget(pictures: Iterable[Picture]) -> Mapping[str, str]:
    """Why pictures of a project could not be read again with those before them, by their ids."""
    budget = PictureBudget()
    found: dict[str, str] = {}
    for picture in pictures:
        try:
            budget.take(picture.media, picture.data)
        except OwnPictureError as error:
            found[picture.id] = str(error)
    return found


def remove_pictures(change: Change, document: Document, picture_ids: Iterable[str]) -> None:
    """Take pictures out; units that were drawn with them have their standard symbols again."""
    gone = frozenset(picture_ids)
    for feature in document.features():
        if picture_of(feature) in gone:
            change.put(with_picture(feature, None))
    for picture_id in gone:
        change.remove(picture_id)
