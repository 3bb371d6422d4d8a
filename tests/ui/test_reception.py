"""Registering at the counter: nothing blocks, nothing is lost, everything by keys, and accusations stay dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.reading import view_matter
from tests.ui.pages_reception import Clerk, at_the_counter, copied, make_folder, opened
from ui.bootstrap import Desk


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
    assert "F4" in clerk.page.column.done.next.text()
