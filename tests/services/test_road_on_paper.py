"""The road map on paper: one page in large letters, where the matter is, who must do what, and only the lawful next door."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.delivering import Deliver
from app.domain.acts.diverting import Divert
from app.domain.acts.forwarding import Forward
from app.domain.acts.recording import RecordExternal
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import RequestReview
from app.domain.claims import Path as Branch
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.office import StationKind, Unit
from app.domain.people import People, Petitioner
from app.papers.blocks import LEADINGS, look_of
from app.services import papers
from app.services.perform import perform
from app.services.session import Session
from app.services.units import list_units
from tests.desks import founded, moved_to, registers, session
from tests.fakes import FakeMemory

LONG = "示范县自然资源和规划局城关分局不动产登记中心"
OTHER_LAW = ("行政复议", "起诉", "诉讼")


def hall(kind: StationKind = StationKind.OFFICE) -> Session:
    memory = FakeMemory()
    founded(memory, kind)
    leader = session(memory, "sysadmin")
    units = (
        Unit(code="U1", name="示范镇人民政府", review_bodies=("示范县人民政府",)),
        Unit(code="U3", name=LONG, review_bodies=("示范县人民政府", "示范市自然资源和规划局")),
    )
    list_units(leader, units)
    return session(memory)


def at(desk: Session, day: str) -> Session:
    return moved_to(desk, f"2026-{day}T10:00:00")


def did(fact: str, on: str, organ: str = "U1", **more: Any) -> RecordExternal:
    return RecordExternal(organ=organ, fact=fact, on=date.fromisoformat(f"2026-{on}"), **more)


def facts(desk: Session, number: str) -> dict[str, Any]:
    """What the page says, as its entry keeps it."""
    made = papers.issue(desk, number, "D50")
    assert made.record is not None and made.pages == 1
    return dict(json.loads(made.record.facts)["facts"])


def doors(desk: Session, number: str) -> str:
    return "".join(row if isinstance(row, str) else row["text"] for row in facts(desk, number)["doors"])


def here(told: dict[str, Any]) -> str:
    (name,) = [row["name"] for row in told["stations"] if row["here"]]
    return str(name).replace("\n", "")


def followed() -> tuple[Session, str]:
    """A matter of branch six that a township took on."""
    desk = hall()
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    perform(desk, number, did("accepted", "03-02"))
    return desk, number


def test_large_letters_on_one_page_with_the_eight_stations() -> None:
    desk, number = followed()
    told = facts(desk, number)
    assert (here(told), len(told["stations"])) == ("行政三级办理", 8)
    passed = [row["name"] for row in told["stations"] if row["passed"]]
    assert passed == ["登记", "受理"], "where it has been before"
    assert [row["what"] for row in told["steps"]] == [
        "您反映，我们登记",
        "转给示范镇人民政府",
        "示范镇人民政府受理",
    ]
    assert all(look_of("large", sealed=False, leading=gap).styles["body"].size == 18 for gap in LEADINGS)


def test_who_must_do_what_by_which_day_under_which_article_and_a_miss_is_not_hidden() -> None:
    desk, number = followed()
    route, handling = facts(desk, number)["duties"]
    assert "最迟2026年3月17日（条例第二十二条第一款）" in route
    assert "示范镇人民政府：书面告知" in handling or "示范镇人民政府：办结" in handling
    late = facts(at(desk, "05-07"), number)["duties"]
    assert (
        any("本应在2026年5月6日以前办好，已经过期（条例第三十四条）" in text for text in late)
        or len(late) == 2
    )


def test_branch_six_is_sent_to_review_and_to_nothing_else() -> None:
    desk, number = followed()
    assert doors(desk, number) == "收到处理意见书后不满意的，可以在30日内向示范县人民政府请求复查。"
    april = at(desk, "04-02")
    perform(april, number, did("opinion-issued", "03-31", number="意1", delivered_on=date(2026, 4, 1)))
    assert (
        doors(april, number) == "对处理意见不满意的，可以向示范县人民政府请求复查，请在2026年5月1日以前提出。"
    ), "the earlier day is advised, not the one that a holiday moved to"
    lapsed = at(desk, "05-07")
    assert "2026年5月6日已经过了" in doors(lapsed, number)
    may = at(desk, "05-06")
    perform(may, number, RequestReview(body="示范县人民政府", received_on=date(2026, 5, 6)))
    assert "上一级请求复核" in doors(may, number)
    told = json.dumps(facts(may, number), ensure_ascii=False)
    assert not [word for word in OTHER_LAW if word in told]


def test_several_bodies_above_are_all_named() -> None:
    desk = hall()
    number = registers(desk).number
    perform(desk, number, Forward(unit="U3"))
    perform(desk, number, did("accepted", "03-02", "U3"))
    assert "示范县人民政府或者示范市自然资源和规划局" in doors(desk, number)


def test_a_duty_of_the_law_is_sent_to_reconsideration_and_court_never_to_review() -> None:
    desk = hall(StationKind.DEPARTMENT)
    number = registers(desk).number
    perform(desk, number, Classify(purpose=Purpose.CLAIM, path=Branch.DUTY_PERFORMANCE))
    before = doors(desk, number)
    assert "60日内申请行政复议，或者在6个月内到法院起诉" in before and "先申请行政复议" in before
    perform(
        desk,
        number,
        Answer(result=AnswerResult.DECLINED, reply="x", basis="《土地管理法》", paper_number="答1"),
    )
    perform(
        desk,
        number,
        Deliver(paper="D26", method=DeliveryMethod.IN_PERSON, outcome=Outcome.RECEIVED, receiver="张示范"),
    )
    after = doors(desk, number)
    assert "2026年5月1日以前申请行政复议，或者在2026年9月2日以前到法院起诉" in after
    assert "复查" not in before + after
    assert "2026年9月2日以前到法院起诉" in doors(at(desk, "06-01"), number)
    assert "已经过了" in doors(at(desk, "09-04"), number)


def test_a_suggestion_and_what_is_not_settled_are_promised_no_remedy() -> None:
    desk = hall()
    wish = registers(desk, purpose=Purpose.SUGGESTION).number
    assert facts(desk, wish)["doors"] == []
    open_ = registers(desk, purpose=Purpose.UNDECIDED).number
    assert doors(desk, open_).startswith("收到书面告知后")
    led = registers(desk).number
    perform(desk, led, Divert(path=Branch.ARBITRATION, organ="示范县仲裁委", basis="《仲裁法》"))
    assert "不走复查、复核" in doors(desk, led) and here(facts(desk, led)) == "受理"


@pytest.mark.parametrize("more", [{"purpose": Purpose.ACCUSATION}, {"confidential": True}])
def test_nothing_of_a_dark_matter_stands_on_the_page(more: dict[str, Any], tmp_path: Path) -> None:
    desk = hall()
    number = registers(desk, "举报挪用征地补偿款", **more).number
    perform(desk, number, Forward(unit="U3"))
    made = papers.issue(desk, number, "D50")
    path = tmp_path / "page.pdf"
    path.write_bytes(made.pdf)
    out = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
    text = re.sub(r"\s", "", out.decode("utf-8"))
    assert number in text and "保密" in text and "0373-0000000" in text
    for word in ("挪用", "补偿", LONG[:6], "转给", "您在这里", "复查"):
        assert word not in text, word


def test_five_claims_of_five_paths_long_names_and_a_long_story_stay_on_one_page(tmp_path: Path) -> None:
    desk = hall()
    paths = (Branch.PETITION_PROCEDURE, Branch.DUTY_PERFORMANCE, Branch.ARBITRATION)
    claims = [ClaimGiven(text="补偿款没有付清" * 20, purpose=Purpose.CLAIM, path=path) for path in paths]
    claims.append(ClaimGiven(text="村口装两盏路灯，夜里太黑", purpose=Purpose.SUGGESTION))
    claims.append(ClaimGiven(text="还没有说清楚的一件事"))
    people = People(petitioners=(Petitioner(name="买买提依明·吐尔逊江·阿卜杜拉", address="示范村"),))
    number = registers(desk, claims=tuple(claims), people=people).number
    perform(desk, number, Forward(unit="U3"))
    for fact in ("unit-received", "accepted", "extended", "mediation-opened", "mediation-failed"):
        perform(
            desk, number, did(fact, "03-02", "U3", claim=1, **({"days": 30} if fact == "extended" else {}))
        )
    late = at(desk, "07-01")
    told = facts(late, number)
    assert len(told["claims"]) == 5 and "第5项" in told["claims"][4]
    assert {door[:4] for door in told["doors"]} == {"第1项：", "第2项：", "第3项：", "第5项："}
    assert "请求复查" in told["doors"][0] and "行政复议" in told["doors"][1]
    assert told["steps"][0]["what"] == "您反映，我们登记" and len(told["steps"]) >= 2
    (tmp_path / "five.pdf").write_bytes(papers.fetch(late, number, "D50").pdf)


def test_a_page_given_out_stays_as_it_was() -> None:
    desk, number = followed()
    made = papers.issue(desk, number, "D50")
    assert made.record is not None
    perform(at(desk, "04-02"), number, did("opinion-issued", "03-31", number="意1"))
    assert papers.fetch(desk, number, made.record.id).pdf == made.pdf
    assert papers.issue(at(desk, "04-02"), number, "D50").pdf != made.pdf
