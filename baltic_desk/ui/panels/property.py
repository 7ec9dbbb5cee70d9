"""A property of features: how it is read for a form, and how what a person gave is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from baltic_desk.app.reaches import Reached
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Properties
from baltic_desk.geo.coordinates import Format
from baltic_desk.ui.fields.field import Kind, Text, Value


def nothing_is_reached(_ring_id: str) -> Reached | None:
    """Where published ranges are drawn."""
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading and writing depend on besides the feature."""

    document: Document
    distance_unit: str = "km"
    coordinate_style: Format = "dms"
    reached: Callable[[str], Reached | None] = nothing_is_reached
    """What a ring comes to at the altitude that is drawn, by its id; None where that is not known.
    """


Read = Callable[[Feature, Surroundings], Value]
Write = Callable[[Sequence[Feature], Value, Surroundings], Iterable[Feature]]
Parse = Callable[[Value], Value]
Kinds = tuple[type[Properties], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One row of the inspector.

    `write` gives the features as they should be, and may give others that go with them; it raises
    ValueError with a sentence for the person. `default` is what holds where `read` gives None.
    """

    id: str
    title: str
    group: str
    kind: Kind
    kinds: Kinds
    read: Read
    write: Write
    default: Callable[[Feature], str] | None = None
    own_default: bool = False
    """The default is each feature's own, and not that of its style."""
    hint: str = ""
    words: str = ""
    """What a step of undo calls it; the title in lower case when empty."""

    @property
    def spoken(self) -> str:
        """What a step of undo calls it."""
        return self.words or self.title.lower()


def stored(
    name: str,
    title: str,
    group: str,
    kinds: Kinds,
    *,
    kind: Kind | None = None,
    parse: Parse | None = None,
    show: Callable[[Any], Value] | None = None,
    default: Callable[[Feature], str] | None = None,
    own_default: bool = False,
    hint: str = "",
    words: str = "",
) -> Property:
    """A property that is one field of the record, and that its outline does not depend on."""

    def read(feature: Feature, _around: Surroundings) -> Value:
        value = getattr(feature.properties, name)
        return value if show is None or value is None else show(value)

    def write(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
        wanted: Any = value if parse is None else parse(value)
        return [
            replace(feature, properties=replace(feature.properties, **{name: wanted}))
            for feature in features
        ]

    return Property(
        id=name,
        title=title,
        group=group,
        kind=kind or Text(free=parse is None or parse is optional),
        kinds=kinds,
        read=read,
        write=write,
        default=default,
        own_default=own_default,
        hint=hint,
        words=words,
    )


def refuse(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
    """The `write` of what is only read."""
    del value, around
    return list(features)


def optional(value: Value) -> Value:
    """Text, or None where there is none."""
    return value or None


def number(low: float, high: float, *, empty: bool = True) -> Parse:
    """Reads a number within bounds; nothing typed means the default, where there is one.

    The answer raises ValueError for anything else.
    """

    def parse(value: Value) -> Value:
        text = str(value or "").strip().replace(",", ".")
        if not text and empty:
            return None
        try:
            found = float(text)
        except ValueError:
            raise ValueError(f"“{text[:40]}” is not a number") from None
        if not low <= found <= high:
            raise ValueError(f"It must be from {low:g} to {high:g}")
        return found

    return parse


def written(value: float) -> str:
    """A number as it is typed: no more digits than it has, at most six decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
