"""The road map from the opinion to the archive (S9 to S16): review, endings, the gate, and what is no end."""

from __future__ import annotations

import pytest

from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.closing import Archive, Cause, Close, Closing, Reopen
from app.domain.acts.forwarding import Forward
from app.domain.acts.opining import Fulfil
from app.domain.acts.rating import Rate, Rating
from app.domain.acts.reviewing import (
    IssueReExamination,
    IssueReview,
    RequestReExamination,
    RequestReview,
    ReviewResult,
)
from app.domain.acts.taking_on import TakeOnReview
from app.domain.claims import Ending, Path, Purpose
from app.domain.conclusions import is_resolved
from app.domain.law import Law
from app.domain.obligations import Status
from app.domain.roadmap import state_of, state_of_claim, station_of
from tests.domain.road import (
    OFFICE,
    PETITION,
    TOWNSHIP,
    accepted,
    answered,
    begun,
    did,
    opinion,
    refusal,
    reviewed,
    served,
    solved,
)
from tests.domain.story import Story, claim, day

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
    assert told.status("review", "12-31") is Status.DISCHARGED, "decided here, in the name of the body asked"
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


@pytest.mark.parametrize(("agreed", "fact"), [(True, "review-accepted"), (False, "review-rejected")])
def test_s11_taking_a_request_on_or_turning_it_away_ends_the_provinces_clock(agreed: bool, fact: str) -> None:
    told = begun(OFFICE, "03-02", PETITION, law=Law.shipped(frozenset({"local-37"})))
    told.does(did("opinion-issued", "03-10", number="意1"), "03-10")
    early = TakeOnReview(agreed=True)
    assert refusal(told, early, "03-11") == "review.not_requested"
    told.does(RequestReview(body="县政府", received_on=day("03-20")), "03-20")
    assert refusal(told, TakeOnReview(agreed=False, reason=" "), "03-23") == "review.no_reason"
    told.does(TakeOnReview(agreed=agreed, reason="没有原处理意见书"), "03-23")
    assert told.matter.milestones[-1].name == fact
    assert told.status("local-37-review-notice", "12-31") is Status.DISCHARGED
    assert told.status("review", "04-01") is Status.OPEN, "telling is not reviewing"
    assert refusal(told, early, "03-24") == "review.request_decided"


def test_s11_who_decided_before_does_not_take_the_request_on() -> None:
    told = accepted("03-02")
    told.does(opinion(), "03-20")
    here = Story(OFFICE, origin="XFJ0", entries=told.entries)
    here.does(RequestReview(body="示范县信访局", received_on=day("03-25")), "03-25")
    here.does(IssueReview(result=ReviewResult.UPHELD, opinion="x", basis="y", paper_number="复1"), "04-01")
    here.does(RequestReExamination(body="示范市人民政府", received_on=day("04-10")), "04-10")
    assert refusal(here, TakeOnReview(agreed=True), "04-11") == "review.original_unit"


def test_s12_a_request_for_re_examination_is_taken_on_by_its_own_fact() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("opinion-issued", "01-20", number="意1"), "01-20")
    told.does(RequestReview(body="示范县人民政府", received_on=day("01-21")), "01-21")
    told.does(did("review-issued", "02-01", organ="示范县人民政府", number="复1"), "02-01")
    told.does(RequestReExamination(body="示范市人民政府", received_on=day("02-10")), "02-10")
    told.does(TakeOnReview(agreed=True, paper_number="核受1"), "02-11")
    assert told.matter.milestones[-1].name == "re-examination-accepted"
    assert told.matter.papers[-1].kind == "D31N"


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
