"""A small package as moving codes on a screen, read by another computer's camera (动态码传输): across an air gap, both ways.

    frame = version (1) · set (8: SHA-256 of the whole) · size of the whole (4) · index (4) · piece · check (4)
    text  = "XFT1:" · Base45(frame)

The whole is cut into k pieces of one size, the last filled up with zeros. Frames 0 to k - 1 carry the pieces; each later
frame the exclusive or of about half of them: bit j of SHAKE-256(set · index), the lowest bit of each byte first, says
whether piece j is in it; up to five pieces go round instead. So a frame that was missed need not come round again: k frames
and one or two more, whichever they are, give the whole (a random linear fountain over GF(2); the chance to need h more
than k is below 2 to the power of -h). The set's name is the hash of the whole and proves it; two transfers never mix.
docs/decisions/0190.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from app.errors import BadInput, Refused
from app.qr import base45
from app.qr.families import Family, family_of
from app.qr.sealed_code import CHECK, check_of

PREFIX: Final = f"{Family.TRANSPORT}:"
VERSION: Final = 1
SET: Final = 8
HEAD: Final = 1 + SET + 4 + 4
PIECE: Final = 1210
"""Bytes of a piece: with head and check the most that Base45 puts into version 25-L (1,853 characters), which a camera of
1080 lines reads at five points a module (reference/exchange.md 4.3)."""
LARGEST: Final = 100 * 1024
"""Bytes of a whole; what is larger goes by stick."""
MOST_INDEX: Final = 1_000_000
FEW: Final = 5
"""Up to so many pieces are simply shown in turn: a sum of two or three of them would often say nothing new."""


def pieces_of(size: int) -> int:
    """Into how many pieces a whole of that size is cut."""
    return max(1, -(-size // PIECE))


def frames(whole: bytes) -> Iterator[str]:
    """The texts of all frames without end: the pieces, then sums of them; a few pieces in turn.

    Raises Refused("transfer.too_large") for more than `LARGEST` bytes, BadInput("transfer.empty") for none.
    """
    if not whole:
        raise BadInput("transfer.empty")
    if len(whole) > LARGEST:
        raise Refused("transfer.too_large", size=len(whole), most=LARGEST)
    return _frames(whole)


def _frames(whole: bytes) -> Iterator[str]:
    number = pieces_of(len(whole))
    padded = whole.ljust(number * PIECE, b"\0")
    pieces = [int.from_bytes(padded[at * PIECE : (at + 1) * PIECE], "big") for at in range(number)]
    name = hashlib.sha256(whole).digest()[:SET]
    head = bytes([VERSION]) + name + len(whole).to_bytes(4, "big")
    for turn in count():
        index = turn % number if number <= FEW else turn
        inside, said = mask(name, index, number), 0
        for at in range(number):
            if inside >> at & 1:
                said ^= pieces[at]
        frame = head + index.to_bytes(4, "big") + said.to_bytes(PIECE, "big")
        yield PREFIX + base45.encode(frame + check_of(frame))


def mask(name: bytes, index: int, number: int) -> int:
    """Which of `number` pieces are in a frame: bit j for piece j."""
    if index < number:
        return 1 << index
    drawn = hashlib.shake_256(name + index.to_bytes(4, "big")).digest(-(-number // 8))
    return int.from_bytes(drawn, "little") & ((1 << number) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """How far a transfer is: pieces that are settled, of how many; `whole` once all are."""

    known: int
    number: int
    whole: bytes | None = None


class Gatherer:
    """Puts one transfer together from frames in any order, doubled and with gaps. A frame of another set begins anew."""

    def __init__(self) -> None:
        self._set = (b"", 0)
        self._rows: dict[int, tuple[int, int]] = {}
        self._done: Gathered | None = None

    def add(self, text: str) -> Gathered:
        """Takes what one picture said. Raises BadInput("code.misread") for what is no frame, or not of this whole."""
        frame = _frame_of(text)
        name, size = frame[1 : 1 + SET], int.from_bytes(frame[1 + SET : 5 + SET], "big")
        index = int.from_bytes(frame[5 + SET : HEAD], "big")
        if not 1 <= size <= LARGEST or index > MOST_INDEX:
            raise BadInput("code.misread")
        number = pieces_of(size)
        if (name, size) != self._set:
            self._set, self._rows, self._done = (name, size), {}, None
        if self._done is not None:
            return self._done
        self._settle(mask(name, index, number), int.from_bytes(frame[HEAD:-CHECK], "big"))
        if len(self._rows) < number:
            return Gathered(known=len(self._rows), number=number)
        whole = self._solved(number)[:size]
        self._rows.clear()
        if hashlib.sha256(whole).digest()[:SET] != name:
            self._set = (b"", 0)
            raise BadInput("code.misread")
        self._done = Gathered(known=number, number=number, whole=whole)
        return self._done

    def _settle(self, inside: int, said: int) -> None:
        """One more equation; what is known already is taken out of it, and nothing left over is forgotten."""
        while inside:
            lead = inside.bit_length() - 1
            row = self._rows.get(lead)
            if row is None:
                self._rows[lead] = (inside, said)
                return
            inside, said = inside ^ row[0], said ^ row[1]

    def _solved(self, number: int) -> bytes:
        """Every piece, from the lowest row up: each row holds its own piece and lower ones only."""
        pieces: list[int] = []
        for at in range(number):
            inside, said = self._rows[at]
            for lower in range(at):
                if inside >> lower & 1:
                    said ^= pieces[lower]
            pieces.append(said)
        return b"".join(piece.to_bytes(PIECE, "big") for piece in pieces)


def _frame_of(text: str) -> bytes:
    if family_of(text) is not Family.TRANSPORT:
        raise BadInput("code.misread")
    frame = base45.decode(text.partition(":")[2])
    if (
        len(frame) != HEAD + PIECE + CHECK
        or check_of(frame[:-CHECK]) != frame[-CHECK:]
        or frame[0] != VERSION
    ):
        raise BadInput("code.misread")
    return frame
