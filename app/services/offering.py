"""What may be done with a matter now, at this kind of station, by this person; and which papers may be made.

A help for the eye, not a gate: every act still judges for itself. The most likely next thing comes first; what cannot be
done is named with the refusal that the act itself would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.acts.rating import needs_repair, require_ratable
from app.domain.allowing import refusal_of
from app.domain.claims import Path, Purpose
from app.domain.conclusions import is_closed
from app.domain.field_words import open_differences
from app.domain.history import ACT_KINDS
from app.domain.matter import WHOLE, Matter
from app.domain.returns import in_dispute, returns_since_dispute, to_be_sent
from app.domain.roadmap import state_of
from app.domain.transcript import in_force
from app.errors import AppError, Refused
from app.papers.catalogue import PaperKind, catalogue
from app.services.owed_papers import path_of
from app.services.sent_on import TRANSCRIPT
from app.services.session import Session

ABOUT_PAPERS = frozenset(
    {"seal", "deliver", "void-paper", "file-scan", "review-draft", "return-draft", "drop-draft"}
)
"""Acts on one paper or draft: they are offered beside it, not beside the matter."""
SHEET_FOR_VISITORS = "D49"
ABOUT_ANOTHER = frozenset({"D33"})
"""Kinds of paper about another paper, which has to be there."""
ABOUT_WHAT_TRAVELS = frozenset({"D34", "D55"})
"""Kinds that go along with a paper that has to be delivered, or tell how it travelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """An act that cannot be done now, and the refusal it would meet."""

    act: str
    reason: AppError


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Every act on a matter in three kinds: what makes sense now, what is possible besides, what is refused and why."""

    likely: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    barred: tuple[Barred, ...] = ()


def offer_of(session: Session, matter: Matter) -> Offer:
    """What may be done with the matter now. Acts that are not this person's to do are not named at all."""
    setting = session.setting(session.memory.queries.latest_at())
    likely = offered_acts(session, matter)
    further: list[str] = []
    barred: list[Barred] = []
    for name, kind in ACT_KINDS.items():
        if name in ABOUT_PAPERS or not session.may_act(kind.roles):
            continue
        refusal = refusal_of(matter, kind, setting)
        if refusal is not None:
            barred.append(Barred(act=name, reason=refusal))
        elif name not in likely:
            further.append(name)
    refused = {item.act for item in barred}
    return Offer(
        likely=tuple(name for name in likely if name not in refused),
        further=tuple(further),
        barred=tuple(barred),
    )


def offered_acts(session: Session, matter: Matter) -> tuple[str, ...]:
    """Names of acts that make sense now and are this person's to do, the likeliest first."""
    if matter.update_needed or matter.voided_on is not None:
        return ()
    if matter.folded:
        return ("undo-fold", "link")
    routing = () if is_closed(matter) else ("classify", "forward", "assign", "accept")
    names = [*_pressing(session, matter), "visit-again", *routing]
    if open_differences(matter.said, home=matter.station):
        names.insert(0, "decide-difference")
    if not matter.is_accusation:
        names.append("contacted")
    names += [*_along_the_road(session, matter)]
    names += ["record-external", "record-number", "keep", "leader-received", "correct", "link"]
    if matter.withdrawn_on is None:
        names.append("withdraw")
    if not matter.routings and all(paper.voided for paper in matter.papers):
        names.append("void")
    return tuple(name for name in dict.fromkeys(names) if _makes_sense(session, matter, name))


def _pressing(session: Session, matter: Matter) -> list[str]:
    """What the state itself asks for."""
    if matter.ended or is_closed(matter):
        return []
    if any(claim.purpose is Purpose.UNDECIDED for claim in matter.claims):
        return ["classify"]
    if session.office.decides:
        return [] if _accepted(matter) else ["accept"]
    if in_dispute(matter):
        return ["decide-dispute"]
    if to_be_sent(matter) or not matter.routings:
        return ["dispute", "forward"] if _came_back_too_often(session, matter) else ["forward"]
    return []


def _along_the_road(session: Session, matter: Matter) -> list[str]:
    """Acts that the state allows next, without those that this kind of station never does."""
    facts = {item.name for item in matter.milestones}
    if matter.ended:
        return ["archive"] if matter.withdrawn_on is not None and "archived" not in facts else []
    if is_closed(matter):
        return [*_rating(matter), "reopen", *([] if state_of(matter) == "archived" else ["archive"])]
    if matter.is_accusation:
        return [*_redacting(matter), "close"]
    names = [name for name, there in _NEXT if there <= facts]
    if "accepted" in facts:
        names = [name for name in names if name not in ("refuse", "refuse-again", "object")]
    elif "opinion-issued" not in facts:
        names.append("answer")
    if "extended" in facts:
        names = [name for name in names if name != "extend"]
    if "objected" not in facts:
        names = [name for name in names if name != "decide-objection"]
    if facts & {"objected", "returned"} and "accepted" not in facts:
        names.append("decide-dispute" if in_dispute(matter) else "dispute")
    if matter.urgent:
        names.insert(0, "report")
    names += _rating(matter)
    return [*names, "close"]


def _rating(matter: Matter) -> list[str]:
    """What was rated badly is to be put right; an answer that arrived may be rated."""
    if needs_repair(matter):
        return ["repair"]
    try:
        require_ratable(matter)
    except Refused:
        return []
    return ["rate"]


def _redacting(matter: Matter) -> list[str]:
    """What is said of an accusation goes on as a transcript only: proposed by one, confirmed by another."""
    waits = any(item.state == "proposed" for item in matter.transcripts)
    return ["confirm-redaction" if waits else "propose-redaction"]


_NEXT: tuple[tuple[str, frozenset[str]], ...] = (
    ("decide-objection", frozenset({"objected"})),
    ("issue-opinion", frozenset({"accepted"})),
    ("extend", frozenset({"accepted"})),
    ("hear", frozenset({"accepted"})),
    ("mediate", frozenset()),
    ("fulfil", frozenset({"supported"})),
    ("request-review", frozenset({"opinion-issued"})),
    ("take-on-review", frozenset({"review-requested"})),
    ("issue-review", frozenset({"review-requested"})),
    ("request-re-examination", frozenset({"review-issued"})),
    ("take-on-review", frozenset({"re-examination-requested"})),
    ("issue-re-examination", frozenset({"re-examination-requested"})),
    ("divert", frozenset()),
    ("refuse", frozenset()),
    ("refuse-again", frozenset()),
    ("object", frozenset()),
    ("supervise", frozenset({"forwarded"})),
    ("recommend", frozenset({"forwarded"})),
)
"""Acts and the dated facts that must be there before they make sense."""


def _makes_sense(session: Session, matter: Matter, name: str) -> bool:
    kind = ACT_KINDS[name]
    if not session.may_act(kind.roles) or (kind.stations and session.office.kind not in kind.stations):
        return False
    if name == "accept":
        return _acceptable(matter)
    if name in ("forward", "assign", "classify"):
        return not matter.ended
    return True


def _came_back_too_often(session: Session, matter: Matter) -> bool:
    most = session.law.limits.get("returns")
    return most is not None and returns_since_dispute(matter, WHOLE) >= most


def _accepted(matter: Matter) -> bool:
    return any(item.name == "accepted" for item in matter.milestones)


def _acceptable(matter: Matter) -> bool:
    return not matter.ended and any(
        claim.purpose is not Purpose.ACCUSATION and claim.path in (Path.UNDECIDED, Path.PETITION_PROCEDURE)
        for claim in matter.claims
        if not any(m.name == "accepted" and m.claim in (0, claim.number) for m in matter.milestones)
    )


def offered_papers(session: Session, matter: Matter) -> tuple[PaperKind, ...]:
    """Kinds of paper that this station may issue and this program can make, in the order of the catalogue."""
    if not session.may_act() or matter.update_needed or matter.voided_on is not None:
        return ()
    return tuple(
        kind
        for kind in catalogue(session.today())
        if kind.scope == "matter" and session.office.kind in kind.stations and _has_come_so_far(matter, kind)
    )


def _has_come_so_far(matter: Matter, kind: PaperKind) -> bool:
    """Whether the matter has what the paper tells of; the paper itself refuses the rest."""
    if kind.kind in ABOUT_ANOTHER:
        return any(paper.notice and not paper.voided and paper.proved_on is None for paper in matter.papers)
    if kind.paths and not any(path_of(claim) in kind.paths for claim in matter.claims):
        return False
    if kind.kind == TRANSCRIPT and not in_force(matter.transcripts):
        return False
    if kind.kind in ABOUT_WHAT_TRAVELS:
        return any(paper.needs_delivery and not paper.voided for paper in matter.papers)
    return not kind.after or any(fact.name in kind.after for fact in matter.milestones)


def likely_paper(session: Session, matter: Matter, owed: Sequence[PaperKind]) -> str:
    """The kind to stand first in the list: what is owed by what was done, else the receipt."""
    if owed:
        return owed[0].kind
    issued = {paper.kind for paper in matter.papers if not paper.voided}
    wanted = ("D14",) if session.office.decides else ("D09", "D11")
    kinds = {kind.kind for kind in offered_papers(session, matter)}
    return next((kind for kind in (*wanted, "D02") if kind in kinds and kind not in issued), "D02")


def openers_of(session: Session, matter: Matter) -> tuple[str, ...]:
    """Names of the people who hold a key for what is sealed: who registered it, the leaders, and whom they let in today."""
    accounts, today = session.accounts.accounts, session.today()
    return tuple(
        dict.fromkeys(
            account.name
            for account in accounts
            if not account.closed
            and (
                account.id == matter.registered_by
                or account.role == "leader"
                or matter.granted(account.id, today)
            )
        )
    )
