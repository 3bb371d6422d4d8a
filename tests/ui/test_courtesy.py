"""Long looks give way to whoever types, and only they."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from app.giving_way import give_way, giving_way
from ui.tasks import Tasks


def asked(tasks: Tasks, qtbot: QtBot, *, slow: bool, writes: bool = False) -> bool:
    """Whether a piece of work that asks in its loop was held up."""
    held = threading.Event()
    tasks.courtesy.stand_still = held.set  # type: ignore[method-assign]
    heard: list[object] = []
    if writes:
        tasks.write(give_way, heard.append)
    else:
        tasks.read(give_way, heard.append, slow=slow)
    qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
    return held.is_set()


def test_only_looks_that_may_last_are_held_up(qtbot: QtBot) -> None:
    tasks = Tasks()
    assert asked(tasks, qtbot, slow=True)
    assert not asked(tasks, qtbot, slow=False), "somebody waits for these rows"
    assert not asked(tasks, qtbot, slow=False, writes=True), "nor is an act"
    assert tasks.close()


def test_work_goes_on_in_its_part_of_each_instant_though_somebody_types_all_the_time(qtbot: QtBot) -> None:
    tasks, heard = Tasks(), list[int]()
    tasks.courtesy.somebody_types = lambda: True

    def count() -> int:
        for _ in range(200):
            give_way()
        return 200

    tasks.read(count, heard.append, slow=True)
    qtbot.waitUntil(lambda: heard == [200], timeout=10_000)
    assert tasks.close()


def test_outside_of_a_look_nobody_is_held_up() -> None:
    rounds: list[int] = []
    with giving_way(lambda: rounds.append(1)):
        give_way()
        with giving_way(lambda: rounds.append(2)):
            give_way()
        give_way()
    give_way()
    assert rounds == [1, 2, 1]
