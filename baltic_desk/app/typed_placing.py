"""Placing by a line of text: what, an @, and where ("mech inf bn hostile @ 54.7 20.5")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgspec import structs

from baltic_desk.app import sight, templates
from baltic_desk.app.symbol_search import Hit, SymbolSearch
from baltic_desk.app.system_placing import placing
from baltic_desk.app.typed_position import (
    COORDINATE,
    Around,
    NotUnderstoodError,
    Spot,
    is_relative,
    spots,
)
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import usual_ring
from baltic_desk.document.document import new_id
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.outline import new_parametric
from baltic_desk.geo.distances import DistanceError, format_distance, parse_distances
from baltic_desk.geo.gazetteer import Gazetteer
from baltic_desk.symbology.abbreviations import ECHELON_WORDS, IDENTITY_WORDS
from baltic_desk.symbology.code_fields import with_field
from baltic_desk.symbology.folding import words
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.text import PlaceMark
from baltic_desk.tools.tool import DRAFT

LONGEST = 400
MOST_OFFERS = 10
MOST_THINGS = 4
MOST_RINGS = 10

_WITH_ECHELON = frozenset(("10", "11"))
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]")
_QUOTE = re.compile(r"[\"“”„«»]")
_RING = re.compile(r"\s*(?:range\s+)?rings?\b(?:\s+of\b)?(?P<ranges>.*)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Rings:
    """Range rings about one place."""

    radii_m: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class GoThere:
    """Nothing to place: the place is brought to the middle of the map."""


Thing = PlaceUnit | PlaceMark | Rings | GoThere


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to understand what was typed."""

    title: str
    detail: str
    thing: Thing
    spot: Spot

    @property
    def whereabouts(self) -> str:
        """Where, in words."""
        detail = "" if self.spot.detail == COORDINATE else self.spot.detail
        return " · ".join(filter(None, (self.spot.title, detail)))

    @property
    def sidc(self) -> str | None:
        """Code of the symbol that would be placed."""
        return self.thing.template.sidc if isinstance(self.thing, PlaceUnit) else None


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the text that is not understood; letters are counted from 0."""

    why: str
    start: int
    end: int

    def place(self, typed: str) -> str:
        """Where it stands, for the person: the part itself, or after which letter it is missing."""
        part = typed[self.start : self.end].strip()
        if not part:
            return f"at the end, after letter {self.start}" if self.start else "at the beginning"
        shown = part if len(part) <= 30 else part[:29] + "…"
        return f"letter {self.start + 1}: “{shown}”"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may mean, the likeliest first, and what of it is not understood."""

    offers: tuple[Offer, ...] = ()
    faults: tuple[Fault, ...] = ()


class TypedPlacing:
    """Reads lines of text for one workspace.

    >>> is_placing("S-400 @ 34U EF 123 456"), is_placing("120 km from Riga bearing 045")
    (True, True)
    """

    def __init__(self, workspace: Workspace, search: SymbolSearch, gazetteer: Gazetteer) -> None:
        self._workspace = workspace
        self._search = search
        self._gazetteer = gazetteer

    def read(self, typed: str) -> Reading:
        """What a text may mean; a text of any kind has an answer."""
        if len(typed) > LONGEST:
            return Reading(
                faults=(Fault(f"More than {LONGEST} letters are too many", LONGEST, len(typed)),)
            )
        what, where, at = _halves(typed)
        try:
            found = spots(where, at, self._around())
        except NotUnderstoodError as error:
            place_fault = Fault(error.why, error.start, error.end)
            return Reading(faults=(*self._things(what)[1], place_fault))
        things, faults = self._things(what)
        if not things:
            return Reading(faults=tuple(faults))
        pairs = [(things[0], spot) for spot in found]
        pairs += [(thing, found[0]) for thing in things[1:]]
        offers = (replace(thing, spot=spot) for thing, spot in pairs[:MOST_OFFERS])
        return Reading(tuple(offers), tuple(faults))

    def place(self, offer: Offer) -> bool:
        """Do what was offered: one step of undo, selected, in sight; False when it cannot be."""
        workspace, position = self._workspace, offer.spot.position
        workspace.settle()
        if isinstance(offer.thing, GoThere):
            workspace.camera.look_at(position)
            workspace.say(offer.spot.title)
            return True
        overlay_id = workspace.session.active_overlay
        if overlay_id is None:
            workspace.say("There is no visible, unlocked overlay to draw on.")
            return False
        try:
            if isinstance(offer.thing, Rings):
                features = tuple(self._rings(offer.thing, offer.spot, overlay_id))
                step = "Draw ring" if len(features) == 1 else f"Draw {len(features)} rings"
            else:
                features = offer.thing.stamped(position, overlay_id, new_id)
                step = offer.thing.step_name()
        except ValueError as error:
            workspace.say(f"Nothing was placed: {error}")
            return False
        with workspace.document.edit(step) as change:
            for feature in reversed(features):
                change.put(feature)
        workspace.session.select([features[0].id])
        if not sight.in_sight(workspace.camera, position):
            workspace.camera.look_at(position)
        away = "" if sight.in_sight(workspace.camera, position) else _BEYOND
        workspace.say(f"Placed {offer.title} at {offer.spot.title}.{away}")
        return True

    # -- what --------------------------------------------------------------------------------

    def _things(self, what: str) -> tuple[list[Offer], list[Fault]]:
        """What may be placed, each at no place yet, and what is not understood of it."""
        if not what.strip():
            mark = PlaceMark(templates.mark(self._workspace.settings))
            return [_offer("Go to", "", GoThere()), _offer("Point mark", "", mark)], []
        rings = _RING.fullmatch(what)
        if rings is not None:
            return self._ring_offers(rings)
        plain, designation, faults = _designated(what)
        if faults:
            return [], faults
        known, unknown = self._sorted_words(plain)
        own_names = [word for word, _ in unknown if _is_name_of_one(word)]
        faults = [
            Fault("No symbol, system, echelon or identity is called so", start, start + len(word))
            for word, start in unknown
            if word not in own_names
        ]
        if faults:
            return [], faults
        designation = " ".join(filter(None, (designation, *own_names))) or None
        if not known:
            return [], [Fault("What is to be placed? A symbol or system is wanted", 0, len(what))]
        for word, start in known:
            code = self._code(word)
            if code is not None:
                return self._of_code(
                    code, [each for each in known if each[1] != start], designation
                )
        text = " ".join(word for word, _ in known)
        hits = _so_named(self._search.search(text, limit=MOST_THINGS * 4), known)
        offers = [self._of_hit(hit, text, designation) for hit in hits if _has_a_place(hit)]
        if not offers:
            why = "It takes more than one position; draw it from the symbol panel"
            start = len(what) - len(what.lstrip())
            return [], [Fault(why if hits else "Nothing is called so", start, len(what.rstrip()))]
        return offers[:MOST_THINGS], []

    def _sorted_words(self, text: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """Words that mean something here, and those that do not, each with its place."""
        known: list[tuple[str, int]] = []
        unknown: list[tuple[str, int]] = []
        for match in _WORD.finditer(text):
            word = match[0]
            if not words(word):
                continue
            if self._is_known(word):
                known.append((word, match.start()))
            else:
                unknown.append((word, match.start()))
        return known, unknown

    def _is_known(self, word: str) -> bool:
        plain = words(word)
        if plain[0] in ECHELON_WORDS or plain[0] in IDENTITY_WORDS or self._code(word):
            return True
        hits = self._search.search(word, limit=8)
        if not any(each.isdigit() for each in word):
            return bool(hits)
        # Figures are a part of many codes, and one letter begins many names.
        return "/" not in word and any("".join(plain) in _names(hit) for hit in hits)

    def _code(self, text: str) -> Sidc | LetterCode | None:
        """The symbol code that a text is; letters must mean something, since words are letters."""
        try:
            code = parse(text)
        except SidcError:
            return None
        if isinstance(code, Sidc) or self._search.catalogue.entry(text) is not None:
            return code
        return None

    def _of_code(
        self, code: Sidc | LetterCode, others: list[tuple[str, int]], designation: str | None
    ) -> tuple[list[Offer], list[Fault]]:
        """The unit of a code, with an identity and echelon that are said besides."""
        for word, start in others:
            plain = words(word)[0]
            try:
                if plain in IDENTITY_WORDS:
                    code = with_field(code, "standard_identity", IDENTITY_WORDS[plain])
                elif plain in ECHELON_WORDS:
                    code = with_field(code, "echelon", ECHELON_WORDS[plain])
                else:
                    raise SidcError("Beside a code, only an identity and an echelon can be said")
            except SidcError as error:
                return [], [Fault(str(error), start, start + len(word))]
        unit = Unit(overlay=DRAFT, sidc=str(code), designation=designation)
        name = self._search.catalogue.name_of(str(code)) or str(code)
        return [_offer(_named(name, designation), str(code), PlaceUnit(unit))], []

    def _of_hit(self, hit: Hit, text: str, designation: str | None) -> Offer:
        wish = self._search.wish(text)
        if hit.system is not None:
            ring = usual_ring(hit.system)
            unit = self._workspace.settings.distance_unit
            ready = placing(hit.system, () if ring is None else (ring,), unit)
            code = parse(ready.template.sidc)
            if wish.standard_identity is not None:
                code = with_field(code, "standard_identity", wish.standard_identity)
            template = structs.replace(ready.template, sidc=str(code), designation=designation)
            detail = (
                "no ring" if ring is None else f"ring {format_distance(ring.radius_max_m, unit)}"
            )
            title = _named(template.name, designation)
            return _offer(title, detail, PlaceUnit(template, ready.rings))
        entry = hit.entry
        assert entry is not None, "a hit is an entity or a system"
        fields = {"standard_identity": wish.standard_identity or "3"}
        if wish.echelon is not None and (entry.only_letters or entry.symbol_set in _WITH_ECHELON):
            fields["echelon"] = wish.echelon
        unit = Unit(overlay=DRAFT, sidc=str(entry.symbol(**fields)), designation=designation)
        return _offer(_named(entry.name, designation), entry.set_name, PlaceUnit(unit))

    def _ring_offers(self, match: re.Match[str]) -> tuple[list[Offer], list[Fault]]:
        said, start, end = match["ranges"], match.start("ranges"), match.end("ranges")
        unit = self._workspace.settings.distance_unit
        try:
            radii = parse_distances(said, unit)
        except DistanceError as error:
            return [], [Fault(str(error), start, end)]
        if len(radii) > MOST_RINGS or not all(radii):
            why = f"A range of more than 0, and no more than {MOST_RINGS} of them, are wanted"
            return [], [Fault(why, start, end)]
        title = "Ring " if len(radii) == 1 else "Rings "
        title += ", ".join(format_distance(radius_m, unit) for radius_m in radii)
        return [_offer(title, "", Rings(radii))], []

    def _rings(self, rings: Rings, spot: Spot, overlay_id: str) -> Iterator[Feature]:
        template = templates.ring(self._workspace.settings)
        lon, lat = spot.position
        # The widest is the lowest, so that each can be clicked.
        for radius_m in sorted(rings.radii_m):
            ring: RangeRing = structs.replace(
                template, overlay=overlay_id, center_lon=lon, center_lat=lat, radius_max_m=radius_m
            )
            yield new_parametric(new_id(), ring)

    def _around(self) -> Around:
        workspace = self._workspace
        return Around(
            workspace.document,
            self._gazetteer,
            workspace.camera.center(),
            workspace.settings.coordinate_style,
            workspace.settings.distance_unit,
        )


_NOWHERE = Spot("", "", (0.0, 0.0))
_BEYOND = " It lies too far from the Baltic to be shown."


def is_placing(typed: str) -> bool:
    """Whether a text is meant to place something, and not to find a command."""
    return _at_sign(typed) is not None or is_relative(typed)


def _halves(typed: str) -> tuple[str, str, int]:
    """What, where, and at which letter the latter begins."""
    at = _at_sign(typed)
    if at is None:
        return "", typed, 0
    return typed[:at], typed[at + 1 :], at + 1


def _at_sign(typed: str) -> int | None:
    """Place of the first @ that is in no quotation."""
    hidden = [range(match.start(), match.end()) for match in _QUOTED.finditer(typed[:LONGEST])]
    places = (k for k, letter in enumerate(typed[:LONGEST]) if letter == "@")
    return next((k for k in places if not any(k in each for each in hidden)), None)


def _designated(what: str) -> tuple[str, str | None, list[Fault]]:
    """The text with blanks for what is quoted; the designation that is; what is wrong with it."""
    quoted = list(_QUOTED.finditer(what))
    if len(quoted) > 1:
        again = quoted[1]
        return what, None, [Fault("There are two designations", again.start(), again.end())]
    plain = _QUOTED.sub(lambda match: " " * len(match[0]), what)
    loose = _QUOTE.search(plain)
    if loose is not None:
        return what, None, [Fault("This quotation does not end", loose.start(), len(what))]
    return plain, (quoted[0][1].strip() or None) if quoted else None, []


def _is_name_of_one(word: str) -> bool:
    """Whether a word that means nothing else may be a unit's own name, such as F-221 or 2/61."""
    return any(each.isdigit() for each in word) and len(word) <= 20


def _names(hit: Hit) -> frozenset[str]:
    """The words of its names, and those that stand together as one: "s", "400", "s400"."""
    names: list[str] = []
    if hit.system is not None:
        system = hit.system
        names += (system.name, system.nato_name, *(variant.name for variant in system.variants))
    if hit.entry is not None:
        names += (*hit.entry.path, *hit.entry.also)
    found: set[str] = set()
    for said in map(words, names):
        found |= {"".join(said[k : k + n]) for k in range(len(said)) for n in (1, 2, 3)}
    return frozenset(found)


def _so_named(hits: list[Hit], known: list[tuple[str, int]]) -> list[Hit]:
    """Those that bear the names with figures that were said, where there are such: S-400."""
    figured = ["".join(words(word)) for word, _ in known if any(map(str.isdigit, word))]
    named = [hit for hit in hits if all(name in _names(hit) for name in figured)]
    return named or hits


def _has_a_place(hit: Hit) -> bool:
    return hit.entry is None or (hit.entry.is_unit and not hit.entry.is_heading)


def _named(name: str, designation: str | None) -> str:
    return f"{name} “{designation}”" if designation else name


def _offer(title: str, detail: str, thing: Thing) -> Offer:
    return Offer(title, detail, thing, _NOWHERE)
