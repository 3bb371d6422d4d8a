"""Sealing what lay open (补充封存): a matter that was found to be an accusation only later loses its earlier open words.

Two persons: one proposes, a leader who is another one does it. The entry names each earlier entry with the digest of the
body that it loses, and holds what must stay open of it and the rest as ciphertext. Then these bodies are deleted; an absent
body that no such entry names is a damaged record (docs/AUDIT.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain import codec
from app.domain.account import HOLDS_SEALED
from app.domain.changed import replace
from app.domain.entry import Header, StreamId
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Matter
from app.errors import BadInput, Refused

RESEALED = "resealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeReseal:
    """Propose that the earlier open words of an accusation go under the seal (提请补充封存)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reseal:
    """Do it (补充封存): the second person's act. `confirmed`: knows that it is final, and what it does not reach."""

    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResealProposed:
    """It was proposed (已提请补充封存)."""

    reason: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LostBody:
    """One entry that loses its open body: its id and that body's digest in hex, what stays open (JSON), the rest sealed.

    `sealed` is an age message in base64.
    """

    entry: str
    digest: str
    rest: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """Earlier open bodies went under the seal (已补充封存): which, and who had proposed it.

    `signature` (hex) is that of the second person over `signed_naming`, with their published key `public` (Ed25519, hex).
    """

    lost: tuple[LostBody, ...]
    proposed_by: str
    public: str = ""
    signature: str = ""


def signed_naming(lost: tuple[LostBody, ...], account: str, stream: StreamId) -> bytes:
    """What the second person signs: which bodies of which stream go, and who says so."""
    return codec.canonical(
        {
            "format": "resealed/1",
            "account": account,
            "stream": stream.text,
            "lost": [{"entry": item.entry, "digest": item.digest} for item in lost],
        }
    )


def propose_reseal(matter: Matter, act: ProposeReseal, setting: Setting) -> tuple[Happened, ...]:
    """Records the proposal.

    Raises Refused("reseal.no_accusation", "reseal.not_here"), BadInput("reseal.reason").
    """
    _require_ours(matter, setting)
    if not act.reason.strip():
        raise BadInput("reseal.reason", field="reason")
    return (Happened(ResealProposed(reason=act.reason.strip()), setting.today),)


def reseal(matter: Matter, act: Reseal, setting: Setting) -> tuple[Happened, ...]:
    """Asks whether this person may do it now; which bodies go is found out by app/services/resealing.py.

    Raises Refused("reseal.no_accusation", "reseal.not_here", "reseal.not_proposed", "reseal.by_leader",
    "reseal.same_person"), BadInput("reseal.not_confirmed").
    """
    _require_ours(matter, setting)
    if not matter.reseal_proposed_by:
        raise Refused("reseal.not_proposed")
    if setting.role not in HOLDS_SEALED:
        raise Refused("reseal.by_leader")
    if matter.reseal_proposed_by == setting.actor:
        raise Refused("reseal.same_person")
    if not act.confirmed:
        raise BadInput("reseal.not_confirmed", field="confirmed")
    return ()


def _require_ours(matter: Matter, setting: Setting) -> None:
    if not matter.restricted:
        raise Refused("reseal.no_accusation")
    if matter.station != setting.office.station:
        raise Refused("reseal.not_here")


def reseal_proposed(state: Matter, entry: ResealProposed, header: Header) -> Matter:
    """The matter with the proposal on record."""
    return replace(state, reseal_proposed_by=header.actor)


def resealed(state: Matter, entry: Resealed, header: Header) -> Matter:
    """The matter without the proposal. What is read instead of the bodies is found before the fold."""
    return replace(state, reseal_proposed_by="")


ENTRIES = (
    EntryKind("reseal-proposed", ResealProposed, reseal_proposed, desk_only=the_desks),
    EntryKind(RESEALED, Resealed, resealed, desk_only=the_desks),
)
ACTS = (
    ActKind("propose-reseal", ProposeReseal, propose_reseal),
    ActKind("reseal", Reseal, reseal),
)
