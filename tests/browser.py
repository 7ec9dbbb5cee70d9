"""A headless Chromium for tests, driven over two pipes: no sockets, no packages.

The DevTools protocol as `--remote-debugging-pipe` speaks it: JSON messages that end with a zero
byte, read from descriptor 3 and written to descriptor 4 of the browser.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE_S = 90.0


def browser_program() -> str | None:
    """The browser of this machine, if it has one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One page of a browser, with all that it asked of the network and said on its console."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._left = b""
        self._number = 0
        self._session = ""
        self.requests: list[str] = []
        self.said: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """What the browser answers."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for told in self._told(until):
                if told.get("id") == self._number:
                    assert "error" not in told, told["error"]
                    return told["result"]
                self._note(told)
        raise TimeoutError(method)

    def _told(self, until: float) -> Iterator[dict[str, Any]]:
        ready, _, _ = select.select([self._receive], [], [], max(until - time.monotonic(), 0))
        if ready:
            received = os.read(self._receive, 1 << 20)
            assert received, "the browser has ended"
            *whole, self._left = (self._left + received).split(b"\0")
            for each in whole:
                yield json.loads(each)

    def _note(self, told: dict[str, Any]) -> None:
        match told.get("method"), told.get("params"):
            case "Network.requestWillBeSent", dict(of):
                self.requests.append(of["request"]["url"])
            case "Log.entryAdded", dict(of):
                self.said.append(of["entry"]["text"])
            case "Runtime.consoleAPICalled", dict(of):
                self.said.append(str(of["args"]))
            case "Runtime.exceptionThrown", dict(of):
                details = of["exceptionDetails"]
                self.said.append(str(details.get("exception", {}).get("description", details)))
            case _:
                pass

    def size(self, width: int, height: int, *, density: float = 1.0, touch: bool = False) -> None:
        """Show so many pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=density, mobile=touch,
        )  # fmt: skip
        self.call("Emulation.setTouchEmulationEnabled", enabled=touch)

    def media(self, **features: str) -> None:
        """Preferences of the person: `prefers_color_scheme="dark"`."""
        told = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.call("Emulation.setEmulatedMedia", features=told)

    def open(self, path: Path, asked: str = "") -> None:
        """Open a file; ready when its map is drawn."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.as_uri() + asked)
        self.wait("document.documentElement?.dataset.settled !== undefined")

    def run(self, script: str) -> Any:
        """Value of an expression on the page."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str) -> None:
        """Until an expression is true."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.run(script):
                return
            time.sleep(0.05)
        raise TimeoutError(f"{script}; said: {self.said}")

    def settled(self, step: int) -> None:
        """Until the map rests at a step, counted from 1."""
        self.wait(f"document.documentElement?.dataset.settled === '{step}'")

    def drawn(self) -> None:
        """Until all that was asked before now has been drawn: the frame after the next has come."""
        frame = "new Promise((told) => requestAnimationFrame(() => told(1)))"
        self.run(f"{frame}.then(() => {frame})")

    def key(self, key: str) -> None:
        """Press and release a key."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, x: float, y: float) -> None:
        """Press and release the left button."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="none" if kind == "mouseMoved" else "left",
                clickCount=1,
            )

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag with the left button."""
        mouse = "Input.dispatchMouseEvent"
        self.call(mouse, type="mousePressed", x=start[0], y=start[1], button="left", clickCount=1)
        for share in (0.3, 0.6, 1.0):
            x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            self.call(mouse, type="mouseMoved", x=x, y=y, button="left", buttons=1)
        self.call(mouse, type="mouseReleased", x=end[0], y=end[1], button="left", clickCount=1)

    def picture(self) -> bytes:
        """What is seen, as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


@contextmanager
def browser(folder: Path) -> Generator[Page]:
    """A browser with a profile of its own in a folder, which finds no host by any name."""
    program = browser_program()
    assert program is not None
    to_browser, send = os.pipe()
    receive, from_browser = os.pipe()

    def wire() -> None:
        # Clear of 3 and 4 first: either may be one of the four.
        first, second = os.dup(to_browser), os.dup(from_browser)
        high = os.dup2(first, 20), os.dup2(second, 21)
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    process = subprocess.Popen(
        [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-extensions", "--force-color-profile=srgb",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}",
            "--remote-debugging-pipe", "about:blank",
        ],
        preexec_fn=wire,
        pass_fds=(3, 4, to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    os.close(to_browser)
    os.close(from_browser)
    try:
        yield Page(send, receive)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        os.close(send)
        os.close(receive)
