"""Some places of a symbol code, and what they say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Places of a code from `first` (counted from 1), their digits or letters, and their meaning.

    `wrong` is empty when they mean something.
    """

    first: int
    digits: str
    title: str
    meaning: str
    wrong: str = ""

    @property
    def last(self) -> int:
        """The last of its places."""
        return self.first + len(self.digits) - 1

    @property
    def where(self) -> str:
        """Its places in words.

        >>> Part(9, "16", "Echelon", "Battalion").where
        'Places 9–10'
        """
        if self.last == self.first:
            return f"Place {self.first}"
        return f"Places {self.first}–{self.last}"
