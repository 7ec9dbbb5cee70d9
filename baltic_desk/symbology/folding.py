"""Words as they are compared: small letters without accents, apart from what joins them."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """A text in small letters without accents.

    >>> folded("Jalaväe Łódź Straße")
    'jalavae lodz strasse'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_ALONE))
    return "".join(each for each in parts if not unicodedata.combining(each))


def words(text: str) -> list[str]:
    """Words of a text; those joined by a hyphen stand apart."""
    return _WORD.findall(folded(text))
