"""Which papers what was done here still owes (应出具的文书): told by facts, by the law's notices and by the catalogue.

A kind is owed by a fact that its template names in `after`; a kind that tells a decision, by the decision. Nothing is
owed for what another organ did, and nothing twice for one claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from app.domain.claims import Claim, Path, Purpose
from app.domain.conclusions import PROOFS
from app.domain.entry import Entry, writer_of
from app.domain.matter import Matter, Milestone, overlaps
from app.papers.catalogue import PaperKind
from app.services.session import Session

CHOSEN_FREELY: Final = frozenset({"D20T", "D23", "D36", "D37", "D38"})
"""Kinds that may follow a fact without being owed by it: somebody chooses whether, or which of several."""
ASKED_BY_OTHERS: Final = frozenset({"urgent", "reported", "review-requested", "re-examination-requested"})
"""Facts that ask for work first: the paper tells what came of it."""
AGAIN: Final = "re-examination"


def written_here(session: Session, entries: Iterable[Entry]) -> frozenset[UUID]:
    """The entries that this station wrote itself."""
    station = session.office.station
    return frozenset(e.header.id for e in entries if writer_of(e.header.origin) == station)


def owed_papers(
    session: Session, matter: Matter, kinds: Sequence[PaperKind], written: Collection[UUID]
) -> tuple[PaperKind, ...]:
    """Of these kinds, those that our own acts (`written`: their entries) owe and nobody issued; the latest act's first."""
    if matter.ended:
        return ()
    found: list[tuple[int, PaperKind]] = []
    for claim in matter.claims:
        found += _of_decisions(session, matter, kinds, claim)
    told: set[tuple[UUID, str]] = set()
    for fact in reversed(matter.milestones):
        if fact.entry not in written or _is_anothers(matter, fact):
            continue
        # what was sent down with a day is told once to the unit: the order, not the letter that goes with a forwarding
        following = [
            k for k in _of_fact(session, matter, kinds, fact) if (fact.entry, k.addressee) not in told
        ]
        told |= {(fact.entry, kind.addressee) for kind in following}
        found += [(fact.at, kind) for kind in following]
    found.sort(key=lambda item: -item[0])
    return tuple({kind.kind: kind for _at, kind in found}.values())


def _is_anothers(matter: Matter, fact: Milestone) -> bool:
    """Whether we only recorded what another organ did."""
    return any(
        (item.fact, item.on, item.organ) == (fact.name, fact.on, fact.unit) for item in matter.external_facts
    )


def _of_fact(
    session: Session, matter: Matter, kinds: Sequence[PaperKind], fact: Milestone
) -> list[PaperKind]:
    """What a fact owes, claim by claim: kinds of the claim's own class or branch, else the general ones.

    Nobody is told who cannot be reached (条例第二十三条第二款).
    """
    if fact.name in ASKED_BY_OTHERS:
        return []
    notices = session.law.notices
    made: list[PaperKind] = []
    for claim in matter.claims:
        if not overlaps(fact.claim, claim.number):
            continue
        path = path_of(claim)
        following = [
            kind
            for kind in kinds
            if fact.name in kind.after
            and kind.delivery_required
            and kind.kind not in CHOSEN_FREELY
            and not (matter.unreachable and kind.kind in notices)
            and notices.get(kind.kind) not in PROOFS
            and (not kind.paths or path in kind.paths)
        ]
        if own := [kind for kind in following if kind.paths]:
            guides = [k for k in kinds if k.kind in notices and not k.after and path in k.paths]
            following = [*own, *([] if path == Path.UNDECIDED else guides)]
        made += [kind for kind in following if not _issued(matter, claim, fact.on, kind=kind.kind)]
    return made


def _of_decisions(
    session: Session, matter: Matter, kinds: Sequence[PaperKind], claim: Claim
) -> list[tuple[int, PaperKind]]:
    """What our decision over a claim owes: answer, opinion, review or re-examination; an upheld one too."""
    ours = session.office.station
    decided: list[tuple[str, date | None, int]] = []
    if claim.answer is not None and claim.answer.by == ours and claim.answer.kind in PROOFS:
        decided.append((claim.answer.kind, claim.answer.on, claim.answer.at))
    asked = [
        m
        for m in matter.milestones
        if m.name in ("review-requested", "re-examination-requested") and overlaps(m.claim, claim.number)
    ]
    if asked and claim.reviewed_by == ours:
        last = asked[-1]
        # one station never decides both: who reviewed before does not re-examine
        again = last.name.startswith(AGAIN) and not _issued(matter, claim, None, notice="review")
        decided.append((AGAIN, last.on, last.at) if again else ("review", None, last.at))
    path = path_of(claim)
    return [
        (at, kind)
        for stem, on, at in decided
        for kind in kinds
        if session.law.notices.get(kind.kind) == stem
        and (not kind.paths or path in kind.paths)
        and not _issued(matter, claim, on, notice=stem)
    ]


def _issued(matter: Matter, claim: Claim, since: date | None, *, kind: str = "", notice: str = "") -> bool:
    """Whether a paper of that kind, or of that notice, was issued for the claim since that day."""
    return any(
        not paper.voided
        and overlaps(paper.claim, claim.number)
        and (since is None or paper.issued_on >= since)
        and (paper.kind == kind if kind else paper.notice == notice)
        for paper in matter.papers
    )


def path_of(claim: Claim) -> str:
    """The class of a claim, or the branch of article 31 it is on: a name of `Law.paths`, or undecided."""
    if claim.purpose in (Purpose.SUGGESTION, Purpose.ACCUSATION):
        return claim.purpose
    return Path.UNDECIDED if claim.purpose is Purpose.UNDECIDED else claim.path
