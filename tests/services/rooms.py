"""A mediation room with its body, mediators and room, and a dispute between two neighbours: what tests begin with."""

from __future__ import annotations

from typing import Any

from app.domain.mediation.clauses import Clause, ClauseKind, Instalment
from app.domain.mediation.opening import OpenMediation, RecordConsent
from app.domain.mediation.register import BodyKind, BodyRegistered, MediatorRegistered, RoomRegistered
from app.domain.mediation.settling import MakeAgreement, SealAgreement, SignAgreement
from app.domain.mediation.sides import Party, ReachedBy, Side, Willing
from app.domain.mediation.sitting import AssignMediator, RecordSitting, TellRights
from app.domain.mediation.state import Mediation, SignedHow, SittingResult, Source, Statement, Tie
from app.services.mediation.acting import act_in_room
from app.services.mediation.opening import open_mediation
from app.services.mediation.registering import register_row
from app.services.session import Session

APPLICANT = Party(side=Side.APPLICANT, name="赵示范", address="示范村三号", phone="13900000001")
RESPONDENT = Party(side=Side.RESPONDENT, name="钱示范", address="示范村四号")


def furnished(at: Session) -> None:
    """A committee with two mediators and a room."""
    body = BodyRegistered(
        code="T1",
        name="示范镇人民调解委员会",
        body_kind=BodyKind.TOWNSHIP,
        number_word="示调",
        court="示范县人民法院",
    )
    register_row(at, body)
    register_row(at, MediatorRegistered(code="P2", name="孙示范", bodies=("T1",)))
    register_row(
        at, MediatorRegistered(code="P1", name="李示范", bodies=("T1",), account="mediator", stand_in="P2")
    )
    register_row(at, RoomRegistered(code="R1", name="第一调解室", seats=8))


def opens(at: Session, matter: str = "", **more: Any) -> str:
    """A mediation of two neighbours; the one who asked for it agrees."""
    given: dict[str, Any] = {
        "body": "T1",
        "source": Source.MATTER if matter else Source.APPLICATION,
        "dispute_kind": "neighbours",
        "dispute": "院墙越界半米",
        "parties": (APPLICANT, RESPONDENT),
        "matter": matter,
        "reason": "双方是邻居，愿意坐下来谈" if matter else "",
        "willing": (1,),
        **more,
    }
    made = open_mediation(at, OpenMediation(**given))
    assert made is not None
    return made.number


def acts(at: Session, number: str, act: Any) -> Mediation:
    """One act; the mediation after it."""
    done = act_in_room(at, number, act)
    assert done is not None
    return done.mediation


def agrees(at: Session, number: str, **more: Any) -> Mediation:
    """Everybody who has not answered yet agrees."""
    return acts(at, number, RecordConsent(willing=Willing.AGREED, reached_by=ReachedBy.PHONE, **more))


def sitting(day: str = "2026-03-02", **more: Any) -> RecordSitting:
    """The record of a sitting of two hours."""
    given: dict[str, Any] = {
        "began_at": f"{day}T09:00",
        "ended_at": f"{day}T11:00",
        "present": (1, 2),
        "sitting_result": SittingResult.REACHED,
        "statements": (
            Statement(speaker="赵示范", words="墙要退回去。"),
            Statement(speaker="钱示范", words="可以退。"),
        ),
        "read_back": True,
        **more,
    }
    return RecordSitting(**given)


def sits(at: Session, number: str, **more: Any) -> Mediation:
    """A mediator is assigned, rights are told, and a sitting is recorded."""
    acts(at, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    acts(at, number, TellRights())
    return acts(at, number, sitting(at.today().isoformat(), **more))


def paid_in_parts(*parts: tuple[Any, int], **more: Any) -> Clause:
    """What the respondent pays the applicant in parts (day, fen)."""
    given: dict[str, Any] = {
        "clause_kind": ClauseKind.PAY,
        "what": "赔偿院墙修复款",
        "by": (2,),
        "to": (1,),
        "way": "银行转账",
        "fen": sum(fen for _, fen in parts),
        "instalments": tuple(Instalment(due=day, fen=fen) for day, fen in parts),
        **more,
    }
    return Clause(**given)


def settles(at: Session, number: str, *clauses: Clause, **more: Any) -> Mediation:
    """An agreement is made out, signed by everybody and sealed."""
    acts(at, number, MakeAgreement(facts="院墙越界半米", clauses=clauses, **more))
    acts(at, number, SignAgreement(signed_how=SignedHow.INK))
    return acts(at, number, SealAgreement())
