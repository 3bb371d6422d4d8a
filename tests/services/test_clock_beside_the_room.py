"""Whatever happens in the mediation room, no day of the matter moves (reference/law.md 1.4, 8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import CHINA
from app.domain.acts.accepting import Accept
from app.domain.acts.extending import Extend
from app.domain.mediation.confirming import DecideConfirmation, SeekConfirmation
from app.domain.mediation.ending import EndMediation, TellEnd
from app.domain.mediation.opening import AddParty, RecordConsent
from app.domain.mediation.performing import CallBackParties, RecordBreach, RecordFulfilment
from app.domain.mediation.settling import MakeAgreement, SealAgreement, SignAgreement
from app.domain.mediation.sides import Party, ReachedBy, Side, Willing
from app.domain.mediation.sitting import AssignMediator, RecordTalk, SignSitting, TellRights
from app.domain.mediation.state import BreachStep, Kept, MediationEnding, SignedHow, Statement, Tie
from app.domain.office import StationKind
from app.errors import AppError
from app.services.mediation.acting import act_in_room
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fakes import FakeMemory
from tests.services.rooms import furnished, opens, paid_in_parts, sitting

START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
Days = dict[tuple[str, str], tuple[date, date | None, date | None]]


def acts_on(day: date) -> dict[str, Any]:
    """One of each kind, as it may be tried on that day."""
    clause = paid_in_parts((day + timedelta(days=5), 100), (day + timedelta(days=9), 100))
    return {
        "agree": RecordConsent(willing=Willing.AGREED, reached_by=ReachedBy.PHONE),
        "refuse": RecordConsent(willing=Willing.REFUSED, reached_by=ReachedBy.PHONE, party=2),
        "assign": AssignMediator(mediator="P1", tie=Tie.NONE),
        "tell": TellRights(),
        "sit": sitting(day.isoformat()),
        "sign-record": SignSitting(sitting=1, who="party:1", signed_how=SignedHow.INK),
        "talk": RecordTalk(side=Side.APPLICANT, statements=(Statement(words="最低一百。"),)),
        "agreement": MakeAgreement(facts="界石", clauses=(clause,)),
        "sign": SignAgreement(signed_how=SignedHow.INK),
        "seal": SealAgreement(),
        "pay": RecordFulfilment(promise="1/1", evidence="收条"),
        "pay-again": RecordFulfilment(promise="1/2", evidence="收条"),
        "visit": RecordBreach(promise="1/2", breach_step=BreachStep.VISITED),
        "call": CallBackParties(reached_by=ReachedBy.PHONE, kept=Kept.PARTLY),
        "seek": SeekConfirmation(court="法院", together=True, bars_looked_at=True),
        "ruled": DecideConfirmation(confirmed=True, number="1号"),
        "fail": EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="谈不拢"),
        "broken": EndMediation(mediation_ending=MediationEnding.BROKEN, words="不付"),
        "told": TellEnd(notice="终1号"),
        "join": AddParty(party=Party(side=Side.THIRD, name="村委会")),
    }


USUAL = (
    "agree",
    "assign",
    "tell",
    "sit",
    "sign-record",
    "agreement",
    "sign",
    "seal",
    "pay",
    "pay-again",
    "call",
)
"""A mediation that goes well; a random one begins with as much of it as it likes."""


def days_of(desk: Session, matter: str) -> Days:
    """Every duty and window of the matter with its days."""
    found = view_matter(desk, matter).known.obligations
    return {(item.id, item.rule): (item.opened_on, item.due_strict, item.due_legal) for item in found}


def accepted() -> tuple[Session, str]:
    """A township with a mediation room, and a matter that it accepted."""
    memory = FakeMemory()
    founded(memory, StationKind.TOWNSHIP)
    desk = session(memory)
    furnished(desk)
    matter = registers(desk).number
    perform(desk, matter, Accept())
    return desk, matter


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, len(USUAL)),
    st.lists(st.tuples(st.sampled_from(sorted(acts_on(START.date()))), st.integers(0, 9)), max_size=15),
)
def test_no_act_of_the_room_moves_a_day_of_the_matter(far: int, steps: list[tuple[str, int]]) -> None:
    desk, matter = accepted()
    number = opens(desk, matter)
    known, at = days_of(desk, matter), START
    for name, later in [*((usual, 1) for usual in USUAL[:far]), *steps]:
        at += timedelta(days=later)
        desk = moved_to(desk, at.replace(tzinfo=None).isoformat())
        try:
            act_in_room(desk, number, acts_on(at.date())[name])
        except AppError:
            continue
        after = days_of(desk, matter)
        assert {key: after.get(key) for key in known} == known, name
        known = after


def test_a_day_that_moves_would_be_seen() -> None:
    desk, matter = accepted()
    before = days_of(desk, matter)
    perform(desk, matter, Extend(days=30, reason="情况复杂", approver="陈示范"))
    after = days_of(desk, matter)
    assert {key: after.get(key) for key in before} != before
