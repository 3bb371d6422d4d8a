"""A first visit in the real windows: the office is founded, a visit registered and told, the township accepts, delivers,
and the visitor comes again. All persons are invented."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.office import StationKind
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk, PaperTray
from tests.ui.pages_window import UNITS, Window, open_as, registered, training_folder
from ui.desk.pages.reception import ReceptionPage
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.pick import PickLine

__all__ = ["picture", "qapp", "usual_look"]


def found_office(window: Window) -> None:
    """The wizard, for training, by keys."""
    page = window.first_start()
    window.settle()
    for name, text in (
        ("name", "示范县信访局"),
        ("station", "LX07"),
        ("phone", "0373-0000000"),
        ("complaint_phone", "0373-0000009"),
        ("address", "示范县中心路 1 号"),
    ):
        page.fields[name].editor.setFocus()
        window.keys(text)
    area = page.fields["area"].editor
    assert isinstance(area, ChoiceField)
    area.setFocus()
    window.keys("410721")
    window.press(Qt.Key.Key_Return)
    use = page.fields["training"].editor
    assert isinstance(use, PickLine)
    use.setFocus()
    window.press(Qt.Key.Key_Right)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    window.keys(page.code.replace("\n", ""))
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()


def test_a_first_visit_from_the_office_to_the_township(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window = Window(qtbot, tmp_path / "office")
    found_office(window)
    window.enter("clerk")
    window.today()
    day = window.desk_window.day
    assert day is not None
    add_unit(window, "U01", "示范镇人民政府")
    tray = day.printer = PaperTray()
    number = registered_here(window)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=10_000)
    assert tray.printed[0][0].endswith(" D02")
    picture(window.shell, "journey-registered", 1.0)
    office = MatterDesk(window, number, tray)
    assert [paper.kind for paper in office.sheet.matter.papers] == ["D02"]
    office.key(Qt.Key.Key_Z, ALT)
    office.fill(unit="示范镇人民政府")
    office.save()
    assert office.sheet.state == "forwarded"
    office.issue("D09")
    assert office.sheet.matter.papers[-1].state == "awaiting_seal"
    picture(window.shell, "journey-forwarding-letter", 1.0)
    window.close()

    window = Window(qtbot, township(tmp_path))
    window.enter("clerk", at="2026-11-12T09:00")
    today = window.today()
    number = today.table.rows[0].number
    tray = PaperTray()
    day = window.desk_window.day
    assert day is not None
    day.printer = tray
    today.table.setFocus()
    window.press(Qt.Key.Key_Return)
    town = MatterDesk(window, number, tray)
    assert town.foot[0].startswith("受理")
    accept_and_tell(town)
    qtbot.wait(300)
    picture(window.shell, "journey-acceptance-notice", 1.0)
    deliver_by_post(town)
    come_again(town)
    picture(window.shell, "journey-came-again", 1.0)
    window.press(Qt.Key.Key_F2)
    assert window.today().figures["unserved"].figure.text() == "0"
    window.close()


def add_unit(window: Window, code: str, name: str) -> None:
    """The unit is added in the settings."""
    window.press(Qt.Key.Key_F5, None, Qt.KeyboardModifier.ShiftModifier)
    page = window.until("settings")
    page.sections.setFocus()  # type: ignore[attr-defined]
    window.press(Qt.Key.Key_Right)
    for field, text in (("code", code), ("name", name)):
        editor = page.section("units").units.fields[field].editor  # type: ignore[attr-defined]
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        window.keys(text)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert "共 1 个单位" in window.said


def registered_here(window: Window) -> str:
    """A visit, typed into the form: name, address, story; Ctrl+P registers and prints the receipt."""
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    for field in (page.people.name, page.people.address):
        field.editor.setFocus()
        window.keys("张示范" if field is page.people.name else "示范镇东村二组")
    window.press(Qt.Key.Key_2, None, ALT)
    window.keys("村里修路占用承包地零点八亩，补偿只到了一部分，请求查明。")
    with window.qtbot.waitSignal(page.registered, timeout=10_000):
        window.press(Qt.Key.Key_P, None, CONTROL)
    window.settle()
    return page.column.done.number.text()


def township(tmp_path: Path) -> Path:
    """The township's folder, where the visitor came on the tenth."""
    folder = training_folder(tmp_path / "town", kind=StationKind.TOWNSHIP, name=UNITS[0].name)
    desk = open_as(folder, at="2026-11-10T10:00")
    registered(desk)
    desk.close()
    return folder


def accept_and_tell(town: MatterDesk) -> None:
    """受理, then the acceptance notice, then its stamp."""
    town.key(Qt.Key.Key_S, ALT)
    town.save()
    assert town.sheet.state == "accepted"
    handling = [o for o in town.sheet.view.known.obligations if o.rule == "handling"]
    assert len(handling) == 1 and str(handling[0].due_strict) == "2027-01-11"
    town.key(Qt.Key.Key_P, ALT)
    assert town.page.beside.papers.current_row.kind == "D14"
    town.key(Qt.Key.Key_Return)
    town.save()
    assert town.sheet.matter.papers[-1].state == "awaiting_seal"
    town.key(Qt.Key.Key_Y, ALT)
    assert town.sheet.matter.papers[-1].state == "sealed"
    assert "已登记盖章：受理告知书" in town.window.said


def deliver_by_post(town: MatterDesk) -> None:
    """Posted, and the receipt came back: only then the notice is proved."""
    town.key(Qt.Key.Key_T, ALT)
    town.fill(method="邮寄", outcome="已交寄", tracking="XA00000000141")
    town.save()
    assert town.sheet.matter.papers[-1].state == "sent"
    notice = next(o for o in town.sheet.view.known.obligations if o.rule == "unit-notice")
    assert notice.handed_on is not None and notice.discharged_on is None
    town.page.overview.papers.setFocus()
    town.key(Qt.Key.Key_T, ALT)
    town.fill(method="邮寄", outcome="已签收", receiver="张示范", tracking="XA00000000141")
    town.save()
    assert town.sheet.matter.papers[-1].state == "delivered"
    notice = next(o for o in town.sheet.view.known.obligations if o.rule == "unit-notice")
    assert notice.discharged_on is not None


def come_again(town: MatterDesk) -> None:
    """F8, what was asked, Ctrl+Enter: one batch more, and the sheet to take home."""
    town.key(Qt.Key.Key_F8)
    town.window.keys("办到哪一步了")
    town.save()
    assert town.sheet.matter.notes[-1].kind == "visited-again"
    assert town.page.paper.record is not None and town.page.paper.record.kind == "D49"
    town.key(Qt.Key.Key_P, CONTROL)
    assert town.printer.printed
