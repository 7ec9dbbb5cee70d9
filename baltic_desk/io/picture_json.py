"""The pictures of a project in its file: a list of `{id, name, media, data}`.

What does not pass is kept as it came, in the list, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from baltic_desk.document.feature import Unknown
from baltic_desk.document.project import Picture
from baltic_desk.io.aside import list_in
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.symbology.own_picture import (
    MOST_PICTURES,
    OwnPictureError,
    PictureBudget,
    drawable_of_data,
)

PICTURES = "pictures"
"""Name of the list in the project's member."""

_FIELDS = ("id", "name", "media", "data")


def read_pictures(
    tree: Mapping[str, Json],
    place: str,
    taken: Iterable[str],
    problems: list[Problem],
    *,
    keep: bool = True,
) -> tuple[tuple[Picture, ...], list[Json]]:
    """Pictures of the list in a project's member, and its members that are none, to be kept.

    Parameters
    ----------
    place
        Where the project's member stands, for messages.
    taken
        Ids that other records have.
    keep
        Whether what cannot be drawn stays in the project that the file is: it is no picture of one
        that it is brought into.
    """
    fate = "the picture is kept but not drawn" if keep else "the picture is left out"
    members, rest = list_in(tree, PICTURES, place, problems, most=MOST_PICTURES)
    budget = PictureBudget()
    found: dict[str, Picture] = {}
    kept: list[Json] = []
    others = frozenset(taken)
    for number, member in enumerate(members):
        here = f"{place}.{PICTURES}[{number}]"
        try:
            picture = _picture(member)
            if picture.id in others or picture.id in found:
                raise ValueError(f'the id "{picture.id[:40]}" is taken')
            budget.take(picture.media, picture.data)
        except ValueError as error:
            problems.append(Problem(here, f"{error}; {fate}"))
            kept.append(member)
            continue
        found[picture.id] = picture
        try:
            drawable_of_data(picture.media, picture.data)
        except OwnPictureError as error:
            problems.append(Problem(here, f"{error}; {fate}"))
            if not keep:
                del found[picture.id]
    return tuple(found.values()), [*kept, *rest]


def write_pictures(pictures: Sequence[Picture], kept: Sequence[Json] = ()) -> list[Any]:
    """The list as it stands in the file: the pictures, then what was kept of others."""
    return [*map(_tree, pictures), *kept]


def _picture(tree: Json) -> Picture:
    if not isinstance(tree, dict):
        raise ValueError("this is not a picture")
    known = {name: tree[name] for name in _FIELDS if name in tree}
    others = {name: value for name, value in tree.items() if name not in known}
    try:
        picture = msgspec.convert(known, Picture)
    except msgspec.ValidationError as error:
        raise ValueError(_explained(error)) from None
    return msgspec.structs.replace(picture, unknown=Unknown({}, others) if others else None)


def _explained(error: msgspec.ValidationError) -> str:
    reason, _, path = str(error).partition(" - at `$.")
    match path.removesuffix("`"):
        case "media":
            return "only image/png and image/svg+xml are pictures here"
        case "data" if "length" in reason:
            return "its data are too long"
        case "":
            return reason[:1].lower() + reason[1:]
        case field:
            return f'its "{field}" is not as it must be: {reason[:1].lower() + reason[1:]}'


def _tree(picture: Picture) -> dict[str, Any]:
    tree = msgspec.to_builtins(msgspec.structs.replace(picture, unknown=None))
    others = {} if picture.unknown is None else picture.unknown.properties
    return tree | {name: value for name, value in others.items() if name not in tree}
