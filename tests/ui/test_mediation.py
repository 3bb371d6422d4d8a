"""The mediation room in the window: a dispute from the form to the last instalment, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.mediation.sides import Willing
from app.domain.mediation.state import Stage
from tests.services.rooms import agrees, opens, paid_in_parts, settles, sits
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk, PaperTray
from tests.ui.pages_mediation import ALT, CONTROL, DAY, Room, put, room_folder, state_of
from tests.ui.pages_window import open_as, registered
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.mediation_form import MediationFormPage
from ui.theme import Theme, apply_theme, current

PARTS = "2026-12-01 1000; 2027-01-04 1000; 2027-02-01 500.50"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room_folder(tmp_path / "room")


def filled(page: MediationFormPage) -> None:
    put(page.source, "application")
    put(page.kind, "land")
    put(page.fields["dispute"].editor, "两家承包地界石被移，争议约两分地。")
    for at, name in enumerate(("赵示范", "钱示范"), 1):
        put(page.parties.fields[f"parties.{at}.name"].editor, name)
    put(page.parties.fields["parties.1.willing"].editor, "yes")
    put(page.parties.fields["parties.2.phone"].editor, "13900000002")


def test_a_land_dispute_from_the_form_to_the_first_instalment(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    room = Room(qtbot, folder)
    form = room.form()
    assert form.body.code == "T1", "the only body is there already"
    filled(form)
    picture(room.window.shell, "mediation-form", 1.0)
    assert cut_labels(form) == []
    room.window.press(Qt.Key.Key_Return, form.fields["dispute"].editor, CONTROL)
    room.settle()
    page = room.file()
    assert state_of(page).stage is Stage.ASKING
    title = f"调解 {page.number}  赵**、钱**"
    assert title in [label.text() for label in page.header.findChildren(QLabel)]
    assert page.offered[0] == "record-consent"
    room.act(page, Qt.Key.Key_Y, willing="agreed", reached_by="phone")
    assert state_of(page).said(2) is Willing.AGREED
    room.act(page, Qt.Key.Key_M, mediator="P1", tie="none")
    room.act(page, Qt.Key.Key_Q)
    room.window.press(Qt.Key.Key_B, page.overview.parties, ALT)
    room.settle()
    record = page.record
    record.story.set_text("调解员：现在开始。")
    for key, words in ((Qt.Key.Key_1, "界石原来在沟边。"), (Qt.Key.Key_2, "愿意挪回去，赔青苗钱。")):
        room.window.press(key, record.story, ALT)
        record.story.insertPlainText(words)
    put(record.result, "reached")
    put(record.read_back, "yes")
    put(record.fields["ended_at"].editor, "2026-11-20 11:00")
    picture(room.window.shell, "mediation-sitting", 1.0)
    assert cut_labels(page) == []
    room.save(page)
    (sitting,) = state_of(page).sittings
    assert [(item.speaker, item.words) for item in sitting.statements] == [
        ("调解员", "现在开始。"), ("赵示范", "界石原来在沟边。"), ("钱示范", "愿意挪回去，赔青苗钱。"),
    ]  # fmt: skip
    room.act(page, Qt.Key.Key_S, who="party:1", signed_how="ink")
    room.window.press(Qt.Key.Key_A, page.overview.parties, ALT)
    room.settle()
    agreement = page.agreement
    clause = agreement.clauses[0].fields
    for name, text in {
        "clause_kind": "pay",
        "by": "2",
        "to": "1",
        "what": "赔偿青苗损失",
        "instalments": PARTS,
    }.items():
        put(clause[name].editor, text)
    assert agreement.total.text() == "合计 2500.50 元（大写：人民币贰仟伍佰元伍角整）"
    room.settle()
    picture(room.window.shell, "mediation-agreement", 1.0)
    assert cut_labels(page) == []
    room.save(page)
    room.act(page, Qt.Key.Key_G, signed_how="ink")
    room.act(page, Qt.Key.Key_Z)
    assert state_of(page).stage is Stage.EFFECTIVE
    room.act(page, Qt.Key.Key_L, evidence="转账回单")
    assert [state_of(page).kept_on(item) is not None for item in state_of(page).promises] == [
        True,
        False,
        False,
    ]
    picture(room.window.shell, "mediation-file", 1.0)
    assert cut_labels(page) == []
    listed = room.list()
    assert [row.promise for row in listed.promises.rows] == []
    assert [row.stage for row in listed.cases.rows] == ["effective"]
    picture(room.window.shell, "mediation-list", 1.0)


def test_what_was_half_typed_is_there_again(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    form = room.form()
    filled(form)
    room.window.press(Qt.Key.Key_Escape, form.fields["dispute"].editor)
    room.settle()
    room.window.until("mediation")
    desk = open_as(folder, "mediator", at=DAY)
    page = MediationFormPage(room.window.desk_window.day.hall)  # type: ignore[union-attr]
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.fields["dispute"].text != "", timeout=15_000)
    assert page.parties.fields["parties.2.name"].text == "钱示范"
    assert page.source.code == "application"
    desk.close()


def test_a_matter_goes_to_the_room_with_its_petitioner_and_its_clock(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_as(folder, at=DAY)
    number = registered(desk)
    desk.close()
    room = Room(qtbot, folder, "clerk")
    matter = MatterDesk(room.window, number)
    room.window.press(Qt.Key.Key_J, matter.page.overview.duties, CONTROL)
    form = room.window.until("mediation-form")
    assert isinstance(form, MediationFormPage)
    qtbot.waitUntil(lambda: form.parties.fields["parties.1.name"].text == "张示范", timeout=15_000)
    put(form.kind, "expropriation")
    put(form.parties.fields["parties.2.name"].editor, "示范镇东村村民委员会")
    put(form.fields["reason"].editor, "村里愿意坐下来谈")
    room.window.press(Qt.Key.Key_Return, form.fields["reason"].editor, CONTROL)
    room.settle()
    page = room.file()
    assert number in page.overview.clock.text()
    assert "照常计算" in page.overview.clock.text()
    picture(room.window.shell, "mediation-of-a-matter", 1.0)
    room.act(page, Qt.Key.Key_Y, willing="agreed", reached_by="present")
    matter = MatterDesk(room.window, number)
    room.window.press(Qt.Key.Key_J, matter.page.overview.duties, CONTROL)
    assert room.file().number == state_of(page).number, "one that is there is opened"


def test_a_refused_clause_is_shown_at_its_field(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    desk.close()
    room = Room(qtbot, folder)
    page = room.file(number)
    room.window.press(Qt.Key.Key_A, page.overview.parties, ALT)
    room.settle()
    clause = page.agreement.clauses[0].fields
    for name, text in {"clause_kind": "pay", "by": "2", "to": "1", "what": "赔偿", "amount": "300"}.items():
        put(clause[name].editor, text)
    room.save(page)
    assert "履行期限" in clause["what"].note.text
    put(clause["instalments"].editor, "2026-12-01 100; 2027-01-04 100")
    room.save(page)
    assert "不符" in clause["what"].note.text
    put(clause["instalments"].editor, "下个月 300")
    room.save(page)
    assert "看不懂" in clause["instalments"].note.text


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 20)])
def test_the_file_in_other_looks(
    qtbot: QtBot, folder: Path, picture: Picture, qapp: QApplication, name: str, body: int
) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    today = desk.session.today()
    settles(desk.session, number, paid_in_parts((today, 100_000), (today.replace(year=2027), 50_000)))
    desk.close()
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    room = Room(qtbot, folder)
    page = room.file(number)
    picture(room.window.shell, f"mediation-file-{name}-{body}", 1.0)
    assert cut_labels(page) == []


def test_solved_cases_of_the_kind_are_told_beside_an_open_one(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    for fen in (100_000, 300_000):
        number = opens(desk.session)
        agrees(desk.session, number)
        sits(desk.session, number)
        settles(desk.session, number, paid_in_parts((desk.session.today(), fen)))
    number = opens(desk.session)
    desk.close()
    page = Room(qtbot, folder).file(number)
    qtbot.waitUntil(lambda: page.overview.similar.isVisible(), timeout=15_000)
    assert (
        page.overview.similar.text()
        == "同类已结 2 件，已履行 0 件，一般 0 天达成；金额 1000.00—3000.00 元，居中 1000.00 元"
    )


def test_what_falls_due_stands_at_the_foot_of_the_rail(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    settles(desk.session, number, paid_in_parts((desk.session.today(), 100)))
    desk.close()
    room = Room(qtbot, folder)
    room.settle()
    assert "协议到期 1" in [line.text for line in room.window.shell.rail.status]


def test_the_rooms_and_their_register_are_one_key_away(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    room = Room(qtbot, folder)
    page = room.list()
    room.window.press(Qt.Key.Key_L, page.cases, CONTROL)
    room.window.until("mediation-calendar")
    room.settle()
    picture(room.window.shell, "mediation-calendar", 1.0)
    page = room.list()
    room.window.press(Qt.Key.Key_G, page.cases, CONTROL)
    room.window.until("mediation-register")
    room.settle()
    picture(room.window.shell, "mediation-register", 1.0)


def test_a_break_and_a_photographed_receipt_are_kept_with_what_they_belong_to(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    desk.close()
    room = Room(qtbot, folder)
    page = room.file(number)
    room.act(page, Qt.Key.Key_M, mediator="P1", tie="none")
    room.act(page, Qt.Key.Key_Q)
    room.window.press(Qt.Key.Key_B, page.overview.parties, ALT)
    room.settle()
    record = page.record
    record.story.set_text("调解员：现在开始。")
    put(record.result, "reached")
    put(record.read_back, "yes")
    put(record.fields["ended_at"].editor, "2026-11-20 11:00")
    put(record.fields["pauses"].editor, "十分钟")
    room.save(page)
    assert state_of(page).sittings == (), "what cannot be read is asked again, and stays in its field"
    assert page.record.fields["pauses"].editor.text() == "十分钟"
    put(record.fields["pauses"].editor, "10:00-10:10")
    room.save(page)
    assert [item.began_at for item in state_of(page).sittings[0].pauses] == ["2026-11-20T10:00"]
    receipt = tmp_path / "回单.png"
    shot = QImage(400, 300, QImage.Format.Format_RGB32)
    shot.fill(0xF0F0E0)
    assert shot.save(str(receipt))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(receipt), ""))
    room.window.press(Qt.Key.Key_I, page.overview.parties, ALT)
    room.settle()
    room.window.press(Qt.Key.Key_O, page, ALT)
    assert page.form is not None
    put(page.form.fields["name"].editor, "转账回单")
    room.save(page)
    qtbot.waitUntil(lambda: bool(state_of(page).filed), timeout=15_000)
    (piece,) = state_of(page).filed
    assert (piece.name, len(piece.sha256), piece.pages) == ("转账回单", 64, 1)


def test_papers_of_the_file_are_made_and_printed_for_each_party(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    desk.close()
    room = Room(qtbot, folder)
    tray, day = PaperTray(), room.window.desk_window.day
    assert day is not None
    day.printer = tray
    page = room.file(number)
    room.window.press(Qt.Key.Key_P, page.overview.parties, ALT)
    room.settle()
    offered = [row.kind.kind for row in page.papers.offers.rows]
    assert "M03" in offered and "M08" not in offered, "there is no agreement yet"
    page.papers.choose(next(row for row in page.papers.offers.rows if row.kind.kind == "M03"))
    qtbot.waitUntil(lambda: page.papers.asked is not None, timeout=15_000)
    picture(room.window.shell, "mediation-papers", 1.0)
    room.save(page)
    qtbot.waitUntil(lambda: len(tray.printed) == 2, timeout=20_000)
    room.settle()
    assert [row.party for row in page.papers.made.rows] == [2, 1]
    page.papers.print_again(page.papers.made.rows[0])
    qtbot.waitUntil(lambda: len(tray.printed) == 3, timeout=15_000)
    first, again = [pdf for _, pdf in tray.printed[:2]], tray.printed[2][1]
    assert first.count(again) == 1, "the same bytes, and of one party only"


def test_the_room_at_twice_the_size_of_a_small_screen(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    desk.close()
    room = Room(qtbot, folder)
    shell = room.window.shell
    shell.resize(683, 364)
    page = room.file(number)
    for name, key in (
        ("file", None),
        ("sitting", Qt.Key.Key_B),
        ("agreement", Qt.Key.Key_A),
        ("room-papers", Qt.Key.Key_P),
    ):
        if key is not None:
            room.window.press(key, page.overview.parties, ALT)
            room.settle()
        picture(shell, f"mediation-{name}-200-percent", 2.0)
        assert shell.width() == 683, f"{name} needs more than the screen has"
        room.window.press(Qt.Key.Key_Escape, page)
        room.settle()
        if key is not None:
            continue
        page = room.file(number)
    room.list()
    picture(shell, "mediation-list-200-percent", 2.0)
    assert shell.width() == 683
