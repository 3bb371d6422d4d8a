"""Long looks give way to whoever types: their loops ask here, and the lane they run in says how long they stand still.

Only one thread at a time runs Python. A window waits for its turn anew after each call into Qt, so that beside two workers
that calculate a page comes up three times as late (docs/decisions/0210-turns-of-the-interpreter.md). Who writes a ledger
out has time; who presses a key has none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class _Here(threading.local):
    stand_still: Callable[[], None] | None = None


_here = _Here()


@contextmanager
def giving_way(stand_still: Callable[[], None]) -> Iterator[None]:
    """In this thread, for as long as it lasts: `give_way` calls `stand_still`, which returns when work may go on."""
    before, _here.stand_still = _here.stand_still, stand_still
    try:
        yield
    finally:
        _here.stand_still = before


def give_way() -> None:
    """To be called in every round of a loop that may be long. Holds nothing up where nobody asked for it."""
    if _here.stand_still is not None:
        _here.stand_still()
