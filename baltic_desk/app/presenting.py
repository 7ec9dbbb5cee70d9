"""What a presentation is at each moment: which step, what was changed by key, what lies over it.

Frozen values; a key gives the next one. Nothing here draws, and nothing reaches the project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from baltic_desk.document.altitude import DATUM_WORDS, Datum, altitude_text, stepped
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, Phase, StepView
from baltic_desk.document.project import Overlay

Screen = Literal["map", "black", "white"]
Hand = Literal["", "laser", "pen"]

MOST_DIGITS = 3
INKS = ("#e3342f", "#0b63ce", "#111111", "#f5c400")
"""Colours of the pen: red, blue, black, yellow."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What a picture on the stage is made from, but for where it is looked at from.

    Attributes
    ----------
    phase
        Id; None where the project has no phases.
    hidden
        Ids of the overlays out of sight.
    altitude_m
        None for published ranges.
    """

    step: int
    phase: str | None
    hidden: frozenset[str]
    altitude_m: float | None
    altitude_above: str = "ground"

    @property
    def altitude_words(self) -> str:
        """The altitude to read, or that there is none."""
        if self.altitude_m is None:
            return "Published ranges"
        above: Datum = "sea" if self.altitude_above == "sea" else "ground"
        return f"Altitude {altitude_text(self.altitude_m)} {DATUM_WORDS[above]}"


@dataclass(frozen=True, slots=True)
class Programme:
    """What is presented: at least one step, the phases, and the overlays, topmost first."""

    steps: tuple[BriefingStep, ...]
    phases: tuple[Phase, ...]
    overlays: tuple[Overlay, ...]

    def own(self, step: int) -> Showing:
        """What a step shows by itself."""
        it = self.steps[step]
        known = [phase.id for phase in self.phases]
        first = known[0] if known else None
        shown = it.overlays  # as app.briefing.overlays_of, of a phase that may not be on the desk
        hidden = (
            overlay.id
            for overlay in self.overlays
            if (overlay.id not in shown if shown is not None else not overlay.visible)
        )
        return Showing(
            step,
            it.phase if it.phase in known else first,
            frozenset(hidden),
            it.altitude_m,
            it.altitude_above,
        )

    def phase_words(self, phase_id: str | None) -> str:
        """Which phase that is: "Phase 2 of 3: Crisis"; nothing where there are none."""
        number = self.phase_number(phase_id)
        if number is None:
            return ""
        name = self.phases[number].name
        return f"Phase {number + 1} of {len(self.phases)}" + (f": {name}" if name else "")

    def phase_number(self, phase_id: str | None) -> int | None:
        """Where a phase stands, from 0; None where there is none of that id."""
        found = (k for k, phase in enumerate(self.phases) if phase.id == phase_id)
        return next(found, None)

    def number_of(self, step_id: str | None, phase_id: str | None) -> int:
        """Where a step stands, from 0: of that id, else the first of that phase, else the first."""
        for number, step in enumerate(self.steps):
            if step.id == step_id:
                return number
        for number in range(len(self.steps)):
            if phase_id is not None and self.own(number).phase == phase_id:
                return number
        return 0


def programme_of(document: Document, present: StepView, rings: str = "all") -> Programme:
    """The steps of a document; without steps each phase as one; without phases what is seen now.

    Parameters
    ----------
    present
        What the editor looks at: steps that nobody made look there.
    rings
        Which rings such steps show.
    """
    overlays = tuple(reversed(document.overlays()))
    phases = document.phases()
    return Programme(document.steps() or _made_up(document, present, rings), phases, overlays)


def _made_up(document: Document, present: StepView, rings: str) -> tuple[BriefingStep, ...]:
    project = document.project
    plain = BriefingStep(
        id="present",
        title="",
        view=present,
        altitude_m=project.altitude_m,
        altitude_above=project.altitude_above,
        rings=rings,
    )
    made = (
        BriefingStep(
            id=phase.id,
            title=phase.name,
            note=phase.note,
            view=present,
            phase=phase.id,
            altitude_m=plain.altitude_m,
            altitude_above=plain.altitude_above,
            rings=rings,
        )
        for phase in document.phases()
    )
    return tuple(made) or (plain,)


@dataclass(frozen=True, slots=True)
class Presenting:
    """A presentation at a moment.

    Attributes
    ----------
    typed
        Digits of a step's number, before Enter.
    hand
        What the mouse is: nothing, a laser pointer, a pen.
    said
        What the last key changed, for the audience: short, and gone after a moment.
    """

    programme: Programme
    showing: Showing
    screen: Screen = "map"
    typed: str = ""
    hand: Hand = ""
    ink: str = INKS[0]
    keys_listed: bool = False
    said: str = ""
    ended: bool = False

    @staticmethod
    def begun(programme: Programme, step: int = 0) -> Presenting:
        """At the beginning, or at another step."""
        return Presenting(programme, programme.own(step))

    @property
    def step(self) -> BriefingStep:
        """The step that is presented."""
        return self.programme.steps[self.showing.step]

    @property
    def following(self) -> int | None:
        """Number of the step after it."""
        after = self.showing.step + 1
        return after if after < len(self.programme.steps) else None

    @property
    def preceding(self) -> int | None:
        """Number of the step before it."""
        return self.showing.step - 1 if self.showing.step else None

    @property
    def changed(self) -> bool:
        """Whether keys have changed what the step shows by itself."""
        return self.showing != self.programme.own(self.showing.step)

    def did(self, action: str) -> Presenting:
        """What it is after an action, an id of ACTIONS; one with a digit is "digit:4"."""
        name, _, argument = action.partition(":")
        fresh = replace(self, said="")
        if name not in _KEEP_TYPED:
            fresh = replace(fresh, typed="")
        if name not in _KEEP_CLOTH and fresh.screen != "map":
            fresh = replace(fresh, screen="map")
            if name in _TURNS and not fresh.typed:  # nobody should turn a page that nobody sees
                return fresh
        return ACTIONS[name](fresh, argument)


def _at(now: Presenting, step: int) -> Presenting:
    return replace(now, showing=now.programme.own(step))


def _next(now: Presenting, _: str) -> Presenting:
    after = now.following
    return replace(now, said="This is the last step") if after is None else _at(now, after)


def _previous(now: Presenting, _: str) -> Presenting:
    before = now.preceding
    return replace(now, said="This is the first step") if before is None else _at(now, before)


def _first(now: Presenting, _: str) -> Presenting:
    return _at(now, 0)


def _last(now: Presenting, _: str) -> Presenting:
    return _at(now, len(now.programme.steps) - 1)


def _digit(now: Presenting, digit: str) -> Presenting:
    if digit == "0" and not now.typed:
        return _return(now, "")
    typed = (now.typed + digit)[-MOST_DIGITS:]
    count = len(now.programme.steps)
    return replace(now, typed=typed, said=f"Step {typed} of {count}: Enter goes there")


def _confirm(now: Presenting, _: str) -> Presenting:
    if not now.typed:
        return now.did("next")
    wanted, count = int(now.typed), len(now.programme.steps)
    plain = replace(now, typed="", said="")
    if not 1 <= wanted <= count:
        there = "There is only one step" if count == 1 else f"There are {count} steps"
        return replace(plain, said=there)
    return _at(plain, wanted - 1)


def _erase_digit(now: Presenting, _: str) -> Presenting:
    if not now.typed:
        return now.did("previous")
    typed = now.typed[:-1]
    count = len(now.programme.steps)
    return replace(
        now, typed=typed, said=f"Step {typed} of {count}: Enter goes there" if typed else ""
    )


def _cloth(screen: Screen) -> Callable[[Presenting, str], Presenting]:
    def drawn(now: Presenting, _: str) -> Presenting:
        return replace(now, screen="map" if now.screen == screen else screen)

    return drawn


def _hand(hand: Hand, words: str) -> Callable[[Presenting, str], Presenting]:
    def taken(now: Presenting, _: str) -> Presenting:
        if now.hand == hand:
            return replace(now, hand="", said=f"{words} off")
        return replace(now, hand=hand, said=words)

    return taken


def _colour(now: Presenting, _: str) -> Presenting:
    return replace(now, ink=INKS[(INKS.index(now.ink) + 1) % len(INKS)])


def _altitude(steps: int) -> Callable[[Presenting, str], Presenting]:
    def at(now: Presenting, _: str) -> Presenting:
        showing = now.showing
        showing = replace(showing, altitude_m=stepped(showing.altitude_m, steps))
        return replace(now, showing=showing, said=showing.altitude_words)

    return at


def _published(now: Presenting, _: str) -> Presenting:
    showing = replace(now.showing, altitude_m=None)
    return replace(now, showing=showing, said=showing.altitude_words)


def _phase(steps: int) -> Callable[[Presenting, str], Presenting]:
    def at(now: Presenting, _: str) -> Presenting:
        number = now.programme.phase_number(now.showing.phase)
        if number is None:
            return replace(now, said="This project has no phases")
        to = number + steps
        if to < 0:
            return replace(now, said="This is the first phase")
        if to >= len(now.programme.phases):
            return replace(now, said="This is the last phase")
        phase = now.programme.phases[to].id
        words = now.programme.phase_words(phase)
        return replace(now, showing=replace(now.showing, phase=phase), said=words)

    return at


def _overlay(now: Presenting, number: str) -> Presenting:
    overlays = now.programme.overlays
    if int(number) > len(overlays):
        return replace(now, said=f"There is no overlay {number}")
    overlay = overlays[int(number) - 1]
    hidden = now.showing.hidden ^ {overlay.id}
    words = "hidden" if overlay.id in hidden else "shown"
    said = f"“{overlay.name or 'Overlay ' + number}” {words}"
    return replace(now, showing=replace(now.showing, hidden=hidden), said=said)


def _return(now: Presenting, _: str) -> Presenting:
    return replace(_at(now, now.showing.step), said="As the step has it")


def _keys(now: Presenting, _: str) -> Presenting:
    return replace(now, keys_listed=not now.keys_listed)


def _leave(now: Presenting, _: str) -> Presenting:
    if now.keys_listed or now.typed:
        return replace(now, keys_listed=False, typed="")
    return replace(now, ended=True)


def _look(now: Presenting, _: str) -> Presenting:
    return now


ACTIONS: Mapping[str, Callable[[Presenting, str], Presenting]] = MappingProxyType(
    {
        "next": _next,
        "previous": _previous,
        "first": _first,
        "last": _last,
        "digit": _digit,
        "confirm": _confirm,
        "erase-digit": _erase_digit,
        "black": _cloth("black"),
        "white": _cloth("white"),
        "laser": _hand("laser", "Laser pointer"),
        "pen": _hand("pen", "Pen"),
        "colour": _colour,
        "higher": _altitude(1),
        "lower": _altitude(-1),
        "published": _published,
        "later-phase": _phase(1),
        "earlier-phase": _phase(-1),
        "overlay": _overlay,
        "return": _return,
        "keys": _keys,
        "leave": _leave,
        "look": _look,
    }
)
"""All that keys do to a presentation. "look" is for what only changes where one looks."""

_TURNS = frozenset({"next", "previous", "confirm", "erase-digit"})
_KEEP_TYPED = frozenset({"digit", "confirm", "erase-digit", "leave"})
_KEEP_CLOTH = frozenset({"black", "white", "leave", "digit"})
