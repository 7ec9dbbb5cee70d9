"""Names that GeoNames does not tell apart: its main name is now the local, now the English one."""

from __future__ import annotations

# geonameid -> name in the local language where GeoNames puts the English name first
LOCAL = {
    756135: "Warszawa",
    2618425: "København",
    2711537: "Göteborg",
    456172: "Rīga",
    498817: "Sankt-Peterburg",
    515012: "Orël",
    639853: "Raasepori",
    656130: "Pietarsaari",
}

# geonameid -> name in the country's own letters where likeness to the English one misleads
NATIVE = {498817: "Санкт-Петербург", 625144: "Мінск"}

# geonameid -> English name where it differs from GeoNames' main name
ENGLISH = {
    2624652: "Aarhus",
    2620473: "Elsinore",
    2910831: "Hanover",
    2945024: "Brunswick",
    627907: "Gomel",
    625665: "Mogilev",
    627904: "Grodno",
    515012: "Oryol",
    519336: "Veliky Novgorod",
    630376: "Borisov",
    625324: "Mozyr",
    625625: "Maladzyechna",
    630429: "Baranavichy",
    710735: "Chernihiv",
}

# geonameid -> historical names that GeoNames lacks
HISTORICAL = {
    3102677: ("Braunsberg",),
    490120: ("Rauschen",),
    590939: ("Kingissepa", "Arensburg"),
    588335: ("Jurjew", "Tartto"),
}

# Cyrillic letters as English maps write them (BGN/PCGN, without apostrophes)
TRANSLITERATION = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
    "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "’": "", "'": "",
}  # fmt: skip
