"""The self-check on accepting, turning away and classes: K05 to K15."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.diverting import Divert
from app.domain.acts.explaining import AccountFor
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.recording import RecordExternal
from app.domain.acts.refusing import TurnedAway
from app.domain.claims import Path, Purpose
from app.domain.flaws import Flaw
from app.domain.people import NOBODY
from tests.domain.checking import findings, found, says, since, stands
from tests.domain.road import OFFICE, TOWNSHIP, accepted, begun, did, served
from tests.domain.story import Story, claim, day

FORWARD, FORWARD_TO_U2 = Forward(unit="U1"), Forward(unit="U2")


def forwarded(on: str = "03-03") -> Story:
    told = begun(OFFICE, "03-02")
    told.does(FORWARD, on)
    return told


def test_k05_nothing_was_done_with_it_within_fifteen_days() -> None:
    """03-02 and fifteen days is 03-17, a Tuesday."""
    told = begun(OFFICE, "03-02")
    assert (stands(told, "K05", "03-17"), since(told, "K05")) == (False, "03-18")
    assert not stands(forwarded(), "K05", "12-31")


def test_k05_done_late_is_a_matter_of_order_and_can_be_accounted_for() -> None:
    told = forwarded("03-20")
    (finding,) = found(told, "K05", "04-01")
    assert (finding.late, finding.severity, finding.often, finding.explainable) == (True, "A", "week", True)
    told.does(AccountFor(check="K05", reason="收文登记本遗失"), "04-01")
    assert not stands(told, "K05", "12-31")
    assert told.status("office-route", "12-31") == "late", "what was missed stays missed"


def test_k05_an_accusation_has_its_own_road_and_the_same_fifteen_days() -> None:
    told = begun(OFFICE, "03-02", claim(purpose=Purpose.ACCUSATION), restricted=True)
    assert since(told, "K05") == "03-18"


def test_k06_the_unit_told_nobody() -> None:
    """The unit had it on 03-04; fifteen days later is 03-19."""
    told = forwarded()
    told.does(did("unit-received", "03-04"), "03-04")
    assert (stands(told, "K06", "03-19"), since(told, "K06")) == (False, "03-20")
    assert says(told, "K06", "unit") == ["U1"]
    in_time = forwarded()
    in_time.does(did("unit-received", "03-04"), "03-04")
    in_time.does(did("acceptance-notice-issued", "03-10", delivered_on=day("03-11")), "03-12")
    assert not stands(in_time, "K06", "12-31")


def test_k06_nobody_can_be_told_whose_address_is_unclear() -> None:
    told = begun(TOWNSHIP, "03-02", anonymous=True, people=NOBODY)
    assert not stands(told, "K06", "12-31")


def test_k07_turned_away_without_a_lawful_ground() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("refused", "03-05", flaws=(Flaw.NO_LAWFUL_GROUND,)), "03-05")
    assert since(told, "K07") == "03-05"
    lawful = begun(OFFICE, "03-02")
    lawful.does(did("refused", "03-05"), "03-05")
    assert not stands(lawful, "K07", "12-31")


def test_k07_another_station_named_a_ground_that_no_rule_knows() -> None:
    told = begun(OFFICE, "03-02")
    told.write(TurnedAway(ground="no-identity-card", claim=0), day("03-05"))
    assert says(told, "K07", "ground") == ["no-identity-card"]


def test_k08_the_other_units_period_was_over() -> None:
    """Accepted on 2025-10-01, ninety days at most: over long before March."""
    told = begun(OFFICE, "03-02")
    told.write(_pending("2025-10-01"), day("03-05"))
    assert since(told, "K08") == "03-05"
    running = begun(OFFICE, "03-02")
    running.write(_pending("2026-02-02"), day("03-05"))
    assert not stands(running, "K08", "12-31")


def test_k09_no_longer_taken_on_needs_the_same_facts_and_a_last_opinion() -> None:
    def refused(**given: Any) -> Story:
        told = begun(OFFICE, "03-02")
        values = {"reference": "示政复核〔2025〕1号", "proved_on": day("2025-12-01"), "same_facts": True}
        told.write(TurnedAway(ground="re-examined", claim=0, again=True, **{**values, **given}), day("03-05"))
        return told

    assert not stands(refused(), "K09", "12-31")
    assert since(refused(same_facts=False), "K09") == "03-05"
    assert since(refused(proved_on=None), "K09") == "03-05"
    told = begun(OFFICE, "03-02")
    told.does(did("refused-again", "03-05", flaws=(Flaw.NO_LAWFUL_GROUND,)), "03-05")
    assert since(told, "K09") == "03-05"


def test_k10_what_was_decided_on_the_spot_is_told_on_the_spot() -> None:
    told = accepted()
    assert (stands(told, "K10", "03-02"), since(told, "K10")) == (False, "03-03")
    told.issues("D14", "03-02")
    told.does(served("D14", "03-02"), "03-02")
    assert not stands(told, "K10", "12-31")


def test_k11_an_objection_after_five_working_days() -> None:
    """Received on Tuesday 03-03: five working days end on 03-10."""
    late, in_time = forwarded(), forwarded()
    for told, objected in ((late, "03-11"), (in_time, "03-10")):
        told.does(did("unit-received", "03-03"), "03-03")
        told.does(did("objected", objected), objected)
    assert (since(late, "K11"), since(in_time, "K11")) == ("03-11", "")


def test_k11_an_objection_without_reasons() -> None:
    told = forwarded()
    told.does(did("unit-received", "03-03"), "03-03")
    told.does(did("objected", "03-05", flaws=(Flaw.NO_REASON,)), "03-05")
    assert since(told, "K11") == "03-05"


def test_k11_sent_on_before_the_objection_was_verified() -> None:
    def objected() -> Story:
        told = forwarded()
        told.does(did("unit-received", "03-03"), "03-03")
        told.does(did("objected", "03-05"), "03-05")
        return told

    hasty, verified = objected(), objected()
    hasty.does(FORWARD_TO_U2, "03-06")
    verified.does(DecideObjection(unit="U1", agreed=True, reason="确不属其职权"), "03-06")
    verified.does(FORWARD_TO_U2, "03-06")
    assert (since(hasty, "K11"), since(verified, "K11")) == ("03-06", "")


def test_k12_sent_from_unit_to_unit_for_thirty_days() -> None:
    """First sent on 03-03: thirty days later is 04-02."""
    told = forwarded()
    told.does(did("returned", "03-06"), "03-06")
    told.does(FORWARD_TO_U2, "03-09")
    assert (stands(told, "K12", "04-02"), since(told, "K12")) == (False, "04-03")
    told.does(did("disputed", "04-03"), "04-03")
    assert not stands(told, "K12", "12-31")
    assert not stands(forwarded(), "K12", "12-31"), "once is no to and fro"


def test_k13_an_accusation_is_not_accepted_as_a_petition() -> None:
    told = begun(OFFICE, "03-02", claim(purpose=Purpose.ACCUSATION), restricted=True)
    told.does(did("accepted", "03-05"), "03-05")
    assert says(told, "K13", "fact") == ["accepted"]
    assert told.matter.claims[0].purpose is Purpose.ACCUSATION, "what another organ did makes it no claim"


def test_k13_found_out_later_it_was_one_from_the_beginning() -> None:
    told = begun(OFFICE, "03-02")
    told.does(did("acceptance-notice-issued", "03-05"), "03-05")
    assert not stands(told, "K13", "12-31")
    told.does(Classify(purpose=Purpose.ACCUSATION), "03-09")
    assert since(told, "K13") == "03-05"


@pytest.mark.parametrize(
    "path", [Path.LITIGATION, Path.ARBITRATION, Path.PARTY_APPEAL, Path.DUTY_PERFORMANCE]
)
def test_k14_another_road_has_no_sixty_days(path: Path) -> None:
    told = begun(OFFICE, "03-02", claim(path=path))
    told.does(did("accepted", "03-05"), "03-05")
    assert since(told, "K14") == "03-05"
    assert told.matter.claims[0].path is path


def test_k14_accepted_first_and_led_elsewhere_later_is_in_order() -> None:
    told = accepted()
    told.does(Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="民事诉讼法"), "03-10")
    assert not stands(told, "K14", "12-31")


def test_k15_the_words_speak_of_another_procedure() -> None:
    worded = claim(path=Path.PETITION_PROCEDURE, text="单位拖欠工资，劳动仲裁已经裁过了还是不给。")
    told = begun(TOWNSHIP, "03-02", worded)
    told.does(Accept(), "03-03")
    (finding,) = found(told, "K15", "12-31")
    assert (dict(finding.details)["word"], finding.severity) == ("劳动仲裁", "A")
    told.does(AccountFor(check="K15", reason="只是提到过，仍属信访程序"), "03-04")
    assert not stands(told, "K15", "12-31")
    assert not stands(accepted(), "K15", "12-31")


def test_a_matter_that_went_its_lawful_way_gives_no_finding() -> None:
    told = forwarded()
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("accepted", "03-10"), "03-10")
    told.does(did("acceptance-notice-issued", "03-10", delivered_on=day("03-11")), "03-12")
    told.does(
        RecordExternal(
            organ="U1", fact="opinion-issued", on=day("04-20"), number="示政信意〔2026〕3号", delivered_on=day("04-21")
        ),
        "04-22",
    )  # fmt: skip
    told.issues("D11", "03-03")
    told.does(served("D11", "03-04"), "03-04")
    assert [item.check for item in findings(told, "06-30")] == []


def _pending(accepted_on: str) -> TurnedAway:
    return TurnedAway(
        ground="pending-below",
        claim=0,
        unit="U1",
        reference="示政信受〔2025〕9号",
        proved_on=day(accepted_on),
    )
