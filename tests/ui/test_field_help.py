"""Shift+F1: each field says what it asks for and by which article, and typing goes on."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.history import ACT_KINDS
from app.domain.mediation.kinds import ACTS
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import Window
from tests.ui.test_matter import office
from ui.desk.field_help import HELP, help_of, help_words
from ui.desk.pages.reception import ReceptionPage

SHIFT = Qt.KeyboardModifier.ShiftModifier
DAYS = re.compile(r"[一二三四五六七八九十百\d]+\s*(?:个工作)?日")
ARTICLE = re.compile(r"^《[^》]+》第.+条")


def test_every_field_of_every_act_has_something_said_of_it() -> None:
    kinds = {**ACT_KINDS, **ACTS}
    silent = {
        f"{act}.{item.name}"
        for act, kind in kinds.items()
        for item in fields(kind.type)
        if help_of(f"{act}.{item.name}") is None
    }
    assert silent == set()


def test_nothing_is_said_of_a_field_that_is_not_there() -> None:
    kinds = {**ACT_KINDS, **ACTS}
    known = {item.name for kind in kinds.values() for item in fields(kind.type)}
    for name in help_words()["fields"]:
        act, _, field = name.rpartition(".")
        if act in kinds:
            assert field in {item.name for item in fields(kinds[act].type)}, name
        else:
            assert act in ("reception", "enquiry") or field in known, name


def test_no_number_of_days_is_said_outside_the_law_and_every_article_is_one() -> None:
    for name, found in help_words()["fields"].items():
        assert not DAYS.search(found["says"]), name
        for article in str(found.get("article", "")).split("；"):
            assert not article or ARTICLE.match(article), (name, article)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> tuple[Window, str]:
    return office(qtbot, tmp_path)


def test_the_field_with_the_cursor_says_its_article_and_typing_goes_on(
    window: tuple[Window, str], picture: Picture
) -> None:
    desk, _ = window
    desk.press(Qt.Key.Key_F3)
    page = desk.until("reception")
    assert isinstance(page, ReceptionPage)
    desk.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    spoken = [each for each in page.findChildren(type(page.people.name.editor)) if each.property(HELP)]
    assert {each.property(HELP) for each in spoken} >= {"reception.name", "reception.phone"}
    page.people.name.editor.setFocus()
    desk.press(Qt.Key.Key_F1, None, SHIFT)
    box = desk.shell.field_help
    assert box.isVisible() and "第十九条" in box.said and "来访人" in box.said
    assert QApplication.focusWidget() is page.people.name.editor
    assert "第十九条" in page.people.name.editor.accessibleDescription(), "a screen reader says it, too"
    picture(desk.shell, "field-help")
    desk.keys("张")
    assert page.people.name.text == "张" and box.isVisible()
    page.people.phone.editor.setFocus()
    assert not box.isVisible(), "it goes with the cursor"
    assert "第十九条" not in page.people.name.editor.accessibleDescription()


def test_esc_puts_it_away_and_leaves_the_form_as_it_is(window: tuple[Window, str]) -> None:
    desk, number = window
    matter = MatterDesk(desk, number)
    matter.page.begin("forward")
    form = matter.page.beside.form
    assert form is not None
    form.focus("unit")
    desk.press(Qt.Key.Key_F1, None, SHIFT)
    box = desk.shell.field_help
    assert box.isVisible() and "第二十二条" in box.said
    desk.press(Qt.Key.Key_Escape)
    assert not box.isVisible() and matter.page.beside.form is form
    desk.press(Qt.Key.Key_F1, None, SHIFT)
    desk.press(Qt.Key.Key_F1, None, SHIFT)
    assert not box.isVisible(), "the key puts it away, too"


def test_where_the_cursor_stands_in_no_field_it_says_so(window: tuple[Window, str]) -> None:
    desk, number = window
    matter = MatterDesk(desk, number)
    matter.page.overview.duties.setFocus()
    desk.press(Qt.Key.Key_F1, None, SHIFT)
    assert "光标" in desk.shell.field_help.said
