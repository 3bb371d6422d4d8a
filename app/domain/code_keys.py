"""Keys that codes are signed with (验签钥匙): which a county withdrew, and the lists that say whose keys they are.

Entries of the office's stream. A station's own and its partners' keys stand there already (`StationTrusted`); the list lets
a hall verify what another hall of the county signed (app/qr/key_list.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeyRevoked:
    """Nothing that a key signed counts since a day (验签钥匙已撤销): whose, the public key in hex, why in a word."""

    station: str
    key: str
    since: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeysListed:
    """A county signed a list of its stations' keys (验签名单已签发): its counter and the file as it was signed."""

    counter: int
    list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeysTaken:
    """A list that our county signed was taken (验签名单已收下): its counter, who signed it, and the file."""

    counter: int
    station: str
    list: str


ENTRIES = (
    EntryKind("code-key-revoked", CodeKeyRevoked, unchanged),
    EntryKind("code-keys-listed", CodeKeysListed, unchanged),
    EntryKind("code-keys-taken", CodeKeysTaken, unchanged),
)
