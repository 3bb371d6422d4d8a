"""Work off the GUI thread: acts keep the order of the keys, answers come home, stale answers are dropped."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken, delete

from app.changes import NOTHING, Changes
from app.errors import Refused
from ui.changes import ChangeBus
from ui.tasks import Progress, Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    running = Tasks()
    yield running
    assert running.close(), "work was left behind"


def test_acts_are_done_in_the_order_of_the_keys_and_answers_arrive_on_the_gui_thread(
    qtbot: QtBot, tasks: Tasks
) -> None:
    numbers: list[int] = []
    answers: list[tuple[int, bool, bool]] = []
    home = QThread.currentThread()

    def act(number: int) -> tuple[int, bool]:
        numbers.append(number)
        return number, QThread.currentThread() is home

    for number in range(200):
        tasks.write(
            lambda number=number: act(number),
            lambda answer: answers.append((*answer, QThread.currentThread() is home)),
        )
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert numbers == list(range(200))
    assert answers == [(number, False, True) for number in range(200)]


def test_a_refusal_reaches_the_page_and_the_lane_goes_on(qtbot: QtBot, tasks: Tasks) -> None:
    said: list[object] = []

    def refuse() -> None:
        raise Refused("test.refused")

    tasks.write(refuse, said.append, lambda error: said.append(str(error)))
    tasks.write(lambda: "next", said.append)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == ["test.refused", "next"]


def test_a_bug_nobody_catches_is_not_swallowed(qtbot: QtBot, tasks: Tasks) -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        tasks.write(stumble, lambda _: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_a_slow_answer_does_not_pass_for_one_to_a_question_asked_after_it(qtbot: QtBot, tasks: Tasks) -> None:
    shown: list[str] = []
    first, third = threading.Event(), threading.Event()

    def wait_for(event: threading.Event, answer: str) -> str:
        event.wait(10)
        return answer

    tasks.read(lambda: wait_for(first, "first"), shown.append, question="person")
    tasks.read(lambda: "second", shown.append, question="person")
    qtbot.waitUntil(lambda: shown == ["second"])
    tasks.read(lambda: wait_for(third, "third"), shown.append, question="person")
    first.set()
    qtbot.wait(100)
    third.set()
    qtbot.waitUntil(lambda: len(shown) > 1)
    assert shown == ["second", "third"]


def test_only_the_newest_answer_to_a_question_is_shown(qtbot: QtBot, tasks: Tasks) -> None:
    gate, shown = threading.Event(), list[str]()

    def slow() -> str:
        gate.wait(5)
        return "张"

    tasks.read(slow, shown.append, question="search")
    tasks.read(lambda: "张三", shown.append, question="search")
    tasks.read(lambda: "today", shown.append, question="today")
    qtbot.waitUntil(lambda: len(shown) == 2)
    gate.set()
    tasks.close()
    qtbot.wait(20)
    assert sorted(shown) == ["today", "张三"]


def test_a_question_that_was_asked_anew_before_it_began_never_begins(qtbot: QtBot) -> None:
    tasks, gate = Tasks(readers=1), threading.Event()
    begun, shown = list[str](), list[str]()

    def look(words: str) -> str:
        begun.append(words)
        gate.wait(5)
        return words

    for words in ("z", "zj", "zjg", "zjgx"):
        tasks.read(lambda words=words: look(words), shown.append, question="search")
    tasks.read(lambda: look("today"), shown.append, question="today")
    gate.set()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert begun[-2:] == ["zjgx", "today"] and set(begun) <= {"z", "zjgx", "today"}
    assert shown == ["zjgx", "today"]
    assert tasks.close()


def test_a_page_that_is_gone_gets_no_answer_but_others_learn_what_changed(qtbot: QtBot, tasks: Tasks) -> None:
    @dataclass(frozen=True)
    class Registered:
        changes: Changes

    page, gate = QObject(), threading.Event()
    heard: list[Changes] = []
    bus = ChangeBus()
    tasks.committed.connect(bus.tell)
    bus.changed.connect(heard.append)

    def register() -> Registered:
        gate.wait(5)
        return Registered(changes=Changes(matters=frozenset({"LX07"}), obligations=True))

    tasks.write(register, lambda _: pytest.fail("the page is gone"), asker=page)
    delete(page)
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].matters == {"LX07"}


def test_long_work_reports_and_can_be_called_off(qtbot: QtBot, tasks: Tasks) -> None:
    steps: list[int] = []
    begun, gate, stopped = threading.Event(), threading.Event(), threading.Event()

    def export(progress: Progress) -> str:
        try:
            progress(1, 3)
            begun.set()
            gate.wait(5)
            progress(2, 3)
            return "written"
        finally:
            stopped.set()

    task = tasks.long(
        export, lambda _: pytest.fail("called off"), progressed=lambda done, total, stage: steps.append(done)
    )
    qtbot.waitUntil(begun.is_set)
    task.cancel()
    gate.set()
    qtbot.waitUntil(stopped.is_set)
    assert tasks.close()
    assert 2 not in steps


def test_progress_is_throttled_but_the_last_piece_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[int] = []
    answers: list[object] = []

    def rebuild(progress: Progress) -> None:
        for done in range(1, 5001):
            progress(done, 5000)

    tasks.long(rebuild, answers.append, progressed=lambda done, total, stage: told.append(done), writes=True)
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert told[-1] == 5000
    assert len(told) < 500


def test_the_window_knows_when_it_is_busy(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[bool] = []
    tasks.busy.connect(seen.append)
    tasks.write(lambda: None, lambda _: None)
    tasks.write(lambda: None, lambda _: None)
    qtbot.waitUntil(lambda: seen == [True, False])


def test_changes_add_up_and_nothing_is_not_told(qtbot: QtBot) -> None:
    one, two = Changes(matters=frozenset({"a"}), papers=True), Changes(matters=frozenset({"b"}), drafts=True)
    assert one.union(two) == Changes(matters=frozenset({"a", "b"}), papers=True, drafts=True)
    assert one.union(NOTHING) == one
    bus, heard = ChangeBus(), list[Changes]()
    bus.changed.connect(heard.append)
    bus.tell(NOTHING)
    bus.tell(one)
    assert heard == [one]


def test_who_leaves_calls_looks_off_and_acts_go_on(qtbot: QtBot, tasks: Tasks) -> None:
    began, stopped = threading.Event(), threading.Event()
    answers: list[object] = []

    def look(progress: Progress) -> str:
        began.set()
        try:
            while not stopped.wait(0.01):
                progress(0, 1)
        finally:
            stopped.set()
        return "seen"

    tasks.long(look, answers.append)
    assert began.wait(10)
    tasks.write(lambda: "written", answers.append)
    tasks.call_off_reads()
    tasks.write(lambda: (tasks.finish_reads(), stopped.is_set()), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == ["written", (True, True)], "what closes the folder waits until nobody looks any more"


def test_a_page_gets_its_rows_while_long_looks_go_on(qtbot: QtBot, tasks: Tasks) -> None:
    go_on = threading.Event()
    shown: list[str] = []
    for _ in range(5):
        tasks.read(lambda: go_on.wait(10), lambda _: shown.append("slow"), slow=True)
        tasks.long(lambda _: go_on.wait(10), lambda _: shown.append("slow"))
    tasks.read(lambda: "rows", shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["rows"]
    go_on.set()
    qtbot.waitUntil(lambda: len(shown) == 11)
    assert tasks.finish_reads()


def test_a_desk_that_is_open_for_weeks_keeps_none_of_its_questions(qtbot: QtBot, tasks: Tasks) -> None:
    """Each left an object of PySide's behind for ever; what the answers held is let go of with them."""

    class Answer:
        pass

    def alive() -> int:
        gc.collect()
        return sum(isinstance(found, Answer) for found in gc.get_objects())

    wrapped = len(Shiboken.getAllValidWrappers())
    answers: list[bool] = []
    for _ in range(50):
        tasks.read(Answer, lambda answer: answers.append(isinstance(answer, Answer)))
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert all(answers)
    qtbot.waitUntil(lambda: alive() == 0)
    assert len(Shiboken.getAllValidWrappers()) - wrapped < 10
