"""What has not arrived yet, and what was posted on a day."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from app.clock import FixedClock
from app.domain.acts.addressing import ConfirmAddress
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.delivery import DeliveryMethod, Outcome
from app.errors import AppError, NotAllowed
from app.services import papers
from app.services.perform import perform
from app.services.serving import keep_proof, post_list, post_list_workbook, stage_notices, unserved
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def notice(desk: Session, **more: Any) -> str:
    """A sealed notice of a new matter; the answer is the matter's number."""
    number = registers(desk, **more).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11").record
    assert made is not None
    perform(desk, number, SealPaper(paper=made.id))
    return number


def posted(desk: Session, number: str, tracking: str, outcome: Outcome = Outcome.SENT, **more: Any) -> None:
    act = Deliver(paper="D11", method=DeliveryMethod.POST, outcome=outcome, tracking=tracking, **more)
    perform(desk, number, act)


def later(desk: Session, days: int) -> Session:
    return session(desk.memory, clock=FixedClock(START + timedelta(days=days)))


def test_what_has_no_proof_is_listed_with_its_age_and_goes_red_when_the_proof_is_missed(
    desk: Session,
) -> None:
    number = notice(desk)
    (fresh,) = unserved(desk)
    assert (fresh.number, fresh.title, fresh.age, fresh.late, fresh.last) == (
        number,
        "去向告知书",
        0,
        False,
        None,
    )
    posted(desk, number, "EX1")
    (old,) = unserved(later(desk, 30))
    assert (old.age, old.late, old.paper.state) == (30, True, "sent")
    assert old.last is not None and old.last.tracking == "EX1"
    perform(desk, number, Deliver(paper="D11", method=DeliveryMethod.POST, outcome=Outcome.RECEIVED))
    assert unserved(desk) == []


def test_a_public_notice_says_when_it_will_be_full(desk: Session) -> None:
    number = notice(desk)
    perform(
        desk,
        number,
        Deliver(
            paper="D11",
            method=DeliveryMethod.PUBLIC_NOTICE,
            outcome=Outcome.SENT,
            place="公告栏",
            reason="下落不明",
        ),
    )
    (waiting,) = unserved(desk)
    assert waiting.full_on == date(2026, 4, 1)


def test_the_post_list_of_a_day_goes_to_the_confirmed_address_and_marks_what_came_back(desk: Session) -> None:
    first, second, hidden = notice(desk), notice(desk, name="李示范"), notice(desk, confidential=True)
    perform(desk, first, ConfirmAddress(address="县城三号楼"))
    for number, tracking in ((first, "EX1"), (second, "EX2"), (hidden, "EX3")):
        posted(desk, number, tracking)
    posted(desk, second, "", Outcome.RETURNED, reason="迁移新址")
    found = {item.number: item for item in post_list(desk, TODAY)}
    assert {number: item.tracking for number, item in found.items()} == {
        first: "EX1", second: "EX2", hidden: "EX3",
    }  # fmt: skip
    assert (found[first].addressee.name, found[first].addressee.address) == ("张**", "县城三号楼")
    whole = {item.number: item.addressee.name for item in post_list(desk, TODAY, whole=True)}
    assert whole[first] == "张示范", "the paper for the post office"
    assert (found[second].returned, found[first].returned) == (True, False)
    assert found[hidden].addressee.sealed and found[hidden].addressee.name == ""
    assert post_list(desk, TODAY - timedelta(days=1)) == []

    sheet = openpyxl.load_workbook(io.BytesIO(post_list_workbook(desk, TODAY))).active
    text = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert any("邮寄清单" in str(cell) for cell in text[0])
    assert any("EX1" in row and "县城三号楼" in row for row in text)


def test_a_proof_has_to_be_a_picture(desk: Session) -> None:
    number = notice(desk)
    assert len(keep_proof(desk, number, b"\xff\xd8\xff picture")) == 64
    with pytest.raises(AppError) as caught:
        keep_proof(desk, number, b"MZ a program")
    assert caught.value.code == "scan.no_picture"


def test_a_message_says_that_there_is_news_and_nothing_else(desk: Session) -> None:
    first = notice(desk, phones=("13900000000",))
    notice(desk, name="李示范")
    notice(desk, phones=("13911111111",), confidential=True)
    (found,) = stage_notices(desk, TODAY)
    assert (found.number, found.phone) == (first, "13900000000")
    assert "张示范" not in found.text and "告知书" not in found.text and "不是送达" in found.text
    assert stage_notices(desk, TODAY - timedelta(days=1)) == []


def test_an_administrator_sees_no_list(desk: Session) -> None:
    admin = session(desk.memory, "sysadmin")
    for ask in (lambda: unserved(admin), lambda: post_list(admin, TODAY)):
        with pytest.raises(NotAllowed):
            ask()
