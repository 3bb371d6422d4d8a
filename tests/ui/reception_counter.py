"""The counter that tests of the reception page stand at: a folder, a desk, a clerk, and what they do first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.matter import Matter
from app.services.reading import open_matter
from tests.ui.pages_reception import Clerk, at_the_counter, copied, make_folder, opened
from ui.bootstrap.opening import Desk


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


def matter_of(desk: Desk, number: str) -> Matter:
    """The matter as the clerk may see it."""
    return open_matter(desk.session, number).known.matter


def saved_drafts(clerk: Clerk, desk: Desk) -> dict[int, dict[str, object]]:
    """What the draft file holds, by slot."""
    clerk.settle()
    return {draft.slot: dict(draft.content) for draft in desk.drafts.load(desk.session.account.id)}
