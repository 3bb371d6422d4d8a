"""Suggested classes: quiet chips with the words that decided, taken by a key, never by themselves; dark for accusations."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.suggester import OVERRULED, TAKEN
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, MatterDesk
from tests.ui.pages_reception import Clerk, keep_picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.reception_counter import clerk, desk, fill, matter_of
from tests.ui.reception_counter import training_folder as counter_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import Desk
from ui.theme import Theme, apply_theme, current

__all__ = ["clerk", "counter_folder", "desk"]
STORY = "化工厂夜里排放废气，臭味熏人，河里全是污水。"


@pytest.fixture(name="training_folder", scope="session")
def folder_of_the_counter(counter_folder: Path) -> Path:
    """The counter's folder under the name that its desk asks for."""
    return counter_folder


def told(clerk: Clerk, story: str = STORY) -> list[str]:
    """The words are typed; what is suggested once the page has looked at them."""
    clerk.press("Alt+2")
    clerk.paste(story)
    clerk.page.suggesting.ask()
    clerk.settle()
    return [chip.text() for chip in clerk.page.claims.suggestions.chips if not chip.isHidden()]


def test_a_class_is_suggested_with_its_words_and_taken_by_a_key(clerk: Clerk, desk: Desk) -> None:
    chips = told(clerk)
    assert (
        chips[0].startswith("环境保护（")
        and "废气" in chips[0] + clerk.page.claims.suggestions.chips[0].toolTip()
    )
    assert clerk.page.claims.claims[0].category == "", "nothing is filled by itself"
    keep_picture(clerk, "suggestion-reception")
    clerk.press("Alt+6")
    assert clerk.page.claims.claims[0].category.startswith("04")
    number = clerk.registered()
    clerk.settle()
    assert matter_of(desk, number).claims[0].category.startswith("04")
    assert desk.suggestions.counts() == {TAKEN: 1}
    assert clerk.page.claims.suggestions.chips == []


def test_another_choice_of_the_clerk_wins_and_is_counted(clerk: Clerk, desk: Desk) -> None:
    told(clerk)
    clerk.page.claims.category_editor.setFocus()
    clerk.page.claims.category_editor.await_code("", "")
    clerk.page.claims.category_editor.setFocus()
    clerk.type("zd")
    clerk.press("Return")
    clerk.registered()
    clerk.settle()
    assert sum(desk.suggestions.counts().values()) == 1
    assert desk.suggestions.counts().get(OVERRULED, 0) + desk.suggestions.counts().get(TAKEN, 0) == 1


def test_nothing_is_suggested_where_nothing_is_known(clerk: Clerk, desk: Desk) -> None:
    assert told(clerk, "你好，我想问一下。") == []
    assert clerk.page.claims.suggestions.isHidden()
    clerk.press("Alt+6")
    assert clerk.page.claims.claims[0].category == ""
    clerk.registered()
    assert desk.suggestions.counts() == {}


def test_an_accusation_is_not_looked_at(clerk: Clerk) -> None:
    assert told(clerk)
    clerk.press("Ctrl+H")
    clerk.settle()
    assert clerk.page.claims.suggestions.isHidden()
    clerk.page.suggesting.ask()
    clerk.settle()
    assert clerk.page.claims.suggestions.chips == []


@pytest.mark.parametrize(
    ("name", "body", "width"), [("dark", 14, 1366), ("light", 24, 1366), ("light", 14, 760)]
)
def test_chips_are_whole_in_any_look(
    clerk: Clerk, qapp: QApplication, name: str, body: int, width: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    clerk.shell.resize(width, 900)
    told(clerk, "学校强制补课收费，老师还拖欠工资，食堂排放油烟污染小区。")
    keep_picture(clerk, f"suggestion-{name}-{body}-{width}")
    assert clerk.shell.width() == width
    assert cut_labels(clerk.page) == []


def test_the_form_that_settles_the_class_suggests_too(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    made = training_folder(tmp_path / "office")
    opened = open_as(made, at="2026-11-19T15:00")
    number = registered(opened, text=STORY)
    opened.close()
    window = Window(qtbot, made)
    window.enter(at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_D, ALT)
    form = matter.page.beside.form
    assert form is not None and form.fields["category"].text == ""
    picture(window.shell, "suggestion-classify", 1.0)
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_6, ALT)
    assert form.fields["category"].text
    matter.fill(purpose="申诉求决")
    matter.save()
    assert matter.sheet.matter.claims[0].category
    window.close()


def test_fill_is_as_usual_where_suggestions_stand(clerk: Clerk, desk: Desk) -> None:
    fill(clerk)
    assert matter_of(desk, clerk.registered()).claims[0].category
