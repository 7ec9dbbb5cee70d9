"""Search by words over hierarchical names: beginnings, abbreviations, small slips.

Each asked word is compared once with every distinct word of the names; what the rows are worth is
then one pass of numpy over all of them. A loop over the rows took twenty times as long.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from baltic_desk.symbology.abbreviations import ECHELON_WORDS, IDENTITY_WORDS, WORDS
from baltic_desk.symbology.folding import words as words_of
from baltic_desk.symbology.military_words import in_english

_BRACKETS = re.compile(r"\([^)]*\)")
_LONGEST = 200  # characters of a query that are read

# What a word found is worth, by how it was found and where. A name of its own counts most; the
# broader names and other standards' wordings are still reached.
_WHOLE, _BEGINNING, _WITHIN, _SLIP = 1.0, 0.85, 0.6, 0.5
_OWN, _ALSO, _PARENT, _SET = 1.0, 0.9, 0.7, 0.4
_EXTRA_WORD, _RANK = 0.05, 0.2  # what an unasked word and a late rank cost
_SLIPS_FROM = 4  # letters
_TELLING_FROM = 3  # letters of a word that may stand for all when others are not found
_SLIP_SCORE = 80.0  # of 100, Indel similarity

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wish:
    """A search text read: words for the entity, and digits for what else was said."""

    words: tuple[str, ...]
    echelon: str | None = None
    standard_identity: str | None = None
    only_size: bool = False
    """Nothing was said but an echelon or identity, which `words` then are."""


class Match(NamedTuple):
    """A row found: how many of the asked words it has, and how well, from 0 to about 1."""

    row: int
    hits: int
    score: float


def read_wish(text: str, known: frozenset[str] = frozenset()) -> Wish:
    """What a text like "hostile mech inf bn" asks for.

    Words for an echelon or identity are taken out, unless nothing else is left to search for.
    Words of the region's other languages are understood; those in `known` are taken for English.

    >>> read_wish("hostile mech inf bn").words
    ('mechanized', 'infantry')
    """
    english = known | WORDS.keys() | ECHELON_WORDS.keys() | IDENTITY_WORDS.keys()
    said = in_english(words_of(text[:_LONGEST]), english)
    echelon = next((ECHELON_WORDS[word] for word in said if word in ECHELON_WORDS), None)
    identity = next((IDENTITY_WORDS[word] for word in said if word in IDENTITY_WORDS), None)
    asked = [word for word in said if word not in ECHELON_WORDS and word not in IDENTITY_WORDS]
    meant = [part for word in asked or said for part in words_of(WORDS.get(word, word))]
    return Wish(tuple(dict.fromkeys(meant)), echelon, identity, bool(said) and not asked)


class Index:
    """Names to search, prepared: each word is compared once with every distinct word of them.

    Parameters
    ----------
    names
        For each row its path of names, other wordings of the last, and a heading.
    ranks
        For each row a number from 0 to 1; of two that match as well the lower comes first.
    """

    def __init__(
        self,
        names: Iterable[tuple[Sequence[str], Sequence[str], str]],
        ranks: Sequence[float],
    ) -> None:
        rows: list[dict[str, float]] = []
        lengths: list[int] = []
        for path, also, heading in names:
            weights = dict.fromkeys(words_of(heading), _SET)
            weights |= {word: _PARENT for name in path[:-1] for word in words_of(name)}
            weights |= {word: _ALSO for name in also for word in words_of(name)}
            own = words_of(path[-1])
            bare = _BRACKETS.sub("", path[-1])
            weights |= dict.fromkeys(own, _OWN)
            rows.append(weights)
            # "Reconnaissance/Cavalry/Scout" is three names of one word.
            lengths.append(min(len(words_of(name)) for name in bare.split("/")))
        self._vocabulary = sorted({word for row in rows for word in row})
        self.vocabulary = frozenset(self._vocabulary)
        number = {word: i for i, word in enumerate(self._vocabulary)}
        # The row of a name without a word has one that nobody asks for.
        self._vocabulary.append("")
        blank = {"": 0.0}
        self._words = np.array(
            [number.get(word, len(number)) for row in rows for word in row or blank], np.intp
        )
        self._weights = np.array([w for row in rows for w in (row or blank).values()], np.float64)
        sizes = np.array([len(row or blank) for row in rows], np.intp)
        self._starts = np.concatenate(([0], np.cumsum(sizes)[:-1])) if rows else sizes
        self._lengths = np.array(lengths, np.float64)
        self._cost = _RANK * np.array(ranks, np.float64)

    def search(self, words: Sequence[str], limit: int) -> list[int]:
        """Rows that have every word, the best first; when none has all, those that have most of
        the words of three letters and more."""
        return [match.row for match in self.matches(words, limit)]

    def matches(self, words: Sequence[str], limit: int) -> list[Match]:
        """The same rows, with how well each was found."""
        if not words or not len(self._starts):
            return []
        hits = np.zeros(len(self._starts), np.intp)
        total = np.zeros(len(self._starts))
        for word in words:
            found = self._worth(word)[self._words] * self._weights
            best = np.maximum.reduceat(found, self._starts)
            hits += best > 0.0
            total += best
        most = int(hits.max())
        if most == 0:
            return []
        telling = [word for word in words if len(word) >= _TELLING_FROM]
        if most < len(words) and len(telling) < len(words):
            # The "2" of "Leopard 2" alone would find whatever has a 2 in its name.
            return self.matches(telling, limit)
        extra = np.maximum(0.0, self._lengths - len(words))
        score = total / len(words) - _EXTRA_WORD * extra - self._cost
        among = np.flatnonzero(hits == most)
        order = among[np.argsort(-score[among], kind="stable")][:limit]
        return [Match(int(row), most, float(score[row])) for row in order]

    def _worth(self, asked: str) -> _Floats:
        """How well each distinct word of the names answers an asked one."""
        vocabulary = self._vocabulary[:-1]
        worth = np.zeros(len(self._vocabulary))
        if len(asked) >= _SLIPS_FROM:
            near = process.extract(
                asked, vocabulary, scorer=fuzz.ratio, score_cutoff=_SLIP_SCORE, limit=20
            )
            for _, score, place in near:
                worth[place] = _SLIP * score / 100.0
            for place, word in enumerate(vocabulary):
                if asked in word:
                    worth[place] = max(_WITHIN, worth[place])
        place = bisect.bisect_left(vocabulary, asked)
        while place < len(vocabulary) and vocabulary[place].startswith(asked):
            worth[place] = _WHOLE if vocabulary[place] == asked else _BEGINNING
            place += 1
        return worth
