"""The Qt binding that is installed is one that does not end the process.

PySide6 6.12.0 takes a reference from None in each call that returns nothing; on Python 3.11 the
process aborts after some thousands of them (`none_dealloc`).
"""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainterPath

CALLS = 1000


def references_lost() -> int:
    """References to None that vanish in calls that return nothing."""
    path, thing = QPainterPath(), QObject()
    before = sys.getrefcount(None)
    for number in range(CALLS):
        path.lineTo(1.0, float(number))
        thing.setObjectName("a")
    return before - sys.getrefcount(None)


def test_calls_without_an_answer_take_no_reference_from_none() -> None:
    assert references_lost() < CALLS // 10


def test_the_installed_version_is_one_that_is_allowed() -> None:
    version = tuple(map(int, PySide6.__version__.split(".")[:3]))
    assert (6, 8) <= version < (6, 12)
    assert version not in {(6, 11, 0), (6, 11, 1)}
