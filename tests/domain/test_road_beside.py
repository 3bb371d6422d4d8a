"""What lies beside the road map (X1, X2, links), and what people believe wrongly (law.md 1.4)."""

from __future__ import annotations

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Archive
from app.domain.acts.correcting import Withdraw
from app.domain.acts.diverting import Divert
from app.domain.acts.forwarding import Forward
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.refusing import Refuse
from app.domain.acts.supervising import Advice, Recommend, Supervise, Trigger
from app.domain.claims import Path, Purpose
from app.domain.law import Law
from app.domain.obligations import Status
from app.domain.people import People
from app.domain.proceedings import ProceedingStage
from app.domain.roadmap import state_of
from tests.domain.road import (
    DEPARTMENT,
    OFFICE,
    PETITION,
    TOWNSHIP,
    accepted,
    begun,
    did,
    refusal,
    served,
)
from tests.domain.story import claim, day

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


def test_a_proceeding_elsewhere_is_kept_with_organ_number_stage_result_and_day() -> None:
    told = begun(OFFICE, "03-02", claim(path=Path.LITIGATION))
    first = did("external-proceeding", "03-20", organ="示范县人民法院", number="（2026）豫0721民初1号", result="受理",
                instance=ProceedingStage.FILING)  # fmt: skip
    told.does(first, "03-21")
    told.does(
        did("external-proceeding", "06-20", organ="示范市人民法院", instance=ProceedingStage.SECOND_INSTANCE),
        "06-21",
    )
    kept = [
        (fact.organ, fact.number, fact.instance, fact.result, fact.on) for fact in told.matter.external_facts
    ]
    assert kept == [
        ("示范县人民法院", "（2026）豫0721民初1号", "filing", "受理", day("03-20")),
        ("示范市人民法院", "", "second_instance", "", day("06-20")),
    ]
