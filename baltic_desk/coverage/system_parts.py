"""The cited parts of an entry of the catalogue: sources, figures, periods, spread."""

from __future__ import annotations

import re
from collections.abc import Collection

from baltic_desk.coverage.figures import (
    GRADES,
    KINDS,
    STATUSES,
    Figure,
    FigureKind,
    Source,
    YearBasis,
    units_of,
)
from baltic_desk.coverage.system_tree import Branch, Json, called, member
from baltic_desk.coverage.systems import Disagreement, Period, Presence, Spread

MOST_METRES = 20_000_000.0
_MOST_SPEED = 20_000.0
_MOST_HEIGHT_M = 50_000_000.0
_ADDRESS = re.compile(r"https?://\S+|(?:doi|isbn|urn):\S.*")
_FIGURE = ("what", "value", "unit", "status", "sources", "note")
_SOURCE = ("title", "url", "year", "year_basis", "grade", "says", "note")
_PRESENCE: tuple[Presence, ...] = ("yes", "partly", "no", "uncertain")
_YEAR_BASIS: tuple[YearBasis, ...] = ("address", "inferred")


class Sources:
    """The sources of one entry, and which of them were cited."""

    def __init__(self) -> None:
        self._by_id: dict[str, Source] = {}
        self._used: set[str] = set()

    def add(self, source: Source) -> None:
        """A source that figures may cite."""
        self._by_id[source.id] = source

    def all(self) -> tuple[Source, ...]:
        """All of them."""
        return tuple(self._by_id.values())

    def cited(self, branch: Branch, name: str = "sources") -> tuple[Source, ...]:
        """The sources that a list of ids names."""
        found: list[Source] = []
        for source_id in branch.texts(name):
            self._used.add(source_id)
            source = self._by_id.get(source_id)
            if source is None:
                branch.wrong(f'there is no source "{source_id[:60]}" in this entry')
            else:
                found.append(source)
        return tuple(found)

    def tell_unused(self, branch: Branch) -> None:
        """Tell of sources that nothing cites."""
        for source_id in self._by_id:
            if source_id not in self._used:
                branch.wrong(f'nothing cites the source "{source_id[:60]}"')


def read_sources(branch: Branch) -> Sources:
    """The sources of an entry, by id."""
    sources = Sources()
    tree = branch.tree.get("sources", {})
    ids = tuple(tree) if isinstance(tree, dict) else ()
    for source_id in branch.branch(tree, "sources", ids).tree:
        each = branch.branch(member(tree, source_id), f'source "{source_id[:60]}"', _SOURCE)
        url = each.text("url", required=True)
        if url and not _ADDRESS.fullmatch(url):
            each.wrong('"url" must begin with https://, http://, doi:, isbn: or urn:')
        year: float | None = None
        if "year" not in each.tree:
            each.wrong('"year" is missing; null says that none was found')
        elif each.tree["year"] is not None:
            year = each.number("year", least=1900, most=2200)
            if year is not None and year != int(year):
                each.wrong('"year" must be a whole number')
        sources.add(
            Source(
                id=source_id,
                title=each.text("title", required=True),
                url=url,
                year=None if year is None else int(year),
                year_basis=each.one_of("year_basis", _YEAR_BASIS, otherwise=""),
                grade=each.one_of("grade", tuple(GRADES), otherwise=""),
                says=each.text("says"),
                note=each.text("note"),
            )
        )
    return sources


def read_figures(
    branch: Branch, sources: Sources, kinds: Collection[FigureKind]
) -> tuple[Figure, ...]:
    """Figures of a variant or sensor, of the kinds that belong to it."""
    found: list[Figure] = []
    for each in branch.each("figures", _FIGURE, _figure_called):
        figure = _figure(each, sources, each.one_of("what", tuple(kinds)))
        if figure is None:
            continue
        if figure in found:
            each.wrong("the same figure stands there twice")
        found.append(figure)
    return tuple(found)


def check_order(branch: Branch, figures: Collection[Figure], least: str, most: str) -> None:
    """No minimum is as large as the largest maximum."""
    highest = max((figure.si for figure in figures if figure.what == most), default=None)
    for figure in figures:
        if figure.what == least and highest is not None and figure.si >= highest:
            branch.wrong(f"{least} {figure} is not below every {most}")


def read_periods(branch: Branch, sources: Sources) -> tuple[Period, ...]:
    """In which years a system was in the region."""
    found: list[Period] = []
    for each in branch.each("periods", ("years", "there", "note", "sources"), called("period")):
        period = Period(
            years=each.text("years", required=True),
            there=each.one_of("there", _PRESENCE) or "uncertain",
            note=each.text("note"),
            sources=sources.cited(each),
        )
        if any(period.years == other.years for other in found):
            each.wrong(f'the years "{period.years}" stand there twice')
        found.append(period)
    return tuple(found)


def read_spread(branch: Branch, sources: Sources) -> Spread | None:
    """The lowest and highest range that is printed for the system as a whole."""
    if "spread" not in branch.tree:
        return None
    each = branch.branch(branch.tree["spread"], "spread", ("low", "high", "note"))
    ends = [
        _figure(each.branch(each.tree.get(name), name, _FIGURE), sources, "range_max")
        for name in ("low", "high")
    ]
    low, high = ends
    if low is None or high is None:
        return None
    if low.si > high.si:
        each.wrong(f"the lowest range, {low}, is more than the highest, {high}")
    return Spread(low, high, each.text("note"))


def read_disagreements(branch: Branch, sources: Sources) -> tuple[Disagreement, ...]:
    """Contradictions in words."""
    return tuple(
        Disagreement(each.text("values", required=True), sources.cited(each))
        for each in branch.each("disagreements", ("values", "sources"), called("disagreement"))
    )


def _figure(branch: Branch, sources: Sources, what: FigureKind | None) -> Figure | None:
    if branch.tree.get("what", what) != what:
        branch.wrong(f'"what" must be {what} here')
    status = branch.one_of("status", tuple(STATUSES))
    if "sources" not in branch.tree:
        branch.wrong('"sources" is missing; an empty list says that none was found')
    cited = sources.cited(branch)
    note = branch.text("note")
    if status in ("declared", "assessed") and not cited:
        branch.wrong(f"it is {status}, and no source is named")
    if status == "unverified" and not cited and not note:
        branch.wrong('it has no source; "note" must say what it rests on')
    if what == "antenna_height" and status == "unverified" and not cited:
        branch.wrong("an antenna height without a source is an assumption: mark it as one")
    if status == "assumption" and cited:
        branch.wrong("an assumption has no source: say whose figure it is instead")
    if what is None:
        return None
    if what == "speed" and status == "unverified" and not cited:
        branch.wrong("a speed is only given with a source")
    unit = branch.one_of("unit", tuple(units_of(what)))
    least = 0.0 if what.endswith("_min") else 1e-6
    value = branch.number("value", least=least, most=MOST_METRES)
    if unit is None or value is None or status is None:
        return None
    figure = Figure(what, value, unit, status, cited, note)
    limit = _MOST_SPEED if what == "speed" else _MOST_HEIGHT_M if "alt" in what else MOST_METRES
    if figure.si > limit:
        branch.wrong(f"{figure} is more than can be")
    return figure


def _figure_called(number: int, tree: Json) -> str:
    """ "range_max 400 km", as far as it says so."""
    words = [member(tree, name) for name in ("what", "value", "unit")]
    said = " ".join(str(word)[:40] for word in words if isinstance(word, str | int | float))
    what = member(tree, "what")
    return said if isinstance(what, str) and what in KINDS else f"figure {number}"
