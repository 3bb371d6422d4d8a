"""The county's list of its stations' signing keys (验签名单), so that any hall verifies another hall's notices offline.

A file of three lines: `xfk/1`, canonical JSON, the county's signature in hex over both lines with their line ends. Its
counter only grows: an older list never takes the place of a newer one (SMART Health Cards do it so; exchange.md 4.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain import codec
from app.domain.fields import from_json, to_json
from app.domain.number import check_station
from app.errors import AppError, BadInput
from app.exchange.keys import is_signed, sign_algorithm
from app.qr.signed_code import key_id

FORMAT: Final = "xfk/1"
LARGEST: Final = 512 * 1024
MOST: Final = 5_000
"""Keys of one list: a county has some dozens of stations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """A public signing key of a station: since when, until when it signs, and since when nothing it signed counts.

    `revoked` with its reason in a word (`why`) is the day on which it may have been lost; `until` one that was replaced in
    good order. `sign` is hex, and says by its length which algorithm it is for.
    """

    station: str
    office: str
    sign: str
    since: date
    until: date | None = None
    revoked: date | None = None
    why: str = ""

    @property
    def id(self) -> str:
        """Its short name in signed codes."""
        return key_id(self.sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """The keys that a county vouches for. `counter` only grows; `training` keeps exercises apart from the real thing."""

    station: str
    office: str
    counter: int
    made_on: date
    keys: tuple[ListedKey, ...]
    training: bool = False

    def find(self, key: str) -> ListedKey | None:
        """The key of that short name, or None."""
        return next((item for item in self.keys if item.id == key), None)

    def to_bytes(self, sign: Callable[[bytes], bytes]) -> bytes:
        """The list as a file, signed."""
        said = FORMAT.encode() + b"\n" + codec.canonical(to_json(self)) + b"\n"
        return said + sign(said).hex().encode() + b"\n"


def read_key_list(data: bytes, public: str) -> KeyList:
    """The list in a file, if the holder of `public` (hex) signed it.

    Raises BadInput("key_list.unreadable"), BadInput("key_list.not_genuine").
    """
    try:
        if len(data) > LARGEST:
            raise BadInput("key_list.unreadable", field="file")
        form, said, signature, end = data.split(b"\n")
        if form != FORMAT.encode() or end:
            raise BadInput("key_list.unreadable", field="file")
        if not is_signed(form + b"\n" + said + b"\n", bytes.fromhex(signature.decode("ascii")), public):
            raise BadInput("key_list.not_genuine", field="file")
        found = from_json(KeyList, codec.parse_object(said))
        if len(found.keys) > MOST or codec.canonical(to_json(found)) != said:
            raise BadInput("key_list.unreadable", field="file")
        for item in found.keys:
            check_station(item.station)
            if not sign_algorithm(item.sign):
                raise BadInput("key_list.unreadable", field="file")
    except (ValueError, AppError) as error:
        if isinstance(error, AppError) and error.code in ("key_list.not_genuine", "suite.no_sm2"):
            raise
        raise BadInput("key_list.unreadable", field="file") from error
    return found
