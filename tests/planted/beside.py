"""What happens beside the road of a matter: calls, further visits, leaders, corrections, numbers of other systems."""

from __future__ import annotations

from datetime import timedelta

from app.domain.acts.confirming import ConfirmCorrection
from app.domain.acts.correcting import Correct
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.receiving import ContactUnit, Keep, VisitAgain
from app.domain.acts.recording import RecordNumber
from app.domain.acts.recusing import Recuse
from app.domain.acts.supervising import Advice, Recommend, Supervise, Trigger
from tests.planted import wording
from tests.planted.life import Life, workdays_after


def busy(life: Life, unit: str) -> None:
    """Three of the things that come beside any matter, by lot, each as it should be done."""
    for thing in life.random.sample(THINGS, 3):
        thing(life, unit)


def _contacted(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 3, 20)
    life.add(day, "contacted", ContactUnit(unit=unit, person="值班员", answer="正在核实"))


def _visited_again(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 3, 30)
    life.add(day, "visit-again", VisitAgain(asked="问办到哪一步", told="已经受理", persons=1))


def _kept(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 3, 30)
    life.add(day, "keep", Keep(channel="letter", received_on=day, summary="重复来信，内容相同"))


def _received(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 3, 30)
    given = ReceiveByLeader(
        leader="示范领导",
        post="副县长",
        on=day,
        unit=unit,
        instruction="请抓紧办理",
        stand_in=life.random.random() < 0.5,
    )
    life.add(day, "leader-received", given)


def _numbered(life: Life, unit: str) -> None:
    day = life.within(life["register"].on, 0, 1)
    life.add(day, "record-number", RecordNumber(system="national", number=f"GJ{life.key}"))


def _harmless(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 1, 9)
    life.add(day, "correct-phone", Correct(field="phone", value="13900000000", reason="换了号码"))


def _confirmed(life: Life, unit: str) -> None:
    """A field people fight over is put right and looked at again by a second person the same day."""
    day = life.within(life.memo["received"], 1, 9)
    life.add(day, "correct", Correct(field="content", value=wording.story(life.random), reason="本人更正"))
    life.add(day, "confirm-correction", ConfirmCorrection(field="content", words="与本人核对"), by="handler")


def _recused(life: Life, unit: str) -> None:
    day = life.within(life.memo["received"], 1, 9)
    life.add(day, "recuse", Recuse(person="示范承办人", replaced_by="示范接替人", reason="近亲属"))


def _supervised(life: Life, unit: str) -> None:
    """Pressed twice, so the unit is told to improve as well; it answers everything in writing."""
    day = life.within(life.memo["received"], 12, 20)
    for place in (1, 2):
        due = day + timedelta(days=10)
        life.add(
            day,
            f"supervise-{place}",
            Supervise(unit=unit, trigger=Trigger.DELAYED, due_by=due, reason="进展缓慢，请加快"),
        )
        life.fact("supervision-answered", unit, day + timedelta(days=5), step=f"answered-{place}")
        if place == 1:
            day += timedelta(days=8)
    life.add(
        day, "recommend", Recommend(advice=Advice.IMPROVE_WORK, organ=unit, reason="请改进工作，按时告知")
    )
    life.fact("recommendation-answered", unit, day + timedelta(days=12))


def _held_to_account(life: Life, unit: str) -> None:
    """Holding to account is recommended to those who may, with the grave consequence it rests on."""
    day = life.within(life.memo["received"], 12, 20)
    advice = Recommend(
        advice=Advice.HOLD_TO_ACCOUNT,
        organ="示范县监察委员会",
        reason="拖延造成后果",
        consequence="群众房屋受损，损失扩大",
    )
    life.add(day, "hold-to-account", advice)
    life.fact(
        "recommendation-answered", "示范县监察委员会", day + timedelta(days=15), step="account-answered"
    )


def _linked(life: Life, unit: str) -> None:
    day = workdays_after(life["register"].on, 1)
    life.add(day, "link", LinkMatter(other="GJ-2024-0001", bond=Relation.NEW_FACTS, reason="有新的事实"))


THINGS = (
    _contacted,
    _visited_again,
    _kept,
    _received,
    _numbered,
    _harmless,
    _confirmed,
    _recused,
    _supervised,
    _held_to_account,
    _linked,
)
