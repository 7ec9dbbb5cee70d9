"""Commands of the View menu: camera, look, projection, base-map layers, units, panels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baltic_desk.app.command import Command
from baltic_desk.app.extent import REGION, extent
from baltic_desk.app.workspace import Workspace

ZOOM_STEP = 1.5

THEMES = (("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))

PROJECTIONS = (
    ("baltic-lcc", "Baltic (Lambert conformal)", ""),
    ("laea-europe", "Europe (ETRS89-LAEA, equal area)", "3035 equal area"),
    ("utm-34n", "UTM zone 34N", "25834 32634"),
    ("utm-35n", "UTM zone 35N", "25835 32635"),
    ("web-mercator", "Web Mercator", "3857 google"),
    ("lest97", "Estonia (L-EST97)", "3301"),
    ("lks92", "Latvia (LKS-92)", "3059"),
    ("lks94", "Lithuania (LKS-94)", "3346"),
    ("cs92", "Poland (CS92)", "2180"),
    ("sweref99tm", "Sweden (SWEREF 99 TM)", "3006"),
    ("tm35fin", "Finland (TM35FIN)", "3067"),
)

BASE_LAYERS = (
    ("relief", "Relief and Depths"),
    ("rivers", "Rivers and Lakes"),
    ("borders", "Borders"),
    ("territorial", "Territorial Sea, 12 NM"),
    ("admin1", "Provinces"),
    ("roads", "Roads"),
    ("railways", "Railways"),
    ("places", "Towns"),
    ("airports", "Airports"),
    ("ports", "Ports"),
    ("countries", "Country Names"),
    ("water_names", "Sea Names"),
    ("graticule", "Graticule"),
    ("scale_bar", "Scale Bar"),
)

DISTANCE_UNITS = (
    ("km", "Kilometres"),
    ("NM", "Nautical miles"),
    ("mi", "Statute miles"),
    ("m", "Metres"),
)

COORDINATE_STYLES = (
    ("dd", "Decimal degrees"),
    ("ddm", "Degrees and decimal minutes"),
    ("dms", "Degrees, minutes, seconds"),
    ("mgrs", "MGRS"),
    ("utm", "UTM"),
)

PANELS = (
    ("overlays", "Overlays", "F3"),
    ("symbols", "Symbols", "F6"),
    ("systems", "Systems", "F7"),
    ("inspector", "Inspector", "F8"),
    ("coverage", "Coverage", "Shift+F8"),
    ("briefing", "Briefing", "F12"),
    ("tasks", "Tasks", "Shift+F4"),
    ("problems", "Problems", "F9"),
    ("differences", "Differences", "Shift+F9"),
    ("merge", "Merge", ""),
    ("orbat", "ORBAT", "F4"),
    ("phases", "Phases", "Shift+F3"),
)

Run = Callable[[Workspace], None]
Test = Callable[[Workspace], bool]


def zoom_in(workspace: Workspace) -> None:
    """Nearer, about the centre."""
    workspace.camera.zoom(ZOOM_STEP)


def zoom_out(workspace: Workspace) -> None:
    """Farther, about the centre."""
    workspace.camera.zoom(1 / ZOOM_STEP)


def fit_all(workspace: Workspace) -> None:
    """All that is drawn and shown; the region when nothing is."""
    shown = {overlay.id for overlay in workspace.document.overlays() if overlay.visible}
    features = (f for f in workspace.document.features() if f.overlay in shown)
    workspace.camera.fit(extent(features) or REGION)


def fit_selection(workspace: Workspace) -> None:
    """The selected features."""
    document = workspace.document
    chosen = (document.feature(feature_id) for feature_id in workspace.session.selection)
    found = extent(feature for feature in chosen if feature is not None)
    if found is not None:
        workspace.camera.fit(found)


def fit_region(workspace: Workspace) -> None:
    """The whole region."""
    workspace.camera.fit(REGION)


def has_selection(workspace: Workspace) -> bool:
    """Whether anything is selected."""
    return bool(workspace.session.selection)


def next_theme(workspace: Workspace) -> None:
    """Light, dark, contrast, light."""
    ids = [theme for theme, _ in THEMES]
    workspace.set_settings(theme=ids[(ids.index(workspace.settings.theme) + 1) % len(ids)])


def set_to(setting: str, value: str) -> Run:
    """A command that gives a setting a value."""

    def run(workspace: Workspace) -> None:
        workspace.set_settings(**{setting: value})

    return run


def is_set_to(setting: str, value: str) -> Test:
    """Whether a setting has a value."""

    def test(workspace: Workspace) -> bool:
        return bool(getattr(workspace.settings, setting) == value)

    return test


def has_window(workspace: Workspace) -> bool:
    """Whether there is a window about the map."""
    return workspace.window is not None


def opens(surface: str) -> Run:
    """A command that shows one of the window's surfaces."""

    def run(workspace: Workspace) -> None:
        if workspace.window is not None:
            workspace.window.open(surface)

    return run


def _toggle_layer(layer: str) -> Run:
    def run(workspace: Workspace) -> None:
        hidden = workspace.settings.hidden_layers
        workspace.set_settings(hidden_layers=hidden ^ {layer})

    return run


def _layer_shown(layer: str) -> Test:
    def test(workspace: Workspace) -> bool:
        return layer not in workspace.settings.hidden_layers

    return test


def _toggle_panel(panel: str) -> Run:
    def run(workspace: Workspace) -> None:
        if workspace.window is not None:
            workspace.window.show_panel(panel, shown=not workspace.window.panel_shown(panel))

    return run


def _panel_shown(panel: str) -> Test:
    def test(workspace: Workspace) -> bool:
        return workspace.window is not None and workspace.window.panel_shown(panel)

    return test


def _toggle_full_screen(workspace: Workspace) -> None:
    if workspace.window is not None:
        workspace.window.set_full_screen(full=not workspace.window.full_screen())


def _is_full_screen(workspace: Workspace) -> bool:
    return workspace.window is not None and workspace.window.full_screen()


def _one_of(
    setting: str, menu: str, values: tuple[tuple[Any, ...], ...], keywords: str
) -> tuple[Command, ...]:
    return tuple(
        Command(
            id=f"view.{setting.replace('_', '-')}.{value}",
            title=title,
            run=set_to(setting, value),
            menu=menu,
            checked=is_set_to(setting, value),
            one_of_group=True,
            keywords=" ".join((keywords, value, *more)),
        )
        for value, title, *more in values
    )


VIEW_COMMANDS: tuple[Command, ...] = (
    Command(
        id="view.zoom-in",
        title="Zoom In",
        run=zoom_in,
        menu="View",
        shortcut="Ctrl++ Ctrl+= +",
        icon="zoom-in",
        repeats=True,
    ),
    Command(
        id="view.zoom-out",
        title="Zoom Out",
        run=zoom_out,
        menu="View",
        shortcut="Ctrl+- -",
        icon="zoom-out",
        repeats=True,
    ),
    Command(
        id="view.fit-all",
        title="Fit Everything Drawn",
        run=fit_all,
        menu="View",
        shortcut="Ctrl+0",
        icon="fit",
        keywords="zoom all extent full",
    ),
    Command(
        id="view.fit-selection",
        title="Fit Selection",
        run=fit_selection,
        menu="View",
        shortcut="Ctrl+9",
        icon="fit-selection",
        enabled=has_selection,
        keywords="zoom to selected",
    ),
    Command(
        id="view.fit-region",
        title="Fit Baltic Region",
        run=fit_region,
        menu="View",
        shortcut="Ctrl+8",
        icon="region",
        keywords="zoom home overview",
    ),
    Command(
        id="view.go-to",
        title="Go to Place or Coordinate…",
        run=opens("go-to"),
        menu="View",
        shortcut="Ctrl+G",
        icon="search",
        enabled=has_window,
        keywords="find search town gazetteer mgrs utm position",
    ),
    *_one_of("theme", "View/Theme", THEMES, "theme colours look"),
    Command(
        id="view.next-theme",
        title="Next Theme",
        run=next_theme,
        menu="View/Theme",
        shortcut="Ctrl+Shift+L",
        icon="theme",
        group=1,
        keywords="dark light contrast projector night",
    ),
    *_one_of("projection", "View/Projection", PROJECTIONS, "projection crs epsg"),
    *(
        Command(
            id=f"view.layer.{layer}",
            title=title,
            run=_toggle_layer(layer),
            menu="View/Base Map",
            checked=_layer_shown(layer),
            keywords="base map layer show hide",
        )
        for layer, title in BASE_LAYERS
    ),
    *_one_of(
        "coordinate_style", "View/Coordinates", COORDINATE_STYLES, "coordinate position format"
    ),
    *_one_of("distance_unit", "View/Distances", DISTANCE_UNITS, "distance length unit"),
    *(
        Command(
            id=f"view.panel.{panel}",
            title=title,
            run=_toggle_panel(panel),
            menu="View/Panels",
            shortcut=shortcut,
            enabled=has_window,
            checked=_panel_shown(panel),
            keywords="panel dock show hide",
        )
        for panel, title, shortcut in PANELS
    ),
    Command(
        id="view.full-screen",
        title="Full Screen",
        run=_toggle_full_screen,
        menu="View",
        shortcut="F11",
        icon="full-screen",
        group=2,
        enabled=has_window,
        checked=_is_full_screen,
    ),
)
