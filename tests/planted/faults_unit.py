"""Faults of routing, accepting and supervising: K05 to K13, K18, K22, K23, K40 to K43."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.acts.accepting import Accepted
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Cause, Close, Closed, Closing
from app.domain.acts.confirming import ConfirmRecord
from app.domain.acts.noticing import made_outside
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.recusing import Recuse
from app.domain.acts.refusing import Refuse, RefuseAgain, TurnedAway
from app.domain.acts.supervising import Advice, Recommend, Recommended, Supervise, Trigger
from app.domain.claims import Purpose
from app.domain.flaws import Flaw
from app.domain.kinds import Happened
from tests.planted.hall import AGRICULTURE, DISCIPLINE, TOWN
from tests.planted.life import Life, workdays_after
from tests.planted.lives import archived
from tests.planted.planting import plants, plants_at_township

DAY = timedelta(days=1)


def pressed(life: Life, after: int, since: str) -> None:
    """The unit is supervised so many days after a remembered day, as it should be, and answers."""
    day = life.memo[since] + after * DAY
    unit = life.memo.get("unit", TOWN)
    given = Supervise(unit=unit, trigger=Trigger.DELAYED, due_by=day + 15 * DAY, reason="逾期没有告知")
    life.add(day, "supervise", given)
    life.fact("supervision-answered", unit, day + 10 * DAY)


@plants("K05", follows=("K41",))
def never_routed(life: Life) -> None:
    """Registered, classified, and left lying."""
    life.cut("forward")


@plants("K05", follows=("K41",))
def routed_late(life: Life) -> None:
    """Sent on only after the fifteen days (and every holiday that could lengthen them)."""
    life.shift("forward", 30)


@plants("K05", "accusation", follows=("K41",))
def accusation_never_routed(life: Life) -> None:
    """An accusation that reached nobody who is competent."""
    life.cut("forward")


@plants("K06")
def unit_never_told(life: Life) -> None:
    """The unit received it and told the petitioner nothing; the office pressed it."""
    life.cut("accepted")
    pressed(life, 27, "received")


@plants("K06", follows=("K41",))
def unit_told_late(life: Life) -> None:
    """Accepted in time, told in writing a month after receipt."""
    life.change(
        "acceptance-notice",
        on=life.memo["received"] + 29 * DAY,
        delivered_on=life.memo["received"] + 30 * DAY,
    )
    life.move("acceptance-notice", life.memo["received"] + 30 * DAY)


@plants_at_township("K06", "sent-down", follows=("K41",))
def township_never_told(life: Life) -> None:
    """The township accepted and wrote no notice."""
    life.drop("D14", "D14-served")


@plants("K07")
def unit_refused_without_lawful_ground(life: Life) -> None:
    """The unit would not take it on, for a reason that the law does not know."""
    life.cut("accepted")
    on = life.memo["received"] + 5 * DAY
    flaws = (Flaw.NO_LAWFUL_GROUND,)
    life.fact("refused", life.memo["unit"], on, number="不受1", delivered_on=on, flaws=flaws)


@plants("K07", "refused")
def refused_for_the_level(life: Life) -> None:
    """Our own refusal on a ground that no text in force knows."""
    _turned_away(life, "refuse", ground="skipped-level")


@plants("K07", "refused")
def refused_for_the_route(life: Life) -> None:
    """The old ground: it belongs to another procedure."""
    _turned_away(life, "refuse", ground="other-procedure")


@plants("K08", "refused")
def refused_when_the_other_period_was_over(life: Life) -> None:
    """The unit that was named accepted it two hundred days ago."""
    _turned_away(life, "refuse", proved_on=life["register"].on - 200 * DAY)


@plants("K08", "refused", "told-here")
def refused_for_a_matter_that_nobody_accepted(life: Life, other: Life) -> None:
    """The earlier matter that is named was never accepted by anybody."""
    given = life["refuse"].do
    life["refuse"].do = lambda at: replace(given, reference=at.number(other.key))


@plants("K09", "refused-again", "told-here")
def refused_again_without_re_examination(life: Life, other: Life) -> None:
    """The matter that is named never came to a re-examination."""
    given: RefuseAgain = life["refuse-again"].do
    life["refuse-again"].do = lambda at: replace(given, reference=at.number(other.key))


@plants("K09", "refused-again")
def refused_again_with_new_facts(life: Life) -> None:
    """Nobody says that facts and reasons are the same."""
    _turned_away(life, "refuse-again", again=True, same_facts=False)


@plants("K09", "refused-again", "review", follows=("K26",))
def refused_again_before_the_last_opinion_was_served(life: Life, other: Life) -> tuple[str, ...]:
    """The matter that is named was re-examined; the opinion never reached the petitioner."""
    other.change("re-examination-issued", delivered_on=None)
    other.drop("close", "archive")
    given: RefuseAgain = life["refuse-again"].do
    life["refuse-again"].do = lambda at: replace(given, reference=at.number(other.key))
    return (f"K26:{other.key}",)


@plants("K09", "refused-again", follows=("K07",))
def refused_again_because_the_window_had_passed(life: Life) -> None:
    """Turned away for good because nobody had asked for a review in time (no re-examination was ever served)."""
    _turned_away(life, "refuse-again", again=True, same_facts=True, ground="lapsed", proved_on=None)


def _turned_away(life: Life, name: str, **more: object) -> None:
    given: Refuse | RefuseAgain = life[name].do
    fields: dict[str, object] = {
        "ground": given.ground,
        "claim": 0,
        "unit": given.unit,
        "reference": given.reference,
        "proved_on": given.on,
        "reason": given.reason,
        **more,
    }
    paper = "D17" if name == "refuse-again" else "D16"
    life.replaced(
        name,
        lambda matter, setting: (
            Happened(TurnedAway(**fields), setting.today),  # type: ignore[arg-type]
            *made_outside(paper, given.paper_number, 0, setting),
        ),
    )


@plants_at_township("K10", "direct")
def accepted_at_once_told_days_later(life: Life) -> None:
    """Accepted on the day of the visit; the notice of another day."""
    _at_once(life, issued=3, served=3)


@plants_at_township("K10", "direct")
def accepted_at_once_handed_over_later(life: Life) -> None:
    """Accepted and written on the day of the visit, handed over two days later."""
    _at_once(life, issued=0, served=2)


def _at_once(life: Life, *, issued: int, served: int) -> None:
    day = life["register"].on
    life.change("register", channel="walk_in", received_on=day)
    if not any(step.name == "confirm-record" for step in life.steps):
        life.steps.insert(1, replace(life["register"], name="confirm-record", do=ConfirmRecord(signed=True)))
    life.move("accept", day)
    life.move("D14", day + issued * DAY)
    life.move("D14-served", day + served * DAY)


@plants_at_township("K10", "pointed")
def diverted_at_once_told_later(life: Life) -> None:
    """Led elsewhere on the day of the visit, told three days later."""
    day = life["register"].on
    life.change("register", channel="walk_in", received_on=day)
    if not any(step.name == "confirm-record" for step in life.steps):
        life.steps.insert(1, replace(life["register"], name="confirm-record", do=ConfirmRecord(signed=True)))
    life.move("divert", day)
    life.move("D15-served", day + 3 * DAY)


@plants("K11", "objected", follows=("K06", "K41"))
def objected_too_late(life: Life) -> None:
    """The first unit objected on the seventh working day."""
    received = next(step for step in life.steps if step.name == "unit-received").do.on
    late = workdays_after(received, 7)
    life.shift("objected", (late - life["objected"].do.on).days)


@plants("K11", "objected")
def objected_without_reason(life: Life) -> None:
    """The objection gave no reason."""
    life.change("objected", flaws=(Flaw.NO_REASON,))


@plants("K11", "objected")
def returned_without_consent(life: Life) -> None:
    """The unit sent the papers back; nobody had verified or agreed."""
    first, _ = life.memo["units"]
    day = life["decide-objection"].on
    place = life.steps.index(life["objected"])
    life.drop("objected", "decide-objection")
    life.fact("returned", first, day)
    life.steps.insert(place, life.steps.pop())


@plants("K11", "objected")
def returned_and_marked_without_consent(life: Life) -> None:
    """The unit objected and sent the papers back before anybody agreed; whoever recorded it marked that."""
    first, _ = life.memo["units"]
    day = life["decide-objection"].on
    place = life.steps.index(life["decide-objection"])
    life.drop("decide-objection")
    life.fact("returned", first, day, flaws=(Flaw.WITHOUT_CONSENT,))
    life.steps.insert(place, life.steps.pop())


@plants("K12", "objected", follows=("K06", "K41"))
def sent_round_and_taken_by_nobody(life: Life) -> None:
    """Two units, both of them objecting; the second was told to keep it and never took it on."""
    life.cut("unit-received-again")
    second = life.memo["units"][1]
    received = life.memo["received"]
    life.fact("unit-received", second, received)
    objected = workdays_after(received, 2)
    life.fact("objected", second, objected)
    no = DecideObjection(unit=second, agreed=False, reason="职责在该单位")
    life.add(workdays_after(objected, 1), "decide-again", no)


@plants("K12", "objected", follows=("K06", "K41"))
def sent_round_and_left(life: Life) -> None:
    """Two units; the second is silent."""
    life.cut("unit-received-again")
    life.fact("unit-received", life.memo["units"][1], life.memo["received"])


@plants("K13", "accusation")
def accusation_taken_on(life: Life) -> None:
    """An accusation answered with a notice of acceptance."""
    on = life.memo["received"] + 5 * DAY
    life.fact("acceptance-notice-issued", DISCIPLINE, on, number="受1", delivered_on=on)


@plants("K13", "accusation")
def accusation_decided_by_opinion(life: Life) -> None:
    """An accusation decided by a petition opinion."""
    on = life.memo["received"] + 30 * DAY
    life.fact("opinion-issued", DISCIPLINE, on, number="意1", delivered_on=on)


@plants(
    "K13",
    "accusation",
    follows=("K16", "K41"),
)
def accusation_accepted_by_another_program(life: Life) -> None:
    """Accepted by an entry that no act would write, with its notice."""
    on = life.memo["received"] + 5 * DAY
    life.add(on, "accept", None)
    life.replaced(
        "accept",
        lambda matter, setting: (
            Happened(Accepted(claim=0), setting.today),
            *made_outside("D14", "受2", 0, setting),
        ),
    )
    life.served(on, "D14")


@plants("K13", follows=("K02", "K51"))
def accusation_found_after_the_notice(life: Life) -> None:
    """Accepted with its notice, then settled as an accusation; the notice is out."""
    life.cut("opinion-issued")
    day = life.memo["accepted"] + 9 * DAY
    life.add(day, "classify-again", Classify(purpose=Purpose.ACCUSATION))


@plants("K18", "assigned")
def assignment_without_report(life: Life) -> None:
    """The day that was set passed without a report."""
    life.drop("assignment-reported")


@plants("K18", "assigned")
def assignment_reported_late(life: Life) -> None:
    """Reported three weeks after the day that was set."""
    late = life.memo["due_by"] + 21 * DAY
    life.change("assignment-reported", on=late)
    life.move("assignment-reported", late)


@plants("K22", follows=("K16", "K41"))
def closed_when_only_accepted(life: Life) -> None:
    """Closed with a notice of acceptance and a letter of forwarding on file."""
    life.cut("opinion-issued")
    day = life.memo["accepted"] + 20 * DAY
    life.add(day, "close", Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER, reason="已转责任单位办理"))
    archived(life, day)


@plants("K22", follows=("K16", "K41"))
def closed_as_answered_without_answer(life: Life) -> None:
    """Closed as answered; there is no answer."""
    life.cut("opinion-issued")
    day = life.memo["accepted"] + 20 * DAY
    life.add(day, "close", Close(ending=Closing.PROCEDURAL, cause=Cause.ANSWERED, reason="已经口头说明"))
    archived(life, day)


@plants("K22", follows=("K16", "K41"))
def called_solved_without_answer(life: Life) -> None:
    """Another program called it solved in substance; nothing was answered or delivered."""
    life.cut("opinion-issued")
    day = life.memo["accepted"] + 20 * DAY
    life.add(day, "close", None)
    entry = Closed(ending=Closing.SUBSTANTIVE, claim=0, evidenced=True, evidence="无")
    life.replaced("close", lambda matter, setting: (Happened(entry, setting.today),))
    archived(life, day)


@plants("K23", "diverted")
def diverted_and_never_acknowledged(life: Life) -> None:
    """Closed as diverted; the other organ never said that it has it."""
    life.drop("external-proceeding", "outcome-recorded")


@plants("K23", "diverted")
def diverted_and_answered_after_the_limit(life: Life) -> None:
    """The other organ took it up in silence; its outcome came three weeks after the limit of its law."""
    late = life.memo["due_by"] + 21 * DAY
    life.drop("external-proceeding")
    life.change("outcome-recorded", on=late)
    life.move("outcome-recorded", late)


@plants_at_township("K23", "pointed")
def township_diverted_and_never_acknowledged(life: Life) -> None:
    """The same at a township."""
    life.drop("external-proceeding", "outcome-recorded")


@plants("K40")
def interest_declared_and_nobody_steps_in(life: Life) -> None:
    """Somebody who handles it has an interest; nobody took the place."""
    day = life.memo["received"] + 5 * DAY
    life.add(day, "recuse", Recuse(person="示范承办人", reason="与当事人是亲属"))


@plants(
    "K40",
    "accusation",
)
def accused_took_it_in(life: Life) -> None:
    """Whom the accusation names talked with the petitioner and has not been replaced."""
    visit = life["register"].do
    life["register"].do = replace(visit, accused="李样例", talked_by="李样例")


@plants_at_township("K40", "direct")
def township_interest_declared(life: Life) -> None:
    """The same at a township."""
    life.add(life["register"].on + 1 * DAY, "recuse", Recuse(person="示范乡干部", reason="邻里纠纷当事人"))


@plants("K41", follows=("K06",))
def silence_that_nobody_pressed(life: Life) -> None:
    """The unit never told; the office did not supervise it."""
    life.cut("accepted")


@plants("K41", follows=("K16",))
def delay_that_nobody_pressed(life: Life) -> None:
    """The unit never decided; the office did not supervise it."""
    life.cut("opinion-issued")


@plants(
    "K41",
    follows=("K16",),
)
def delay_that_was_pressed_too_late(life: Life) -> None:
    """The unit never decided; the office pressed it four months later."""
    life.cut("opinion-issued")
    pressed(life, 180, "accepted")


@plants("K42")
def pressed_twice_without_recommendation(life: Life) -> None:
    """Two supervisions of one unit in one matter, no recommendation to improve."""
    unit, day = life.memo["unit"], life.memo["accepted"]
    for place in (1, 2):
        due = day + 10 * DAY
        again = Supervise(unit=unit, trigger=Trigger.DELAYED, due_by=due, reason="进展缓慢")
        life.add(day, f"supervise-{place}", again)
        life.fact("supervision-answered", unit, day + 5 * DAY, step=f"answered-{place}")
        day += 9 * DAY


@plants("K42")
def recommendation_without_answer(life: Life) -> None:
    """Recommended, and no written answer came."""
    given = Recommend(advice=Advice.IMPROVE_WORK, organ=life.memo["unit"], reason="请改进告知工作")
    life.add(life.memo["accepted"], "recommend", given)


@plants("K42")
def policy_recommendation_without_answer(life: Life) -> None:
    """The second of the three recommendations, without an answer either."""
    given = Recommend(advice=Advice.IMPROVE_POLICY, organ=AGRICULTURE, reason="补偿标准需要完善")
    life.add(life.memo["accepted"], "recommend", given)


@plants("K43")
def held_to_account_without_consequence(life: Life) -> None:
    """Holding to account, and no grave consequence is named."""
    day, organ = life.memo["accepted"], "示范县监察委员会"
    entry = Recommended(advice=Advice.HOLD_TO_ACCOUNT, organ=organ, reason="拖延")
    life.add(day, "recommend", None)
    life.replaced("recommend", lambda matter, setting: (Happened(entry, setting.today),))
    life.fact("recommendation-answered", organ, day + 10 * DAY)


@plants("K43")
def held_to_account_before_the_wrong_organ(life: Life) -> None:
    """Holding to account, sent to whom no official answers."""
    day, organ = life.memo["accepted"], "示范镇中心小学"
    given = Recommend(advice=Advice.HOLD_TO_ACCOUNT, organ=organ, reason="拖延", consequence="房屋垮塌")
    life.add(day, "recommend", given)
    life.fact("recommendation-answered", organ, day + 10 * DAY)
