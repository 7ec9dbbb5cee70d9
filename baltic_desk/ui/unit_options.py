"""From a unit's record to what the symbol script is told: its amplifiers, its own looks, the
theme's."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.document.feature import Unit
from baltic_desk.symbology.options import Value
from baltic_desk.ui.map.theme import Theme

UNIT_SIZE_PX = 26.0
"""Height of a land unit's frame at size 1; it is half as wide again."""
LEAST_TEXT_PX = 10.0
"""Texts beside small symbols are no smaller, so that they can be read."""
_USUAL_TEXT = 40.0  # hundredths of the symbol's size, the script's own

AMPLIFIERS: Mapping[str, str] = {
    "higher_formation": "higherFormation",
    "quantity": "quantity",
    "reinforced": "reinforcedReduced",
    "staff_comments": "staffComments",
    "additional_information": "additionalInformation",
    "type_label": "type",
    "dtg": "dtg",
    "altitude_depth": "altitudeDepth",
    "location_label": "location",
    "speed_label": "speed",
    "combat_effectiveness": "combatEffectiveness",
    "iff_sif": "iffSif",
    "country": "country",
    "evaluation_rating": "evaluationRating",
    "signature_equipment": "signatureEquipment",
    "hostile": "hostile",
    "sigint_mobility": "sigint",
    "platform_type": "platformType",
    "equipment_teardown_time": "equipmentTeardownTime",
    "common_identifier": "commonIdentifier",
    "auxiliary_equipment": "auxiliaryEquipmentIndicator",
    "installation_composition": "installationComposition",
    "guarded_unit": "guardedUnit",
    "special_designator": "specialDesignator",
}
"""The script's names of the texts beside a symbol, by the record's."""

_PART_OF_THE_SYMBOL: Mapping[str, str] = {
    "special_headquarters": "specialHeadquarters",
    "headquarters_element": "headquartersElement",
    "engagement_bar": "engagementBar",
    "engagement_type": "engagementType",
    "symbol_color": "monoColor",
}
"""What stands within or on the frame and says what the unit is: drawn even without texts."""


def symbol_options(
    unit: Unit,
    theme: Theme,
    *,
    labelled: bool,
    short: bool = False,
    size_px: float | None = None,
) -> Mapping[str, Value | None]:
    """Options for the symbol script.

    Parameters
    ----------
    labelled
        With texts beside the symbol; without them where units crowd.
    short
        Of the texts the designation only.
    size_px
        Size that it is drawn at, when that is not the map's.
    """
    options: dict[str, Value | None] = {
        "outlineColor": theme.symbol_edge,
        "outlineWidth": theme.symbol_edge_width,
        "infoColor": theme.overlay_text,
        "infoOutlineColor": theme.overlay_halo,
        "infoOutlineWidth": 6.0,
    }
    if unit.direction_deg is not None:
        options["direction"] = unit.direction_deg
        if unit.speed_leader is not None:
            # The script takes pixels, the record hundredths of the symbol's size.
            drawn_at = UNIT_SIZE_PX * unit.size if size_px is None else size_px
            options["speedLeader"] = min(unit.speed_leader * drawn_at / 100.0, 1000.0)
    if not unit.symbol_frame:
        options["frame"] = False
    if not unit.symbol_fill:
        options["fill"] = False
    if not unit.civilian_colors:
        options["civilianColor"] = False
    for name, option in _PART_OF_THE_SYMBOL.items():
        value = getattr(unit, name)
        if value:
            options[option] = value
    if labelled:
        drawn_at = UNIT_SIZE_PX * unit.size if size_px is None else size_px
        if _USUAL_TEXT * drawn_at < 100.0 * LEAST_TEXT_PX:
            options["infoSize"] = round(100.0 * LEAST_TEXT_PX / drawn_at, 1)
        options["uniqueDesignation"] = unit.designation or unit.name
        if not short:
            for name, option in AMPLIFIERS.items():
                value = getattr(unit, name)
                if value:
                    options[option] = value
    return options


def look(unit: Unit) -> tuple[object, ...]:
    """All of a unit's record that its symbol shows when there are no texts beside it."""
    return (
        unit.sidc, unit.size, unit.direction_deg, unit.speed_leader, unit.symbol_frame,
        unit.symbol_fill, unit.symbol_color, unit.civilian_colors, unit.special_headquarters,
        unit.headquarters_element, unit.engagement_bar, unit.engagement_type,
    )  # fmt: skip


def size_px(unit: Unit) -> float:
    """Size of the symbol on the map, for the script."""
    return UNIT_SIZE_PX * unit.size
