"""Lawful lives of matters at a petition office: it registers, routes, tells and urges; others accept and decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Archive, Cause, Close, Closing
from app.domain.acts.confirming import ConfirmRecord
from app.domain.acts.disputing import DecideDispute, Dispute
from app.domain.acts.diverting import Divert
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.mediating import Mediate
from app.domain.acts.mediating import Step as Stage
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.acts.reviewing import RequestReExamination, RequestReview
from app.domain.claims import Path, Purpose
from app.domain.people import People, Petitioner, Representative
from tests.planted import wording
from tests.planted.beside import busy
from tests.planted.hall import AGRICULTURE, COUNTY, DISCIPLINE, HOUSING, LABOUR, LAND, TOWN
from tests.planted.life import Life, Printed, workday, workdays_after

CHANNELS = ("walk_in", "walk_in", "walk_in", "letter", "online", "phone", "wechat", "mobile", "qr_entry")
UNITS = (TOWN, LAND, LABOUR, HOUSING, AGRICULTURE)
MARKED = 12
"""One in so many lives has its office's notice printed by this program; the others' were written outside."""


def registers(life: Life, purpose: Purpose = Purpose.UNDECIDED, **more: Any) -> date:
    """Somebody comes, writes or calls; a visitor confirms the record on the spot."""
    random = life.random
    life.memo["name"] = who = wording.name(random)
    channel = more.pop("channel", random.choice(CHANNELS))
    received = workday(life.begins)
    today = workdays_after(received, random.randint(0, 1)) if channel == "letter" else received
    person = Petitioner(name=who, address=f"{random.choice(wording.VILLAGES)}{random.randint(1, 99)}号")
    text = wording.proposal(random) if purpose is Purpose.SUGGESTION else wording.story(random)
    claims = more.pop(
        "claims", (ClaimGiven(text=text, requested=random.choice(wording.WANTS), purpose=purpose),)
    )
    people = more.pop("people", People(petitioners=(person,)))
    given = {"channel": channel, "received_on": received, "people": people, "claims": claims, **more}
    life.add(today, "register", RegisterVisit(**given))
    if channel == "walk_in":
        spoken = random.random() < 0.3
        life.add(today, "confirm-record", ConfirmRecord(signed=not spoken, read_aloud=spoken))
    return today


def classified(
    life: Life, today: date, path: Path = Path.PETITION_PROCEDURE, claim: int | None = None
) -> None:
    """Class and path are settled on the day of registration."""
    life.add(today, "classify", Classify(purpose=Purpose.CLAIM, path=path, claim=claim))


def tells(life: Life, sent: date) -> None:
    """The office tells the petitioner where the matter went (D11), by proof, within a week."""
    told = life.within(sent, 0, 5)
    if life.random.randrange(MARKED) == 0:
        life.add(sent, "D11", Printed(kind="D11"))
    else:
        life.paper(sent, "D11")
    life.served(told, "D11")


def forwarded(life: Life, today: date, unit: str = "", **more: Any) -> str:
    """It goes to a unit well within the fifteen days, and the petitioner is told; the answer is the unit."""
    unit = unit or life.random.choice(UNITS)
    sent = life.within(today, 0, 8)
    life.add(sent, "forward", Forward(unit=unit, **more))
    tells(life, sent)
    life.memo["received"] = life.within(sent, 0, 3)
    life.fact("unit-received", unit, life.memo["received"])
    return unit


def accepted(life: Life, unit: str, received: date | None = None, *, claim: int | None = None) -> date:
    """The unit takes it on and says so in writing, which the petitioner has within its fifteen days."""
    received = received or life.memo["received"]
    on = life.within(received, 1, 7)
    life.fact("accepted", unit, on, lag=life.random.randint(0, 2), claim=claim)
    life.fact(
        "acceptance-notice-issued",
        unit,
        on,
        number=life.number("D14"),
        delivered_on=life.within(on, 0, 4),
        claim=claim,
        step="acceptance-notice",
    )
    life.memo["accepted"] = on
    return on


def decided(life: Life, unit: str, accepted_on: date, *, claim: int | None = None, latest: int = 52) -> date:
    """The unit's opinion, within sixty days, handed over; the answer is the day on which the petitioner had it."""
    on = life.within(accepted_on, 18, latest)
    told = life.within(on, 0, 5)
    number = life.number("D25") + ("" if claim is None else f"-{claim}")
    life.fact("opinion-issued", unit, on, number=number, delivered_on=told, claim=claim, result="解释说明")
    life.memo["decided"], life.memo["told"] = on, told
    return told


def solved(life: Life, told: date) -> None:
    """Closed with answer, proof of delivery and evidence; archived in the same quarter."""
    on = life.within(told, 35, 60)
    life.add(on, "close", Close(ending=Closing.SUBSTANTIVE, evidence="付款凭据一份，现场照片两张"))
    archived(life, on)


def walked(life: Life, day: date, cause: Cause) -> None:
    """A procedural ending with its cause, reason and, in the same quarter, the archive."""
    life.add(day, "close", Close(ending=Closing.PROCEDURAL, cause=cause, reason="程序已经走完，理由见卷"))
    archived(life, day)


def archived(life: Life, closed: date) -> None:
    """The file goes to the archive within sixty days."""
    archive = Archive(volume=f"卷{life.key}", receiver="示范档案员")
    life.add(life.within(closed, 5, 60), "archive", archive, by="archivist")


def _opinion(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    told = decided(life, unit, accepted(life, unit))
    if life.random.random() < 0.3:
        life.fact("supported", unit, life.memo["decided"], lag=5)
        life.fact("fulfilled", unit, life.within(told, 5, 30))
    busy(life, unit)
    solved(life, told)


def _plain(life: Life) -> None:
    """Nothing beside the road."""
    today = registers(life)
    classified(life, today)
    unit = life.memo["unit"] = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))


def _several(life: Life) -> None:
    """Several claims, decided one by one on the same day."""
    claims = tuple(
        ClaimGiven(text=wording.story(life.random), purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE)
        for _ in range(life.random.randint(2, 3))
    )
    today = registers(life, claims=claims)
    unit = forwarded(life, today)
    on = life.within(accepted(life, unit), 18, 52)
    told = life.within(on, 0, 5)
    for claim in range(1, len(claims) + 1):
        number = f"{life.number('D25')}-{claim}"
        life.fact("opinion-issued", unit, on, number=number, delivered_on=told, claim=claim)
    solved(life, told)


def _together(life: Life) -> None:
    """Twelve come together; three speak for them."""
    speakers = tuple(Representative(name=wording.name(life.random)) for _ in range(3))
    people = People(
        petitioners=(Petitioner(name=wording.name(life.random), address="石桥村三号"),),
        representatives=speakers,
    )
    today = registers(life, channel="walk_in", people=people, persons_came=12)
    classified(life, today)
    unit = forwarded(life, today)
    solved(life, decided(life, unit, accepted(life, unit)))


def _assigned(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    unit = life.random.choice(UNITS)
    sent = life.within(today, 0, 8)
    life.memo["due_by"] = due = sent + timedelta(days=85)
    life.add(sent, "assign", Assign(unit=unit, due_by=due))
    tells(life, sent)
    life.memo["received"] = life.within(sent, 0, 3)
    life.fact("unit-received", unit, life.memo["received"])
    told = decided(life, unit, accepted(life, unit))
    life.fact("assignment-reported", unit, life.within(told, 1, 8), number=life.number("D27"))
    solved(life, told)


def _extended(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    on = life.within(began, 40, 50)
    told = life.within(on, 0, 4)
    life.fact("extended", unit, on, days=25, number=life.number("D22"), delivered_on=told)
    decided_on = life.within(began, 62, 78)
    had = life.within(decided_on, 0, 4)
    life.fact("opinion-issued", unit, decided_on, number=life.number("D25"), delivered_on=had)
    life.memo["decided"], life.memo["told"] = decided_on, had
    solved(life, had)


def _review(life: Life) -> None:
    """Asked for review in time; upheld, and in half of the cases re-examined."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    told = decided(life, unit, accepted(life, unit))
    asked = life.within(told, 4, 25)
    life.memo["asked"] = asked
    posted = asked - timedelta(days=2) if life.random.random() < 0.5 else None
    life.add(asked, "request-review", RequestReview(body=COUNTY, received_on=asked, postmark_on=posted))
    on = life.within(asked, 8, 25)
    had = life.within(on, 0, 4)
    life.fact("review-issued", COUNTY, on, number=life.number("D30"), delivered_on=had, result="维持")
    life.memo["reviewed"] = on
    again = life.within(had, 4, 25)
    city = "示范市人民政府"
    life.add(again, "request-re-examination", RequestReExamination(body=city, received_on=again))
    last = life.within(again, 8, 25)
    end = life.within(last, 0, 4)
    life.fact("re-examination-issued", city, last, number=life.number("D32"), delivered_on=end, result="维持")
    life.memo["end"] = end
    walked(life, life.within(end, 3, 30), Cause.RE_EXAMINED)


def _revoked(life: Life) -> None:
    """The review revokes; the unit decides again within sixty days."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    told = decided(life, unit, accepted(life, unit))
    asked = life.within(told, 4, 25)
    life.add(asked, "request-review", RequestReview(body=COUNTY, received_on=asked))
    on = life.within(asked, 8, 25)
    had = life.within(on, 0, 4)
    life.fact("review-issued", COUNTY, on, number=life.number("D30"), delivered_on=had, result="撤销")
    life.fact("review-revoked", COUNTY, on, lag=5)
    redone = life.within(had, 10, 35)
    again = life.within(redone, 0, 4)
    life.fact(
        "opinion-issued", unit, redone, number=life.number("D25") + "-2", delivered_on=again, step="redone"
    )
    solved(life, again)


def _objected(life: Life) -> None:
    """The first unit objects within five working days, the office agrees, the second takes it on."""
    today = registers(life)
    classified(life, today)
    first, second = life.random.sample(UNITS, 2)
    sent = life.within(today, 0, 4)
    life.add(sent, "forward", Forward(unit=first))
    tells(life, sent)
    received = life.within(sent, 0, 1)
    life.fact("unit-received", first, received)
    objected = workdays_after(received, life.random.randint(1, 4))
    life.fact("objected", first, objected, number=life.number("异议"))
    returned = workdays_after(objected, 1)
    life.add(
        returned, "decide-objection", DecideObjection(unit=first, agreed=True, reason="职责确不在该单位")
    )
    again = workdays_after(returned, 1)
    life.add(again, "forward-again", Forward(unit=second))
    life.memo["received"] = life.within(again, 0, 2)
    life.fact("unit-received", second, life.memo["received"], step="unit-received-again")
    life.memo["units"] = (first, second)
    solved(life, decided(life, second, accepted(life, second)))


def _disputed(life: Life) -> None:
    """Two units object; who stands above both decides, and the one that was named takes it on."""
    today = registers(life)
    classified(life, today)
    first, second = life.random.sample(UNITS, 2)
    day = workdays_after(today, 1)
    for place, unit in enumerate((first, second)):
        life.add(day, f"forward-{place}", Forward(unit=unit))
        if place == 0:
            tells(life, day)
        life.fact("unit-received", unit, day)
        day = workdays_after(day, 2)
        life.fact("objected", unit, day)
        day = workdays_after(day, 1)
        life.add(day, "decide-objection", DecideObjection(unit=unit, agreed=True, reason="两家都说不归自己"))
        day = workdays_after(day, 1)
    life.add(day, "dispute", Dispute(units=(first, second), body="联席会议", reason="都说不归自己"))
    day = workdays_after(day, 3)
    life.add(day, "decide-dispute", DecideDispute(unit=second, by="联席会议", number=life.number("会")))
    day = workdays_after(day, 1)
    life.add(day, "forward", Forward(unit=second))
    life.memo["received"] = day + timedelta(days=1)
    life.fact("unit-received", second, life.memo["received"])
    solved(life, decided(life, second, accepted(life, second)))


def _diverted(life: Life) -> None:
    """Led into another procedure, told in writing; that organ takes it up and its outcome comes in time."""
    today = registers(life)
    paths = (Path.LITIGATION, Path.ARBITRATION, Path.PARTY_APPEAL, Path.ADMINISTRATIVE_PROCEDURE)
    path = life.random.choice(paths)
    on = life.within(today, 0, 8)
    life.memo["diverted"], life.memo["due_by"] = on, on + timedelta(days=60)
    life.memo["organ"] = organ = "示范县有关裁决机关"
    paper = life.number("D15")
    given = Divert(path=path, organ=organ, basis="有关法律", due_by=life.memo["due_by"], paper_number=paper)
    life.add(today, "classify", Classify(purpose=Purpose.CLAIM, path=path))
    life.add(on, "divert", given)
    life.served(life.within(on, 0, 4), "D15")
    life.fact("external-proceeding", organ, life.within(on, 2, 9), number=life.number("收"))
    end = life.within(on, 20, 50)
    life.fact("outcome-recorded", organ, end, number=life.number("结"))
    walked(life, life.within(end, 1, 20), Cause.DIVERTED)


def _duty(life: Life) -> None:
    """Branch five: the competent unit tells the path and answers within two months."""
    today = registers(life)
    classified(life, today, Path.DUTY_PERFORMANCE)
    unit = forwarded(life, today)
    received = life.memo["received"]
    on = life.within(received, 1, 8)
    told = life.within(on, 0, 4)
    life.fact("path-notice-issued", unit, on, number=life.number("D15"), delivered_on=told)
    done = life.within(received, 20, 50)
    had = life.within(done, 0, 4)
    life.fact("answered", unit, done, number=life.number("D26"), delivered_on=had)
    solved(life, had)


def _suggestion(life: Life) -> None:
    """A suggestion is studied and answered."""
    today = registers(life, Purpose.SUGGESTION, channel=life.random.choice(("online_suggestion", "letter")))
    unit = forwarded(life, today)
    on = life.within(life.memo["received"], 1, 8)
    told = life.within(on, 0, 4)
    life.fact("acceptance-notice-issued", unit, on, number=life.number("D14"), delivered_on=told)
    done = life.within(told, 10, 40)
    had = life.within(done, 0, 4)
    life.fact("answered", unit, done, number=life.number("D19"), delivered_on=had)
    solved(life, had)


def _accusation(life: Life) -> None:
    """Sealed from the first second, and to the discipline body by competence."""
    life.memo["accused"] = accused = (
        f"{life.random.choice(wording.VILLAGES)}村主任{wording.name(life.random)}"
    )
    claim = ClaimGiven(text=f"举报{accused}私分集体款项。", purpose=Purpose.ACCUSATION)
    today = registers(life, claims=(claim,), accused=accused)
    life.add(life.within(today, 0, 8), "forward", Forward(unit=DISCIPLINE))
    life.memo["received"] = life.within(life["forward"].on, 1, 3)
    life.fact("unit-received", DISCIPLINE, life.memo["received"])


def _settled(life: Life) -> None:
    """Mediated with both consents, settled in writing (the unit reports it too), confirmed, kept and asked after."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    opened = life.within(began, 3, 10)
    life.add(opened, "mediation-opened", Mediate(step=Stage.OPENED, both_agree=True, mediator="示范调解员"))
    on = life.within(opened, 3, 20)
    life.memo["settled"], due = on, on + timedelta(days=30)
    life.memo["unit"] = unit
    given = Mediate(
        step=Stage.SETTLED,
        both_agree=True,
        mediator="示范调解员",
        reference=life.number("M08"),
        signed=True,
        due_by=due,
    )
    life.add(on, "settled", given)
    life.fact("settled", unit, on, number=life.number("M08"), step="settled-there")
    life.fact("confirmed", "示范县人民法院", life.within(on, 5, 25), number=life.number("裁"))
    life.add(life.within(on, 20, 28), "called-back", Mediate(step=Stage.CALLED_BACK))
    life.fact("fulfilled", unit, life.within(on, 15, 28))
    solved(life, on)


def _unsettled(life: Life) -> None:
    """Mediation fails, the other ways are told, the unit decides."""
    today = registers(life)
    classified(life, today)
    unit = forwarded(life, today)
    began = accepted(life, unit)
    opened = life.within(began, 2, 6)
    life.add(opened, "mediation-opened", Mediate(step=Stage.OPENED, both_agree=True, mediator="示范调解员"))
    on = life.within(opened, 2, 10)
    life.memo["failed"] = on
    life.add(on, "failed", Mediate(step=Stage.FAILED, paper_number=life.number("M11"), reason="金额谈不拢"))
    life.served(on, "M11")
    solved(life, decided(life, unit, began))


Maker = Callable[[Life], None]
LIVES: Mapping[str, tuple[Maker, int]] = {
    "opinion": (_opinion, 26),
    "plain": (_plain, 4),
    "several": (_several, 4),
    "together": (_together, 4),
    "assigned": (_assigned, 6),
    "extended": (_extended, 6),
    "review": (_review, 6),
    "revoked": (_revoked, 3),
    "objected": (_objected, 5),
    "disputed": (_disputed, 2),
    "diverted": (_diverted, 8),
    "duty": (_duty, 5),
    "suggestion": (_suggestion, 6),
    "accusation": (_accusation, 5),
    "settled": (_settled, 4),
    "unsettled": (_unsettled, 3),
}
"""Kinds of life at a petition office, and how often each comes."""
