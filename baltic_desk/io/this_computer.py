"""Which computer this is: by name, and by what stays the same when the name changes.

Away from its network a laptop often goes by another name, which a server gave it. What it kept
under the old one is still its own.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_SALT = "BalticDesk"
_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_WINDOWS = r"SOFTWARE\Microsoft\Cryptography"
_LENGTH = 16


def host() -> str:
    """The name it goes by now."""
    return platform.node()


@cache
def computer_id() -> str:
    """16 letters that are the same after each start, made of the id that its system has for it.

    As systemd's machine-id(5) asks, the id itself is given to nobody. Empty where there is none.
    """
    own = _system_id().strip()
    return hashlib.sha256(f"{_SALT} {own}".encode()).hexdigest()[:_LENGTH] if own else ""


def is_this_computer(name: str, id_: str) -> bool:
    """Whether something kept under a name and an id (empty if it had none) was kept here."""
    return name == host() or (id_ != "" and id_ == computer_id())


if sys.platform == "win32":
    import winreg

    def _system_id() -> str:
        with (
            suppress(OSError),
            winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, _WINDOWS, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            ) as key,
        ):
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""

else:

    def _system_id() -> str:
        for path in _LINUX:
            with suppress(OSError, ValueError):
                found = path.read_text(encoding="ascii").strip()
                if found and found != "uninitialized":
                    return found
        return ""
