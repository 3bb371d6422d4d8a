"""Signed heads (签名存证点): where both chains stood, signed by the person at the desk with a key that needs their password.

A chain alone does not notice that its end was cut, nor that all of it was written anew by somebody who has the database
key (trust.md 0.9). A signed head stands in the access chain and names the heads of every chain of the journal and the
entry of the access chain before it. The public key of each person is published in the journal, so it travels to the
county; whoever would forge a head needs the person's password, and outside anchors (receipts, packages, backups) show
what was cut off together with its signed heads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from app.domain import codec
from app.domain.entry import Header
from app.domain.fields import to_json
from app.domain.kinds import EntryKind, unchanged

FORMAT = "signed-heads/1"
ANCHORED = "looks-anchored"
"""The kind of the entry of the journal that names the end of the access chain."""
SUITE = "intl"
"""The suite of the keys that sign: Ed25519 over the canonical bytes."""
PUBLISHED = "signing-key-published"
"""The kind of the entry that publishes a person's key for signing heads."""
SIGNED = "heads-signed"
"""The kind of the entry that holds signed heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """Where one chain stands: its writer, epoch, last number, and the hash of that entry in hex."""

    origin: str
    epoch: int
    last: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeyPublished:
    """The key with which a person signs heads from now on (签名公钥已公布): Ed25519, in hex."""

    account: str
    public: str
    suite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksAnchored:
    """Where the access chain stood when a day was closed (查阅记录已存证): so a package carries it out of the building."""

    head: ChainHead


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsSigned:
    """The heads of both chains were signed (已签名存证): `looks` is the access chain's entry before this one."""

    heads: tuple[ChainHead, ...]
    looks: ChainHead | None
    account: str
    public: str
    signature: str
    suite: str


def signed_bytes(heads: tuple[ChainHead, ...], looks: ChainHead | None, account: str) -> bytes:
    """What is signed: the heads, in canonical form, and who signs."""
    return codec.canonical(
        {
            "format": FORMAT,
            "account": account,
            "heads": [to_json(head) for head in heads],
            "looks": None if looks is None else to_json(looks),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a head does not hold: the place of the entry that names it, and what is wrong.

    `why` is signature (not that key's), key (not published for that person), heads (an entry it names is another one or
    is missing), looks (the access chain before it is another one); these stand in the access chain. It is anchored for
    an entry of the journal that names another end of the access chain; resealed for one that takes bodies without the
    signature of the person whose name it bears.
    """

    place: int
    why: str
    account: str


def unheld(
    signed: Iterable[tuple[int, Header, HeadsSigned, bool]],
    published: Mapping[str, Collection[str]],
    hash_of: Callable[[ChainHead], str],
    look_of: Callable[[ChainHead], str],
) -> list[Doubt]:
    """The signed heads that do not hold, by place.

    `signed` are place, header, value and whether the signature is that key's; `published` the keys of each person;
    `hash_of` answers the hash of the journal's entry that is there in a head's place, empty for none; `look_of` that of
    the access chain.
    """
    doubts = []
    for place, header, value, genuine in signed:
        why = ""
        if not genuine or header.actor != value.account:
            why = "signature"
        elif value.public not in published.get(value.account, ()):
            why = "key"
        elif any(hash_of(head) != head.hash for head in value.heads):
            why = "heads"
        elif value.looks is not None and not _follows(value.looks, header, look_of):
            why = "looks"
        if why:
            doubts.append(Doubt(place=place, why=why, account=value.account))
    return doubts


def _follows(looks: ChainHead, header: Header, look_of: Callable[[ChainHead], str]) -> bool:
    """Whether an entry stands right after the named end of the access chain; the first after a restore, beside it."""
    if looks.epoch == header.epoch:
        return header.prev.hex() == looks.hash
    return look_of(looks) == looks.hash


ENTRIES = (
    EntryKind(PUBLISHED, SigningKeyPublished, unchanged),
    EntryKind(SIGNED, HeadsSigned, unchanged),
    EntryKind(ANCHORED, LooksAnchored, unchanged),
)
