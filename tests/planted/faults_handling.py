"""Faults of class, handling and opinion: K14, K16, K17, K19 to K21, K24, K25, K30 to K32."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.acts.noticing import made_outside
from app.domain.acts.opining import IssueOpinion, OpinionGiven, OpinionResult
from app.domain.acts.reviewing import RequestReview
from app.domain.flaws import Flaw
from app.domain.kinds import Happened
from tests.planted.faults_unit import pressed
from tests.planted.hall import COUNTY, HOUSING, LABOUR
from tests.planted.life import Life
from tests.planted.planting import plants, plants_at_township

DAY = timedelta(days=1)
WITHOUT_PRESSING = ("K41",)


@plants("K14", "duty")
def sixty_days_on_branch_five(life: Life) -> None:
    """A claim to have a duty performed, accepted into the petition procedure."""
    life.fact("accepted", life["forward"].do.unit, life.memo["received"] + 3 * DAY)


@plants("K14", "diverted")
def opinion_on_another_branch(life: Life) -> None:
    """A claim of another procedure, decided by a petition opinion."""
    on = life.memo["diverted"] + 15 * DAY
    life.fact("opinion-issued", HOUSING, on, number="意1", delivered_on=on)


@plants("K14", "duty", follows=("K30",))
def review_of_a_duty(life: Life) -> None:
    """An answer of branch five, sent to review instead of reconsideration."""
    told = next(step for step in life.steps if step.name == "answered").on
    life.fact("review-requested", COUNTY, told + 5 * DAY)
    on = told + 20 * DAY
    life.fact("review-issued", COUNTY, on, number="复1", delivered_on=on)


@plants("K16")
def never_decided(life: Life) -> None:
    """No opinion within sixty days; the office pressed the unit."""
    life.cut("opinion-issued")
    pressed(life, 75, "accepted")


@plants("K16", follows=WITHOUT_PRESSING)
def decided_late(life: Life) -> None:
    """The opinion came after the sixty days and every holiday."""
    life.shift("opinion-issued", 62)


@plants_at_township("K16", "direct", follows=WITHOUT_PRESSING)
def township_never_decided(life: Life) -> None:
    """A township that never decides."""
    life.cut("issue-opinion")


@plants("K16", "extended", follows=WITHOUT_PRESSING)
def extended_and_never_decided(life: Life) -> None:
    """Extended, and not decided by the longer day either."""
    life.cut("opinion-issued")


@plants("K17", "extended", follows=("K16", "K41"))
def extension_told_after_the_day(life: Life) -> None:
    """The notice came after the original day."""
    late = life.memo["accepted"] + 76 * DAY
    life.change("extended", delivered_on=late)
    life.move("extended", late)


@plants("K17", "extended")
def extension_without_reason(life: Life) -> None:
    """No reason."""
    life.change("extended", flaws=(Flaw.NO_REASON,))


@plants("K17", "extended")
def extension_without_approver(life: Life) -> None:
    """Nobody approved it."""
    life.change("extended", flaws=(Flaw.NO_APPROVER,))


@plants("K17", "extended")
def extension_too_long(life: Life) -> None:
    """Thirty-one days."""
    life.change("extended", days=31)


@plants("K17", "extended")
def extended_twice(life: Life) -> None:
    """A second extension."""
    on = life.memo["accepted"] + 55 * DAY
    life.fact("extended", life["forward"].do.unit, on, days=20, number="延2", delivered_on=on, step="second")


@plants("K17", "extended", follows=("K16", "K41"))
def extended_after_the_day(life: Life) -> None:
    """Declared and told after the original day."""
    late = life.memo["accepted"] + 76 * DAY
    life.change("extended", on=late, delivered_on=late)
    life.move("extended", late)


@plants("K17", "duty", follows=("K14",))
def extension_on_branch_five(life: Life) -> None:
    """An extension that exists for branch six only."""
    on = life.memo["received"] + 15 * DAY
    life.fact("extended", life["forward"].do.unit, on, days=20, number="延1", delivered_on=on)


@plants_at_township("K17", "prolonged", follows=("K16", "K26"))
def extension_never_told(life: Life) -> None:
    """Our own extension, whose notice was never handed over."""
    life.drop("D22-served")


@plants("K19")
def opinion_without_demand(life: Life) -> None:
    """The opinion does not say what was asked."""
    life.change("opinion-issued", flaws=(Flaw.NO_DEMAND,))


@plants("K19")
def opinion_without_facts(life: Life) -> None:
    """The opinion does not say facts and reasons."""
    life.change("opinion-issued", flaws=(Flaw.NO_FACTS,))


@plants("K19")
def opinion_that_decides_nothing(life: Life) -> None:
    """The opinion has no decision."""
    life.change("opinion-issued", flaws=(Flaw.NO_OPINION,))


@plants("K19")
def opinion_without_law(life: Life) -> None:
    """The opinion names no law."""
    life.change("opinion-issued", flaws=(Flaw.NO_BASIS,))


@plants("K19", "several", follows=("K16", "K41"))
def claim_without_conclusion(life: Life) -> None:
    """The first claim was decided, the others never."""
    kept = life["opinion-issued"]
    life.drop("close", "archive")
    life.steps = [step for step in life.steps if step is kept or step.name != "opinion-issued"]


@plants_at_township("K19", "direct")
def township_opinion_that_decides_nothing(life: Life) -> None:
    """Our own opinion has no decision."""
    life.change("issue-opinion", opinion="")


@plants_at_township("K19", "direct")
def township_opinion_without_facts(life: Life) -> None:
    """Our own opinion says no facts."""
    life.change("issue-opinion", facts="")


@plants("K20")
def opinion_without_remedy(life: Life) -> None:
    """Neither thirty days nor the organ above."""
    life.change("opinion-issued", flaws=(Flaw.NO_REMEDY,))


@plants("K20")
def opinion_with_the_wrong_remedy(life: Life) -> None:
    """A remedy of another law."""
    life.change("opinion-issued", flaws=(Flaw.WRONG_REMEDY,))


@plants_at_township("K20", "direct")
def township_opinion_offers_reconsideration(life: Life) -> None:
    """Our own opinion sends people to administrative reconsideration."""
    _opined(life, opinion=life["issue-opinion"].do.opinion.replace("请求复查", "申请行政复议"))


@plants_at_township("K20", "direct")
def township_opinion_offers_the_court(life: Life) -> None:
    """Our own opinion sends people to court as well."""
    _opined(life, opinion=life["issue-opinion"].do.opinion + "也可以在六个月内提起行政诉讼。")


@plants("K21")
def supported_and_not_carried_out(life: Life) -> None:
    """The unit supported the claim; nothing was done in half a year."""
    life.fact("supported", life.memo["unit"], life.memo["decided"], lag=5)


@plants_at_township("K21", "supported")
def supported_and_not_done_by_its_day(life: Life) -> None:
    """Our own support, with a day that passed."""
    life.drop("fulfil")


@plants_at_township("K21", "supported")
def supported_and_done_late(life: Life) -> None:
    """Made good three months after its day."""
    late = life["issue-opinion"].do.due_by + 60 * DAY
    life.change("fulfil", on=late)
    life.move("fulfil", late)


@plants("K24")
def decided_without_hearing_the_petitioner(life: Life) -> None:
    """The unit decided without having heard the petitioner."""
    life.change("opinion-issued", flaws=(Flaw.NOT_HEARD,))


@plants_at_township("K24", "direct")
def heard_after_the_decision(life: Life) -> None:
    """Another program wrote an opinion whose hearing of the petitioner came after it."""
    _opined(life, heard_on=life["issue-opinion"].on + 6 * DAY)


def _opined(life: Life, **more: Any) -> None:
    """Our own opinion as another program would have written it."""
    given: IssueOpinion = life["issue-opinion"].do
    fields: dict[str, Any] = {
        "result": OpinionResult.EXPLAINED,
        "claim": 0,
        "basis": given.basis,
        "heard_on": given.heard_on,
        "facts": given.facts,
        "opinion": given.opinion,
        **more,
    }
    life.replaced(
        "issue-opinion",
        lambda matter, setting: (
            Happened(OpinionGiven(**fields), setting.today),
            *made_outside("D25", given.paper_number, 0, setting),
        ),
    )


@plants_at_township("K25", "direct", "direct")
def opinion_copied(life: Life, other: Life) -> tuple[str, ...]:
    """Word for word the opinion of another matter."""
    there = other["issue-opinion"].do
    life.change("issue-opinion", facts=there.facts, opinion=there.opinion)
    return (f"K25:{other.key}",)


@plants_at_township("K25", "direct", "direct")
def facts_copied_but_for_a_name(life: Life, other: Life) -> tuple[str, ...]:
    """The same facts with one sentence of its own among many."""
    there = other["issue-opinion"].do
    given = there.facts + there.facts.replace("元。", "圆整。")
    other.change("issue-opinion", facts=given)
    life.change("issue-opinion", facts=given + "本户另有一间。", opinion=there.opinion)
    return (f"K25:{other.key}",)


@plants_at_township("K25", "direct")
def repealed_regulations_cited(life: Life) -> None:
    """Rests on the repealed regulations."""
    _opined(life, basis="国务院《信访条例》第三十二条")


@plants("K30", "review")
def review_late(life: Life) -> None:
    """The review took two months."""
    life.shift("review-issued", 45)


@plants("K30", "review")
def review_never_decided(life: Life) -> None:
    """The review was never decided."""
    life.cut("review-issued")


@plants("K30", "review")
def re_examination_late(life: Life) -> None:
    """The re-examination took two months; five days of hearing do not explain them."""
    on = life["re-examination-issued"].do.on
    life.shift("re-examination-issued", 45)
    life.fact("heard", "示范市人民政府", on, days=5)


@plants("K31", follows=("K30",))
def request_in_time_rejected(life: Life) -> None:
    """Asked on the twentieth day, rejected as late."""
    rejected(life, received=20)


@plants("K31", follows=("K30", "K28"))
def request_posted_in_time_rejected(life: Life) -> None:
    """Posted on the twenty-eighth day, arrived on the thirty-fourth, rejected as late."""
    rejected(life, received=34, posted=28)


@plants("K31", follows=("K30", "K28"))
def request_counted_from_the_paper(life: Life) -> None:
    """Rejected as late because somebody counted from the day of the paper instead of its delivery."""
    decided = life.memo["decided"]
    life.memo["told"] = told = decided + 5 * DAY
    life.change("opinion-issued", delivered_on=told)
    life.move("opinion-issued", told)
    rejected(life, received=28)


def rejected(life: Life, *, received: int, posted: int | None = None) -> None:
    """A request for review so many days after the opinion came, turned away as late."""
    day = life.memo["told"] + received * DAY
    post = None if posted is None else life.memo["told"] + posted * DAY
    life.add(day, "request-review", RequestReview(body=COUNTY, received_on=day, postmark_on=post))
    flaws = (Flaw.REJECTED_AS_LATE,)
    life.fact("review-rejected", COUNTY, day + 4 * DAY, number="不复1", flaws=flaws)


@plants("K32", "review")
def reviewed_by_the_same_unit(life: Life) -> None:
    """Who decided reviewed it as well."""
    life.change("review-issued", organ=life["opinion-issued"].do.organ)


@plants("K32", "review")
def reviewed_by_a_unit_beside(life: Life) -> None:
    """A unit that does not stand above reviewed it."""
    unit = life["opinion-issued"].do.organ
    life.change("review-issued", organ=LABOUR if unit != LABOUR else HOUSING)


@plants("K32", "review")
def re_examined_by_who_reviewed(life: Life) -> None:
    """Who reviewed re-examined it as well."""
    life.change("re-examination-issued", organ=COUNTY)
