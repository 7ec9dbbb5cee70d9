"""Digits of a symbol identification code in words (MIL-STD-2525E and APP-6E, appendix A)."""

from __future__ import annotations

from collections.abc import Mapping

CONTEXTS: Mapping[str, str] = {"0": "Reality", "1": "Exercise", "2": "Simulation"}

STANDARD_IDENTITIES: Mapping[str, str] = {
    "0": "Pending",
    "1": "Unknown",
    "2": "Assumed friend",
    "3": "Friend",
    "4": "Neutral",
    "5": "Suspect or joker",
    "6": "Hostile or faker",
}

STATUSES: Mapping[str, str] = {
    "0": "Present",
    "1": "Planned, anticipated or suspected",
    "2": "Present, fully capable",
    "3": "Present, damaged",
    "4": "Present, destroyed",
    "5": "Present, full to capacity",
}

HQTFD: Mapping[str, str] = {
    "0": "None",
    "1": "Feint or dummy",
    "2": "Headquarters",
    "3": "Feint or dummy headquarters",
    "4": "Task force",
    "5": "Feint or dummy task force",
    "6": "Task force headquarters",
    "7": "Feint or dummy task force headquarters",
}

ECHELONS: Mapping[str, str] = {
    "00": "Unspecified",
    "11": "Team or crew",
    "12": "Squad",
    "13": "Section",
    "14": "Platoon or detachment",
    "15": "Company, battery or troop",
    "16": "Battalion or squadron",
    "17": "Regiment or group",
    "18": "Brigade",
    "21": "Division",
    "22": "Corps",
    "23": "Army",
    "24": "Army group or front",
    "25": "Region or theater",
    "26": "Command",
}

MOBILITIES: Mapping[str, str] = {
    "31": "Wheeled, limited cross-country",
    "32": "Wheeled, cross-country",
    "33": "Tracked",
    "34": "Wheeled and tracked",
    "35": "Towed",
    "36": "Rail",
    "37": "Pack animals",
    "41": "Over snow",
    "42": "Sled",
    "51": "Barge",
    "52": "Amphibious",
    "61": "Short towed array",
    "62": "Long towed array",
}

LEADERSHIPS: Mapping[str, str] = {"71": "Leader", "72": "Deputy"}

SYMBOL_SETS: Mapping[str, str] = {
    "00": "Unknown",
    "01": "Air",
    "02": "Air missile",
    "05": "Space",
    "06": "Space missile",
    "10": "Land unit",
    "11": "Land civilian",
    "15": "Land equipment",
    "20": "Land installation",
    "25": "Control measure",
    "27": "Dismounted individual",
    "30": "Sea surface",
    "35": "Sea subsurface",
    "36": "Mine warfare",
    "40": "Activity",
    "45": "Atmospheric weather",
    "46": "Oceanographic",
    "47": "Space weather",
    "50": "Signals intelligence, space",
    "51": "Signals intelligence, air",
    "52": "Signals intelligence, land",
    "53": "Signals intelligence, sea surface",
    "54": "Signals intelligence, subsurface",
    "60": "Cyberspace",
}

VERSIONS: Mapping[str, str] = {
    "10": "MIL-STD-2525D, APP-6D",
    "11": "MIL-STD-2525D change 1",
    "12": "APP-6D version 2",
    "13": "MIL-STD-2525E",
    "14": "APP-6E",
    "15": "MIL-STD-2525E change 1",
    "16": "APP-6E version 2",
}

TOWED_ARRAYS: Mapping[str, str] = {key: MOBILITIES[key] for key in ("61", "62")}

FRAME_SHAPES: Mapping[str, str] = {
    "0": "That of the symbol set",
    "1": "Space",
    "2": "Air",
    "3": "Land unit",
    "4": "Land equipment, sea surface",
    "5": "Land installation",
    "6": "Dismounted individual",
    "7": "Sea subsurface",
    "8": "Activity or event",
    "9": "Cyberspace",
    "A": "No frame",
}

COUNTRIES: Mapping[str, str] = {
    "112": "Belarus", "040": "Austria", "056": "Belgium", "100": "Bulgaria", "124": "Canada",
    "191": "Croatia", "203": "Czechia", "208": "Denmark", "233": "Estonia", "246": "Finland",
    "250": "France", "276": "Germany", "300": "Greece", "348": "Hungary", "352": "Iceland",
    "372": "Ireland", "380": "Italy", "428": "Latvia", "440": "Lithuania", "442": "Luxembourg",
    "528": "Netherlands", "578": "Norway", "616": "Poland", "620": "Portugal", "642": "Romania",
    "643": "Russia", "703": "Slovakia", "705": "Slovenia", "724": "Spain", "752": "Sweden",
    "756": "Switzerland", "792": "Turkey", "804": "Ukraine", "826": "United Kingdom",
    "840": "United States",
}  # fmt: skip
"""Countries of the region and its allies, by ISO 3166-1 numeric code."""
