"""Registering at the counter: nothing blocks, nothing is lost, everything by keys, and accusations stay dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.reading import view_matter
from tests.ui.pages_reception import Clerk, at_the_counter, copied, keep_picture, make_folder, opened
from tests.ui.test_gallery import cut_labels
from ui.bootstrap import Desk
from ui.theme import Theme, apply_theme, current


@pytest.fixture(scope="session")
def training_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training folder made once."""
    return make_folder(tmp_path_factory.mktemp("training"))


@pytest.fixture
def desk(training_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with a folder of its own."""
    made = opened(copied(training_folder, tmp_path / "folder"))
    yield made
    made.close()


@pytest.fixture
def clerk(qtbot: QtBot, desk: Desk) -> Iterator[Clerk]:
    """A clerk before an empty form."""
    with at_the_counter(qtbot, desk) as made:
        yield made


def test_a_story_alone_is_enough(clerk: Clerk, desk: Desk) -> None:
    clerk.press("Alt+2")
    clerk.paste("村里修路占了承包地，补偿款没有发。")
    number = clerk.registered()
    assert number.startswith("LX07-26-00001-")
    matter = view_matter(desk.session, number).known.matter
    assert matter.claims[0].words.text == "村里修路占了承包地，补偿款没有发。"
    assert (matter.channel, matter.place, matter.persons_came) == ("walk_in", "410721", 1)
    assert clerk.page.form().is_blank
    opened_matters: list[str] = []
    clerk.hall.asked_for_matter.connect(opened_matters.append)
    clerk.press("Ctrl+O")
    assert opened_matters == [number]


def fill(clerk: Clerk) -> None:
    """A usual walk-in, typed from first to last."""
    clerk.write("张䶮㛃")
    clerk.press("Return")
    clerk.type("410721199003070010")
    clerk.press("Return")
    clerk.type("13803735566")
    clerk.press("Return")
    clerk.write("小宋佛村2组")
    clerk.press("Return")
    clerk.paste("村里修路占用我家承包地0.8亩，当时说按每亩补偿，至今只收到一部分。要求查明补偿款去向。")
    clerk.press("Tab")
    clerk.write("查明补偿款去向")
    clerk.press("Return")
    clerk.type("zd")
    clerk.press("Return")
    clerk.type("zp")
    clerk.press("Return")


LOOKS = [
    ("light", 14, 1366, 728, 1.0),
    ("dark", 14, 1366, 728, 1.0),
    ("light", 24, 1366, 728, 1.0),
    ("light", 14, 683, 364, 2.0),
    ("light", 14, 760, 900, 1.0),
]


@pytest.mark.parametrize(("name", "body", "width", "height", "ratio"), LOOKS)
def test_nothing_is_cut_off_in_any_look(
    clerk: Clerk, qapp: QApplication, name: str, body: int, width: int, height: int, ratio: float
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    clerk.shell.resize(width, height)
    fill(clerk)
    clerk.page.insight.foresee()
    clerk.settle()
    keep_picture(clerk, f"reception-{name}-{body}-{width}", ratio)
    assert clerk.shell.width() == width, "the page needs more room than the screen has"
    assert cut_labels(clerk.page) == []


def test_pictures_of_the_other_moments(clerk: Clerk) -> None:
    keep_picture(clerk, "reception-empty")
    fill(clerk)
    first = clerk.registered("Ctrl+P")
    clerk.until(lambda: "可以打印" in clerk.page.column.done.paper.text(), timeout=20_000)
    keep_picture(clerk, "reception-done")
    clerk.press("Ctrl+2")
    clerk.write("张䶮㛃")
    clerk.until(lambda: clerk.page.column.earlier.chosen is not None)
    clerk.press("F10")
    clerk.press("Alt+M")
    clerk.press("Ctrl+E")
    keep_picture(clerk, "reception-earlier-why-enquiry")
    clerk.press("Esc")
    clerk.press("Ctrl+H")
    clerk.press("Alt+2")
    clerk.paste("反映某干部的事。")
    clerk.press("Alt+1")
    clerk.press("Ctrl+Shift+D")
    keep_picture(clerk, "reception-accusation-giving-up")
    assert clerk.page.column.earlier.chosen is not None
    assert clerk.page.column.earlier.chosen.number == first
