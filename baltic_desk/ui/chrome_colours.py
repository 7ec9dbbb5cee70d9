"""Colours of the window in the light, dark and contrast looks."""

from __future__ import annotations

from dataclasses import dataclass

from baltic_desk.app.settings import ThemeId


@dataclass(frozen=True, slots=True)
class Chrome:
    """Colours of one look. `edge` parts surfaces, `hover` and `on` tint buttons."""

    window: str
    base: str
    alternate: str
    text: str
    faint: str
    disabled: str
    button: str
    edge: str
    hover: str
    on: str
    accent: str
    on_accent: str
    warning: str
    tooltip: str
    tooltip_text: str


CHROMES: dict[ThemeId, Chrome] = {
    "light": Chrome(
        window="#f6f7f8",
        base="#ffffff",
        alternate="#f1f3f5",
        text="#1f252c",
        faint="#5d6873",
        disabled="#a3abb3",
        button="#f6f7f8",
        edge="#dadfe4",
        hover="#e8ecf0",
        on="#dbe7f8",
        accent="#1f66c8",
        on_accent="#ffffff",
        warning="#fff3d1",
        tooltip="#262d35",
        tooltip_text="#f3f5f7",
    ),
    "dark": Chrome(
        window="#22272d",
        base="#1a1e23",
        alternate="#20252a",
        text="#e3e7eb",
        faint="#9aa5b0",
        disabled="#626c76",
        button="#2a3037",
        edge="#353d46",
        hover="#323942",
        on="#27415f",
        accent="#63a4ff",
        on_accent="#0d1722",
        warning="#4a3d17",
        tooltip="#f1f3f5",
        tooltip_text="#1f252c",
    ),
    "contrast": Chrome(
        window="#ffffff",
        base="#ffffff",
        alternate="#f0f0f0",
        text="#000000",
        faint="#262626",
        disabled="#6b6b6b",
        button="#ffffff",
        edge="#000000",
        hover="#d9e6ff",
        on="#b8d0ff",
        accent="#0037b3",
        on_accent="#ffffff",
        warning="#ffe680",
        tooltip="#000000",
        tooltip_text="#ffffff",
    ),
}
