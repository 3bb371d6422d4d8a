"""The self-check on serving, review and mediation: K26 to K37, K47, K52."""

from __future__ import annotations

import pytest

from app.domain.acts.classifying import Classify
from app.domain.acts.delivering import DeliveryAttempted
from app.domain.acts.forwarding import Forward
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.reviewing import RequestReview, ReviewGiven, ReviewResult
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.flaws import Flaw
from app.domain.people import People, Petitioner
from tests.domain.checking import found, says, since, stands
from tests.domain.road import DEPARTMENT, OFFICE, TOWNSHIP, accepted, begun, did, served
from tests.domain.story import Story, claim, day


def with_paper(kind: str = "D14", **given: object) -> Story:
    told = begun(TOWNSHIP, "03-02", **given)
    told.issues(kind, "03-03")
    return told


def attempted(told: Story, on: str, **given: object) -> None:
    """An attempt as another program might have written it: nothing is refused."""
    paper = told.matter.papers[-1].id
    values = {"method": DeliveryMethod.IN_PERSON, "outcome": Outcome.RECEIVED, "receiver": "张示范"}
    told.write(DeliveryAttempted(paper=paper, **{**values, **given}), day(on))  # type: ignore[arg-type]


def decided(opinion_on: str = "04-01", delivered: str = "04-02") -> Story:
    """Another unit decided, and the opinion was served."""
    told = begun(OFFICE, "03-02")
    told.does(did("accepted", "03-02"), "03-02")
    told.does(did("opinion-issued", opinion_on, number="3号", delivered_on=day(delivered)), "05-20")
    return told


def test_k26_a_paper_without_proof_after_ten_days() -> None:
    told = with_paper()
    assert since(told, "K26") == "03-14"
    told.does(served("D14", "03-13"), "03-13")
    assert not stands(told, "K26", "12-31")


def test_k26_another_units_opinion_that_nobody_saw_arrive() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("opinion-issued", "04-01", number="3号"), "04-02")
    assert since(told, "K26") == "04-14", "ten days end on Saturday 04-11, so on Monday 04-13"
    assert not stands(decided(), "K26", "12-31")


def test_k27_received_by_somebody_who_may_not() -> None:
    neighbour, wife, self_ = with_paper(), with_paper(), with_paper()
    attempted(neighbour, "03-05", receiver="李邻居", relation="邻居")
    attempted(wife, "03-05", receiver="王妻", relation="配偶")
    attempted(self_, "03-05")
    assert says(neighbour, "K27", "what") == ["receiver"]
    assert not stands(wife, "K27", "12-31") and not stands(self_, "K27", "12-31")


def test_k27_left_behind_without_a_witness() -> None:
    told = with_paper()
    attempted(told, "03-05", method=DeliveryMethod.LEFT_AT_ADDRESS)
    assert says(told, "K27", "what") == ["witness"]
    witnessed = with_paper()
    attempted(witnessed, "03-05", method=DeliveryMethod.LEFT_AT_ADDRESS, witness="村委会赵")
    assert not stands(witnessed, "K27", "12-31")


def test_k28_it_arrived_before_it_was_written() -> None:
    told = with_paper()
    attempted(told, "03-02")
    assert since(told, "K28") == "03-02"
    by_others = decided(delivered="03-30")
    assert since(by_others, "K28") == "03-30"


def test_k29_electronically_and_nobody_had_agreed() -> None:
    agreed = People(petitioners=(Petitioner(name="张示范", address="示范镇", electronic_delivery="邮箱"),))
    told, asked = with_paper(), with_paper(people=agreed)
    for each in (told, asked):
        attempted(each, "03-05", method=DeliveryMethod.ELECTRONIC)
    assert (since(told, "K29"), since(asked, "K29")) == ("03-05", "")


def test_k30_no_review_within_thirty_days() -> None:
    told = decided()
    told.does(did("review-requested", "04-10", organ="U3"), "04-10")
    assert since(told, "K30") == "05-12", "thirty days end on Sunday 05-10, so on Monday 05-11"
    told.does(did("review-issued", "05-13", organ="U3", number="5号", delivered_on=day("05-14")), "05-15")
    (finding,) = found(told, "K30", "12-31")
    assert finding.late


def test_k31_a_request_in_time_was_rejected_as_late() -> None:
    """Served on 04-02: thirty days end on 05-02, a holiday; 05-06 is the next working day."""
    in_time, late = decided(), decided()
    for told, asked in ((in_time, "05-06"), (late, "05-07")):
        told.does(did("review-requested", asked, organ="U3"), asked)
        told.does(did("review-rejected", "05-10", organ="U3", flaws=(Flaw.REJECTED_AS_LATE,)), "05-10")
    assert (since(in_time, "K31"), since(late, "K31")) == ("05-10", "")


def test_k31_by_the_post_the_postmark_counts() -> None:
    told = decided()
    told.does(RequestReview(body="U3", received_on=day("05-09"), postmark_on=day("05-06")), "05-09")
    told.does(did("review-rejected", "05-10", organ="U3", flaws=(Flaw.REJECTED_AS_LATE,)), "05-10")
    assert since(told, "K31") == "05-10"


def test_k31_without_proof_of_delivery_no_period_runs() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("opinion-issued", "04-01", number="3号"), "04-02")
    told.does(did("review-rejected", "06-10", organ="U3", flaws=(Flaw.REJECTED_AS_LATE,)), "06-10")
    assert since(told, "K31") == "06-10"


def test_k32_reviewed_by_whoever_had_decided() -> None:
    told = decided()
    told.does(did("review-requested", "04-10", organ="U1"), "04-10")
    told.does(did("review-issued", "04-20", organ="U1", number="5号", delivered_on=day("04-21")), "04-22")
    assert says(told, "K32", "unit") == ["U1"]
    other = decided()
    other.does(did("review-requested", "04-10", organ="U3"), "04-10")
    other.does(did("review-issued", "04-20", organ="U3", number="5号", delivered_on=day("04-21")), "04-22")
    assert not stands(other, "K32", "12-31")


def test_k33_mediation_without_both_consents() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("mediation-opened", "03-05", flaws=(Flaw.WITHOUT_CONSENT,)), "03-05")
    assert since(told, "K33") == "03-05"


@pytest.mark.parametrize("flaw", [Flaw.UNSIGNED, Flaw.UNSEALED, Flaw.ORAL])
def test_k34_an_agreement_that_binds_nobody(flaw: Flaw) -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("settled", "03-10", number="调1号", flaws=(flaw,)), "03-10")
    assert says(told, "K34", "what") == [str(flaw)]


def test_k34_our_own_agreement_was_signed_and_is_in_order() -> None:
    told = accepted()
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-05")
    told.does(Mediate(step=Step.SETTLED, reference="调1号", signed=True, due_by=day("04-10")), "03-10")
    assert not stands(told, "K34", "12-31")


def test_k35_confirmation_sought_too_late_or_by_one_side() -> None:
    """Effective on 03-10: thirty days end on 04-09."""
    late, one_sided = begun(OFFICE, "03-02"), begun(OFFICE, "03-02")
    for told in (late, one_sided):
        told.does(did("settled", "03-10", number="调1号"), "03-10")
    late.does(did("confirmed", "04-10", organ="示范县人民法院"), "04-10")
    one_sided.does(did("confirmed", "04-09", organ="示范县人民法院", flaws=(Flaw.ONE_SIDED,)), "04-10")
    assert says(late, "K35", "what") == ["late"]
    assert says(one_sided, "K35", "what") == ["one_sided"]


def test_k36_mediation_failed_and_nobody_was_told_of_the_other_ways() -> None:
    """Failed on Thursday 03-12: three working days end on Tuesday 03-17."""
    told = accepted()
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-05")
    told.does(Mediate(step=Step.FAILED, reason="一方不同意", paper_number="调终1号"), "03-12")
    assert (stands(told, "K36", "03-17"), since(told, "K36")) == (False, "03-18")
    told.does(served("M11", "03-17"), "03-17")
    assert not stands(told, "K36", "12-31")


def test_k37_the_agreement_was_to_be_kept_and_nobody_asked() -> None:
    told = accepted()
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-05")
    told.does(Mediate(step=Step.SETTLED, reference="调1号", signed=True, due_by=day("04-10")), "03-10")
    assert (stands(told, "K37", "04-10"), since(told, "K37")) == (False, "04-11")
    told.does(Mediate(step=Step.CALLED_BACK), "04-10")
    assert not stands(told, "K37", "12-31")


def test_k47_days_that_contradict_each_other() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("accepted", "04-10"), "05-01")
    told.does(did("opinion-issued", "04-01", number="3号", delivered_on=day("04-02")), "05-01")
    assert says(told, "K47", "fact") == ["opinion-issued"]
    typed_in = begun(OFFICE, "03-02", backfilled=True)
    typed_in.does(did("accepted", "04-10"), "05-01")
    typed_in.does(did("opinion-issued", "04-01", number="3号"), "05-01")
    assert not stands(typed_in, "K47", "12-31")


def test_k52_an_accusation_was_repeated_in_an_ordinary_letter() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Forward(unit="U1"), "03-03")
    told.issues("D09", "03-03")
    assert not stands(told, "K52", "12-31"), "it is a claim like others"
    told.does(Classify(purpose=Purpose.ACCUSATION), "03-09")
    assert since(told, "K52") == "03-09", "since it is known what it is"
    told.does(VoidPaper(paper="D09", reason="收回"), "03-10")
    assert not stands(told, "K52", "12-31")
    sealed = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    sealed.does(Forward(unit="U1"), "03-03")
    sealed.issues("D20", "03-03")
    assert not stands(sealed, "K52", "12-31"), "the sealed letter repeats nothing"


def test_a_review_by_the_body_above_on_its_own_desk_gives_no_finding() -> None:
    told = begun(DEPARTMENT, "03-02")
    told.does(
        did("opinion-issued", "04-01", organ="示范镇人民政府", number="3号", delivered_on=day("04-02")),
        "04-03",
    )
    told.does(RequestReview(body="示范县自然资源局", received_on=day("04-10")), "04-10")
    told.write(ReviewGiven(result=ReviewResult.UPHELD, claim=0, basis="条例第三十五条"), day("04-20"))
    assert not stands(told, "K32", "12-31")
