"""Drawing a control measure that was chosen by its code."""

from __future__ import annotations

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.symbology.sidc import SidcError
from baltic_desk.tools.control_measure import DrawMeasure
from baltic_desk.tools.tool import DRAFT


def is_measure(sidc: str) -> bool:
    """Whether a code is that of a line, an area or a task, which takes several points."""
    return rule_for(sidc) is not None


def measure_tool(sidc: str, designation: str = "") -> DrawMeasure:
    """The tool that asks for the control points of a code, then for its numbers.

    Raises
    ------
    SidcError
        When the code is not that of a line or an area.
    """
    if not is_measure(sidc):
        raise SidcError(f"{sidc} is not the code of a line, an area or a task")
    template = ControlMeasure(overlay=DRAFT, sidc=sidc, designation=designation.strip() or None)
    return DrawMeasure(template)


def draw_measure(workspace: Workspace, sidc: str, designation: str = "") -> ControlMeasure:
    """Take up that tool; the template that it draws from."""
    tool = measure_tool(sidc, designation)
    workspace.start_tool(tool)
    return tool.template
