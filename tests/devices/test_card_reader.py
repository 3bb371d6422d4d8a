"""A reader of identity cards at the counter: cards come once, nothing it does reaches the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.card_chip import ReadCard
from app.errors import AppError
from app.settings import CARD_READERS, CardReaderSettings
from tests.devices.cards import Plate, block
from tests.devices.reader import library, plate
from tests.ui.conftest import qapp
from ui.devices import card_reader
from ui.devices.card_reader import AWAY, GIVEN_UP, NO_LIBRARY, OFF, READY, CardReader

__all__ = ["library", "plate", "qapp"]


class Counter:
    """A counter with a reader; what it said is kept."""

    def __init__(self, qtbot: QtBot, settings: CardReaderSettings) -> None:
        self.qtbot, self.owner = qtbot, QObject()
        self.reader = CardReader(self.owner, settings, pause=20, patience=1_500, again=60)
        self.cards: list[ReadCard] = []
        self.errors: list[str] = []
        self.states: list[str] = []
        self.reader.read.connect(self.cards.append)
        self.reader.failed.connect(lambda error: self.errors.append(_code(error)))
        self.reader.state_changed.connect(self.states.append)

    def until(self, condition: Callable[[], object]) -> None:
        """Waits for something to come."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def looks(self, more: int) -> None:
        """Waits until so many further looks were asked for."""
        until = self.reader._asked + more
        self.until(lambda: self.reader._asked >= until)


def _code(error: AppError) -> str:
    return error.code


@pytest.fixture(params=CARD_READERS)
def counter(request: pytest.FixtureRequest, qtbot: QtBot, library: Path, plate: Plate) -> Iterator[Counter]:
    """A counter for each family of interfaces, looking for cards."""
    made = Counter(qtbot, CardReaderSettings(family=request.param, library=str(library)))
    made.reader.start()
    made.until(lambda: made.reader.state == READY)
    yield made
    made.reader.stop()


def test_a_card_comes_once_while_it_lies_there(counter: Counter, plate: Plate) -> None:
    plate.lay(block())
    counter.until(lambda: counter.cards)
    counter.looks(6)
    assert [card.name for card in counter.cards] == ["张示范"]


def test_the_next_card_comes_too_and_the_first_again_after_it_was_away(
    counter: Counter, plate: Plate
) -> None:
    first, second = block(), block("张䶮㛃", "410721198501011219")
    plate.lay(first)
    counter.until(lambda: len(counter.cards) == 1)
    plate.lay(second)
    counter.until(lambda: len(counter.cards) == 2)
    plate.be("none")
    counter.looks(card_reader.AWAY_FOR + 2)
    plate.lay(second)
    counter.until(lambda: len(counter.cards) == 3)
    assert [card.name for card in counter.cards] == ["张示范", "张䶮㛃", "张䶮㛃"]


def test_a_card_pulled_too_early_is_no_card_and_no_alarm(counter: Counter, plate: Plate) -> None:
    plate.be("pulled")
    counter.looks(3)
    plate.lay(block(until="长期"))
    counter.until(lambda: counter.cards)
    assert counter.errors == [] and counter.cards[0].valid_until is None


@pytest.mark.parametrize("word", ["garbage", "long"])
def test_garbage_is_told_once_and_the_next_card_is_read(counter: Counter, plate: Plate, word: str) -> None:
    plate.be(word)
    counter.until(lambda: counter.errors)
    counter.looks(3)
    assert counter.errors == ["card.garbled"]
    plate.lay(block())
    counter.until(lambda: counter.cards)


@pytest.mark.parametrize("word", ["hang", "crash"])
def test_a_driver_that_hangs_or_crashes_is_ended_tried_again_and_then_left_alone(
    counter: Counter, plate: Plate, word: str
) -> None:
    plate.be(word)
    counter.until(lambda: counter.reader.state == GIVEN_UP)
    assert counter.reader._child is None
    plate.lay(block())
    counter.reader.start()
    counter.until(lambda: counter.cards)


def test_a_reader_that_is_plugged_in_later_is_found(counter: Counter, plate: Plate) -> None:
    plate.be("away")
    counter.reader.stop()
    counter.reader.start()
    counter.until(lambda: counter.reader.state == AWAY)
    plate.lay(block())
    counter.until(lambda: counter.cards)


def test_nothing_a_library_leaves_in_files_stays(counter: Counter, plate: Plate) -> None:
    room = counter.reader._room
    assert room is not None
    folder = Path(room.path())
    plate.lay(block())
    counter.until(lambda: counter.cards)
    assert (folder / "wz.txt").exists(), "the made-up library writes a file: else this proves nothing"
    counter.reader.stop()
    counter.until(lambda: not folder.exists())


def test_without_a_library_nothing_is_started(qtbot: QtBot) -> None:
    made = Counter(qtbot, CardReaderSettings())
    made.reader.start()
    assert (made.reader.state, made.reader._child) == (OFF, None)


@pytest.mark.parametrize("content", [None, b"no library", b""])
def test_a_library_that_cannot_be_loaded_is_said(qtbot: QtBot, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "library.so"
    if content is not None:
        file.write_bytes(content)
    made = Counter(qtbot, CardReaderSettings(library=str(file)))
    made.reader.start()
    made.until(lambda: made.reader.state == NO_LIBRARY)
    made.reader.stop()


def test_a_library_without_the_functions_is_said(qtbot: QtBot) -> None:
    made = Counter(qtbot, CardReaderSettings(library="libc.so.6"))
    made.reader.start()
    made.until(lambda: made.reader.state == NO_LIBRARY)
    made.reader.stop()


@pytest.mark.parametrize("answer", ["no json", "[]", "{}", '{"state": "card", "look": 1, "text": "zz"}'])
def test_a_helper_that_talks_nonsense_harms_nobody(qtbot: QtBot, tmp_path: Path, answer: str) -> None:
    helper = tmp_path / "helper"
    helper.write_text(f"#!/bin/sh\nwhile read line; do echo '{answer}'; done\n")
    os.chmod(helper, 0o700)
    made = Counter(qtbot, CardReaderSettings(library="x", helper=str(helper)))
    made.reader.start()
    made.until(lambda: made.reader.state in (GIVEN_UP, READY))
    if made.reader.state == READY:
        made.looks(1)
    made.reader.stop()
    assert made.cards == []


def test_the_child_is_told_nothing_of_secrets(
    qtbot: QtBot, library: Path, plate: Plate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "/secret")
    helper = tmp_path / "helper"
    helper.write_text(f"#!/bin/sh\nenv > {tmp_path}/told\nread line\n")
    os.chmod(helper, 0o700)
    made = Counter(qtbot, CardReaderSettings(library=str(library), helper=str(helper)))
    made.reader.start()
    made.until(lambda: (tmp_path / "told").exists() and (tmp_path / "told").read_text())
    made.reader.stop()
    assert "PETITION_DESK" not in (tmp_path / "told").read_text()
