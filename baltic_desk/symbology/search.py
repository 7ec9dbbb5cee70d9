"""Search by words over hierarchical names: beginnings, abbreviations, small slips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from baltic_desk.symbology.abbreviations import ECHELON_WORDS, IDENTITY_WORDS, WORDS

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 200  # characters of a query that are read

# What a word found is worth, by how it was found and where. A name of its own counts most; the
# broader names and other standards' wordings are still reached.
_WHOLE, _BEGINNING, _WITHIN, _SLIP = 1.0, 0.85, 0.6, 0.5
_OWN, _ALSO, _PARENT, _SET = 1.0, 0.9, 0.7, 0.4
_EXTRA_WORD, _RANK = 0.05, 0.2  # what an unasked word and a late rank cost
_SLIPS_FROM = 4  # letters
_SLIP_SCORE = 80.0  # of 100, Indel similarity


@dataclass(frozen=True, slots=True)
class Wish:
    """A search text read: words for the entity, and digits for what else was said."""

    words: tuple[str, ...]
    echelon: str | None = None
    standard_identity: str | None = None


def read_wish(text: str) -> Wish:
    """What a text like "hostile mech inf bn" asks for.

    Words for an echelon or identity are taken out, unless nothing else is left to search for.

    >>> read_wish("hostile mech inf bn")
    Wish(words=('mechanized', 'infantry'), echelon='16', standard_identity='6')
    """
    said = _words(text[:_LONGEST])
    echelon = next((ECHELON_WORDS[word] for word in said if word in ECHELON_WORDS), None)
    identity = next((IDENTITY_WORDS[word] for word in said if word in IDENTITY_WORDS), None)
    asked = [word for word in said if word not in ECHELON_WORDS and word not in IDENTITY_WORDS]
    words = [part for word in asked or said for part in _words(WORDS.get(word, word))]
    return Wish(tuple(dict.fromkeys(words)), echelon, identity)


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
        self._rows: list[list[tuple[str, float]]] = []
        self._lengths: list[int] = []
        for path, also, heading in names:
            weights = dict.fromkeys(_words(heading), _SET)
            weights |= {word: _PARENT for name in path[:-1] for word in _words(name)}
            weights |= {word: _ALSO for name in also for word in _words(name)}
            own = _words(path[-1])
            weights |= dict.fromkeys(own, _OWN)
            self._rows.append(list(weights.items()))
            # "Reconnaissance/Cavalry/Scout" is three names of one word.
            self._lengths.append(min(len(_words(name)) for name in path[-1].split("/")))
        self._ranks = ranks
        self._vocabulary = sorted({word for row in self._rows for word, _ in row})

    def search(self, words: Sequence[str], limit: int) -> list[int]:
        """Rows that have every word, the best first; those that have most when none has all."""
        if not words:
            return []
        worth = [self._worth(word) for word in words]
        scored: list[tuple[int, float, int]] = []
        for i, row in enumerate(self._rows):
            hits, total = 0, 0.0
            for of_word in worth:
                best = max((of_word.get(word, 0.0) * weight for word, weight in row), default=0.0)
                hits += best > 0.0
                total += best
            if hits:
                extra = max(0, self._lengths[i] - len(words))
                scored.append(
                    (hits, total / len(words) - _EXTRA_WORD * extra - _RANK * self._ranks[i], i)
                )
        most = max((hits for hits, _, _ in scored), default=0)
        found = [(-score, i) for hits, score, i in scored if hits == most]
        found.sort()
        return [i for _, i in found[:limit]]

    def _worth(self, asked: str) -> dict[str, float]:
        """How well each distinct word of the names answers an asked one."""
        worth: dict[str, float] = {}
        if len(asked) >= _SLIPS_FROM:
            near = process.extract(
                asked, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_SLIP_SCORE, limit=20
            )
            worth |= {word: _SLIP * score / 100.0 for word, score, _ in near}
        for word in self._vocabulary:
            if word == asked:
                worth[word] = _WHOLE
            elif word.startswith(asked):
                worth[word] = _BEGINNING
            elif len(asked) >= _SLIPS_FROM and asked in word:
                worth[word] = max(_WITHIN, worth.get(word, 0.0))
        return worth


def _words(text: str) -> list[str]:
    """Words of a text; those joined by a hyphen also stand apart."""
    return _WORD.findall(text.casefold())
