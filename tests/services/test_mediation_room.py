"""The mediation room by its use-cases: from the matter to the room, and back at once when it fails."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.mediation.clauses import Clause, ClauseKind
from app.domain.mediation.confirming import DecideConfirmation, SeekConfirmation
from app.domain.mediation.ending import EndMediation, TellEnd
from app.domain.mediation.opening import RecordConsent
from app.domain.mediation.performing import CallBackParties, RecordBreach, RecordFulfilment
from app.domain.mediation.settling import MakeAgreement, SealAgreement, SignAgreement
from app.domain.mediation.sides import ReachedBy, Side, Willing
from app.domain.mediation.sitting import AssignMediator, RecordTalk, SignSitting, SupplementSitting
from app.domain.mediation.state import (
    BreachStep,
    Kept,
    MediationEnding,
    Pause,
    SignedHow,
    Stage,
    Statement,
    Tie,
)
from app.errors import AppError, BadInput, NotAllowed, Refused
from app.services.mediation.acting import act_in_room
from app.services.mediation.from_matter import take_over
from app.services.mediation.reading import view_mediation
from app.services.papers import fetch, issue
from app.services.reading import view_matter
from app.services.selfcheck import self_check
from app.services.session import Session
from tests.desks import START, founded, moved_to, registers, session
from tests.fakes import FakeMemory
from tests.services.rooms import (
    APPLICANT,
    acts,
    agrees,
    furnished,
    opens,
    paid_in_parts,
    settles,
    sits,
    sitting,
)


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    furnished(at)
    return at


def milestones(at: Session, number: str) -> list[str]:
    names = [m.name for m in view_matter(at, number).known.matter.milestones]
    return [
        name
        for name in names
        if name.startswith(("mediation", "settled", "called", "fulfilled", "confirmed"))
    ]


def refused(at: Session, number: str, act: object) -> str:
    with pytest.raises(AppError) as caught:
        act_in_room(at, number, act)
    return caught.value.code


def test_the_matter_hears_when_it_begins_settles_is_kept_and_called_back(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    assert milestones(desk, matter) == [], "nothing began while one side has not answered"
    assert refused(desk, number, sitting()) == "mediation.no_consent"
    agrees(desk, number)
    assert milestones(desk, matter) == ["mediation-opened"]
    sits(desk, number)
    state = settles(desk, number, paid_in_parts((date(2026, 4, 1), 100_000)))
    assert (state.stage, state.effective_on) == (Stage.EFFECTIVE, START.date())
    (settled,) = [m for m in view_matter(desk, matter).known.matter.milestones if m.name == "settled"]
    assert settled.due_by == date(2026, 4, 1)
    acts(desk, number, RecordFulfilment(promise="1/1", evidence="收条"))
    acts(desk, number, CallBackParties(reached_by=ReachedBy.PHONE, kept=Kept.WHOLLY, content=True))
    assert milestones(desk, matter) == ["mediation-opened", "settled", "fulfilled", "called-back"]
    assert view_matter(desk, matter).known.matter.mediations[0].mediation == number


def test_a_refusal_ends_it_at_once_and_leaves_its_trace(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    state = acts(
        desk,
        number,
        RecordConsent(party=2, willing=Willing.REFUSED, reached_by=ReachedBy.PHONE, words="不谈"),
    )
    assert (state.stage, state.ended is not None and state.ended.mediation_ending) == (
        Stage.ENDED, MediationEnding.REFUSED,
    )  # fmt: skip
    assert milestones(desk, matter) == ["mediation-refused"]
    assert refused(
        desk, number, RecordConsent(party=2, willing=Willing.AGREED, reached_by=ReachedBy.PHONE)
    ) == ("mediation.ended")
    acts(desk, number, TellEnd())
    assert opens(desk, matter) != number, "they may think better of it: a new file"


def test_somebody_not_reached_has_refused_nothing(desk: Session) -> None:
    number = opens(desk)
    acts(desk, number, RecordConsent(party=2, willing=Willing.NOT_REACHED, reached_by=ReachedBy.PHONE))
    assert agrees(desk, number).all_agree


def test_failing_goes_back_to_the_matter_and_its_clock_ran_all_the_while(desk: Session) -> None:
    matter = registers(desk).number
    before = {o.rule: o.due_legal for o in view_matter(desk, matter).known.obligations}
    number = opens(desk, matter)
    agrees(desk, number)
    later = moved_to(desk, "2026-03-12T09:00")
    acts(later, number, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="差距太大"))
    assert milestones(later, matter) == ["mediation-opened", "mediation-failed"]
    after = {o.rule: o.due_legal for o in view_matter(later, matter).known.obligations}
    assert {rule: after[rule] for rule in before} == before


def test_a_promise_that_was_broken_opens_the_matter_again(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    agrees(desk, number)
    sits(desk, number)
    settles(desk, number, paid_in_parts((date(2026, 4, 1), 100_000)))
    broken = EndMediation(mediation_ending=MediationEnding.BROKEN, words="拒不付款")
    assert refused(desk, number, broken) == "mediation.nothing_broken"
    later = moved_to(desk, "2026-04-02T09:00")
    assert refused(later, number, RecordBreach(promise="1/1", breach_step=BreachStep.TO_ENFORCEMENT)) == (
        "mediation.not_confirmed"
    )
    acts(later, number, RecordBreach(promise="1/1", breach_step=BreachStep.VISITED, words="称没有钱"))
    acts(later, number, broken)
    shown = view_matter(later, matter).known.matter
    assert milestones(later, matter)[-1] == "mediation-failed"
    assert shown.claims[0].answer is None, "a broken agreement answers nothing"


def test_two_mediations_of_one_matter_do_not_run_side_by_side(desk: Session) -> None:
    matter = registers(desk).number
    opens(desk, matter)
    with pytest.raises(Refused, match=r"mediation\.already_running"):
        opens(desk, matter)


def test_whoever_is_a_party_does_not_mediate_and_kin_only_where_both_accept(desk: Session) -> None:
    number = opens(desk, parties=(APPLICANT, APPLICANT.__class__(side=Side.RESPONDENT, name="李示范")))
    assert refused(desk, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE)) == (
        "mediation.mediator_is_party"
    )
    assert (
        refused(desk, number, AssignMediator(mediator="P2", name="", tie=Tie.KIN))
        == "mediation.mediator_tied"
    )
    state = acts(desk, number, AssignMediator(mediator="P2", name="", tie=Tie.KIN, accepted=True))
    assert state.mediator is not None and state.mediator.name == "孙示范"


def test_a_signed_record_is_only_added_to(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    acts(desk, number, sitting(agenda="再议"))
    acts(desk, number, SignSitting(sitting=1, who="party:1", signed_how=SignedHow.FINGERPRINT))
    again = sitting(sitting=1, statements=(Statement(speaker="赵示范", words="不退了。"),))
    assert refused(desk, number, again) == "mediation.sitting_signed"
    state = acts(desk, number, SupplementSitting(sitting=1, words="漏记：墙高两米。"))
    assert state.sittings[0].supplements[0].words == "漏记：墙高两米。"
    assert [item.words for item in state.sittings[0].statements] == ["墙要退回去。", "可以退。"]


def test_an_agreement_binds_from_the_last_signature_or_the_seal(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    acts(desk, number, MakeAgreement(facts="院墙越界", clauses=(paid_in_parts((date(2026, 4, 1), 5)),)))
    acts(desk, number, SignAgreement(who="party:1", signed_how=SignedHow.INK))
    state = acts(desk, number, SealAgreement())
    assert (state.effective_on, view_mediation(desk, number).lacking) == (None, ("party:2", "mediator:P1"))
    later = moved_to(desk, "2026-03-04T09:00")
    acts(later, number, SignAgreement(who="party:2", signed_how=SignedHow.REFUSED))
    assert view_mediation(later, number).lacking == ("party:2", "mediator:P1")
    state = acts(later, number, SignAgreement(signed_how=SignedHow.INK))
    assert state.effective_on == date(2026, 3, 4)


def test_an_oral_agreement_is_for_disputes_without_a_matter(desk: Session) -> None:
    matter = registers(desk).number
    clause = Clause(clause_kind=ClauseKind.APOLOGISE, what="当面道歉", by=(2,), to=(1,), at_once=True)
    for given, code in ((matter, "mediation.oral_in_matter"), ("", "")):
        number = opens(desk, given)
        agrees(desk, number)
        sits(desk, number)
        act = MakeAgreement(facts="口角", clauses=(clause,), oral=True)
        if code:
            assert refused(desk, number, act) == code
        else:
            acts(desk, number, act)


@pytest.mark.parametrize(
    ("day", "more", "code"),
    [
        ("2026-04-01", {}, ""),
        ("2026-04-02", {}, "mediation.confirmation_late"),
        ("2026-03-10", {"together": False}, "mediation.confirmation_one_sided"),
        ("2026-03-10", {"bars": ("ownership",)}, "mediation.confirmation_barred"),
        ("2026-03-10", {"bars_looked_at": False}, "mediation.bars_not_looked_at"),
    ],
)
def test_confirmation_is_sought_together_in_time_and_of_what_a_court_confirms(
    desk: Session, day: str, more: dict[str, object], code: str
) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    agrees(desk, number)
    sits(desk, number)
    settles(desk, number, paid_in_parts((date(2026, 5, 1), 100)))
    given = {"court": "示范县人民法院", "together": True, "bars_looked_at": True, **more}
    later = moved_to(desk, f"{day}T09:00")
    act = SeekConfirmation(**given)  # type: ignore[arg-type]
    if code:
        assert refused(later, number, act) == code
        return
    assert view_mediation(later, number).confirm_until == date(2026, 4, 1)
    acts(later, number, act)
    acts(later, number, DecideConfirmation(confirmed=True, number="（2026）示范0101号"))
    assert milestones(later, matter)[-1] == "confirmed"


def test_what_one_side_said_alone_only_they_read_who_mediate(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    acts(desk, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    talk = RecordTalk(side=Side.APPLICANT, statements=(Statement(speaker="赵示范", words="最低三千。"),))
    acts(desk, number, talk)
    memory = desk.memory.unguarded  # type: ignore[attr-defined]
    for account, read in (("mediator", True), ("leader", True), ("clerk2", False)):
        state = view_mediation(session(memory, account), number).mediation
        assert bool(state.talks[0].statements) is read, account


def test_one_held_in_private_is_shown_to_nobody_else(desk: Session) -> None:
    number = opens(desk, unlisted=True)
    memory = desk.memory.unguarded  # type: ignore[attr-defined]
    assert view_mediation(desk, number).mediation.parties[0].name == "赵示范"
    with pytest.raises(NotAllowed, match=r"mediation\.held_in_private"):
        view_mediation(session(memory, "clerk2"), number)


def test_a_colleague_sees_it_masked(desk: Session) -> None:
    number = opens(desk)
    memory = desk.memory.unguarded  # type: ignore[attr-defined]
    state = view_mediation(session(memory, "clerk2"), number).mediation
    assert (state.parties[0].name, state.dispute) == ("赵**", "")


def test_nothing_is_written_where_the_matter_refuses(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    before = len(desk.memory.unguarded.state.entries)  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match=r"mediation\.day_before"):
        agrees(desk, number, on=date(2026, 2, 1))
    assert len(desk.memory.unguarded.state.entries) == before  # type: ignore[attr-defined]


def found_of(at: Session, check: str) -> list[str]:
    return [item.number for item in self_check(at) if item.finding.check == check]


def test_a_break_lies_within_its_sitting(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number, pauses=(Pause(began_at="2026-03-02T09:00", ended_at="2026-03-02T09:10"),))
    for began, ended in (("08:50", "09:10"), ("10:50", "11:01"), ("12:00", "12:10")):
        outside = (Pause(began_at=f"2026-03-02T{began}", ended_at=f"2026-03-02T{ended}"),)
        with pytest.raises(BadInput, match=r"mediation\.pause_outside") as found:
            acts(desk, number, sitting(sitting=1, pauses=outside))
        assert found.value.field == "pauses"
    backwards = (Pause(began_at="2026-03-02T10:00", ended_at="2026-03-02T09:30"),)
    with pytest.raises(BadInput, match=r"mediation\.ends_before"):
        acts(desk, number, sitting(sitting=1, pauses=backwards))


def test_the_self_check_sees_an_end_that_nobody_was_told_of(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    acts(desk, number, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="差距太大"))
    refused_at_once = opens(desk)
    acts(
        desk,
        refused_at_once,
        RecordConsent(party=2, willing=Willing.REFUSED, reached_by=ReachedBy.PHONE),
    )
    assert found_of(moved_to(desk, "2026-03-05T10:00"), "K36") == [], "three working days are for telling"
    late = moved_to(desk, "2026-03-06T10:00")
    assert found_of(late, "K36") == [number]
    acts(late, number, TellEnd())
    assert found_of(late, "K36") == []


def test_the_self_check_sees_an_agreement_that_nobody_asked_after(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    settles(desk, number, paid_in_parts((date(2026, 4, 1), 100), (date(2026, 5, 6), 100)))
    assert found_of(moved_to(desk, "2026-04-10T10:00"), "K37") == [], "the last part is not due yet"
    late = moved_to(desk, "2026-05-07T10:00")
    assert found_of(late, "K37") == [number]
    acts(late, number, CallBackParties(reached_by=ReachedBy.PHONE, kept=Kept.PARTLY))
    assert found_of(late, "K37") == []


def test_a_mediator_sees_the_mediation_and_not_the_petition_file(desk: Session) -> None:
    matter = registers(desk).number
    issue(desk, matter, "D02")
    mediator = session(desk.memory.unguarded, "mediator")  # type: ignore[attr-defined]
    taken = take_over(mediator, matter)
    assert [party.name for party in taken.parties] == ["张示范"]
    number = opens(mediator, matter)
    agrees(mediator, number)
    assert view_mediation(mediator, number).mediation.parties[0].name == "赵示范"
    assert view_matter(mediator, matter).known.matter.number == matter, "how far it is, they may know"
    with pytest.raises(NotAllowed, match=r"mediation\.not_the_file"):
        fetch(mediator, matter, "D02")
    assert fetch(desk, matter, "D02").pdf
