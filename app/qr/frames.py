"""A code too long for one picture, as several that a phone shows in turn, and their being put together again.

    frame = mark (1) · set (8: SHA-256 of the whole) · place, from 1 (1) · count (1) · part · check (4)

The name of the set is the hash of the whole, so that frames of two visitors never mix and the whole is proved by its name.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from app.errors import BadInput
from app.qr.sealed_code import CHECK, LARGEST, check_of

MARK: Final = 0x81
SET: Final = 8
_HEAD = 1 + SET + 2
MOST_FRAMES: Final = 8
MOST_SETS: Final = 4
"""Half-read sets that are kept; the one that was shown longest ago goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set was read: places that were seen, of how many; `whole` once all are here."""

    seen: tuple[int, ...]
    count: int
    whole: bytes | None = None


def framed(code: bytes, room: int) -> list[bytes]:
    """A whole code as frames of at most `room` bytes; a single one as it is. Raises BadInput("prereg.too_long")."""
    if len(code) <= room:
        return [code]
    size = room - _HEAD - CHECK
    count = -(-len(code) // size)
    if count > MOST_FRAMES or len(code) > LARGEST:
        raise BadInput("prereg.too_long", field="story")
    size = -(-len(code) // count)  # equal parts: all pictures look alike and none is larger than it must be
    name = hashlib.sha256(code).digest()[:SET]
    made = []
    for place in range(count):
        frame = bytes([MARK]) + name + bytes([place + 1, count]) + code[place * size : (place + 1) * size]
        made.append(frame + check_of(frame))
    return made


class Collector:
    """Puts frames together, in any order and any number of times."""

    def __init__(self) -> None:
        self._sets: OrderedDict[tuple[bytes, int], dict[int, bytes]] = OrderedDict()

    def add(self, code: bytes) -> Progress:
        """Takes what one picture said. Raises BadInput("code.misread") for a frame that is none."""
        if code[:1] != bytes([MARK]):
            return Progress(seen=(1,), count=1, whole=code)
        if len(code) <= _HEAD + CHECK or check_of(code[:-CHECK]) != code[-CHECK:]:
            raise BadInput("code.misread")
        name, (place, count), part = code[1 : 1 + SET], code[1 + SET : _HEAD], code[_HEAD:-CHECK]
        if not 1 <= place <= count or not 2 <= count <= MOST_FRAMES or len(part) * count > 2 * LARGEST:
            raise BadInput("code.misread")
        parts = self._sets.setdefault((name, count), {})
        self._sets.move_to_end((name, count))
        parts[place] = part
        if len(self._sets) > MOST_SETS:
            self._sets.popitem(last=False)
        if len(parts) < count:
            return Progress(seen=tuple(sorted(parts)), count=count)
        whole = b"".join(parts[each] for each in sorted(parts))
        del self._sets[name, count]
        if hashlib.sha256(whole).digest()[:SET] != name:
            raise BadInput("code.misread")
        return Progress(seen=tuple(range(1, count + 1)), count=count, whole=whole)

    def forget(self) -> None:
        """Lets go of everything half read: another visitor stands there now."""
        self._sets.clear()
