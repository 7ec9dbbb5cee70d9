"""What a project's file holds now beside what is on the desk, and what is taken of it so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from baltic_desk.app.in_thread import in_thread
from baltic_desk.document.document import Document
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.merge_alignment import Entries, aligned, by_id
from baltic_desk.document.merge_fields import Take
from baltic_desk.document.merge_sides import Sides
from baltic_desk.document.merge_wording import Words
from baltic_desk.document.merging import Proposal, proposals
from baltic_desk.document.phase_comparison import What
from baltic_desk.document.record import Record
from baltic_desk.document.store import Entry
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import Loaded, digest_of, read_bytes


@dataclass(frozen=True, slots=True)
class Counts:
    """How many proposals there are of each sort, of what could be taken.

    Attributes
    ----------
    undecided
        Conflicts of which nobody has said whose is to be.
    mine
        What only mine has changed.
    """

    of: Mapping[What, int]
    conflicts: int
    undecided: int
    accepted: int
    mine: int


@dataclass(frozen=True, eq=False)
class Merging:
    """A merge under way.

    Attributes
    ----------
    digest
        Of the file as it was read for this.
    proposals
        What became of each record.
    takes
        Whose is taken, by the key of a proposal. Of what is not in it nothing of theirs is.
    """

    path: Path
    digest: str
    sides: Sides
    proposals: tuple[Proposal, ...]
    takes: Mapping[str, Take] = field(default_factory=dict[str, Take])

    @property
    def two_way(self) -> bool:
        """Whether nobody knows what both began with, so that all that differs is in conflict."""
        return self.sides.base is None

    @cached_property
    def by_key(self) -> Mapping[str, Proposal]:
        """Proposals by their keys."""
        return {each.key: each for each in self.proposals}

    @cached_property
    def theirs(self) -> Document:
        """What the file holds now, to be looked at."""
        return Document(self.sides.theirs.values())

    @cached_property
    def base(self) -> Document | None:
        """What both began with, to be looked at."""
        return None if self.sides.base is None else Document(self.sides.base.values())

    def words(self, distance_unit: str) -> Words:
        """What speaks of it."""
        return Words(self.sides, distance_unit)

    def counts(self) -> Counts:
        """How many there are."""
        offered = [each for each in self.proposals if each.side != "mine"]
        conflicts = [each for each in offered if each.conflict]
        return Counts(
            Counter(each.what for each in offered if not each.conflict),
            len(conflicts),
            sum(each.key not in self.takes for each in conflicts),
            sum(each.key in self.takes for each in offered),
            len(self.proposals) - len(offered),
        )

    def taking(self, keys: Iterable[str], take: Take | None) -> Merging:
        """The same with something taken of these, or nothing."""
        known = (self.by_key[key] for key in keys if key in self.by_key)
        chosen = [each.key for each in known if each.side != "mine"]
        takes = dict(self.takes)
        for key in chosen:
            if take is None:
                takes.pop(key, None)
            else:
                takes[key] = take
        return self._with_takes(takes)

    def deciding(self, before: Merging) -> Merging:
        """The same with what was decided before, as far as there is still such."""
        return self._with_takes(self._still_decided(before))

    def _still_decided(self, before: Merging) -> dict[str, Take]:
        """What was decided and still is: nobody has decided what has become a conflict since."""
        return {
            key: take
            for key, take in before.takes.items()
            if (now := self.by_key.get(key)) is not None
            and now.side != "mine"
            and (before.by_key[key].conflict or not now.conflict)
        }

    def _with_takes(self, takes: Mapping[str, Take]) -> Merging:
        changed = replace(self, takes=takes)
        # What hangs on the sides alone is not to be worked out again for each tick of a box.
        for name in ("by_key", "theirs", "base"):
            if name in self.__dict__:
                changed.__dict__[name] = self.__dict__[name]
        return changed

    def renewed(self, document: Document) -> Steps[Merging]:
        """The same with a document that has changed; what is decided stays so."""
        mine = by_id(document.all_entries())
        yield
        sides = Sides(self.sides.base, mine, self.sides.theirs)
        found = yield from proposals(sides)
        changed = replace(self, sides=sides, proposals=found, takes={})
        changed = replace(changed, takes=changed._still_decided(self))
        for name in ("theirs", "base"):
            if name in self.__dict__:
                changed.__dict__[name] = self.__dict__[name]
        return changed

    def is_of(self, document: Document) -> bool:
        """Whether it was worked out from just what is stored in a document."""
        mine = self.sides.mine
        entries = list(document.all_entries())
        return len(entries) == len(mine) and all(mine.get(e.record.id) is e for e in entries)


def compared(
    document: Document,
    path: Path,
    common: Sequence[Entry] | None,
    before: Merging | None,
) -> Steps[Merging]:
    """What a file holds beside a document.

    Parameters
    ----------
    common
        What both began with; None where nobody knows.
    before
        A merge under way, of which what was decided is kept.

    Raises
    ------
    ProjectError
        When the file cannot be read, or is none that can be merged.
    """
    loaded = yield from _read(path)
    mine = by_id(document.all_entries())
    base: Entries | None = None if common is None else by_id(common)
    known = (mine,) if base is None else (base, mine)
    theirs = yield from aligned(by_id(loaded.document.all_entries()), *known)
    sides = Sides(base, mine, theirs)
    found = yield from proposals(sides)
    fresh = Merging(path, loaded.digest, sides, found)
    if before is None or before.path != path:
        # What is in no conflict is taken unless somebody says otherwise.
        plain = [p.key for p in found if p.side != "mine" and not p.conflict]
        return fresh.taking(plain, "theirs")
    # What was decided stays so where the file still says the same.
    still = fresh.deciding(before)
    kept = {
        key: whose
        for key, whose in still.takes.items()
        if _record_of(before.sides.theirs, key) == _record_of(theirs, key)
    }
    return replace(fresh, takes=kept)


def _record_of(entries: Entries, key: str) -> Record | None:
    entry = entries.get(key)
    return None if entry is None else entry.record


def _read(path: Path) -> Steps[Loaded]:
    """The project in a file, read in a thread: a share that hangs must not hold up the window.

    Raises
    ------
    ProjectError
        When it cannot be read, or is none that can be merged.
    """

    def read() -> Loaded:
        data = read_bytes(path)
        return replace(open_bytes(data, path.stem), digest=digest_of(data))

    loaded = yield from in_thread(read)
    if loaded.imported:
        raise ProjectError("it is no project any more, but another program’s GeoJSON", path=path)
    if loaded.read_only:
        raise ProjectError("a newer version has written it: update this one first", path=path)
    return loaded
