"""What no paper of an office may say: refused where we write it, found where others did."""

from __future__ import annotations

import pytest

from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.reviewing import IssueReview, RequestReview, ReviewResult
from app.domain.claims import Path, Purpose
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, accepted, begun, did, opinion, refusal
from tests.domain.story import claim, day


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("opinion", "如不服，可在六十日内申请行政复议。", "text.wrong_remedy"),
        ("opinion", "如不服，可以向人民法院提起诉讼。", "text.wrong_remedy"),
        ("basis", "国务院《信访条例》第三十二条", "text.repealed_law"),
        ("facts", "依国务院令第431号查明", "text.repealed_law"),
        ("opinion", "你属越级，不予登记。", "text.forbidden"),
    ],
)
def test_our_own_opinion_says_nothing_of_the_kind(field: str, text: str, code: str) -> None:
    assert refusal(accepted(), opinion(**{field: text}), "03-20") == code


def test_what_happened_before_may_be_told() -> None:
    told = accepted()
    told.does(opinion(facts="你曾于2025年申请行政复议，已经维持。"), "03-20")
    assert told.matter.claims[0].answer is not None


def test_a_review_offers_no_other_remedy_either() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("accepted", "01-07"), "01-08")
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    told.does(RequestReview(body="示范县人民政府", received_on=day("04-07")), "04-07")
    act = IssueReview(result=ReviewResult.UPHELD, opinion="可提起行政诉讼", basis="条例第三十五条")
    assert refusal(told, act, "04-20") == "text.wrong_remedy"


def test_an_answer_outside_the_petition_procedure_offers_no_review() -> None:
    suggestion = begun(TOWNSHIP, "03-02", claim(purpose=Purpose.SUGGESTION))
    duty = begun(TOWNSHIP, "03-02", claim(path=Path.DUTY_PERFORMANCE))
    for told, result in ((suggestion, AnswerResult.ADOPTED), (duty, AnswerResult.EXPLAINED)):
        act = Answer(result=result, reply="如不服可请求复查。", basis="条例")
        assert refusal(told, act, "03-20") == "text.no_review"
    remedy = Answer(
        result=AnswerResult.EXPLAINED, reply="如不服，可在六十日内申请行政复议。", basis="行政复议法"
    )
    duty.does(remedy, "03-20")
    assert duty.matter.claims[0].answer is not None, "another law's remedy belongs there"


def test_no_refusal_extension_or_diversion_rests_on_what_is_repealed() -> None:
    told = begun(OFFICE, "03-02", claim(path=Path.LITIGATION))
    act = Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="国务院《信访条例》第二十一条")
    assert refusal(told, act, "03-05") == "text.repealed_law"
    extended = Extend(days=10, reason="依国务院令第431号", approver="镇长")
    assert refusal(accepted(), extended, "03-20") == "text.repealed_law"
