"""The row of a unit that says which of the project's own pictures it is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.pictures import picture_of, with_picture
from baltic_desk.document.project import Picture
from baltic_desk.ui.fields.field import Text, Value
from baltic_desk.ui.panels.property import Property, Surroundings
from baltic_desk.ui.panels.symbol_properties import GROUP


def picture_property(document: Callable[[], Document]) -> Property:
    """The row; `document` gives the pictures to choose from."""

    def names() -> list[str]:
        return [_name(picture) for picture in document().pictures()]

    return Property(
        id="picture",
        title="Own picture",
        group=GROUP,
        kind=Text(names),
        kinds=(Unit,),
        read=_read,
        write=_write,
        hint="Drawn in place of the symbol; empty for the symbol. Insert ▸ Own Picture… adds one",
        words="picture",
    )


def _name(picture: Picture) -> str:
    return picture.name or picture.id


def _read(feature: Feature, around: Surroundings) -> Value:
    used = picture_of(feature)
    picture = None if used is None else around.document.picture(used)
    return used if picture is None else _name(picture)


def _write(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
    wanted = str(value or "").strip()
    if not wanted:
        return [with_picture(feature, None) for feature in features]
    found = next((p for p in around.document.pictures() if _name(p) == wanted), None)
    if found is None:
        raise ValueError(f"There is no picture called “{wanted[:60]}” in this project")
    return [with_picture(feature, found.id) for feature in features]
