"""Finding systems by what people type: parts of names in any case, with or without hyphens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baltic_desk.geo.folding import folded

_JOINED = re.compile(r"(?<=\w)[-/. ](?=\d)|(?<=\d)[-/. ](?=\w)")
_NEAR = 78.0  # of 100: "iskender" is 87.5 to "iskander", "patriots" 93 to "patriot"
_SHORTEST_NEAR = 4


class SystemIndex:
    """Rows of texts to be searched.

    Parameters
    ----------
    rows
        For each row its names, and all else that it can be found by.
    """

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self._names = [_spread(names) for names, _ in rows]
        self._all = [f"{_spread(names)} {_spread(rest)}" for names, rest in rows]
        self._starts = [frozenset(name.split()) for name in self._names]
        self._vocabulary = sorted({word for text in self._all for word in text.split()})

    def search(self, text: str) -> list[int]:
        """Numbers of the rows with all words of a text, those that begin a name with one first."""
        words = folded(text).split()
        wanted = [self._meant(word) for word in words]
        found = [
            row
            for row, every in enumerate(self._all)
            if all(any(each in every for each in meant) for meant in wanted)
        ]
        found.sort(key=lambda row: self._rank(row, wanted))
        return found

    def _meant(self, word: str) -> tuple[str, ...]:
        """The word if it stands anywhere, else those that are nearly it."""
        if any(word in text for text in self._all) or len(word) < _SHORTEST_NEAR:
            return (word,)
        # A tenth of a second at the start of a program that may never need it.
        from rapidfuzz import fuzz, process

        near = process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=8
        )
        return tuple(found for found, *_ in near) or (word,)

    def _rank(self, row: int, wanted: Sequence[tuple[str, ...]]) -> tuple[bool, bool]:
        begins = any(
            start.startswith(each)
            for meant in wanted
            for each in meant
            for start in self._starts[row]
        )
        named = all(any(each in self._names[row] for each in meant) for meant in wanted)
        return not begins, not named


def _spread(text: str) -> str:
    """Words apart, and those with numbers joined as well: "s 400 s400 triumf"."""
    lines = text.casefold().split("\n")
    return " ".join(f"{folded(line)} {folded(_JOINED.sub('', line))}" for line in lines)
