"""The self-check on handling, opinions and closing: K16 to K25, K48."""

from __future__ import annotations

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.closing import Archive, Cause, Close, Closed, Closing
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Assign
from app.domain.acts.opining import OpinionGiven, OpinionResult
from app.domain.claims import Path
from app.domain.flaws import Flaw
from app.domain.selfcheck import leads
from tests.domain.checking import found, says, since, stands
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, accepted, begun, did, opinion, served
from tests.domain.story import Story, claim, day


def at_the_unit() -> Story:
    """A matter that another unit accepted on 03-02: sixty days later is 05-01, a holiday; 05-06 is the next working day."""
    told = begun(OFFICE, "03-02")
    told.does(did("accepted", "03-02"), "03-02")
    return told


def test_k16_no_opinion_after_sixty_days() -> None:
    told = accepted()
    assert (stands(told, "K16", "05-06"), since(told, "K16")) == (False, "05-07")
    told.does(Extend(days=30, reason="情况复杂", approver="镇长"), "04-20")
    assert not stands(told, "K16", "05-31") and stands(told, "K16", "06-02")


def test_k16_an_opinion_a_day_late_is_still_seen_and_counts_for_order_only() -> None:
    told = accepted()
    told.does(opinion(), "05-07")
    (finding,) = found(told, "K16", "12-31")
    assert (finding.late, finding.severity) == (True, "A")


@pytest.mark.parametrize(
    ("days", "flaws", "what"),
    [
        (31, (), "days"),
        (20, (Flaw.NO_REASON,), "no_reason"),
        (20, (Flaw.NO_APPROVER,), "no_approver"),
    ],
)
def test_k17_an_extension_that_is_too_long_or_lacks_something(
    days: int, flaws: tuple[Flaw, ...], what: str
) -> None:
    told = at_the_unit()
    told.does(did("extended", "04-20", days=days, flaws=flaws, delivered_on=day("04-21")), "04-22")
    assert says(told, "K17", "what") == [what]


def test_k17_a_second_extension_and_one_on_another_road() -> None:
    twice = at_the_unit()
    for on in ("04-10", "04-20"):
        twice.does(did("extended", on, days=10, delivered_on=day(on)), on)
    assert says(twice, "K17", "what") == ["again"]
    other = begun(OFFICE, "03-02", claim(path=Path.DUTY_PERFORMANCE))
    other.does(did("extended", "04-20", days=10, delivered_on=day("04-20")), "04-20")
    assert "road" in says(other, "K17", "what")


def test_k17_told_a_day_after_the_original_day() -> None:
    told, in_time = at_the_unit(), at_the_unit()
    told.does(did("extended", "05-06", days=20, delivered_on=day("05-07")), "05-08")
    in_time.does(did("extended", "05-06", days=20, delivered_on=day("05-06")), "05-08")
    (finding,) = found(told, "K17", "12-31")
    assert (finding.late, dict(finding.details)["done"]) == (True, "2026-05-07")
    assert not stands(in_time, "K17", "12-31")


def test_k18_assigned_and_no_report_by_the_day_that_was_set() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Assign(unit="U1", due_by=day("04-01")), "03-03")
    assert (stands(told, "K18", "04-01"), since(told, "K18")) == (False, "04-02")
    told.does(did("assignment-reported", "04-01"), "04-02")
    assert not stands(told, "K18", "12-31")


@pytest.mark.parametrize("flaw", [Flaw.NO_DEMAND, Flaw.NO_FACTS, Flaw.NO_OPINION, Flaw.NO_BASIS])
def test_k19_an_opinion_lacks_what_it_must_hold(flaw: Flaw) -> None:
    told = at_the_unit()
    told.does(did("opinion-issued", "04-20", flaws=(flaw,), number="3号"), "04-20")
    assert says(told, "K19", "what") == [str(flaw)]


def test_k19_a_claim_is_left_without_its_own_conclusion() -> None:
    told = accepted("03-02", PETITION, PETITION)
    told.does(opinion(claim=1), "04-20")
    (finding,) = found(told, "K19", "12-31")
    assert (finding.claim, dict(finding.details)["what"]) == (2, "no_conclusion")
    told.does(opinion(claim=2), "04-21")
    assert not stands(told, "K19", "12-31")


def test_k20_an_opinion_with_the_remedy_of_another_procedure() -> None:
    told = accepted()
    told.write(_worded("查明属实，予以支持。如不服可申请行政复议。"), day("04-20"))
    assert says(told, "K20", "word") == ["申请行政复议"]
    clean = accepted()
    clean.does(opinion(), "04-20")
    assert not stands(clean, "K20", "12-31")


def test_k20_another_unit_wrote_no_way_to_review() -> None:
    told = at_the_unit()
    told.does(did("opinion-issued", "04-20", flaws=(Flaw.NO_REMEDY,), number="3号"), "04-20")
    assert says(told, "K20", "what") == ["no_remedy"]


def test_k21_supported_and_not_made_good() -> None:
    told = accepted()
    told.does(opinion(due_by=day("05-20")), "04-20")
    assert (stands(told, "K21", "05-20"), since(told, "K21")) == (False, "05-21")
    without_day = accepted()
    without_day.does(opinion(), "04-20")
    assert since(without_day, "K21") == "06-23", (
        "sixty days end on a Friday holiday: the day after the next working day"
    )


def test_k22_closed_on_paper_only() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.ANSWERED, reason="已转送"), "03-20")
    assert since(told, "K22") == "03-20"
    withdrawn = begun(OFFICE, "03-02")
    withdrawn.does(Close(ending=Closing.PROCEDURAL, cause=Cause.WITHDRAWN, reason="本人撤回"), "03-20")
    assert not stands(withdrawn, "K22", "12-31")


def test_k22_called_solved_by_an_import_without_answer() -> None:
    told = begun(OFFICE, "03-02")
    told.write(Closed(ending=Closing.SUBSTANTIVE, claim=0, evidenced=True), day("03-20"))
    assert says(told, "K22", "ending") == ["unproved"]


def test_k23_led_to_a_court_and_forgotten() -> None:
    told = begun(OFFICE, "03-02", claim(path=Path.LITIGATION))
    divert = Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="民事诉讼法", due_by=day("05-06"))
    told.does(divert, "03-05")
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.DIVERTED, reason="已引导"), "03-06")
    assert since(told, "K23") == "03-24", "fifteen days end on a Saturday, so on Monday 03-23"
    told.does(did("external-proceeding", "03-20", organ="示范县人民法院"), "03-20")
    assert not stands(told, "K23", "12-31")


def test_k24_nobody_listened_before_the_opinion() -> None:
    told = at_the_unit()
    told.does(did("opinion-issued", "04-20", flaws=(Flaw.NOT_HEARD,), number="3号"), "04-20")
    assert since(told, "K24") == "04-20"


def test_k25_an_opinion_that_rests_on_the_regulation_of_2005() -> None:
    told = accepted()
    told.write(_worded("依据国务院《信访条例》第三十二条，予以支持。"), day("04-20"))
    assert says(told, "K25", "word") == ["国务院《信访条例》"]


def test_k25_two_letters_share_their_sentences_whatever_the_dates_and_sums() -> None:
    one, other = accepted(), accepted()
    one.write(_worded("经调查你反映的承包地补偿款问题基本属实，应付3万元。"), day("04-20"))
    other.write(_worded("经调查，你反映的承包地补偿款问题基本属实，应付20万元。"), day("05-01"))
    first, second = (
        next(lead for lead in leads(told.matter) if lead.check == "K25") for told in (one, other)
    )
    assert first.key == second.key


def test_k48_closed_and_not_filed_after_ninety_days() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.WITHDRAWN, reason="本人撤回"), "03-20")
    assert since(told, "K48") == "06-19", "ninety days end on Thursday 06-18"
    told.does(Archive(volume="2026-1"), "06-18")
    assert not stands(told, "K48", "12-31")


def test_an_opinion_of_two_claims_that_were_accepted_apart_waits_for_its_own_day() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION, PETITION)
    told.does(Accept(claim=1), "03-02")
    told.does(Accept(claim=2), "03-10")
    told.does(opinion(claim=1), "04-20")
    told.does(served("D25", "04-21"), "04-21")
    assert not stands(told, "K19", "05-01")


def _worded(text: str) -> OpinionGiven:
    return OpinionGiven(
        result=OpinionResult.SUPPORTED, claim=0, basis="土地管理法", heard_on=day("03-05"), opinion=text
    )
