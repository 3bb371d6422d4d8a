"""The road map from the door to handling: every state of the specification (S1 to S8) has a test that carries its row."""

from __future__ import annotations

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.hearing import Hear, Stage
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.objecting import DecideObjection, Object
from app.domain.acts.refusing import Refuse, RefuseAgain
from app.domain.acts.supervising import Report
from app.domain.claims import Path, Purpose
from app.domain.law import Law
from app.domain.obligations import Status
from app.domain.roadmap import state_of, station_of
from tests.domain.road import (
    OFFICE,
    PETITION,
    TOWNSHIP,
    accepted,
    begun,
    did,
    extension,
    opinion,
    refusal,
    served,
)
from tests.domain.story import Story, claim, day

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
