"""The watchdog of the scripted day tells a stall that was planted: what was being done, and where the thread stood."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from benchmarks.watchdog import STALL, Turn, Watchdog

PLANTED = 0.12
"""Seconds."""


def a_planted_stall() -> None:
    time.sleep(PLANTED)


def test_a_planted_stall_is_told_with_what_was_done_and_where_the_thread_stood(qtbot: QtBot) -> None:
    watchdog = Watchdog().start()
    watchdog.doing = "something quick"
    qtbot.wait(50)
    watchdog.doing = "something slow"
    a_planted_stall()
    qtbot.wait(50)
    seen = watchdog.stop()
    planted = [turn for turn in seen.stalls if turn.doing == "something slow"]
    assert any(turn.lasted >= PLANTED * 1000 - 1 for turn in planted)
    assert any("a_planted_stall" in look for turn in planted for look in turn.looks)
    assert any("a_planted_stall" in turn.told() and "while something slow" in turn.told() for turn in planted)
    assert seen.by_act["something slow"].over_stall == len(planted)
    assert seen.longest >= PLANTED * 1000 - 1 and seen.turns > 2


def test_a_sleep_is_no_work_of_the_thread_and_a_calculation_is(qtbot: QtBot) -> None:
    watchdog = Watchdog().start()
    watchdog.doing = "sleeping"
    a_planted_stall()
    qtbot.wait(20)
    watchdog.doing = "counting"
    until = time.thread_time() + PLANTED
    while time.thread_time() < until:
        pass
    qtbot.wait(20)
    seen = watchdog.stop()
    work = {turn.doing: turn.work for turn in seen.stalls}
    assert work["counting"] >= PLANTED * 1000 - 10 > work["sleeping"]


def test_what_the_measuring_itself_does_is_not_told(qtbot: QtBot) -> None:
    watchdog = Watchdog().start()
    watchdog.doing = "measuring"
    a_planted_stall()
    watchdog.forget_this_turn()
    qtbot.wait(20)
    assert all("a_planted_stall" not in look for turn in watchdog.stop().stalls for look in turn.looks)


def test_what_the_machine_took_away_is_taken_off() -> None:
    turn = Turn(doing="waiting", lasted=80, work=5, machine=60)
    assert turn.own == 20 < STALL
