"""Entries of the store as JSON, exactly: what is decoded is equal to what was encoded.

This is the journal's image of a document, not the project file's: ranks are kept as they are,
positions with all their digits, overrides under their own ids. An entry is an array on one line,
`["Feature", rank, record]`; of an override also the id and the phase.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Gone, Override, Patch
from baltic_desk.document.scalars import Id
from baltic_desk.document.store import Entry

_T = TypeVar("_T")


class _Line(Struct, frozen=True, array_like=True, gc=False):
    rank: float


class _Feature(_Line, frozen=True, tag="Feature"):
    record: Feature


class _Foreign(_Line, frozen=True, tag="Foreign"):
    record: Foreign


class _Overlay(_Line, frozen=True, tag="Overlay"):
    record: Overlay


class _Project(_Line, frozen=True, tag="Project"):
    record: Project


class _Picture(_Line, frozen=True, tag="Picture"):
    record: Picture


class _OwnSystem(_Line, frozen=True, tag="OwnSystem"):
    record: OwnSystem


class _Phase(_Line, frozen=True, tag="Phase"):
    record: Phase


class _BriefingStep(_Line, frozen=True, tag="BriefingStep"):
    record: BriefingStep


class _Task(_Line, frozen=True, tag="Task"):
    record: Task


class _Layout(_Line, frozen=True, tag="Layout"):
    record: Layout


class _Override(_Line, frozen=True):
    id: str
    phase: str


class _Changed(_Override, frozen=True, tag="Override-Patch"):
    change: Patch


class _Gone(_Override, frozen=True, tag="Override-Gone"):
    change: Gone


class _Here(_Override, frozen=True, tag="Override-Feature"):
    change: Feature


class _ForeignHere(_Override, frozen=True, tag="Override-Foreign"):
    change: Foreign


class _Unread(_Line, frozen=True, tag="Feature"):
    record: msgspec.Raw


class _UnreadHere(_Override, frozen=True, tag="Override-Feature"):
    change: msgspec.Raw


class _OnOverlay(Struct, frozen=True):
    overlay: str = ""


class _Named(Struct, frozen=True):
    id: Id
    properties: _OnOverlay


_Plain = (
    _Feature
    | _Foreign
    | _Overlay
    | _Project
    | _Picture
    | _OwnSystem
    | _Phase
    | _BriefingStep
    | _Task
    | _Layout
)
_OfPhase = _Changed | _Gone | _Here | _ForeignHere
EntryLine = _Plain | _OfPhase
"""What msgspec decodes an entry to; `entry_of` makes the entry."""

# Each of them takes the record of its own kind; that is what the table is for.
_PLAIN: dict[type, Callable[[float, Any], _Plain]] = {
    Feature: _Feature,
    Foreign: _Foreign,
    Overlay: _Overlay,
    Project: _Project,
    Picture: _Picture,
    OwnSystem: _OwnSystem,
    Phase: _Phase,
    BriefingStep: _BriefingStep,
    Task: _Task,
    Layout: _Layout,
}
_OF_PHASE: dict[type, Callable[[float, str, str, Any], _OfPhase]] = {
    Patch: _Changed,
    Gone: _Gone,
    Feature: _Here,
    Foreign: _ForeignHere,
}

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(EntryLine)
_run_decoder = msgspec.json.Decoder(tuple[EntryLine, ...])
_unread_decoder = msgspec.json.Decoder(_Unread | _UnreadHere)
_raws_decoder = msgspec.json.Decoder(list[msgspec.Raw])


def encode_entry(entry: Entry) -> bytes:
    """An entry as one line of JSON, without a line break."""
    return encode_json(line_of(entry))


def decode_entry(data: bytes) -> Entry:
    """The entry that a line holds.

    Raises
    ------
    ValueError
        When it holds none, or one that no document may have; with the place.
    """
    return entry_of(decode_json(data, _decoder))


def encode_entries(entries: Iterable[Entry]) -> bytes:
    """Several entries as one line of JSON, which takes half of the time of one by one."""
    return encode_json([line_of(entry) for entry in entries])


def decode_entries(data: bytes, unread: list[str]) -> list[Entry]:
    """The entries of such a line; `unread` as for `kept_entry`. Raises ValueError."""
    try:
        return [entry_of(line) for line in decode_json(data, _run_decoder)]
    except ValueError:
        return [kept_entry(bytes(raw), unread) for raw in _raws_decoder.decode(data)]


def kept_entry(data: bytes, unread: list[str]) -> Entry:
    """The entry that a line holds, whatever the feature in it is.

    A feature may have come to be what no file may hold: a text that is too long, say. It is kept
    byte for byte then, as the project's reader does, and its id is added to `unread`.

    Raises
    ------
    ValueError
        When the line holds nothing of the kind.
    """
    try:
        return decode_entry(data)
    except ValueError as error:
        try:
            line = _unread_decoder.decode(data)
        except ValueError:
            raise error from None
        raw = bytes(line.record if isinstance(line, _Unread) else line.change)
        named = msgspec.json.decode(raw, type=_Named)
        foreign = Foreign(id=named.id, raw=raw, why=str(error), overlay=named.properties.overlay)
    unread.append(named.id)
    if isinstance(line, _Unread):
        return Entry(foreign, line.rank)
    return Entry(Override(id=line.id, phase=line.phase, change=foreign), line.rank)


def line_of(entry: Entry) -> EntryLine:
    """What msgspec encodes for an entry."""
    record = entry.record
    if isinstance(record, Override):
        make = _OF_PHASE[type(record.change)]
        return make(entry.rank, record.id, record.phase, record.change)
    return _PLAIN[type(record)](entry.rank, record)


def entry_of(line: EntryLine) -> Entry:
    """The entry of what msgspec decoded."""
    if isinstance(line, _Override):
        return Entry(Override(id=line.id, phase=line.phase, change=line.change), line.rank)
    return Entry(line.record, line.rank)


def encode_json(value: object) -> bytes:
    """JSON of records in one line."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        # Half a surrogate pair, which some keyboard or clipboard gave: no UTF-8, but it is kept.
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode()


def decode_json(data: bytes, decoder: msgspec.json.Decoder[_T]) -> _T:
    """What `encode_json` gave, checked for its type.

    Raises
    ------
    ValueError
        When it is something else.
    """
    try:
        return decoder.decode(data)
    except (ValueError, RecursionError) as error:
        if b"\\ud" not in data:
            raise _told(error) from None
    try:
        return msgspec.convert(json.loads(data), decoder.type)
    except (ValueError, RecursionError) as error:
        raise _told(error) from None


def _told(error: Exception) -> ValueError:
    return error if isinstance(error, ValueError) else ValueError(str(error))
