"""How long looks share the interpreter with somebody who types: all work in the same short part of each instant.

Were each to rest when it liked, one of them would nearly always be at work. Knows nothing of what the work is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.clock import stopwatch

INSTANT = 0.012
"""Seconds after which the part for long looks comes again: two of them in the time of three pictures on the screen."""
PART = 0.003
"""Seconds of it in which they work."""


class Courtesy:
    """Holds long looks up outside of their part, as long as somebody is typing."""

    def __init__(self) -> None:
        self.somebody_types: Callable[[], bool] = _nobody
        """Whether keys came within the last moments; asked by every worker, so it must be nothing of Qt's."""

    def stand_still(self) -> None:
        """In a worker: returns when a long look may go on."""
        if not self.somebody_types():
            return
        into = stopwatch() % INSTANT
        if into > PART:
            time.sleep(INSTANT - into)


def _nobody() -> bool:
    return False
