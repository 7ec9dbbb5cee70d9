"""Names as they are compared: without case, marks and punctuation."""

from __future__ import annotations

import re
import unicodedata

# letters that carry no separable mark
LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
    }
)
MARKS = re.compile("[\u0300-\u036f]+")
PUNCTUATION = re.compile(r"[^\w\n|]+")


def folded(text: str) -> str:
    """A name as it is compared.

    >>> folded("Königsberg"), folded("Świnoujście"), folded("Åbo"), folded("Großräschen")
    ('konigsberg', 'swinoujscie', 'abo', 'grossraschen')
    """
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)))
    return PUNCTUATION.sub(" ", plain).strip()
