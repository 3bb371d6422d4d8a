"""Keeps Python's singletons alive under a Qt binding that forgets to count them. Runs before any widget.

PySide6 6.12.0 is built as if None, True and False could not die, which holds from Python 3.12 on. On Python
3.11 every Qt call that answers None takes one reference too many, and after some thousand calls the process
aborts ("deallocating None"). docs/decisions/0004-qt-and-python-3.11.md has the measurements.
"""

from __future__ import annotations

import ctypes
import sys

TURN = 0.0002
"""Seconds after which a worker hands the interpreter to a thread that waits for it.

Python's own five milliseconds are meant for few waits. A window waits anew after every call into Qt, and with three workers
writing lists out each wait lasted until all of them had had theirs: see docs/decisions/0210-turns-of-the-interpreter.md.
"""

_ENOUGH = 1 << 40
"""References no session can use up: a million calls a second for twelve days."""


def hold_singletons() -> bool:
    """Gives each singleton more references than can be lost. True when this Python needed it."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= _ENOUGH:
        return False
    for singleton in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        count.value += _ENOUGH
    return True


def share_the_interpreter() -> None:
    """Workers that calculate let the window's thread through at once. For programs with a window only."""
    sys.setswitchinterval(TURN)
