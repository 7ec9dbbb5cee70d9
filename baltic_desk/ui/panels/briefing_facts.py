"""What a step of the briefing holds, in words: a line each, with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from baltic_desk.app import briefing
from baltic_desk.app.briefing_editing import AUDIENCES, THEMES
from baltic_desk.document.altitude import DATUM_WORDS, Datum, altitude_text
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.phase_wording import phase_title
from baltic_desk.document.ring_choice import ALL, CHOICES
from baltic_desk.geo.distances import grouped
from baltic_desk.ui.panels.titles import feature_title

MOST_HIGHLIGHTS = 8
"""Of those named one by one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line.

    Attributes
    ----------
    what
        What is held, as briefing_editing.clear and renew call it.
    item
        Id of the feature, of one highlight.
    detail
        More to read, where it is pointed at.
    wrong
        It refers to something that has gone.
    """

    what: str
    label: str
    text: str
    item: str = ""
    detail: str = ""
    renews: bool = False
    clears: bool = False
    wrong: bool = False


def facts_of(document: Document, step: BriefingStep) -> tuple[Fact, ...]:
    """All that a step holds."""
    return tuple(_facts(document, step))


def phase_words(document: Document, step: BriefingStep) -> tuple[str, bool]:
    """What is said of a step's phase, and whether that has gone; nothing where there are none."""
    phases = document.phases()
    phase = briefing.phase_of(document, step.phase)
    if phase is None:
        return ("its phase has gone", True) if step.phase is not None else ("", False)
    title = phase_title(phases.index(phase) + 1, phase)
    if step.phase is None:
        return f"{title}, as the first", False
    if step.phase != phase.id:
        return f"its phase has gone: {title}", True
    return title, False


def marks_of(step: BriefingStep) -> str:
    """What a step has of its own, in a few words: altitude, look, audience."""
    marks: list[str] = []
    if step.altitude_m is not None:
        marks.append(altitude_text(step.altitude_m))
    if step.theme is not None:
        marks.append(THEMES[step.theme].lower())
    if step.audience != "everyone":
        marks.append(step.audience)
    return " · ".join(marks)


def _facts(document: Document, step: BriefingStep) -> Iterator[Fact]:
    yield Fact("view", "View", _view_words(step.view), renews=True)
    phase, gone = phase_words(document, step)
    if phase:
        clears = step.phase is not None
        yield Fact("phase", "Phase", phase, renews=True, clears=clears, wrong=gone)
    yield _overlays(document, step)
    if step.altitude_m is None:
        yield Fact("altitude", "Altitude", "none: published ranges", renews=True)
    else:
        above = cast("Datum", step.altitude_above)  # its pattern lets nothing else in
        words = f"{altitude_text(step.altitude_m)} {DATUM_WORDS[above]}"
        yield Fact("altitude", "Altitude", words, renews=True, clears=True)
    known = dict(CHOICES)
    rings = known.get(step.rings, f"all: “{step.rings[:40]}” is not known")
    wrong = step.rings not in known
    yield Fact("rings", "Rings", rings, renews=True, clears=step.rings != ALL, wrong=wrong)
    if step.theme is not None:
        yield Fact("theme", "Look", THEMES[step.theme], clears=True)
    if step.audience != "everyone":
        words = AUDIENCES.get(step.audience, step.audience)
        yield Fact("audience", "For", words, clears=True)
    yield from _highlights(document, step)


def _overlays(document: Document, step: BriefingStep) -> Fact:
    every = document.overlays()
    shown = briefing.overlays_of(document, step)
    words = f"{len(shown)} of {len(every)} in sight"
    names = "\n".join(briefing.one_line(o.name) or "Overlay" for o in reversed(shown))
    if step.overlays is None:
        words = f"as in the project: {words}"
        return Fact("overlays", "Overlays", words, detail=names, renews=True)
    gone = len(frozenset(step.overlays)) - len(shown)
    if gone:
        words += f"; {gone} {'has' if gone == 1 else 'have'} gone"
    return Fact(
        "overlays", "Overlays", words, detail=names, renews=True, clears=True, wrong=bool(gone)
    )


def _highlights(document: Document, step: BriefingStep) -> Iterator[Fact]:
    if not step.highlights:
        yield Fact("highlights", "Highlights", "none", renews=True)
        return
    phase = briefing.phase_of(document, step.phase)
    phase_id = None if phase is None else phase.id
    label, renews = "Highlights", True
    for feature_id in step.highlights[:MOST_HIGHLIGHTS]:
        feature = document.feature_in(phase_id, feature_id)
        words = "something that has gone" if feature is None else feature_title(feature)
        yield Fact(
            "highlights", label, words, feature_id, renews=renews, clears=True,
            wrong=feature is None,
        )  # fmt: skip
        label, renews = "", False
    more = len(step.highlights) - MOST_HIGHLIGHTS
    if more > 0:
        yield Fact("more", "", f"and {more} more")


def _view_words(view: StepView) -> str:
    size = f"{_km(view.width_m)} × {_km(view.height_m)} km"
    if view.scale is None:
        return size
    rounded = float(f"{view.scale:.3g}")
    return f"{size} · 1:{grouped(f'{rounded:.0f}')}"


def _km(metres: float) -> str:
    km = metres / 1000.0
    return grouped(f"{km:.0f}") if km >= 10.0 else f"{km:.2g}"
