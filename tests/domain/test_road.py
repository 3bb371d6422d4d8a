"""The road map, act by act: every state of the specification (S1 to S16, X1, X2) has a test that carries its row."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Archive, Cause, Close, Closing, Rate, Rating, Reopen
from app.domain.acts.correcting import Withdraw
from app.domain.acts.delivering import Deliver
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.hearing import Hear, Stage
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.objecting import DecideObjection, Object
from app.domain.acts.opining import Fulfil, IssueOpinion, OpinionResult
from app.domain.acts.recording import RecordExternal
from app.domain.acts.refusing import Refuse, RefuseAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import (
    IssueReExamination,
    IssueReview,
    RequestReExamination,
    RequestReview,
    ReviewResult,
)
from app.domain.acts.supervising import Advice, Recommend, Report, Supervise, Trigger
from app.domain.claims import Ending, Path, Purpose
from app.domain.conclusions import is_resolved
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.law import Law
from app.domain.obligations import Status
from app.domain.office import StationKind
from app.domain.people import People
from app.domain.roadmap import state_of, state_of_claim, station_of
from app.errors import AppError
from tests.domain.story import Story, claim, day

PETITION = claim(path=Path.PETITION_PROCEDURE)
TOWNSHIP, OFFICE, DEPARTMENT = StationKind.TOWNSHIP, StationKind.OFFICE, StationKind.DEPARTMENT


def begun(kind: StationKind, on: str, *claims: ClaimGiven, law: Law | None = None, **given: Any) -> Story:
    made = Story(kind) if law is None else Story(kind, law=law)
    made.begins(on, *claims, **given)
    return made


def accepted(on: str = "03-02", *claims: ClaimGiven) -> Story:
    """A township that took a claim on, on the day it came."""
    told = begun(TOWNSHIP, on, *(claims or (PETITION,)))
    told.does(Accept(), on)
    return told


def refusal(told: Story, act: Any, on: str) -> str:
    """The code of the refusal; nothing was written."""
    before = len(told.entries)
    with pytest.raises(AppError) as caught:
        told.does(act, on)
    assert len(told.entries) == before
    return caught.value.code


def did(fact: str, on: str, organ: str = "U1", **more: Any) -> RecordExternal:
    return RecordExternal(organ=organ, fact=fact, on=day(on), **more)


def served(paper: str, on: str) -> Deliver:
    return Deliver(
        paper=paper,
        method=DeliveryMethod.IN_PERSON,
        outcome=Outcome.RECEIVED,
        on=day(on),
        receiver="张示范",
    )


def opinion(**given: Any) -> IssueOpinion:
    values: dict[str, Any] = {
        "result": OpinionResult.SUPPORTED,
        "facts": "查明补偿款未付",
        "opinion": "予以支付",
        "basis": "《土地管理法》第四十八条",
        "heard_on": day("03-02"),
        "paper_number": "示政信意〔2026〕3号",
    }
    return IssueOpinion(**{**values, **given})


# ---------------------------------------------------------------- S1 to S5: in, on, back


def test_s1_registering_a_grave_matter_opens_the_duty_to_report() -> None:
    told = begun(OFFICE, "03-02", urgent=True)
    assert state_of(told.matter) == "registered"
    assert told.duty("urgent-report").due_legal is None, "at once: the text has no number of days"
    told.does(Report(organ="县委、县政府"), "03-02")
    assert told.status("urgent-report", "03-02") is Status.DISCHARGED
    assert not begun(OFFICE, "03-02").duties("urgent-report")


def test_s2_whatever_is_decided_in_time_discharges_the_office() -> None:
    for act in (
        Forward(unit="U1"),
        Divert(path=Path.ARBITRATION, organ="劳动人事争议仲裁委", basis="《劳动争议调解仲裁法》第五条"),
        Refuse(ground="pending-below", unit="示范镇", reference="受1", on=day("02-20")),
    ):
        told = begun(OFFICE, "03-02")
        told.does(act, "03-17")
        assert told.status("office-route", "12-31") is Status.DISCHARGED


def test_s3_forwarded_it_stands_at_acceptance() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Forward(unit="U1"), "03-03")
    assert (state_of(told.matter), station_of(told.matter)) == ("forwarded", "acceptance")
    assert not told.duties("assignment-report"), "forwarding owes no report"


def test_s3b_an_assignment_is_owed_its_report_by_the_day_it_names() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Assign(unit="U1", due_by=day("04-04")), "03-03")
    report = told.duty("assignment-report")
    assert (report.due_legal, report.unit) == (day("04-04"), "U1"), "a day that was set does not roll"
    assert told.status("assignment-report", "04-05") is Status.MISSED
    told.does(did("assignment-reported", "04-03"), "04-07")
    assert told.status("assignment-report", "04-30") is Status.DISCHARGED


def test_s4_an_objection_is_verified_and_the_matter_comes_back() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Assign(unit="U1", due_by=day("04-04")), "03-03")
    assert refusal(told, DecideObjection(unit="U1", agreed=True, reason="x"), "03-04") == "objection.none"
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("objected", "03-06", number="异1"), "03-06")
    assert (state_of(told.matter), told.status("objection-decision", "03-09")) == ("objected", Status.OPEN)
    told.does(DecideObjection(unit="U1", agreed=True, reason="属自然资源局职责"), "03-09")
    assert told.status("objection-decision", "03-09") is Status.DISCHARGED
    assert state_of(told.matter) == "registered"
    for rule in ("unit-notice", "presumed-handling", "assignment-report"):
        assert told.status(rule, "12-31") is Status.VOID, rule
    assert told.status("re-route", "03-09") is Status.OPEN
    told.does(Forward(unit="U2"), "03-10")
    assert told.status("re-route", "03-10") is Status.DISCHARGED
    assert state_of(told.matter) == "forwarded"
    assert {item.unit for item in told.duties("unit-notice") if item.voided_on is None} == {"U2"}
    assert refusal(told, DecideObjection(unit="U1", agreed=False, reason="x"), "03-11") == "objection.none"


def test_s4_an_objection_that_fails_leaves_the_unit_its_duty() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("objected", "03-06"), "03-06")
    told.does(DecideObjection(unit="U1", agreed=False, reason="属该镇职责"), "03-09")
    assert told.status("unit-notice", "04-30") is Status.MISSED
    assert state_of(told.matter) == "forwarded" and not told.duties("re-route")


@pytest.mark.parametrize(("on", "code"), [("10-13", ""), ("10-14", "object.too_late")])
def test_s4_we_object_within_five_working_days(on: str, code: str) -> None:
    told = begun(TOWNSHIP, "09-30", PETITION)
    act = Object(reason="属县自然资源局职责", received_on=day("09-30"), to="示范县信访局")
    if code:
        assert refusal(told, act, on) == code
    else:
        told.does(act, on)
        assert state_of(told.matter) == "objected"


def test_s4_who_accepted_does_not_object() -> None:
    act = Object(reason="x", received_on=day("03-02"), to="示范县信访局")
    assert refusal(accepted(), act, "03-03") == "object.accepted"


def test_s4b_a_dispute_is_decided_by_the_office_above_them() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("disputed", "03-10", organ="示范县信访局"), "03-10")
    assert (state_of(told.matter), told.status("dispute-decision", "06-01")) == ("disputed", Status.OPEN)
    told.does(did("dispute-decided", "03-20", organ="示范县人民政府", number="协1"), "03-20")
    assert told.status("dispute-decision", "06-01") is Status.DISCHARGED
    assert state_of(told.matter) == "forwarded"


def test_s5_decided_on_the_day_it_came_the_notice_is_owed_that_day() -> None:
    told = accepted("03-02")
    assert (told.duty("notice-at-once").due_legal, told.duty("unit-notice").due_legal) == (
        day("03-02"),
        day("03-17"),
    )
    told.issues("D14", "03-02")
    told.does(served("D14", "03-02"), "03-02")
    assert told.status("notice-at-once", "03-02") is Status.DISCHARGED
    later = begun(TOWNSHIP, "03-02", PETITION)
    later.does(Accept(), "03-05")
    assert not later.duties("notice-at-once"), "decided later: fifteen days are the limit"
    letter = begun(TOWNSHIP, "03-02", PETITION, channel="letter")
    letter.does(Accept(), "03-02")
    assert not letter.duties("notice-at-once"), "nobody stands there to be told"


# ---------------------------------------------------------------- S6: four ways on


def test_s6a_accepting_opens_the_sixty_days() -> None:
    told = accepted("03-02")
    assert (state_of(told.matter), told.duty("handling").due_legal) == ("accepted", day("05-06"))


def test_s6b_diverting_leads_into_another_procedure_and_follows_it() -> None:
    told = begun(TOWNSHIP, "03-02", claim(Purpose.UNDECIDED))
    told.does(
        Divert(
            path=Path.ADMINISTRATIVE_PROCEDURE,
            organ="示范县自然资源局",
            basis="《土地管理法》第十四条",
            due_by=day("06-02"),
            paper_number="示政信告〔2026〕1号",
        ),
        "03-04",
    )
    assert told.matter.claims[0].path is Path.ADMINISTRATIVE_PROCEDURE
    assert (state_of(told.matter), told.matter.claims[0].result) == ("diverted", "diverted")
    assert not told.duties("handling")
    assert told.duty("other-procedure").due_legal == day("06-02")
    told.does(served("D15", "03-05"), "03-05")
    assert told.status("unit-notice", "12-31") is Status.DISCHARGED
    told.does(did("outcome-recorded", "05-20", organ="示范县自然资源局", result="裁决"), "05-21")
    assert told.status("other-procedure", "12-31") is Status.DISCHARGED


@pytest.mark.parametrize("path", [Path.PETITION_PROCEDURE, Path.UNDECIDED])
def test_s6b_the_petition_procedure_is_no_other_procedure(path: Path) -> None:
    act = Divert(path=path, organ="x", basis="y")
    assert refusal(begun(OFFICE, "03-02"), act, "03-03") == "divert.path"


def test_s6b_an_accusation_is_forwarded_not_diverted_and_a_decided_claim_stays() -> None:
    act = Divert(path=Path.LITIGATION, organ="法院", basis="民诉法")
    assert refusal(begun(OFFICE, "03-02", claim(Purpose.ACCUSATION)), act, "03-03") == "divert.accusation"
    told = accepted()
    told.does(opinion(), "03-20")
    assert refusal(told, act, "03-21") == "divert.decided"
    late = Divert(path=Path.LITIGATION, organ="法院", basis="民诉法", due_by=day("03-01"))
    assert refusal(begun(OFFICE, "03-02"), late, "03-03") == "assign.due_in_past"


def test_s6c_refused_only_with_the_proof_that_it_is_pending_below() -> None:
    told = begun(OFFICE, "03-02")
    act = Refuse(
        ground="pending-below",
        unit="示范镇",
        reference="受1",
        on=day("02-20"),
        paper_number="信不受〔2026〕1号",
    )
    told.does(act, "03-10")
    assert state_of(told.matter) == "refused"
    told.does(served("D16", "03-12"), "03-12")
    assert told.status("office-notice", "12-31") is Status.DISCHARGED
    for missing in ("unit", "reference", "on"):
        given = {
            "unit": "示范镇",
            "reference": "受1",
            "on": day("02-20"),
            missing: None if missing == "on" else "",
        }
        wanting = Refuse(ground="pending-below", **given)  # type: ignore[arg-type]
        assert refusal(begun(OFFICE, "03-02"), wanting, "03-10") == "refuse.proof_missing"


@pytest.mark.parametrize("ground", ["statutory-path", "not-competent", "no-identity-card", "wrong-level", ""])
def test_s6c_there_is_no_other_ground(ground: str) -> None:
    act = Refuse(ground=ground, unit="示范镇", reference="受1", on=day("02-20"))
    assert refusal(begun(OFFICE, "03-02"), act, "03-10") == "refuse.ground_unknown"


def test_s6c_a_period_that_is_over_is_no_longer_pending() -> None:
    told = begun(OFFICE, "06-02")
    pending = Refuse(ground="pending-below", unit="示范镇", reference="受1", on=day("03-02"))
    assert refusal(told, pending, "06-03") == "refuse.not_pending", "03-02 + 60 + 30 ended on 06-01"
    on_the_last_day = begun(OFFICE, "06-01")
    on_the_last_day.does(pending, "06-01")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (begun(OFFICE, "03-02", claim(Purpose.ACCUSATION)), "refuse.accusation"),
        (begun(TOWNSHIP, "03-02"), "refuse.not_this_station"),
    ],
)
def test_s6c_refusing_is_refused(told: Story, code: str) -> None:
    act = Refuse(ground="pending-below", unit="示范镇", reference="受1", on=day("02-20"))
    assert refusal(told, act, "03-10") == code


def test_s6d_not_again_only_after_a_served_re_examination_of_the_same_facts() -> None:
    told = begun(TOWNSHIP, "03-02")
    act = RefuseAgain(
        ground="re-examined", unit="市人民政府", reference="复核1", on=day("02-01"), same_facts=True
    )
    new = RefuseAgain(ground="re-examined", unit="市人民政府", reference="复核1", on=day("02-01"))
    assert refusal(told, new, "03-10") == "refuse.new_facts"
    future = RefuseAgain(
        ground="re-examined", unit="市人民政府", reference="复核1", on=day("03-11"), same_facts=True
    )
    assert refusal(told, future, "03-10") == "act.date_in_future"
    told.does(act, "03-10")
    assert (state_of(told.matter), station_of(told.matter)) == ("refused-again", "follow_up")


@pytest.mark.parametrize(
    ("profile", "ground"),
    [("local-11", "review-lapsed-11"), ("local-33", "review-lapsed-33"), ("local-37", "review-lapsed-37")],
)
def test_s6d_a_lapsed_window_is_a_ground_only_where_the_office_switched_it_on(
    profile: str, ground: str
) -> None:
    act = RefuseAgain(ground=ground, unit="示范镇", reference="意1", on=day("01-05"), same_facts=True)
    assert refusal(begun(TOWNSHIP, "03-02"), act, "03-10") == "refuse.ground_unknown"
    begun(TOWNSHIP, "03-02", law=Law.shipped(frozenset({profile}))).does(act, "03-10")


def test_s6d_what_was_accepted_is_not_turned_away() -> None:
    act = RefuseAgain(
        ground="re-examined", unit="市人民政府", reference="复核1", on=day("02-01"), same_facts=True
    )
    assert refusal(accepted(), act, "03-10") == "refuse.already_accepted"


# ---------------------------------------------------------------- S7: mediation


def test_s7_mediation_needs_both_sides_and_stops_no_clock() -> None:
    told = accepted("03-02")
    due = told.duty("handling").due_legal
    assert refusal(told, Mediate(step=Step.OPENED), "03-05") == "mediate.no_consent"
    told.does(Mediate(step=Step.OPENED, both_agree=True, mediator="王"), "03-05")
    assert (state_of(told.matter), station_of(told.matter)) == ("mediating", "mediation")
    assert told.duty("handling").due_legal == due


def test_s7_a_local_convention_only_reminds() -> None:
    told = begun(TOWNSHIP, "03-20", PETITION, law=Law.shipped(frozenset({"mediation-days"})))
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-20")
    assert told.duty("mediation-days").due_legal == day("05-07")
    told.does(Mediate(step=Step.FAILED), "05-07")
    assert told.status("mediation-days", "12-31") is Status.DISCHARGED


def test_s7a_an_agreement_is_written_and_signed_and_can_be_confirmed() -> None:
    told = accepted("01-05")
    told.does(Mediate(step=Step.OPENED, both_agree=True), "01-20")
    assert refusal(told, Mediate(step=Step.SETTLED, signed=True), "01-31") == "mediate.not_written"
    assert refusal(told, Mediate(step=Step.SETTLED, reference="调1"), "01-31") == "mediate.not_signed"
    told.does(Mediate(step=Step.SETTLED, reference="调1", signed=True, due_by=day("03-31")), "01-31")
    assert state_of(told.matter) == "settled"
    assert told.status("handling", "12-31") is Status.DISCHARGED
    assert told.duty("judicial-confirmation").due_legal == day("03-02"), "crosses February"
    assert told.status("settlement-callback", "04-01") is Status.MISSED
    told.does(Mediate(step=Step.CALLED_BACK), "03-31")
    assert told.status("settlement-callback", "04-01") is Status.DISCHARGED


def test_s7b_when_it_fails_the_other_ways_are_told_and_handling_goes_on() -> None:
    told = accepted("03-02")
    assert refusal(told, Mediate(step=Step.FAILED), "03-05") == "mediate.not_opened"
    assert refusal(told, Mediate(step=Step.CALLED_BACK), "03-05") == "mediate.not_settled"
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-05")
    told.does(Mediate(step=Step.FAILED, reason="一方不同意", paper_number="调终1"), "03-20")
    assert (state_of(told.matter), told.status("handling", "03-20")) == ("accepted", Status.OPEN)
    assert told.status("mediation-end-notice", "12-31") is Status.OPEN
    told.does(served("M11", "03-21"), "03-21")
    assert told.status("mediation-end-notice", "12-31") is Status.DISCHARGED
    dark = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    assert refusal(dark, Mediate(step=Step.OPENED, both_agree=True), "03-05") == "mediate.accusation"


# ---------------------------------------------------------------- S8: handling


def extension(days: int = 30) -> Extend:
    return Extend(days=days, reason="需要重新测量", approver="张镇长", paper_number="示政信延〔2026〕1号")


def test_s8_sixty_days_and_thirty_more_with_the_reason_told() -> None:
    told = accepted("03-02")
    told.does(extension(), "05-06")
    assert (told.duty("handling").due_strict, told.duty("handling").due_legal) == (day("05-31"), day("06-01"))
    assert told.duty("handling-extension").due_legal == day("05-06")
    told.does(served("D22", "05-06"), "05-06")
    assert told.status("handling-extension", "12-31") is Status.DISCHARGED


def test_s8_an_extension_a_day_late_is_refused_to_us_and_recorded_of_others() -> None:
    assert refusal(accepted("03-02"), extension(), "05-07") == "extend.expired"
    other = begun(OFFICE, "03-02", PETITION)
    other.does(Forward(unit="U1"), "03-02")
    other.does(did("accepted", "03-02"), "03-03")
    other.does(did("extended", "05-20", days=31), "05-21")
    other.does(did("extended", "06-20", days=31), "06-21")
    assert [m.days for m in other.matter.milestones if m.name == "extended"] == [31, 31]


@pytest.mark.parametrize(
    ("act", "code"), [(extension(31), "law.extension_too_long"), (extension(0), "external.days")]
)
def test_s8_thirty_days_are_the_most(act: Extend, code: str) -> None:
    assert refusal(accepted("03-02"), act, "04-01") == code


def test_s8_only_once_only_branch_six_only_what_was_accepted() -> None:
    told = accepted("03-02")
    told.does(extension(10), "04-01")
    assert refusal(told, extension(10), "04-02") == "extend.again"
    assert refusal(begun(TOWNSHIP, "03-02", PETITION), extension(), "04-01") == "extend.not_accepted"
    for path in (Path.DUTY_PERFORMANCE, Path.LITIGATION, Path.UNDECIDED):
        assert (
            refusal(begun(TOWNSHIP, "03-02", claim(path=path)), extension(), "04-01") == "extend.other_path"
        )


def test_s8_one_claim_is_extended_and_not_the_other() -> None:
    told = accepted("03-02", PETITION, PETITION)
    told.does(Extend(claim=1, days=10, reason="复杂", approver="张"), "04-01")
    assert refusal(told, Extend(days=5, reason="复杂", approver="张"), "04-02") == "extend.again"
    told.does(Extend(claim=2, days=5, reason="复杂", approver="张"), "04-02")


def test_s8h_a_hearing_while_handling_is_not_left_out_of_the_sixty_days() -> None:
    told = accepted("03-02")
    told.does(Hear(stage=Stage.HANDLING, begun_on=day("04-01"), ended_on=day("04-10")), "04-10")
    assert told.duty("handling").due_legal == day("05-06")
    wrong = Hear(stage=Stage.HANDLING, begun_on=day("04-11"), ended_on=day("04-10"))
    assert refusal(told, wrong, "04-12") == "hear.dates"
    future = Hear(stage=Stage.HANDLING, begun_on=day("04-11"), ended_on=day("04-20"))
    assert refusal(told, future, "04-12") == "act.date_in_future"


# ---------------------------------------------------------------- S9 to S13: opinion, review, re-examination


def test_s9_the_opinion_ends_handling_when_it_is_issued_and_is_owed_its_delivery() -> None:
    told = accepted("03-02")
    told.does(opinion(paper_number=""), "04-01")
    assert told.status("handling", "04-01") is Status.OPEN, "decided is not issued"
    told = accepted("03-02")
    told.does(opinion(due_by=day("05-31")), "05-06")
    assert told.status("handling", "12-31") is Status.DISCHARGED
    assert told.status("opinion-delivery", "12-31") is Status.OPEN
    assert (state_of(told.matter), told.matter.claims[0].result) == ("opinion", "supported")
    assert told.status("fulfilment", "06-01") is Status.MISSED
    told.does(Fulfil(on=day("05-30"), evidence="转账回单"), "06-02")
    assert told.status("fulfilment", "06-02") is Status.DISCHARGED


def test_s9_an_opinion_is_refused_out_of_order() -> None:
    assert refusal(begun(TOWNSHIP, "03-02", PETITION), opinion(), "03-10") == "opinion.not_accepted"
    assert refusal(accepted("03-03"), opinion(), "03-10") == "opinion.heard_before"
    assert refusal(accepted(), opinion(heard_on=day("03-11")), "03-10") == "act.date_in_future"
    other = begun(TOWNSHIP, "03-02", claim(path=Path.DUTY_PERFORMANCE))
    assert refusal(other, opinion(), "03-10") == "opinion.other_path"
    dark = begun(TOWNSHIP, "03-02", claim(Purpose.ACCUSATION))
    assert refusal(dark, opinion(), "03-10") == "opinion.accusation"
    assert refusal(accepted(), Fulfil(on=day("03-02"), evidence="x"), "03-10") == "fulfil.nothing"


def reviewed(result: ReviewResult = ReviewResult.UPHELD) -> Story:
    """A county office that follows a township's matter to the review opinion, served on 06-15."""
    told = begun(OFFICE, "01-05", PETITION)
    told.does(Forward(unit="U1"), "01-06")
    told.does(did("accepted", "01-07"), "01-08")
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    told.does(
        RequestReview(body="示范县人民政府", received_on=day("05-07"), postmark_on=day("05-06")), "05-07"
    )
    told.does(
        IssueReview(result=result, opinion="查明……", basis="条例第三十五条", paper_number="复1"), "06-05"
    )
    told.does(served("D30", "06-15"), "06-15")
    return told


def test_s10_the_right_to_review_is_thirty_days_from_delivery_and_a_window() -> None:
    told = reviewed()
    window = told.duty("review-request")
    assert (window.kind, window.due_strict, window.due_legal) == ("window", day("05-01"), day("05-06"))
    assert told.status("review-request", "12-31") is Status.USED


def test_s10x_a_lapsed_window_ends_nothing_by_itself() -> None:
    told = accepted("01-05")
    told.does(opinion(heard_on=day("01-06")), "01-20")
    told.does(served("D25", "01-20"), "01-20")
    assert told.status("review-request", "12-31") is Status.LAPSED
    assert state_of(told.matter) == "opinion"
    told.does(RequestReview(body="示范县人民政府", received_on=day("12-30")), "12-31")


def test_s11_the_review_has_thirty_days_from_receipt() -> None:
    told = reviewed()
    duty = told.duty("review")
    assert (duty.opened_on, duty.due_legal) == (day("05-07"), day("06-08"))
    assert told.duty("re-examination-request").due_legal == day("07-15")
    assert told.status("review-delivery", "12-31") is Status.DISCHARGED


def test_s11_never_by_the_unit_that_decided_and_only_by_a_body_of_its_table() -> None:
    told = accepted()
    told.does(opinion(), "03-20")
    itself = RequestReview(body="示范县信访局", received_on=day("03-21"))
    assert refusal(told, itself, "03-21") == "review.original_unit"
    other = begun(OFFICE, "01-05", PETITION)
    assert refusal(other, RequestReview(body="县", received_on=day("01-06")), "01-06") == "review.no_opinion"
    other.does(did("opinion-issued", "01-20", number="意1"), "01-20")
    same = RequestReview(body="示范镇人民政府", received_on=day("01-21"))
    assert refusal(other, same, "01-21") == "review.original_unit"
    assert refusal(other, IssueReview(result=ReviewResult.UPHELD, opinion="x", basis="y"), "01-21") == (
        "review.not_requested"
    )
    other.does(did("review-issued", "01-25", organ="U1"), "01-26")


def test_s11_what_a_township_of_our_own_network_decided_may_be_reviewed_here() -> None:
    there = accepted("03-02")
    there.does(opinion(), "03-20")
    here = Story(OFFICE, origin="XFJ0", entries=there.entries)
    here.does(RequestReview(body="示范县信访局", received_on=day("03-25")), "03-25")
    here.does(IssueReview(result=ReviewResult.UPHELD, opinion="x", basis="y", paper_number="复1"), "04-01")
    assert state_of(here.matter) == "reviewed"
    here.does(RequestReExamination(body="示范市人民政府", received_on=day("04-10")), "04-10")
    again = IssueReExamination(result=ReviewResult.UPHELD, opinion="x", basis="y")
    assert refusal(here, again, "04-11") == "review.original_unit"


def test_s11_the_bodies_above_a_unit_are_one_or_several() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("opinion-issued", "01-20", organ="U3", number="意1"), "01-20")
    wrong = RequestReview(body="某市", received_on=day("01-21"))
    assert refusal(told, wrong, "01-21") == "review.not_above"
    told.does(RequestReview(body="示范市自然资源局", received_on=day("01-21")), "01-21")


def test_s11_a_statutory_answer_has_no_review() -> None:
    for given in (claim(path=Path.DUTY_PERFORMANCE), claim(Purpose.SUGGESTION)):
        told = begun(OFFICE, "01-05", given)
        act = RequestReview(body="县", received_on=day("01-06"))
        assert refusal(told, act, "01-06") == "review.other_remedy"


def test_s11_revoked_the_unit_decides_again_and_the_old_answer_is_none() -> None:
    told = reviewed(ReviewResult.UPHELD)
    assert told.matter.claims[0].answer is not None
    revoked = reviewed(ReviewResult.REVOKED)
    assert revoked.matter.claims[0].answer is None
    assert revoked.status("redone-opinion", "12-31") is Status.OPEN
    revoked.does(did("opinion-issued", "07-01", number="意2"), "07-02")
    assert revoked.status("redone-opinion", "12-31") is Status.DISCHARGED
    changed = reviewed(ReviewResult.CHANGED).matter.claims[0].answer
    assert changed is not None and (changed.kind, changed.result) == ("review", "changed")


def test_s11_a_provinces_notice_of_review_is_off_until_switched_on() -> None:
    told = begun(OFFICE, "03-02", PETITION, law=Law.shipped(frozenset({"local-37"})))
    told.does(did("opinion-issued", "03-10", number="意1"), "03-10")
    told.does(RequestReview(body="县政府", received_on=day("03-20")), "03-20")
    assert told.duty("local-37-review-notice").due_legal == day("03-25")
    assert not reviewed().duties("local-37-review-notice")


def test_s12_re_examination_is_asked_for_against_the_review() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("opinion-issued", "01-20", number="意1"), "01-20")
    act = RequestReExamination(body="示范市人民政府", received_on=day("01-21"))
    assert refusal(told, act, "01-21") == "review.no_review"


def test_s13_hearing_days_are_left_out_of_re_examination_only() -> None:
    told = reviewed()
    told.does(RequestReExamination(body="示范市人民政府", received_on=day("06-15")), "06-16")
    assert told.duty("re-examination").due_legal == day("07-15")
    told.does(did("heard", "07-01", organ="示范市人民政府", days=5), "07-02")
    assert told.duty("re-examination").due_legal == day("07-20")
    told.does(did("re-examination-issued", "07-20", organ="示范市人民政府", number="核1"), "07-21")
    assert told.status("re-examination", "12-31") is Status.DISCHARGED
    assert told.status("re-examination-delivery", "12-31") is Status.OPEN
    assert (state_of(told.matter), station_of(told.matter)) == ("concluded", "follow_up")


def test_s13_we_decide_only_over_others() -> None:
    told = reviewed()
    told.does(RequestReExamination(body="示范市人民政府", received_on=day("06-15")), "06-16")
    act = IssueReExamination(result=ReviewResult.UPHELD, opinion="x", basis="y")
    assert refusal(told, act, "06-20") == "review.original_unit"


# ---------------------------------------------------------------- S14 to S16: the end, and what is no end


def answered(told: Story, on: str) -> Story:
    """A suggestion answered in writing and served on that day."""
    told.does(
        Answer(result=AnswerResult.ADOPTED, reply="已采纳", basis="县政府会议纪要", paper_number="复1"), on
    )
    told.does(served("D19", on), on)
    return told


def solved(evidence: str = "路灯已装，照片两张") -> Close:
    return Close(ending=Closing.SUBSTANTIVE, evidence=evidence)


def test_s14_a_suggestion_is_answered_and_closed_in_substance() -> None:
    told = answered(begun(TOWNSHIP, "03-02", claim(Purpose.SUGGESTION)), "03-20")
    assert told.status("suggestion-reply", "12-31") is Status.DISCHARGED
    assert told.status("answer-delivery", "12-31") is Status.DISCHARGED
    told.does(solved(), "03-25")
    assert (state_of(told.matter), is_resolved(told.matter)) == ("resolved", True)
    assert told.status("archive", "12-31") is Status.OPEN
    told.does(Rate(rating=Rating.SATISFIED), "03-26")
    assert refusal(told, solved(), "03-26") == "close.already"


def test_s14_every_gap_shuts_the_gate() -> None:
    told = begun(OFFICE, "03-02", claim(Purpose.SUGGESTION), claim(Purpose.SUGGESTION))
    assert refusal(told, solved(), "03-05") == "close.unanswered"
    told.does(
        Answer(claim=1, result=AnswerResult.ADOPTED, reply="好", basis="纪要", paper_number="复1"), "03-05"
    )
    one = Close(ending=Closing.SUBSTANTIVE, claim=1, evidence="照片")
    assert refusal(told, one, "03-05") == "close.not_delivered"
    told.does(served("D19", "03-06"), "03-06")
    assert refusal(told, solved(), "03-06") == "close.unanswered", "the second claim has no answer"
    assert refusal(told, Close(ending=Closing.SUBSTANTIVE, claim=1, evidence=" "), "03-06") == (
        "close.no_evidence"
    )
    told.does(one, "03-06")
    assert (state_of_claim(told.matter, 1), state_of_claim(told.matter, 2)) == ("resolved", "registered")
    assert not is_resolved(told.matter)
    other = begun(OFFICE, "03-02", PETITION)
    other.does(did("opinion-issued", "03-10", delivered_on=day("03-11")), "03-12")
    assert refusal(other, solved(), "03-12") == "close.no_basis", "no paper of theirs is named"


def test_s14_a_procedural_closing_has_a_cause_and_a_reason_and_is_counted_apart() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Forward(unit="U1"), "03-03")
    procedural = Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER, reason="信访人失联")
    assert refusal(told, Close(ending=Closing.PROCEDURAL, reason="x"), "03-05") == "close.no_cause"
    assert refusal(told, Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER), "03-05") == "close.no_reason"
    told.does(procedural, "03-05")
    assert (state_of(told.matter), told.matter.claims[0].ending) == ("closed", Ending.PROCEDURAL)
    assert told.status("unit-notice", "12-31") is Status.MISSED, "closing removes no duty"


def test_s14_solved_that_was_not_solved_is_opened_again_and_needs_a_new_answer() -> None:
    told = answered(begun(TOWNSHIP, "03-02", claim(Purpose.SUGGESTION)), "03-20")
    assert refusal(told, Reopen(reason="又坏了"), "03-21") == "reopen.not_closed"
    told.does(solved(), "03-25")
    told.does(Reopen(reason="又坏了"), "04-01")
    assert told.status("archive", "12-31") is Status.VOID
    assert told.status("reopened-work", "04-01") is Status.OPEN
    assert refusal(told, solved(), "04-01") == "close.unanswered"
    answered(told, "04-10")
    assert told.status("reopened-work", "04-10") is Status.DISCHARGED
    told.does(solved(), "04-11")
    assert state_of(told.matter) == "resolved"
    assert [duty.status(day("12-31")) for duty in told.duties("archive")] == [Status.VOID, Status.OPEN]


def test_s14_an_accusation_and_what_is_open_are_not_rated() -> None:
    dark = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    assert refusal(dark, Rate(rating=Rating.SATISFIED), "03-05") == "rate.accusation"
    assert refusal(begun(OFFICE, "03-02"), Rate(rating=Rating.SATISFIED), "03-05") == "rate.not_closed"


def test_s14_the_evaluation_window_is_the_petitioners() -> None:
    told = begun(OFFICE, "03-02", PETITION, law=Law.shipped(frozenset({"evaluation-window"})))
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.WITHDRAWN, reason="本人撤回"), "04-01")
    window = told.duty("evaluation")
    assert (window.kind, window.due_legal) == ("window", day("05-06"))


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        ("re-examination-issued", "concluded"),
        ("recognised", "recognised"),
        ("concluded-by-law", "concluded-by-law"),
    ],
)
def test_s15_three_endings_of_other_organs_are_never_one(fact: str, state: str) -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did(fact, "06-01", organ="上级", number="终1"), "06-02")
    assert (state_of(told.matter), station_of(told.matter)) == (state, "follow_up")
    assert told.matter.external_facts[-1].number == "终1"
    assert not is_resolved(told.matter)


def test_s16_only_what_is_closed_is_archived_once() -> None:
    told = begun(OFFICE, "03-02", law=Law.shipped(frozenset({"archive-days"})))
    assert refusal(told, Archive(volume="2026-1"), "03-03") == "archive.not_closed"
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.DIED, reason="信访人去世"), "03-02")
    assert told.duty("archive-days").due_legal == day("06-01")
    told.does(Archive(volume="2026-1"), "03-10")
    assert (state_of(told.matter), told.status("archive-days", "12-31")) == ("archived", Status.DISCHARGED)
    assert refusal(told, Archive(volume="2026-2"), "03-11") == "archive.already"


# ---------------------------------------------------------------- X1, X2 and what lies beside the road


def test_x1_supervision_is_answered_by_its_day() -> None:
    told = begun(OFFICE, "03-02")
    act = Supervise(unit="U1", trigger=Trigger.DELAYED, due_by=day("03-31"), reason="逾期未告知")
    told.does(Forward(unit="U1"), "03-03")
    told.does(act, "03-20")
    assert (told.duty("supervision-answer").due_legal, told.duty("supervision-answer").unit) == (
        day("03-31"),
        "U1",
    )
    told.does(did("supervision-answered", "03-30"), "04-02")
    assert told.status("supervision-answer", "12-31") is Status.DISCHARGED
    assert refusal(told, act, "04-01") == "assign.due_in_past"
    dark = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    assert refusal(dark, act, "03-20") == "contact.accusation"


def test_x1_a_second_supervision_is_owed_its_own_answer() -> None:
    told = begun(OFFICE, "03-02")
    for on, due in (("03-20", "03-31"), ("04-10", "04-20")):
        told.does(Supervise(unit="U1", trigger=Trigger.DELAYED, due_by=day(due), reason="逾期"), on)
    told.does(did("supervision-answered", "04-15"), "04-15")
    found = [duty.status(day("12-31")) for duty in told.duties("supervision-answer")]
    assert found == [Status.LATE, Status.DISCHARGED]


def test_x1_a_recommendation_is_owed_an_answer_without_days_unless_a_local_text_sets_them() -> None:
    act = Recommend(advice=Advice.IMPROVE_WORK, organ="U1", reason="多次逾期")
    told = begun(OFFICE, "04-01")
    told.does(act, "04-01")
    assert told.duty("recommendation-answer").due_legal is None
    for profile, rule in (("local-31", "local-31-recommendation"), ("local-37", "local-37-recommendation")):
        local = begun(OFFICE, "04-01", law=Law.shipped(frozenset({profile})))
        local.does(act, "04-01")
        assert local.duty(rule).due_legal == day("05-06")
        local.does(did("recommendation-answered", "04-20"), "04-20")
        assert local.status(rule, "12-31") is Status.DISCHARGED
    blame = Recommend(advice=Advice.HOLD_TO_ACCOUNT, organ="U1", reason="推诿")
    assert refusal(told, blame, "04-02") == "recommend.no_consequence"


def test_x2_withdrawn_ends_the_clocks_and_can_be_archived() -> None:
    told = accepted()
    told.does(Withdraw(reason="本人撤回"), "03-10")
    assert (state_of(told.matter), told.status("handling", "12-31")) == ("withdrawn", Status.VOID)
    told.does(Archive(volume="2026-1"), "03-20")
    assert state_of(told.matter) == "archived"


def test_matters_are_linked_without_being_merged() -> None:
    told = begun(OFFICE, "03-02")
    told.does(LinkMatter(other="LX07-25-00009-0", bond=Relation.NEW_FACTS), "03-03")
    assert [(item.number, item.bond) for item in told.matter.links] == [("LX07-25-00009-0", "new_facts")]
    again = LinkMatter(other="LX07-25-00009-0", bond=Relation.NEW_FACTS)
    assert refusal(told, again, "03-03") == "link.already"
    own = LinkMatter(other=told.matter.number, bond=Relation.SAME)
    assert refusal(told, own, "03-03") == "link.itself"


# ---------------------------------------------------------------- law.md 1.4: what people believe wrongly


def test_belief_10_a_statutory_answer_opens_reconsideration_and_the_courts_never_a_review() -> None:
    told = begun(DEPARTMENT, "01-05", claim(path=Path.DUTY_PERFORMANCE))
    told.does(
        Answer(result=AnswerResult.DECLINED, reply="不属违法", basis="《土地管理法》", paper_number="答1"),
        "01-15",
    )
    told.does(served("D26", "03-02"), "03-02")
    assert told.duty("reconsideration-request").due_legal == day("05-06")
    assert told.duty("litigation-request").due_legal == day("09-02")
    assert told.status("branch-five", "12-31") is Status.DISCHARGED
    assert not told.duties("review-request")


def test_belief_1_the_petition_procedure_is_answered_by_an_opinion_the_others_have_no_sixty_days() -> None:
    told = begun(DEPARTMENT, "01-05", PETITION)
    act = Answer(result=AnswerResult.EXPLAINED, reply="x", basis="y")
    assert refusal(told, act, "01-06") == "answer.needs_opinion"
    simple = begun(DEPARTMENT, "03-20", PETITION, law=Law.shipped(frozenset({"simple-handling"})))
    assert simple.duty("simple-route").due_legal == day("03-25")
    simple.does(Accept(), "03-20")
    assert simple.duty("simple-handling").due_legal == day("04-03")
    simple.does(act, "03-25")
    assert simple.status("simple-handling", "12-31") is Status.DISCHARGED
    dark = begun(OFFICE, "01-05", claim(Purpose.ACCUSATION))
    assert refusal(dark, act, "01-06") == "answer.accusation"
    wish = Answer(result=AnswerResult.ADOPTED, reply="x", basis="y")
    assert refusal(begun(OFFICE, "01-05"), wish, "01-06") == "answer.not_a_suggestion"


def test_belief_2_the_two_fifteen_days_follow_each_other() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(Forward(unit="U1"), "01-20")
    told.does(did("unit-received", "01-20"), "01-21")
    assert (told.duty("office-route").due_legal, told.duty("unit-notice").due_legal) == (
        day("01-20"),
        day("02-04"),
    )


def test_belief_3_hearing_days_are_left_out_only_at_re_examination() -> None:
    assert [rule.id for rule in Law.shipped().rules if rule.excludes] == ["re-examination"]


def test_belief_5_without_name_or_papers_it_is_registered_and_only_the_notice_falls_away() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION, people=People(), anonymous=True)
    assert told.status("unit-notice", "12-31") is Status.VOID
    sent = begun(OFFICE, "03-02", PETITION, people=People(), anonymous=True)
    sent.does(Forward(unit="U1"), "03-03")
    assert sent.status("unit-notice", "12-31") is Status.MISSED, "23(3) does not repeat the exemption"


def test_belief_7_a_lapsed_window_is_no_ground_of_the_national_text() -> None:
    assert [g.id for g in Law.shipped(frozenset()).grounds_of("refuse-again", day("03-02"))] == [
        "re-examined"
    ]


def test_belief_9_supervision_rests_on_article_forty() -> None:
    assert "第四十条" in Law.shipped().rule("supervision-answer").article


def test_belief_12_only_the_sixty_days_can_be_extended() -> None:
    assert {rule.id: rule.extension for rule in Law.shipped(frozenset()).rules if rule.extension} == {
        "handling": 30
    }


def test_belief_14_the_wrong_level_is_no_ground() -> None:
    for ground in ("wrong-level", "above-level"):
        act = Refuse(ground=ground, unit="县", reference="1", on=day("03-01"))
        assert refusal(begun(DEPARTMENT, "03-02"), act, "03-02") == "refuse.ground_unknown"


def test_belief_15_an_oral_agreement_does_not_end_a_petition() -> None:
    told = accepted()
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-03")
    assert refusal(told, Mediate(step=Step.SETTLED, signed=True), "03-04") == "mediate.not_written"


def test_belief_4_what_belongs_to_a_court_is_registered_and_led_there_not_refused() -> None:
    told = begun(OFFICE, "01-05", claim(path=Path.LITIGATION))
    assert refusal(told, Refuse(ground="litigation"), "01-06") == "refuse.ground_unknown"
    told.does(
        Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="《民事诉讼法》第二百一十条"), "01-06"
    )
    assert state_of(told.matter) == "diverted"


def test_belief_6_no_text_of_2022_gives_thirty_days_to_a_recommendation() -> None:
    assert Law.shipped(frozenset()).rule("recommendation-answer").length is None


def test_belief_8_mediation_stops_no_clock() -> None:
    assert not any("mediat" in name for rule in Law.shipped().rules for name in rule.excludes)
    told = accepted("03-02")
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-02")
    assert told.status("handling", "05-07") is Status.MISSED


def test_belief_13_five_persons_is_how_many_may_speak() -> None:
    assert Law.shipped().most_representatives == 5


def test_belief_19_the_three_and_two_ship_empty() -> None:
    empty, plain = Law.shipped(frozenset({"three-refusals"})), Law.shipped(frozenset())
    assert [g.id for g in empty.grounds] == [g.id for g in plain.grounds] == ["pending-below", "re-examined"]


def test_local_limits_are_shown_beside_the_national_ones() -> None:
    told = begun(OFFICE, "03-02", PETITION, law=Law.shipped(frozenset({"local-33", "local-41"})))
    assert told.duty("local-41-forward").due_legal == day("03-09")
    assert told.duty("local-33-forward").due_legal == day("03-09")
    told.does(did("accepted", "04-01"), "04-01")
    assert (
        told.duty("local-33-handling").due_legal == told.duty("local-41-handling").due_legal == day("05-06")
    )
    assert told.duty("handling").due_legal == day("06-01")


def test_a_step_of_the_county_share() -> None:
    told = begun(
        OFFICE, "03-03", PETITION, channel="sent_down", law=Law.shipped(frozenset({"shared-fifteen-days"}))
    )
    assert told.duty("shared-county-days").due_legal == day("03-09")
    told.does(Classify(purpose=Purpose.CLAIM), "03-03")
