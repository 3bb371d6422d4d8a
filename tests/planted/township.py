"""Lawful lives at a township: it registers, accepts, decides, tells and serves itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Cause
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.mediating import Mediate
from app.domain.acts.mediating import Step as Stage
from app.domain.acts.opining import Fulfil, IssueOpinion, OpinionResult
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import RequestReview
from app.domain.claims import Path, Purpose
from app.domain.people import NOBODY
from tests.planted import wording
from tests.planted.hall import COUNTY
from tests.planted.life import Life, Printed
from tests.planted.lives import MARKED, Maker, classified, registers, solved, walked

EVENT = "河湾乡沿河路工程"
"""The one event of thirty households, whose opinions say the same."""


def takes_on(life: Life, today: date, *, same_day: bool | None = None, **more: Any) -> date:
    """Accepted; decided on the day it came, the notice is handed over that day as well."""
    now = life.random.random() < 0.3 if same_day is None else same_day
    on = today if now else life.within(today, 2, 8)
    life.add(on, "accept", Accept(**more))
    if life.random.randrange(MARKED) == 0:
        life.add(on, "D14", Printed(kind="D14"))
    else:
        life.paper(on, "D14")
    life.served(on if now else life.within(on, 0, 4), "D14")
    life.memo["accepted"] = on
    return on


def decides(life: Life, began: date, *, latest: int = 50, **more: Any) -> date:
    """The petitioner was heard, then the opinion, its paper, its delivery."""
    on = life.within(began, 18, latest)
    given: dict[str, Any] = {
        "result": OpinionResult.EXPLAINED,
        "facts": wording.findings(life.random),
        "opinion": wording.decision(life.random),
        "basis": "《中华人民共和国土地管理法》第四十八条",
        "heard_on": life.within(began, 0, 10),
        "paper_number": life.number("D25"),
        **more,
    }
    life.add(on, "issue-opinion", IssueOpinion(**given))
    told = life.within(on, 0, 5)
    life.served(told, "D25")
    life.memo["decided"], life.memo["told"] = on, told
    return told


def _direct(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    solved(life, decides(life, takes_on(life, today)))


def _supported(life: Life) -> None:
    """Supported with a day, and made good by it."""
    today = registers(life)
    classified(life, today)
    began = takes_on(life, today)
    due = began + timedelta(days=90)
    told = decides(life, began, result=OpinionResult.SUPPORTED, due_by=due)
    done = life.within(told, 5, 20)
    life.add(done, "fulfil", Fulfil(on=done, evidence="转账凭据"))
    solved(life, told)


def _sent_down(life: Life) -> None:
    """Sent by the county's petition office; received, accepted and told within fifteen days."""
    today = registers(life, channel="sent_down")
    classified(life, today)
    sent = today - timedelta(days=2)
    source = {"received_on": today, "from_organ": "示范县信访局", "from_on": sent, "from_number": "转1"}
    solved(life, decides(life, takes_on(life, today, same_day=False, **source)))


def _prolonged(life: Life) -> None:
    """Longer by twenty days: approved, with the reason, told before the sixty are over."""
    today = registers(life)
    classified(life, today)
    began = takes_on(life, today)
    on = life.within(began, 40, 50)
    given = Extend(days=20, reason="需要重新测量", approver="示范乡长", paper_number=life.number("D22"))
    life.add(on, "extend", given)
    life.served(life.within(on, 0, 4), "D22")
    life.random.random()
    told = decides(life, began + timedelta(days=44), latest=30)
    solved(life, told)


def _reviewed(life: Life) -> None:
    today = registers(life)
    classified(life, today)
    told = decides(life, takes_on(life, today))
    asked = life.within(told, 4, 25)
    life.memo["asked"] = asked
    life.add(asked, "request-review", RequestReview(body=COUNTY, received_on=asked))
    on = life.within(asked, 8, 25)
    had = life.within(on, 0, 4)
    life.fact("review-issued", COUNTY, on, number=life.number("D30"), delivered_on=had)
    walked(life, life.within(had, 35, 50), Cause.LAPSED)


def _reconciled(life: Life) -> None:
    """Settled by mediation, kept by its day, asked after."""
    today = registers(life)
    classified(life, today)
    began = takes_on(life, today)
    opened = life.within(began, 2, 10)
    life.add(opened, "mediation-opened", Mediate(step=Stage.OPENED, both_agree=True, mediator="示范调解员"))
    on = life.within(opened, 2, 20)
    life.memo["settled"], due = on, on + timedelta(days=30)
    given = Mediate(
        step=Stage.SETTLED,
        both_agree=True,
        mediator="示范调解员",
        reference=life.number("M08"),
        signed=True,
        due_by=due,
    )
    life.add(on, "settled", given)
    life.add(life.within(on, 18, 28), "called-back", Mediate(step=Stage.CALLED_BACK))
    life.add(life.within(on, 10, 28), "fulfil", Fulfil(on=on, evidence="收条"))
    life["fulfil"].do = Fulfil(on=life["fulfil"].on, evidence="收条")
    solved(life, on)


def _pointed(life: Life) -> None:
    """Led into another procedure, told in writing, its outcome recorded in time."""
    today = registers(life)
    on = life.within(today, 2, 8)
    life.add(today, "classify", Classify(purpose=Purpose.CLAIM, path=Path.ARBITRATION))
    given = Divert(
        path=Path.ARBITRATION,
        organ="示范县仲裁委员会",
        basis="有关法律",
        due_by=on + timedelta(days=60),
        paper_number=life.number("D15"),
    )
    life.memo["diverted"] = on
    life.add(on, "divert", given)
    life.served(life.within(on, 0, 4), "D15")
    life.fact("external-proceeding", "示范县仲裁委员会", life.within(on, 2, 9))
    end = life.within(on, 20, 50)
    life.fact("outcome-recorded", "示范县仲裁委员会", end)
    walked(life, life.within(end, 1, 20), Cause.DIVERTED)


def _proposed(life: Life) -> None:
    """A suggestion, acknowledged in writing and answered."""
    claim = ClaimGiven(text=wording.proposal(life.random), purpose=Purpose.SUGGESTION)
    today = registers(life, Purpose.SUGGESTION, claims=(claim,), channel="online_suggestion")
    life.paper(today, "D14")
    life.served(life.within(today, 0, 4), "D14")
    on = life.within(today, 10, 40)
    given = Answer(
        result=AnswerResult.ADOPTED, reply="已列入计划", basis="乡规划", paper_number=life.number("D19")
    )
    life.add(on, "answer", given)
    told = life.within(on, 0, 4)
    life.served(told, "D19")
    solved(life, told)


def _unnamed(life: Life) -> None:
    """Name and address unclear: no notice can be owed (条例第二十三条第二款); decided all the same."""
    today = registers(life, people=NOBODY, anonymous=True, channel="letter")
    classified(life, today)
    on = life.within(today, 2, 8)
    life.add(on, "accept", Accept())
    life.memo["accepted"] = on


def _household(life: Life) -> None:
    """One of many households of one event: the same opinion for each, and the matters are linked."""
    today = registers(life)
    classified(life, today)
    life.add(today, "link", LinkMatter(other=EVENT, bond=Relation.SAME_EVENT))
    began = takes_on(life, today)
    same = "".join(
        f"沿河路工程第{place}标段占用河滩地的丈量结果已经在乡政府公示栏公示七日，各户均未提出不同意见。"
        for place in range(1, 5)
    )
    solved(life, decides(life, began, facts=same, opinion="按公示面积补偿，30日内付清。可以请求复查。"))


TOWNSHIP_LIVES: Mapping[str, tuple[Maker, int]] = {
    "direct": (_direct, 30),
    "supported": (_supported, 6),
    "sent-down": (_sent_down, 10),
    "prolonged": (_prolonged, 5),
    "reviewed": (_reviewed, 5),
    "reconciled": (_reconciled, 6),
    "pointed": (_pointed, 6),
    "proposed": (_proposed, 6),
}
"""Kinds of life at a township, and how often each comes."""
