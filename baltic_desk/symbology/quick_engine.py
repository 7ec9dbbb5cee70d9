"""Scripts in QuickJS, which lets other threads run while a script does."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable
from typing import Any

from baltic_desk.symbology.engine import ScriptError

LIMIT_BYTES = 512 * 1024 * 1024
LIMIT_S = 20.0
"""Processor time of the whole program (the binding asks `clock()`), so no tight bound."""

_PLACE = re.compile(r"<input>:(\d+)")
_SPENT = ("InternalError: interrupted", "InternalError: out of memory", "null")


def has_quick_engine() -> bool:
    """Whether `quickjs-ng` is installed."""
    return importlib.util.find_spec("_quickjs") is not None


class QuickScriptEngine:
    """A `ScriptEngine` on quickjs-ng. A call gives the interpreter lock away until it returns.

    A script that runs out of time or memory is an error, and the next call finds the engine as it
    was after loading. Functions must return what `JSON.stringify` gave: the binding cannot take
    strings that QuickJS keeps as ropes.
    """

    def __init__(self, *, limit_bytes: int = LIMIT_BYTES, limit_s: float = LIMIT_S) -> None:
        self._limit_bytes = limit_bytes
        self._limit_s = limit_s
        # Untyped, and not everywhere installed. The package about it starts a thread on import.
        self._quickjs: Any = importlib.import_module("_quickjs")
        self._failures: tuple[type[Exception], ...] = (
            self._quickjs.JSException,
            self._quickjs.StackOverflow,
            TypeError,
        )
        self._scripts: list[tuple[str, str]] = []
        self._functions: dict[str, Callable[[str], object]] = {}
        self._context: Any = self._fresh()

    def load(self, name: str, source: str) -> None:
        self._stand_up()
        self._evaluate(name, source)
        self._scripts.append((name, source))

    def call(self, function: str, argument: str) -> str:
        self._stand_up()
        found = self._functions.get(function)
        if found is None:
            found = self._context.get(function)
            if not callable(found):
                raise ScriptError(f"no script has a function {function}")
            self._functions[function] = found
        try:
            result = found(argument)
        except self._failures as error:
            raise self._told(function, error) from None
        if not isinstance(result, str):
            raise ScriptError(f"{function}: gives no text")
        return result

    def _stand_up(self) -> None:
        if self._context is None:
            self._context = self._fresh()
            for name, source in self._scripts:
                self._evaluate(name, source)

    def _evaluate(self, name: str, source: str) -> None:
        self._functions.clear()
        try:
            self._context.eval(source)
        except self._failures as error:
            raise self._told(f"script {name} does not load", error) from None

    def _fresh(self) -> Any:
        context: Any = self._quickjs.Context()
        context.set_memory_limit(self._limit_bytes)
        context.set_time_limit(self._limit_s)
        return context

    def _told(self, what: str, error: Exception) -> ScriptError:
        told = str(error)
        message = told.split("\n", 1)[0]
        if message.startswith(_SPENT):
            # What filled the memory is still in it.
            self._context = None
            self._functions.clear()
            message = "takes too long" if "interrupted" in message else "takes too much memory"
        place = _PLACE.search(told)
        return ScriptError(f"{what}: {message}" + (f" (line {place[1]})" if place else ""))
