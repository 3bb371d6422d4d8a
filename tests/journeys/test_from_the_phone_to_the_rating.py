"""A villager writes on the phone, is registered by seven keys, is told, and is not satisfied: the work begins again.

The page runs in a real browser, its screen is read as a picture, the receipt is read off the printed page, and another
hall verifies it without a network. All persons are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.clock import CHINA, FixedClock
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.closing import Close, Closing, Reopen
from app.domain.acts.delivering import Deliver
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.obligations import Status
from app.domain.office import OfficeSet, StationKind
from app.papers.qr import texts_in
from app.qr.families import Family, family_of
from app.services import exchange
from app.services.code_keys import make_list, take_list
from app.services.notice_codes import verify_notice
from app.services.perform import perform
from app.services.preregistration_page import page_facts
from app.services.reading import open_matter
from tests.page.conftest import OpenPage, browser, open_page
from tests.page.visitor import WHOLE, generate, write
from tests.papers.rendering import pictures_of
from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL, PaperTray
from tests.ui.pages_window import CODE, Window, open_as, training_folder
from tests.ui.test_self_service import Visitor
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import Desk, exchange_desk
from ui.bootstrap.page_keys import page_key_shelf
from ui.desk.pages.reception import ReceptionPage
from ui.messages import words

__all__ = ["browser", "open_page", "qapp", "usual_look"]

AT = "2026-11-20T09:41"
TODAY = datetime.fromisoformat(f"{AT}:00+08:00")
NOW = int(TODAY.timestamp() * 1000)
CLOCK = f"Date = class extends Date {{ constructor(...a) {{ a.length ? super(...a) : super({NOW}) }} }}"
"""The phone's clock stands where the desk's does."""
STORY = "村口到学校的路没有路灯，冬天孩子放学天已经黑了，请在路口装路灯。" * 6
WISH = replace(
    WHOLE,
    area="",
    place="",
    category="",
    purpose="suggestion",
    persons="1",
    evidence=("照片两张",),
    story=STORY,
)


def county(folder: Path) -> Desk:
    """The county's desk."""
    office = OfficeSet(
        name="示范县信访联席办",
        station="CT01",
        area="410721",
        kind=StationKind.DEPARTMENT,
        role="county",
        training=True,
    )
    roles = {str(k): str(v) for k, v in words("roles").items()}
    create_folder(folder, office, code=CODE, now=datetime(2026, 10, 8, 9, 0, tzinfo=CHINA), role_names=roles)
    return open_as(folder, role="leader", at=AT)


def known_elsewhere(hall: Path, room: Path) -> Desk:
    """Another hall, which has the county's list of the keys that stations sign with."""
    above, other = (
        county(room / "county"),
        open_as(training_folder(room / "other"), at=AT),
    )
    desk = open_as(hall, at=AT)
    exchange.pin(above.session, exchange.own_card(exchange_desk(desk)))
    desk.close()
    exchange.pin(other.session, exchange.own_card(exchange_desk(above)))
    take_list(other.session, make_list(above.session))
    above.close()
    return other


def test_a_villager_writes_is_registered_told_verified_elsewhere_and_heard(
    qtbot: QtBot, tmp_path: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = training_folder(tmp_path / "hall", kind=StationKind.TOWNSHIP)
    window = Window(qtbot, hall)
    window.enter("clerk", at=AT)
    window.today()
    day = window.desk_window.day
    assert day is not None
    tray = day.printer = PaperTray()

    phone = open_page(page_facts(day.desk.session, page_key_shelf(day.desk)), before=CLOCK)
    write(phone, WISH)
    generate(phone)
    phone.run("document.querySelector('canvas').scrollIntoView({block: 'center', behavior: 'instant'})")
    shot = tmp_path / "手机.png"
    phone.picture().save(shot)

    keys = 0
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(shot), ""))
    for pressed in ((Qt.Key.Key_F3,), (Qt.Key.Key_I, ALT), (Qt.Key.Key_Y, ALT), (Qt.Key.Key_P, CONTROL)):
        keys += len(pressed)
        window.press(pressed[0], None, *pressed[1:])
        page = window.until("reception")
        assert isinstance(page, ReceptionPage)
        qtbot.waitUntil(lambda page=page: page.drafts.live, timeout=10_000)
        if pressed[0] == Qt.Key.Key_I:
            qtbot.waitUntil(lambda page=page: bool(page.form().scanned), timeout=10_000)
        window.settle()
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=10_000)
    window.settle()
    assert keys <= 10
    number = page.column.done.number.text()
    session = day.desk.session
    matter = open_matter(session, number).known.matter
    assert matter.claims[0].words.text == STORY and matter.people.first is not None
    assert matter.people.first.name == WISH.name and matter.people.first.id_number == WISH.id_number

    found = {
        text for sheet in pictures_of(tray.printed[0][1], dots=200) for text in texts_in(sheet, thorough=True)
    }
    codes = {family_of(text): text for text in found}
    assert set(codes) == {Family.RECEIPT, Family.NOTICE}
    other = known_elsewhere(hall, tmp_path)
    told = verify_notice(other.session, codes[Family.NOTICE])
    assert told.genuine and told.says is not None
    assert (told.says.number, told.says.day, told.says.kind) == (number, TODAY.date(), "D02")
    other.close()

    perform(
        session,
        number,
        Answer(result=AnswerResult.ADOPTED, reply="已列入计划", basis="会议纪要", paper_number="复1"),
    )
    perform(
        session,
        number,
        Deliver(paper="D19", method=DeliveryMethod.IN_PERSON, outcome=Outcome.RECEIVED, receiver=WISH.name),
    )
    perform(session, number, Close(ending=Closing.SUBSTANTIVE, evidence="路灯照片"))
    visitor = Visitor(qtbot, window)
    visitor.scans(codes[Family.RECEIPT])
    visitor.types(WISH.phone[-4:])
    assert "已经办结" in visitor.sees
    visitor.presses("评价这次办理")
    visitor.presses("不满意")
    visitor.presses("答应的没有落实")
    visitor.presses("提交评价")
    assert "本单位会整改" in visitor.sees

    def status(rule: str) -> list[Status]:
        known = open_matter(session, number).known
        return [item.status(session.today()) for item in known.obligations if item.rule == rule]

    assert status("rating-repair") == [Status.OPEN]
    session.clock = FixedClock(TODAY + timedelta(days=3))
    perform(session, number, Reopen(reason="灯没有装"))
    assert status("rating-repair") == [Status.DISCHARGED] and status("reopened-work") == [Status.OPEN]
    window.close()
