"""What the places of a letter code hold besides its function (MIL-STD-2525C, appendix A)."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.symbology import enumerations

IDENTITIES: Mapping[str, tuple[str, str]] = {
    "P": ("0", "0"), "U": ("0", "1"), "A": ("0", "2"), "F": ("0", "3"), "N": ("0", "4"),
    "S": ("0", "5"), "H": ("0", "6"), "G": ("1", "0"), "W": ("1", "1"), "M": ("1", "2"),
    "D": ("1", "3"), "L": ("1", "4"), "J": ("1", "5"), "K": ("1", "6"),
}  # fmt: skip
"""Context and standard identity by the letter (MIL-STD-2525C, table A-I)."""

STATUSES: Mapping[str, str] = {"P": "0", "A": "1", "C": "2", "D": "3", "X": "4", "F": "5"}

HQTFD: Mapping[str, str] = {
    "-": "0", "A": "2", "B": "6", "C": "3", "D": "7", "E": "4", "F": "1", "G": "5",
}  # fmt: skip
"""The first of the two letters of table A-II; the second is then an echelon."""

ECHELONS: Mapping[str, str] = dict(
    zip("-ABCDEFGHIJKLMN", enumerations.ECHELONS, strict=True)  # in the order of their size
)
MOBILITIES: Mapping[str, str] = {
    "MO": "31", "MP": "32", "MQ": "33", "MR": "34", "MS": "35", "MT": "36", "MU": "41",
    "MV": "42", "MW": "37", "MX": "51", "MY": "52", "NS": "61", "NL": "62",
}  # fmt: skip

WEATHER = "W"
"""The coding scheme whose second and fourth place say neither identity nor status."""
