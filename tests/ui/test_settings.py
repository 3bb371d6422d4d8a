"""Settings: the office and its units are entries, the look is this computer's own, the rest can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import BadInput
from app.settings import PrinterSettings, Settings, read_settings, write_settings
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, open_as, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.settings import SECTIONS, SettingsPage
from ui.desk.widgets.row_table import RowTable
from ui.theme import current

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    made = Window(qtbot, training_folder(tmp_path / "data"))
    made.enter(at="2026-11-20T09:30")
    made.today()
    return made


def settings(window: Window) -> SettingsPage:
    window.press(Qt.Key.Key_F5, None, SHIFT)
    page = window.until("settings")
    assert isinstance(page, SettingsPage)
    return page


def write(window: Window, editor: object, text: str) -> None:
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.clear()
    window.keys(text)


def save(window: Window) -> None:
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()


def shown(table: RowTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_office_is_changed_by_an_entry_and_the_rail_follows(window: Window, tmp_path: Path) -> None:
    page = settings(window)
    write(window, page.section("office").office.fields["name"].editor, "示范县信访工作联席办")
    write(window, page.section("office").office.fields["phone"].editor, "0373-0000005")
    save(window)
    assert "机构信息已更新" in window.said
    assert window.shell.windowTitle() == "示范县信访工作联席办"
    window.close()
    desk = open_as(tmp_path / "data")
    assert (desk.session.office.name, desk.session.office.phone) == ("示范县信访工作联席办", "0373-0000005")
    assert len(desk.session.office.units) == 3 and desk.session.office.station == "LX07"
    desk.close()


def test_a_receipt_needs_a_complaint_phone(window: Window) -> None:
    page = settings(window)
    write(window, page.section("office").office.fields["complaint_phone"].editor, "")
    save(window)
    assert "监督电话" in page.section("office").office.fields["complaint_phone"].note.text
    window.close()


def test_units_are_added_changed_and_imported(window: Window, tmp_path: Path, picture: Picture) -> None:
    page = settings(window)
    page.sections.take("units")
    write(window, page.section("units").units.fields["code"].editor, "U09")
    save(window)
    assert "单位" in page.section("units").units.fields["name"].note.text
    write(window, page.section("units").units.fields["name"].editor, "示范县民政局")
    save(window)
    assert "共 4 个单位" in window.said
    file = tmp_path / "units.csv"
    file.write_text("code,name,phone\nU10,示范县教育局,0373-0000010\n", encoding="utf-8")
    write(window, page.section("units").units.path.editor, str(file))
    window.press(Qt.Key.Key_Return)
    window.settle()
    assert [row[1] for row in shown(page.section("units").units.table)][-2:] == [
        "示范县民政局",
        "示范县教育局",
    ]
    picture(window.shell, "settings-units-light", 1.0)
    write(window, page.section("units").units.path.editor, str(tmp_path / "none.csv"))
    window.press(Qt.Key.Key_Return)
    window.settle()
    assert "读不出来" in page.section("units").units.path.note.text
    window.close()


def test_the_look_is_kept_for_the_next_start(window: Window, tmp_path: Path) -> None:
    page = settings(window)
    page.sections.take("look")
    page.section("look").look.theme_name.take("dark")
    assert current.theme.name == "dark", "a look is seen before it is kept"
    write(window, page.section("look").look.text_size, "18")
    write(window, page.section("look").look.counter, "接待一窗")
    save(window)
    assert current.theme.body == 18
    kept = read_settings((tmp_path / "data" / "settings.toml").read_text(encoding="utf-8"))
    assert kept == Settings(theme="dark", size=18, counter="接待一窗")
    write(window, page.section("look").look.text_size, "99")
    save(window)
    assert "12–24" in page.section("look").look.fields["size"].note.text
    window.close()


def test_unknown_settings_are_errors() -> None:
    assert read_settings(write_settings(Settings(theme="dark"))) == Settings(theme="dark")
    with pytest.raises(BadInput, match=r"settings\.unknown"):
        read_settings("colour = 1")
    with pytest.raises(BadInput, match=r"settings\.value"):
        read_settings('theme = "pink"')
    with pytest.raises(BadInput, match=r"settings\.unreadable"):
        read_settings("theme = ")


def test_rules_accounts_and_years_can_be_read(window: Window) -> None:
    page = settings(window)
    for name in ("accounts", "rules", "calendar"):
        page.sections.take(name)
    tables = {name: page.cards[name].findChild(RowTable) for name in ("accounts", "rules", "calendar")}
    assert all(tables.values())
    assert len(shown(tables["accounts"])) == 8
    rules = shown(tables["rules"])
    assert any("条例第二十二条" in row[1] and row[2] == "15 日" for row in rules)
    years = {row[0]: row[1] for row in shown(tables["calendar"])}
    assert years["2026"] == "已公布" and years["2027"].startswith("未公布")
    window.close()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_in_both_looks(window: Window, picture: Picture, section: str) -> None:
    page = settings(window)
    page.sections.take(section)
    window.settle()
    QApplication.processEvents()  # a title that was read gets its room in the turn after
    picture(window.shell, f"settings-{section}-light", 1.0)
    assert cut_labels(page) == []
    page.section("look").look.theme_name.take("dark")
    QApplication.processEvents()
    picture(window.shell, f"settings-{section}-dark", 1.0)
    assert window.shell.width() == 1366
    window.close()


def test_the_printer_is_chosen_moved_and_tried(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.desk.pages.settings_computer.known_printers", lambda: ("LASER-7", "INK-2"))
    page = settings(window)
    page.show_section("printing")
    window.settle()
    write(window, page.section("printing").printer.printer, "ink")
    window.press(Qt.Key.Key_Return, page.section("printing").printer.printer)
    write(window, page.section("printing").printer.fields["right"].editor, "－1.5")
    write(window, page.section("printing").printer.fields["down"].editor, "2")
    day = window.desk_window.day
    assert day is not None
    tray = PaperTray()
    page.printer_changed.connect(lambda: setattr(day, "printer", tray))
    window.press(Qt.Key.Key_P, None, CONTROL)
    for _ in range(3):
        window.settle()
    assert day.printer is tray and [title for title, _ in tray.printed] == ["trial-sheet"]
    assert "已送打印机" in window.said
    kept = window.desk_window._settings.settings
    assert kept.printer == PrinterSettings(name="INK-2", right=-15, down=20)
    assert read_settings(write_settings(kept)) == kept
    window.close()


def test_a_printer_for_strips_is_chosen_beside_the_other_and_an_older_program_still_reads_the_file(
    window: Window, tmp_path: Path, picture: Picture
) -> None:
    assert "receipts" not in write_settings(Settings())
    page = settings(window)
    page.show_section("printing")
    page.sections.take("printing")
    card = page.section("printing").printer
    card.offer(("INK-2", "POS-80"))
    assert card.receipts.take_code("POS-80")
    picture(window.shell, "settings-strips", 1.0)
    assert cut_labels(page) == []
    page.save()
    window.settle()
    kept = read_settings((tmp_path / "data" / "settings.toml").read_text(encoding="utf-8"))
    assert kept.printer == PrinterSettings(receipts="POS-80")
    day = window.desk_window.day
    assert day is not None and day.receipts is not None and day.receipts.name == "POS-80"
    window.close()


@pytest.mark.parametrize("typed", ["11", "-10.5", "a little", "1,5"])
def test_a_page_is_moved_by_millimetres_only(window: Window, typed: str) -> None:
    page = settings(window)
    page.show_section("printing")
    page.sections.take("printing")
    write(window, page.section("printing").printer.fields["right"].editor, typed)
    page.save()
    assert "±10 mm" in page.section("printing").printer.fields["right"].note.text
    assert window.desk_window._settings.settings.printer == PrinterSettings()
    window.close()
