"""What must hold for the whole tree, whoever writes the next module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "baltic_desk"
MODULES = sorted(PACKAGE.rglob("*.py"))

NETWORK = {
    "asyncio", "ftplib", "http", "imaplib", "requests", "smtplib", "socket", "socketserver",
    "ssl", "telnetlib", "xmlrpc", "PySide6.QtNetwork", "urllib.request",
}  # fmt: skip
# A rich-text widget loads `<img src=…>` from the disk; text of a file may hold one.
RICH_TEXT = re.compile(r"setHtml\(|insertHtml\(|TextFormat\.(RichText|AutoText|MarkdownText)")
MACHINE = re.compile(r"/(?:work|tmp|opt|root|home)/|https?://(?:pypi|registry|files\.python)")


def _imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_package_has_modules_to_check() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_the_house_rules(module: Path) -> None:
    text = module.read_text("utf-8")
    imported = set(_imports(module))
    assert not imported & NETWORK
    assert not {name for name in imported if name.split(".")[0] in {"pickle", "marshal", "shelve"}}
    assert ast.get_docstring(ast.parse(text)), "each module says in a sentence what it is"
    assert not RICH_TEXT.search(text)
    assert not MACHINE.search(text)


def _tooltips(module: Path) -> Iterator[ast.expr]:
    """What is given to setToolTip in a module."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="setToolTip"), args=[words]):
                yield words
            case _:
                pass


# Titles of the table of commands, never of a file.
@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.name not in ("actions.py", "main_window.py")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_a_tooltip_is_a_constant_or_escaped(module: Path) -> None:
    loose = [
        ast.unparse(words)
        for words in _tooltips(module)
        if not isinstance(words, ast.Constant)
        and not (isinstance(words, ast.Call) and ast.unparse(words.func) == "tooltip")
    ]
    assert loose == []


def test_only_the_ui_room_and_the_command_line_know_qt() -> None:
    outside = [m for m in MODULES if "ui" not in m.relative_to(PACKAGE).parts[:1]]
    knowing = [m for m in outside if any(n.startswith("PySide6") for n in _imports(m))]
    assert knowing == []


def test_pyqtgraph_is_known_in_the_map_room_only() -> None:
    knowing = {
        m.relative_to(PACKAGE).parts[:2]
        for m in MODULES
        if any(name.split(".")[0] == "pyqtgraph" for name in _imports(m))
    }
    assert knowing == {("ui", "map")}


def _loose_labels(module: Path) -> Iterator[str]:
    """Labels of other than constant words that are not told that there is no markup in them."""
    tree = ast.parse(module.read_text("utf-8"))
    plain = {
        ast.unparse(call.func.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "setTextFormat"
        and ast.unparse(call.args[0]) == "Qt.TextFormat.PlainText"
    }
    named: set[ast.expr] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=names, value=ast.Call() as made):
                pass
            case ast.AnnAssign(target=name, value=ast.Call() as made):
                names = [name]
            case ast.NamedExpr(target=name, value=ast.Call() as made):
                names = [name]
            case _:
                continue
        if _is_label(made):
            named.add(made)
            if not plain.intersection(map(ast.unparse, names)):
                yield ast.unparse(node)
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(bases=bases) if "QLabel" in map(ast.unparse, bases):
                if "self" not in plain:
                    yield f"class {node.name}(QLabel)"
            case ast.Call(args=[ast.Constant(), *_]):
                pass
            case ast.Call() if _is_label(node) and node not in named:
                yield ast.unparse(node)
            case _:
                pass


def _is_label(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "QLabel"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_label_takes_nothing_for_markup(module: Path) -> None:
    assert list(_loose_labels(module)) == []
