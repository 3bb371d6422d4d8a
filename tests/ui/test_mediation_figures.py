"""The figures of the mediation room in the window: each with its definition, by body and mediator; the list for finance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.mediation.register import BodyKind, BodyRegistered
from app.services.mediation.registering import register_row
from tests.services.rooms import agrees, opens, paid_in_parts, settles, sits
from tests.ui.conftest import Picture
from tests.ui.pages_mediation import CONTROL, DAY, Room, room_folder
from tests.ui.pages_window import open_as
from tests.ui.test_gallery import cut_labels


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A committee that is paid 200 yuan a case has settled one of two."""
    made = room_folder(tmp_path / "room")
    desk = open_as(made, at=DAY)
    body = BodyRegistered(
        code="T1",
        name="示范镇人民调解委员会",
        body_kind=BodyKind.TOWNSHIP,
        number_word="示调",
        rate_fen=20_000,
    )
    register_row(desk.session, body)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number)
    settles(desk.session, number, paid_in_parts((date(2026, 12, 1), 100_000)))
    opens(desk.session)
    desk.close()
    return made


def test_the_figures_stand_beside_their_definitions_and_finance_gets_its_list(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    room = Room(qtbot, folder)
    page = room.list()
    room.window.press(Qt.Key.Key_S, page.cases, CONTROL)
    room.settle()
    card = page.figures
    values = {row.name: row.value for row in card.figures.rows}
    assert (values["opened"], values["settled"], values["success"]) == ("2", "1", "100.00")
    shown = [str(card.figures.model().index(at, 3).data()) for at in range(len(card.figures.rows))]
    assert all(shown), "a figure without its definition is none"
    assert "达成协议 ÷" in shown[5]
    ((body,), (mediator,)) = card.bodies.rows, card.mediators.rows
    assert (body.name, body.opened, body.settled, body.fen) == ("示范镇人民调解委员会", 2, 1, 20_000)
    assert (mediator.name, mediator.settled) == ("李示范", 1)
    picture(room.window.shell, "mediation-figures", 1.0)
    assert cut_labels(page) == []
    path = tmp_path / "补贴.xlsx"
    card.span.path.setText(str(path))
    room.window.press(Qt.Key.Key_S, card.figures, CONTROL)
    qtbot.waitUntil(path.exists, timeout=15_000)
    room.settle()
    cells = [cell for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row]
    assert "李示范" in cells and "200" in [str(cell) for cell in cells]
    assert not {"赵示范", "钱示范"} & set(cells), "finance learns of no party"
    room.window.press(Qt.Key.Key_Escape, card.figures)
    assert not card.isVisible() and page.cases.isVisible() and page.cases.hasFocus()


def test_days_that_are_none_are_said_at_their_field(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    page = room.list()
    room.window.press(Qt.Key.Key_S, page.cases, CONTROL)
    room.settle()
    last = page.figures.span.last
    assert isinstance(last, QLineEdit)
    last.setText("2026-10-01")
    last.editingFinished.emit()
    room.settle()
    assert "早于起日" in page.figures.span.named["to"].note.text


def test_the_figures_at_twice_the_size_of_a_small_screen(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    room = Room(qtbot, folder)
    shell = room.window.shell
    shell.resize(683, 364)
    page = room.list()
    room.window.press(Qt.Key.Key_S, page.cases, CONTROL)
    room.settle()
    picture(shell, "mediation-figures-200-percent", 2.0)
    assert shell.width() == 683
