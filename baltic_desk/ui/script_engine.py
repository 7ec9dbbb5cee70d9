"""The script engines behind symbology; neither knows files or a network."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLoggingCategory
from PySide6.QtQml import QJSEngine, QJSValue

from baltic_desk.symbology.engine import ScriptEngine, ScriptError
from baltic_desk.symbology.quick_engine import QuickScriptEngine, has_quick_engine
from baltic_desk.symbology.symbols import SymbolRenderer


def script_engine() -> ScriptEngine:
    """The best engine that is installed, for the thread that calls."""
    return QuickScriptEngine() if has_quick_engine() else QtScriptEngine()


class QtScriptEngine:
    """A `ScriptEngine` on QJSEngine; made and used in one thread, after the application object.

    A call holds the interpreter lock for as long as it runs (about 0.5 ms a symbol, 0.3 s to load
    milsymbol), so another thread gains nothing.
    """

    def __init__(self) -> None:
        if QCoreApplication.instance() is None:
            raise ScriptError("the script engine needs the application object to be made first")
        # Minified scripts use names above their declaration, each a warning of Qt's QML checks.
        QLoggingCategory.setFilterRules("qt.qml.usedbeforedeclared=false")
        self._engine = QJSEngine()
        self._functions: dict[str, QJSValue] = {}

    def load(self, name: str, source: str) -> None:
        result = self._engine.evaluate(source, name)
        assert isinstance(result, QJSValue)  # the stubs say that a tuple comes back
        if result.isError():
            raise ScriptError(f"script {name} does not load: {_told(result)}")
        self._functions.clear()

    def call(self, function: str, argument: str) -> str:
        found = self._functions.get(function)
        if found is None:
            found = self._engine.globalObject().property(function)
            if not found.isCallable():
                raise ScriptError(f"no script has a function {function}")
            self._functions[function] = found
        result = found.call([QJSValue(argument)])
        if result.isError():
            raise ScriptError(f"{function}: {_told(result)}")
        return result.toString()


def symbol_renderer() -> SymbolRenderer:
    """A symbol renderer with its own engine, for the thread that calls."""
    return SymbolRenderer(script_engine())


def _told(error: QJSValue) -> str:
    line = error.property("lineNumber").toInt()
    return f"{error.toString()} (line {line})"
