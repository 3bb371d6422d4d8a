"""What answers a claim, and when it may be called solved (实体性办结): the substance gate.

A claim is substantively resolved only when it was answered with a basis, the answer was proved to have reached the
petitioner, and what was done is evidenced. Everything else is a procedural ending with a reason, counted apart. The
gate is asked twice: by the act that closes, and by the fold, so that no entry of whatever origin gets past it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from app.domain.changed import replace
from app.domain.claims import Claim, Conclusion, Ending
from app.domain.entry import Header, writer_of
from app.domain.matter import WHOLE, Matter

PROOFS: Final = {
    "answer": "answer-proved",
    "opinion": "opinion-proved",
    "review": "review-proved",
    "re-examination": "re-examination-proved",
}
"""What proves that each kind of conclusion reached the petitioner; a settlement is proved by both signatures."""

EXTERNAL: Final = {"answered": "answer", "opinion-issued": "opinion", "settled": "settlement"}
"""Facts of other organs that answer a claim, with the kind of conclusion they are."""

_Change = Callable[[Claim], Claim]

MISSING: Final = ("answer", "basis", "delivery")
"""What a claim can lack before it may be called solved, in the order in which it is asked for."""


def numbers_of(matter: Matter, claim: int) -> tuple[int, ...]:
    """The claims that `claim` (0: all) is about."""
    return tuple(item.number for item in matter.claims if claim in (WHOLE, item.number))


def concluded(
    state: Matter,
    claim: int,
    header: Header,
    *,
    kind: str,
    result: str,
    has_basis: bool,
    signed: bool = False,
    by: str = "",
) -> Matter:
    """The matter with its claim (0: every claim) answered by this entry; `by` is another organ than the writer."""
    made = Conclusion(
        kind=kind,
        result=result,
        on=header.on,
        at=header.at,
        has_basis=has_basis,
        signed=signed,
        by=by or writer_of(header.origin),
    )
    return worded(state, claim, made)


def worded(state: Matter, claim: int, made: Conclusion) -> Matter:
    """The matter with its claim (0: every claim) answered by this conclusion."""
    result = made.result
    return _changed(state, claim, lambda item: replace(item, answer=made, result=result or item.result))


def reviewed(state: Matter, claim: int, by: str) -> Matter:
    """The matter with its claim decided on review by that station or organ."""
    return _changed(state, claim, lambda item: replace(item, reviewed_by=by))


def unanswered(state: Matter, claim: int) -> Matter:
    """The matter with its claim open again: neither answer nor ending (reopened, or the opinion was revoked)."""
    return _changed(
        state,
        claim,
        lambda item: replace(item, answer=None, result="", ending=Ending.NONE, cause="", ended_on=None),
    )


def ended(state: Matter, claim: int, ending: Ending, cause: str, on: date, *, evidenced: bool) -> Matter:
    """The matter with its claim closed. Called solved without answer, basis, delivery or evidence it is `unproved`."""

    def close(item: Claim) -> Claim:
        kind = ending
        if ending is Ending.SUBSTANTIVE and (missing_of(state, item) or not evidenced):
            kind = Ending.UNPROVED
        return replace(item, ending=kind, cause=cause, ended_on=on)

    return _changed(state, claim, close)


def missing_of(matter: Matter, claim: Claim) -> tuple[str, ...]:
    """What the claim lacks before it may be called solved: names of MISSING, empty when nothing."""
    answer = claim.answer
    if answer is None:
        return MISSING
    there = {
        "answer": True,
        "basis": answer.has_basis,
        "delivery": answer.signed or _told(matter, claim, answer),
    }
    return tuple(name for name in MISSING if not there[name])


def is_resolved(matter: Matter) -> bool:
    """Whether every claim is substantively resolved (化解)."""
    return bool(matter.claims) and all(claim.is_resolved for claim in matter.claims)


def is_closed(matter: Matter) -> bool:
    """Whether every claim has come to an ending, of whatever kind (办结)."""
    return bool(matter.claims) and all(claim.ending is not Ending.NONE for claim in matter.claims)


def _told(matter: Matter, claim: Claim, answer: Conclusion) -> bool:
    proof = PROOFS.get(answer.kind)
    return any(
        m.name == proof and m.at >= answer.at and m.claim in (WHOLE, claim.number) for m in matter.milestones
    )


def _changed(state: Matter, claim: int, change: _Change) -> Matter:
    return replace(
        state,
        claims=tuple(change(item) if claim in (WHOLE, item.number) else item for item in state.claims),
    )
