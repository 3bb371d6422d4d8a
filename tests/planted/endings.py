"""Lawful lives at a petition office that end early or stand apart: turned away, withdrawn, urgent, sealed, voided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Cause
from app.domain.acts.correcting import Void, Withdraw
from app.domain.acts.diverting import Divert
from app.domain.acts.refusing import Refuse, RefuseAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.supervising import Report
from app.domain.claims import Path, Purpose
from app.domain.people import NOBODY
from tests.planted import wording
from tests.planted.hall import TOWN
from tests.planted.life import Life
from tests.planted.lives import (
    Maker,
    accepted,
    archived,
    classified,
    decided,
    forwarded,
    registers,
    solved,
    walked,
)

ORGANS = ("中共示范县委、示范县人民政府", "示范市信访局", "国家信访局")
"""To whom a grave and urgent matter is reported (条例第二十五条): here, the level above, the national office."""


def _refused(life: Life) -> None:
    """The same is with the unit below, accepted a few days ago (条例第十九条第三款)."""
    today = registers(life)
    on = life.within(today, 0, 8)
    life.add(today, "classify", Classify(purpose=Purpose.CLAIM))
    refusal = Refuse(
        ground="pending-below",
        unit=TOWN,
        reference=f"乡受{life.key}",
        on=today - timedelta(days=life.random.randint(2, 20)),
        reason="镇里已经受理，正在期限内办理",
        paper_number=life.number("D16"),
    )
    life.add(on, "refuse", refusal)
    told = life.within(on, 0, 4)
    life.served(told, "D16")
    walked(life, life.within(told, 1, 20), Cause.REFUSED)


def _refused_again(life: Life) -> None:
    """Re-examined elsewhere, served, the same facts and reasons (条例第三十六条第三款)."""
    today = registers(life)
    life.add(today, "classify", Classify(purpose=Purpose.CLAIM))
    on = life.within(today, 0, 8)
    refusal = RefuseAgain(
        ground="re-examined",
        unit="示范市人民政府",
        reference=f"复核{life.key}",
        on=today - timedelta(days=life.random.randint(60, 300)),
        same_facts=True,
        reason="与复核意见的事实和理由相同",
        paper_number=life.number("D17"),
    )
    life.add(on, "refuse-again", refusal)
    told = life.within(on, 0, 4)
    life.served(told, "D17")
    walked(life, life.within(told, 1, 20), Cause.REFUSED)


def _withdrawn(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    on = life.within(began, 5, 40)
    life.add(on, "withdraw", Withdraw(reason="问题已经商量好", paper="撤回书一份"))
    archived(life, on)


def _died(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    walked(life, life.within(began, 5, 40), Cause.DIED)


def _lapsed(life: Life) -> None:
    """Nobody asked for review within the thirty days; an ending of the file, not of the petitioner's right."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    told = decided(life, unit, accepted(life, unit))
    walked(life, life.within(told, 40, 60), Cause.LAPSED)


def _answered(life: Life) -> None:
    """Decided and told, but nothing more could be done: a procedural ending that says so."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    told = decided(life, unit, accepted(life, unit))
    walked(life, life.within(told, 5, 30), Cause.ANSWERED)


def _urgent(life: Life) -> None:
    """Grave and urgent: reported at once to the three that article 25 names, then handled like any other."""
    today = registers(life, urgent=True)
    for place, organ in enumerate(ORGANS, start=1):
        life.add(today, f"report-{place}", Report(organ=organ, summary="人数较多，正在劝导"))
    classified(life, today)
    unit = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))


def _sealed(life: Life) -> None:
    """The petitioner asked not to be named."""
    today = registers(life, confidential=True)
    classified(life, today)
    unit = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))


def _anonymous(life: Life) -> None:
    """Nobody's name: led into the procedure that the letter is about; there is nobody to write to."""
    today = registers(life, people=NOBODY, anonymous=True, channel="letter")
    on = life.within(today, 0, 6)
    due = on + timedelta(days=60)
    divert = Divert(path=Path.ADMINISTRATIVE_PROCEDURE, organ="示范县有关机关", basis="有关法律", due_by=due)
    life.add(on, "divert", divert)
    life.fact("external-proceeding", "示范县有关机关", life.within(on, 2, 9))
    life.fact("outcome-recorded", "示范县有关机关", life.within(on, 20, 50))


def _told_here(life: Life) -> None:
    """A suggestion that the office answers itself."""
    claim = ClaimGiven(text=wording.proposal(life.random), purpose=Purpose.SUGGESTION)
    today = registers(life, Purpose.SUGGESTION, claims=(claim,), channel="phone")
    on = life.within(today, 0, 9)
    given = Answer(
        result=AnswerResult.PARTLY_ADOPTED,
        reply="谢谢建议，先试办两处",
        basis="有关规划",
        paper_number=life.number("D19"),
    )
    life.add(on, "answer", given)
    told = life.within(on, 0, 4)
    life.served(told, "D19")
    solved(life, told)


def _voided(life: Life) -> None:
    """Typed twice by mistake: the number and the reason are kept for ever."""
    today = registers(life)
    life.add(today, "void", Void(reason="同一次来访重复录入"))


def _backfilled(life: Life) -> None:
    """Typed in the next working day after the light had failed, with its real day."""
    today = registers(life, backfilled=True, channel="letter")
    classified(life, today)
    unit = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))


ENDINGS: Mapping[str, tuple[Maker, int]] = {
    "refused": (_refused, 4),
    "refused-again": (_refused_again, 3),
    "withdrawn": (_withdrawn, 3),
    "died": (_died, 2),
    "lapsed": (_lapsed, 3),
    "answered": (_answered, 3),
    "urgent": (_urgent, 4),
    "sealed": (_sealed, 3),
    "anonymous": (_anonymous, 3),
    "told-here": (_told_here, 3),
    "voided": (_voided, 2),
    "backfilled": (_backfilled, 3),
}
"""Further kinds of life at a petition office, and how often each comes."""
