"""Settings › overlays and calendar: what would change is seen first, and adopted only when confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.domain.test_overlays import OWN
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings import CONTROL, settings, write
from ui.desk.pages.settings_calendar import CalendarSection
from ui.desk.pages.settings_office import RulesSection
from ui.desk.pages.settings_profiles import ProfilesSection
from ui.theme import Theme, apply_theme, current

CALENDAR = """year = 2026
source = "示范通知"
[[holiday]]
name = "示范节"
days = [2026-12-04]
"""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    folder = training_folder(tmp_path / "data")
    for on in ("2026-11-12", "2026-11-19"):
        desk = open_as(folder, at=f"{on}T15:00")
        registered(desk)
        desk.close()
    made = Window(qtbot, folder)
    made.enter(at="2026-11-20T09:30")
    made.today()
    return made


def settle(window: Window) -> None:
    for _ in range(4):
        window.settle()


def profiles(window: Window, chosen: str) -> ProfilesSection:
    page = settings(window)
    page.sections.take("profiles")
    settle(window)
    made = page.section("profiles")
    assert isinstance(made, ProfilesSection)
    rows = made.profiles.table.rows
    made.profiles.table.selectRow([row.name for row in rows].index(chosen))
    QApplication.processEvents()
    return made


def acts(window: Window) -> list[str]:
    page = settings(window)
    return [b.text() for bs in page._buttons.values() for _, b in bs if b.isVisible()]


def test_every_overlay_is_listed_with_its_source_and_how_sure_it_is(window: Window, picture: Picture) -> None:
    at = profiles(window, "simple-handling")
    rows = {row.name: row for row in at.profiles.table.rows}
    assert rows["system-entry"].on and not rows["simple-handling"].on
    model = at.profiles.table.model()
    said = [str(model.index(list(rows).index("simple-handling"), column).data()) for column in range(5)]
    assert said[:4] == ["未启用", "简易办理（试行）", "未核实", "2 条"] and "没有对照原文" in said[4]
    assert acts(window) == ["看启用会变什么   Ctrl+Enter"]
    at.profiles.table.setFocus()
    picture(window.shell, "settings-profiles-light", 1.0)
    assert cut_labels(settings(window)) == []
    window.close()


def test_switching_on_is_seen_first_then_confirmed(window: Window, picture: Picture) -> None:
    at = profiles(window, "simple-handling")
    write(window, at.profiles.since.editor, "11-10")
    first = at.profiles.days[0].editor
    write(window, first, "2")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert at.flow.state == "seen"
    card = at.profiles.preview
    assert "新增 2 条" in card.summary.text() and "1 条变成逾期" in card.late.word
    assert [row.becomes_late for row in card.table.rows] == [True, False]
    assert "simple-handling" not in window_law(window).profiles, "nothing is adopted yet"
    assert acts(window) == ["确认采用   Ctrl+Enter", "不采用   Esc"]
    picture(window.shell, "settings-profiles-preview-light", 1.0)
    window.press(Qt.Key.Key_Escape)
    settle(window)
    assert at.flow.state == "idle" and "simple-handling" not in window_law(window).profiles
    write(window, at.profiles.days[0].editor, "2")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "已采用：简易办理（试行）" in window.said
    assert window_law(window).rule("simple-route").length.n == 2  # type: ignore[union-attr]
    page = settings(window)
    page.sections.take("rules")
    settle(window)
    rules = page.section("rules")
    assert isinstance(rules, RulesSection)
    assert "simple-route" in {rule.id for rule in rules.rules.table.rows}, "the list of rules follows"
    window.press(Qt.Key.Key_F2)
    page = window.today()
    settle(window)
    assert any(row.obligation.rule == "simple-route" and row.light == "late" for row in page.table.rows)
    window.close()


def window_law(window: Window):  # type: ignore[no-untyped-def]
    day = window.desk_window.day
    assert day is not None
    return day.desk.session.law


def test_switching_off_offers_itself_only_where_it_is_on(window: Window) -> None:
    at = profiles(window, "system-entry")
    assert "看停用会变什么   Ctrl+D" in acts(window)
    write(window, at.profiles.since.editor, "11-01")
    window.press(Qt.Key.Key_D, None, CONTROL)
    settle(window)
    assert "结束 2 条" in at.profiles.preview.summary.text()
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert window_law(window).profiles == frozenset({"rating-repair"})
    rows = {row.name: row.on for row in at.profiles.table.rows}
    assert rows["system-entry"] is False
    window.close()


def test_a_faulty_file_is_refused_at_its_line_and_the_last_good_rules_stay(
    window: Window, tmp_path: Path, picture: Picture
) -> None:
    at = profiles(window, "simple-handling")
    law = window_law(window)
    bad = tmp_path / "bad.toml"
    bad.write_text(OWN.replace("severity", "severety"), encoding="utf-8")
    write(window, at.profiles.path.editor, str(bad))
    window.press(Qt.Key.Key_Return)
    settle(window)
    assert "第 14 行" in at.profiles.path.note.text and window_law(window) == law
    picture(window.shell, "settings-profiles-fault-light", 1.0)
    good = tmp_path / "good.toml"
    good.write_text(OWN, encoding="utf-8")
    write(window, at.profiles.since.editor, "11-10")
    write(window, at.profiles.path.editor, str(good))
    window.press(Qt.Key.Key_Return)
    settle(window)
    assert at.profiles.preview.table.rows[0].title == "本县三日内转送"
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "已采用：本县内部时限" in window.said
    window.press(Qt.Key.Key_F2)
    page = window.today()
    settle(window)
    model = page.table.model()
    titles = {str(model.index(row, 2).data()) for row in range(model.rowCount())}
    assert "本县三日内转送" in titles
    window.close()


def test_a_new_calendar_shows_what_moves_before_it_is_adopted(
    window: Window, tmp_path: Path, picture: Picture
) -> None:
    page = settings(window)
    page.sections.take("calendar")
    settle(window)
    at = page.section("calendar")
    assert isinstance(at, CalendarSection)
    file = tmp_path / "2026.toml"
    file.write_text(CALENDAR, encoding="utf-8")
    write(window, at.calendar.path.editor, str(file))
    window.press(Qt.Key.Key_Return)
    settle(window)
    rows = at.calendar.preview.table.rows
    moved = [(row.duty.either.rule, row.duty.after.due_legal) for row in rows if row.duty.after is not None]
    assert ("office-route", date(2026, 12, 7)) in moved
    picture(window.shell, "settings-calendar-preview-light", 1.0)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "已采用：2026 年节假日" in window.said
    day = window.desk_window.day
    assert day is not None and not day.desk.session.calendar.is_workday(date(2026, 12, 4))
    file.write_text("year =", encoding="utf-8")
    write(window, at.calendar.path.editor, str(file))
    window.press(Qt.Key.Key_Return)
    settle(window)
    assert "读不懂" in at.calendar.path.note.text
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("light", 12), ("light", 24)])
def test_the_overlays_in_other_looks(
    window: Window, qapp: QApplication, picture: Picture, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    at = profiles(window, "simple-handling")
    picture(window.shell, f"settings-profiles-{name}-{body}", 1.0)
    editor = at.profiles.since.editor
    assert isinstance(editor, QLineEdit)
    write(window, editor, "11-10")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    picture(window.shell, f"settings-preview-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    window.close()
