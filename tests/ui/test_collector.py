"""What belongs to the window dies on the thread of the window, whatever the workers do."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.collector import OVERDUE, collect_if_due
from ui.tasks import Tasks


class Mourned:
    """Something in a circle with itself that says on which thread it died."""

    def __init__(self, deaths: list[int]) -> None:
        self.itself = self
        self.deaths = deaths

    def __del__(self) -> None:
        self.deaths.append(threading.get_ident())


def allocate_much() -> list[list[int]]:
    """More objects than the collector waits for; they live on."""
    return [[number] for number in range(200_000)]


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    running = Tasks()
    yield running
    assert running.close(), "work was left behind"


def test_a_worker_that_allocates_much_destroys_nothing_of_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    deaths: list[int] = []
    Mourned(deaths)
    answers: list[object] = []
    tasks.read(allocate_much, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.waitUntil(lambda: bool(deaths), timeout=20_000)
    assert deaths == [threading.get_ident()]


def test_the_collector_of_python_would_have_done_it_in_the_worker(qtbot: QtBot, tasks: Tasks) -> None:
    deaths: list[int] = []
    gc.enable()
    try:
        Mourned(deaths)
        answers: list[object] = []
        tasks.read(allocate_much, answers.append)
        qtbot.waitUntil(lambda: bool(answers))
    finally:
        gc.disable()
    assert deaths and deaths[0] != threading.get_ident(), "the trap this guards against is gone"


def test_what_a_page_asked_with_dies_with_the_answer_and_not_in_the_worker(
    qtbot: QtBot, tasks: Tasks
) -> None:
    deaths: list[int] = []
    for _ in range(200):
        page = Mourned(deaths)
        del page.itself
        tasks.read(lambda page=page: bool(page), lambda _, page=page: None)
        del page
    qtbot.waitUntil(lambda: not tasks.is_busy)
    qtbot.waitUntil(lambda: len(deaths) == 200)
    assert set(deaths) == {threading.get_ident()}


def test_a_collection_happens_only_when_it_is_due(qapp: object) -> None:
    gc.collect()
    assert collect_if_due() == -1
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    assert collect_if_due() == 0
    assert kept


def test_what_lives_long_is_walked_in_silence_and_not_while_somebody_types(qapp: object) -> None:
    gc.collect()
    thresholds = gc.get_threshold()
    gc.set_threshold(700, 1000, 2)
    try:
        for _ in range(3):
            gc.collect(1)
        assert gc.get_count()[2] > 2
        assert collect_if_due(calm=False) < 2
        assert collect_if_due(calm=True) == 2
    finally:
        gc.set_threshold(*thresholds)


def test_what_is_long_overdue_is_walked_although_somebody_types(qapp: object) -> None:
    gc.collect()
    thresholds = gc.get_threshold()
    gc.set_threshold(700, 1000, 2)
    try:
        for _ in range(2 * OVERDUE + 1):
            gc.collect(1)
        assert collect_if_due(calm=False) == 2
    finally:
        gc.set_threshold(*thresholds)
