"""What stands beside a unit's symbol, and how the symbol itself is drawn."""

from __future__ import annotations

from baltic_desk.document.feature import Unit
from baltic_desk.ui.fields.field import Choice, Colour, Flag
from baltic_desk.ui.panels.property import Property, number, optional, stored, written
from baltic_desk.ui.panels.style_properties import SWATCHES, colour

AMPLIFIERS_GROUP = "Amplifiers"
MORE_GROUP = "More amplifiers"
LOOK_GROUP = "Look of the symbol"

_ENGAGEMENTS = Choice(
    ((None, "None"), ("TARGET", "Target"), ("NON-TARGET", "Non-target"), ("EXPIRED", "Expired"))
)


def _amplifier(name: str, title: str, letters: str, group: str = AMPLIFIERS_GROUP) -> Property:
    return stored(name, title, group, (Unit,), parse=optional, hint=f"Amplifier {letters}")


def _more(name: str, title: str, letters: str) -> Property:
    return _amplifier(name, title, letters, MORE_GROUP)


def _switch(name: str, title: str, words: str) -> Property:
    return stored(name, title, LOOK_GROUP, (Unit,), kind=Flag(), words=words)


AMPLIFIERS = (
    _amplifier("designation", "Designation", "T"),
    _amplifier("higher_formation", "Higher formation", "M"),
    _amplifier("reinforced", "Reinforced", "F: (+), (–) or (±)"),
    _amplifier("quantity", "Quantity", "C"),
    _amplifier("type_label", "Type", "V"),
    _amplifier("additional_information", "Information", "H"),
    _amplifier("staff_comments", "Staff comments", "G"),
    _amplifier("combat_effectiveness", "Effectiveness", "K"),
    _amplifier("dtg", "Date-time group", "W"),
    _amplifier("altitude_depth", "Altitude, depth", "X"),
    _amplifier("speed_label", "Speed", "Z"),
    _amplifier("location_label", "Location", "Y"),
    _amplifier("iff_sif", "IFF/SIF", "P"),
    _amplifier("country", "Country", "AC"),
    _more("evaluation_rating", "Evaluation", "J: reliability and credibility, such as A1"),
    _more("signature_equipment", "Signature", "L: ! for detectable electronic signatures"),
    _more("hostile", "Hostile (ENY)", "N"),
    _more("sigint_mobility", "SIGINT mobility", "R2: M, S or U"),
    _more("special_headquarters", "Special HQ", "AA: within the frame"),
    _more("headquarters_element", "HQ element", "AH"),
    _more("platform_type", "Platform type", "AD"),
    _more("equipment_teardown_time", "Teardown time", "AE, minutes"),
    _more("common_identifier", "Common identifier", "AF"),
    _more("auxiliary_equipment", "Auxiliary equip.", "AG"),
    _more("installation_composition", "Composition", "AI"),
    _more("guarded_unit", "Guarded unit", "AQ"),
    _more("special_designator", "Special designator", "AR"),
    _more("engagement_bar", "Engagement bar", "AO: the text within the bar"),
    stored(
        "engagement_type",
        "Engagement",
        MORE_GROUP,
        (Unit,),
        kind=_ENGAGEMENTS,
        hint="Amplifier AO: the colour of the engagement bar",
        words="engagement",
    ),
    stored(
        "speed_leader",
        "Speed leader, %",
        MORE_GROUP,
        (Unit,),
        parse=number(0.001, 1000),
        show=written,
        hint="Length in hundredths of the symbol's size, along its direction of movement",
        words="speed leader",
    ),
)

LOOK = (
    _switch("symbol_frame", "Frame", "frame"),
    _switch("symbol_fill", "Filled", "filling"),
    _switch("civilian_colors", "Civilian colour", "civilian colour"),
    stored(
        "symbol_color",
        "One colour",
        LOOK_GROUP,
        (Unit,),
        kind=Colour(SWATCHES),
        parse=colour,
        default=lambda _feature: "none",
        words="single colour",
    ),
)
