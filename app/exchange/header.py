"""The clear header of a package: who sends what to whom, where it stands in the sequence, what the body must be.

It says nothing about persons or matters. Unknown keys of a newer program are passed over; another major format is
refused in words, and so is one value written in two ways: the bytes are canonical.
Source: reference/exchange.md 3.2, rulings.md 15.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.domain import codec
from app.domain.entry import GENESIS
from app.domain.fields import from_json, to_json
from app.errors import BadInput, Damaged

FORMAT = "xfp/1"
MINOR = 3
"""What this program writes and reads beyond the first release of the format (docs/FORMAT.md)."""
ANNOUNCES = 1
"""Who says at least this reads announced files; 2 is a renewed receiving key."""
LISTS = 3
"""Who says at least this reads the county's list of code keys."""
LONGEST_LIST = 160 * 1024
"""Bytes of a list in a header, of which there may be 256 KiB; some seven hundred keys. A longer one goes as a file."""
_BOX = re.compile("age1[ac-hj-np-z02-9]{58}")
_HASH = re.compile("[0-9a-f]{64}")
SUFFIX = ".xfp"
FIRST = GENESIS.hex()
"""What the first package of an epoch names as its predecessor."""


class PackageKind(StrEnum):
    """What a package is: a station's slice of its journal, or the county's answer."""

    SLICE = "slice"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRef:
    """One package by its chain, epoch, number and the SHA-256 of its bytes."""

    chain: str
    epoch: int
    seq: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A package that the writer lacks and asks for."""

    epoch: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """Where the chain stands in an earlier epoch: its last entry known to the writer, and that one's hash."""

    epoch: int
    last: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A line of the table of figures: up to which entry of an epoch the writer holds its chain, and that one's hash."""

    epoch: int
    last: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageHeader:
    """The header (封面). `chain` is the writer's chain; `first`..`last` its entries within, `head` the hash of the last.

    `created` is UTC milliseconds, `offset` minutes east of UTC, `clock` ok or set-back; `body_size` and `payload` are
    bytes. `acknowledges` is the last package of the other side that was applied; `asks` names those that are missing.
    `parents` stands in the first package of a later epoch only. `minor` says what the writer reads beyond the first
    release, `needs` names files (SHA-256) that were announced to it and have not come. `box` is the writer's receiving
    key (an age recipient) since it was renewed; until `box_until` (UTC ms) it reads what is sealed to the one before.
    `holds` is what the writer holds of its chain after this package, in stretches (app/services/holding.py).
    `key_list` is the county's signed list of code keys as its file says it (app/qr/key_list.py), in answers only;
    `key_counter` the counter of the list that a station holds, in slices only.
    """

    kind: PackageKind
    station: str
    office: str
    chain: str
    to: str
    epoch: int
    seq: int
    previous: str
    first: int
    last: int
    entries: int
    head: str
    created: int
    offset: int
    clock: str
    signer: str
    recipients: tuple[str, ...]
    body_sha256: str
    body_size: int
    payload: int
    files: int
    training: bool = False
    acknowledges: PackageRef | None = None
    asks: tuple[Wanted, ...] = ()
    parents: tuple[Parent, ...] = ()
    minor: int | None = None
    needs: tuple[str, ...] = ()
    box: str = ""
    box_until: int | None = None
    holds: tuple[Held, ...] = ()
    key_list: str = ""
    key_counter: int | None = None

    @property
    def name(self) -> str:
        """The file name: chain, epoch and number."""
        return file_name(self.chain, self.epoch, self.seq)

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed."""
        return codec.canonical({"format": FORMAT, **to_json(self)})

    @classmethod
    def from_bytes(cls, data: bytes) -> PackageHeader:
        """Reads a header. Raises Damaged("package.header"), BadInput("package.newer_format")."""
        try:
            raw = codec.parse_object(data)
            told = raw.get("format")
            if isinstance(told, str) and told.startswith("xfp/") and told != FORMAT:
                raise BadInput("package.newer_format", format=told[:16])
            if told != FORMAT:
                raise Damaged("package.header")
            if codec.canonical(raw) != data:
                raise Damaged("package.header")
            header = from_json(cls, raw)
        except BadInput as error:
            if error.code == "package.newer_format":
                raise
            raise Damaged("package.header") from error
        except Damaged as error:
            raise Damaged("package.header") from error
        if not header._possible():
            raise Damaged("package.header")
        return header

    def _table_possible(self) -> bool:
        """Whether the stretches of the table follow each other and end with this package."""
        lasts = [item.last for item in self.holds]
        return (
            all(item.epoch == self.epoch and is_hash(item.head) for item in self.holds)
            and all(one < other for one, other in pairwise((0, *lasts)))
            and (not lasts or (lasts[-1], self.holds[-1].head) == (self.last, self.head))
        )

    def _possible(self) -> bool:
        """Whether the figures fit each other."""
        hashes = (self.previous, self.head, self.body_sha256)
        return (
            all(is_hash(text) for text in (*hashes, *self.needs))
            and min(self.epoch, self.seq) >= 1
            and min(self.entries, self.body_size, self.payload, self.files) >= 0
            and (self.last - self.first + 1 == self.entries if self.entries else self.last == self.first - 1)
            and self.first >= 1
            and (self.seq > 1 or self.previous == FIRST)
            and (not self.box or _BOX.fullmatch(self.box) is not None)
            and self._table_possible()
            and self._list_possible()
        )

    def _list_possible(self) -> bool:
        """Whether a list comes from a county, and a counter from a station."""
        if self.kind is PackageKind.ANSWER:
            return self.key_counter is None and len(self.key_list.encode()) <= LONGEST_LIST
        return not self.key_list and (self.key_counter is None or self.key_counter >= 1)


def is_hash(text: str) -> bool:
    """Whether a text is a SHA-256 as it is written: 64 small hex digits."""
    return _HASH.fullmatch(text) is not None


def file_name(chain: str, epoch: int, seq: int) -> str:
    """`LX07-1-000012.xfp`."""
    return f"{chain}-{epoch}-{seq:06d}{SUFFIX}"
