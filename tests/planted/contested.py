"""Lives that are lawful by the words of the papers and stand where a check may easily go too far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.acts.confirming import ConfirmCorrection, ConfirmRecord
from app.domain.acts.correcting import Correct, Void
from app.domain.acts.forwarding import Forward
from app.domain.acts.hearing import Hear
from app.domain.acts.hearing import Stage as Level
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.mediating import Mediate
from app.domain.acts.mediating import Step as Stage
from app.domain.acts.noticing import OUTSIDE, PaperIssued
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Path, Purpose
from app.domain.kinds import Happened
from app.domain.people import NOBODY
from tests.planted import wording
from tests.planted.days import _close, add
from tests.planted.hall import OFFICE, TOWN, TOWNSHIP
from tests.planted.life import CLOSING, Life, workdays_after
from tests.planted.lives import LIVES, accepted, classified, decided, forwarded, registers, solved
from tests.planted.township import decides, takes_on

Begun = Callable[[str, int], Life]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """Some lawful lives: what they are, how they are made, and what the check says of them today (empty: nothing).

    `besides` are checks that are not asked here, because the same life lawfully gives cause for them.
    """

    name: str
    station: str
    made: Callable[[Begun], list[Life]]
    differs: str = ""
    besides: frozenset[str] = frozenset()


def _decided_apart(begun: Begun) -> list[Life]:
    """Two claims, each with its own opinion within its sixty days; the second still runs on the day of the check."""
    life = begun("apart", 490)
    claims = tuple(
        ClaimGiven(text=wording.story(life.random), purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE)
        for _ in range(2)
    )
    today = registers(life, claims=claims, channel="online")
    unit = forwarded(life, today)
    on = accepted(life, unit) + 20 * DAY
    life.fact("opinion-issued", unit, on, number="意1", delivered_on=on, claim=1)
    return [life]


def _settled_in_the_hall(begun: Begun) -> list[Life]:
    """Settled in the hall's own mediation room, in writing, signed by both, before the unit's sixty days were over."""
    life = begun("room", 60)
    today = registers(life, channel="online")
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    life.add(began + 5 * DAY, "opened", Mediate(step=Stage.OPENED, both_agree=True, mediator="示范调解员"))
    given = Mediate(step=Stage.SETTLED, both_agree=True, mediator="示范调解员", reference="协1", signed=True)
    life.add(began + 20 * DAY, "settled", given)
    solved(life, began + 20 * DAY)
    return [life]


def _households(begun: Begun) -> list[Life]:
    """Three households of one event, linked: the same opinion for each is no boilerplate (hall.md, last section)."""
    lives = [begun(f"household-{place}", 60 + 4 * place) for place in range(3)]
    same = wording.findings(lives[0].random)
    for place, life in enumerate(lives):
        today = registers(life, channel="online")
        classified(life, today)
        began = takes_on(life, today)
        if place:
            life.add(
                today, "link", lambda at: LinkMatter(other=at.number("household-0"), bond=Relation.SAME_EVENT)
            )
        solved(life, decides(life, began, facts=same, opinion="按公示的面积补偿，30日内付清。可以请求复查。"))
    return lives


def _backfilled_paper(begun: Begun) -> list[Life]:
    """Typed in later with the real, past day of its papers (hall.md 20: K47 does not count it)."""
    life = begun("backfilled", 60)
    today = registers(life, backfilled=True, channel="letter")
    classified(life, today)
    unit = forwarded(life, today)
    sent = life["forward"].on
    life.drop("D11", "D11-served")
    life.add(sent + 40 * DAY, "D11", None)
    life.replaced(
        "D11",
        lambda matter, setting: (
            Happened(
                PaperIssued(kind="D11", template=OUTSIDE, claim=0, number="去1", needs_delivery=True), sent
            ),
        ),
    )
    life.served(sent + 40 * DAY, "D11")
    life.change("D11-served", on=sent)
    solved(life, decided(life, unit, accepted(life, unit)))
    return [life]


def _old_matter(begun: Begun) -> list[Life]:
    """An old letter typed in ten days later with its real day, as backfilled, routed within its fifteen days."""
    life = begun("old", 60)
    today = registers(life, channel="letter")
    life.change("register", backfilled=True, received_on=today - 10 * DAY)
    classified(life, today)
    unit = forwarded(life, today)
    life.move("forward", today)
    solved(life, decided(life, unit, accepted(life, unit)))
    return [life]


def _count_put_right(begun: Begun) -> list[Life]:
    """A head count put right and confirmed the day after the figures were told: right as of that day."""
    life, hall = begun("count", 250), begun("hall", 0)
    today = registers(life, channel="walk_in", persons_came=3)
    classified(life, today)
    unit = forwarded(life, today)
    add(hall, today, "close-day", _close, at=CLOSING)
    next_day = workdays_after(today, 1)
    life.add(next_day, "correct", Correct(field="persons_came", value="2", reason="多数了一个"))
    life.add(next_day, "confirm", ConfirmCorrection(field="persons_came"), by="handler")
    solved(life, decided(life, unit, accepted(life, unit)))
    return [hall, life]


def _voided_next_day(begun: Begun) -> list[Life]:
    """Registered twice by mistake; the second number was voided the day after the figures were told."""
    life, hall = begun("void", 250), begun("hall", 0)
    today = registers(life, channel="walk_in")
    add(hall, today, "close-day", _close, at=CLOSING)
    life.add(workdays_after(today, 1), "void", Void(reason="重复登记"))
    return [hall, life]


def _heard_between(begun: Begun) -> list[Life]:
    """A re-examination of thirty-eight days, twelve of which were a hearing (条例第三十六条第二款)."""
    life = begun("heard", 60)
    LIVES["review"][0](life)
    asked = life["request-re-examination"].on
    on = asked + 38 * DAY
    life.shift("re-examination-issued", (on - life["re-examination-issued"].do.on).days)
    given = Hear(
        stage=Level.RE_EXAMINATION, begun_on=asked + 6 * DAY, ended_on=asked + 17 * DAY, chair="示范主持人"
    )
    life.add(asked + 17 * DAY, "hear", given)
    return [life]


def _nobody_to_tell(begun: Begun) -> list[Life]:
    """An anonymous letter, sent to a unit: K06 asks for name and address to be clear."""
    life = begun("nobody", 60)
    today = registers(life, people=NOBODY, anonymous=True, channel="letter")
    classified(life, today)
    life.add(today, "forward", Forward(unit=TOWN))
    life.fact("unit-received", TOWN, today + 2 * DAY)
    on = today + 6 * DAY
    life.fact("accepted", TOWN, on)
    life.fact("opinion-issued", TOWN, on + 30 * DAY, number="意1")
    return [life]


def _told_why_not_signed(begun: Begun) -> list[Life]:
    """A visitor who would not sign: the reason stands on the record, nobody feigned a signature."""
    life = begun("unsigned", 60)
    today = registers(life, channel="walk_in")
    life["confirm-record"].do = ConfirmRecord(reason="本人不识字，也不愿按印")
    classified(life, today)
    unit = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))
    return [life]


CONTESTED = (
    Contested(name="claims-decided-apart", station=OFFICE, made=_decided_apart),
    Contested(name="settled-in-the-hall", station=OFFICE, made=_settled_in_the_hall),
    Contested(name="households-of-one-event", station=TOWNSHIP, made=_households),
    Contested(name="backfilled-paper", station=OFFICE, made=_backfilled_paper),
    Contested(name="old-matter-typed-in", station=OFFICE, made=_old_matter, besides=frozenset({"K03"})),
    Contested(name="head-count-put-right", station=OFFICE, made=_count_put_right),
    Contested(name="voided-the-next-day", station=OFFICE, made=_voided_next_day),
    Contested(
        name="nobody-to-tell",
        station=OFFICE,
        made=_nobody_to_tell,
        besides=frozenset({"K26"}),
    ),
    Contested(name="heard-at-re-examination", station=OFFICE, made=_heard_between),
    Contested(name="told-why-not-signed", station=OFFICE, made=_told_why_not_signed),
)
"""All of them."""
