"""The self-check on supervision, recusal, urgent reports and confidence: K38 (whom), K40 to K44."""

from __future__ import annotations

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.acts.recusing import Recuse
from app.domain.acts.supervising import Advice, Recommend, Recommended, Report, Supervise, Trigger
from app.domain.conflict import units_of_accused
from app.domain.office import Office, Unit
from tests.domain.checking import found, says, since, stands
from tests.domain.road import OFFICE, begun, did
from tests.domain.story import Story, day

TREE = Office(
    name="示范县信访局",
    units=(
        Unit(code="G", name="示范县人民政府"),
        Unit(code="N", name="示范县自然资源局", superior="G"),
        Unit(code="S", name="示范镇自然资源所", superior="示范县自然资源局"),
        Unit(code="T", name="示范镇人民政府", superior="G"),
    ),
)


def with_a_silent_unit() -> Story:
    """The unit had it on 03-04 and told nobody by 03-19."""
    told = begun(OFFICE, "03-02")
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("unit-received", "03-04"), "03-04")
    return told


def supervise(unit: str = "U1") -> Supervise:
    return Supervise(unit=unit, trigger=Trigger.DELAYED, due_by=day("12-31"), reason="逾期未告知")


@pytest.mark.parametrize(
    ("accused", "kept_out"),
    [
        ("示范县自然资源局局长", {"N", "S"}),
        ("示范镇人民政府副镇长", {"T"}),
        ("自然资源局局长", {"N", "S"}),
        ("李村镇人民政府副镇长", set()),
        ("示范县人民政府", {"G", "N", "S", "T"}),
        ("某村村民", set()),
        ("", set()),
    ],
)
def test_k38_the_accused_their_unit_and_those_under_it(accused: str, kept_out: set[str]) -> None:
    assert units_of_accused(accused, TREE) == kept_out


def test_k40_an_interest_was_declared_and_nobody_stepped_in() -> None:
    told = begun(OFFICE, "03-02")
    told.does(Recuse(person="王某", reason="与信访人是亲属"), "03-03")
    assert since(told, "K40") == "03-03"
    told.does(Recuse(person="王某", replaced_by="李某"), "03-04")
    assert not stands(told, "K40", "12-31")


def test_k41_a_unit_missed_its_day_and_was_not_pressed() -> None:
    """Missed on 03-19; fifteen days later is Friday 04-03."""
    told = with_a_silent_unit()
    assert (stands(told, "K41", "04-03"), since(told, "K41")) == (False, "04-04")
    in_time = with_a_silent_unit()
    in_time.does(supervise(), "04-03")
    assert not stands(in_time, "K41", "12-31")
    told.does(supervise(), "04-07")
    (finding,) = found(told, "K41", "12-31")
    assert finding.late and finding.severity == "A", "pressed, too late: to be accounted for"


def test_k41_pressed_before_the_day_was_missed_does_not_count() -> None:
    told = with_a_silent_unit()
    told.does(supervise(), "03-10")
    assert stands(told, "K41", "12-31")


def test_k41_late_but_done_before_anybody_had_to_press() -> None:
    told = with_a_silent_unit()
    told.does(did("acceptance-notice-issued", "03-25", delivered_on=day("03-25")), "03-26")
    assert not stands(told, "K41", "12-31")


def test_k42_pressed_twice_and_no_improvement_recommended() -> None:
    told = with_a_silent_unit()
    told.does(supervise(), "04-01")
    assert not stands(told, "K42", "12-31")
    told.does(supervise(), "04-20")
    assert says(told, "K42", "what") == ["again"]
    told.does(Recommend(advice=Advice.IMPROVE_WORK, organ="U1", reason="屡次逾期"), "04-21")
    told.does(did("recommendation-answered", "05-10"), "05-10")
    assert not stands(told, "K42", "12-31")


def test_k42_advice_without_a_written_answer_after_thirty_days() -> None:
    told = with_a_silent_unit()
    told.does(Recommend(advice=Advice.IMPROVE_WORK, organ="U1", reason="屡次逾期"), "04-21")
    assert says(told, "K42", "what") == ["answer"]
    assert since(told, "K42") == "05-22", "thirty days end on Thursday 05-21"


def test_k43_holding_to_account_needs_a_grave_consequence_and_an_organ_that_can() -> None:
    told = with_a_silent_unit()
    told.write(
        Recommended(advice=Advice.HOLD_TO_ACCOUNT, organ="示范县自然资源局", reason="推诿"), day("04-21")
    )
    assert says(told, "K43", "what") == ["grave", "organ"]
    lawful = with_a_silent_unit()
    lawful.does(
        Recommend(
            advice=Advice.HOLD_TO_ACCOUNT, organ="中共示范县纪委监委", reason="推诿", consequence="房屋倒塌"
        ),
        "04-21",
    )
    assert not stands(lawful, "K43", "12-31")


def test_k44_urgent_and_not_reported_to_every_organ() -> None:
    told = begun(OFFICE, "03-02", urgent=True)
    assert (stands(told, "K44", "03-03"), since(told, "K44")) == (False, "03-04")
    for organ in ("县委、县政府", "市信访局", "国家信访局"):
        assert stands(told, "K44", "12-31")
        told.does(Report(organ=organ), "03-02")
    assert not stands(told, "K44", "12-31")
    assert not stands(begun(OFFICE, "03-02"), "K44", "12-31")
