"""Everyday military words of the region's languages, put into the English of the standards."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from baltic_desk import paths
from baltic_desk.symbology.folding import words

LANGUAGES = (
    "Estonian", "Latvian", "Lithuanian", "Polish", "German", "Swedish", "Finnish", "Russian",
)  # fmt: skip

_BEGINNING_FROM = 4  # letters of a word that is still being typed
_SLIPS_FROM = 6
_SLIP_SCORE = 84.0  # of 100, Indel similarity
_LONGEST_PHRASE = 3  # words


def in_english(asked: list[str], known: frozenset[str]) -> list[str]:
    """The words of a search with those of other languages put into English.

    Phrases ("okret podwodny") are taken before single words. A word that English has too (`known`)
    stays as it is; so does one that no language has, unless it begins one or nearly is one.

    >>> in_english(["pataljon"], frozenset())
    ['battalion']
    """
    table = _table()
    found: list[str] = []
    at = 0
    while at < len(asked):
        for length in range(min(_LONGEST_PHRASE, len(asked) - at), 0, -1):
            phrase = " ".join(asked[at : at + length])
            if phrase in table and (length > 1 or phrase not in known):
                found += table[phrase].split()
                at += length
                break
        else:
            word = asked[at]
            found += [word] if word in known else _near(word).split()
            at += 1
    return found


def _near(word: str) -> str:
    """English of a word that begins or nearly is a known one, else the word itself."""
    table, every = _table(), _sorted()
    if len(word) >= _BEGINNING_FROM:
        place = bisect.bisect_left(every, word)
        if place < len(every) and every[place].startswith(word):
            return table[every[place]]
    if len(word) >= _SLIPS_FROM:
        near = process.extractOne(word, every, scorer=fuzz.ratio, score_cutoff=_SLIP_SCORE)
        if near is not None:
            return table[near[0]]
    return word


@functools.cache
def _sorted() -> list[str]:
    return sorted(_table())


@functools.cache
def _table() -> Mapping[str, str]:
    """English by word or phrase; where languages differ the first of the file holds."""
    table: dict[str, str] = {}
    text = paths.resource("symbology", "military_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(("#", "english\t")):
            continue
        english, *others = line.split("\t")
        for cell in others:
            for each in cell.split("/"):
                if each:
                    table.setdefault(" ".join(words(each)), english)
    return table
