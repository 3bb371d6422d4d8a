"""The table of `make faults` says goal and measure of every row, and which harness missed."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from tests.faults import __main__ as runner
from tests.faults import figures, measured, numbering
from tests.faults.figures import Alone, Figure, measures, table


def row(ok: bool | None) -> Figure:
    return Figure(row="1", about="磁盘", goal="0 lost", measured="none", ok=ok)


def test_the_table_has_a_line_for_each_figure_and_says_what_was_missed() -> None:
    lines = table([row(True), row(False), row(None)]).splitlines()
    assert [line.split()[-1] for line in lines[2:]] == ["ok", "MISS", "tried"]
    assert lines[2].index("0 lost") == lines[0].index("goal") - len("磁盘"), (
        "wide characters are as wide as two"
    )


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1), (None, 0)])
def test_a_miss_is_the_exit_code(
    ok: bool | None, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["faults", "--short"])
    monkeypatch.setattr(runner, "measures", lambda long: iter([lambda: row(ok)]))
    assert runner.main() == code
    assert "0 lost" in capsys.readouterr().out


def test_figures_stand_in_their_order_and_what_tells_a_time_is_measured_alone() -> None:
    begun, running = threading.Barrier(2, timeout=20), []

    def beside(name: str) -> Figure:
        begun.wait()  # both are at work at once
        return replace(row(True), row=name)

    def timed() -> Figure:
        running.append(threading.active_count())
        return replace(row(True), row="timed")

    order = [lambda: beside("a"), Alone(timed), lambda: beside("b")]
    assert [found.row for found in runner.measured(order, 2)] == ["a", "timed", "b"]
    assert running == [threading.active_count()], "no lane was left"


def test_every_module_of_the_list_offers_figures() -> None:
    assert len(list(measures(long=False))) == len(list(measures(long=True))) >= 14
    assert {name for name, *_ in measured.PLANTED} and len(measured.PLANTED) == 6


def test_a_harness_that_gives_no_answer_is_a_miss() -> None:
    assert figures.harness("saves")["ok"] is False


def test_four_processes_give_numbers_without_gap() -> None:
    found = figures.harness("numbering", "--count", "120")
    assert found["ok"] and found["registered"] == 120, found


def test_numbers_that_are_not_taken_inside_the_transaction_are_seen() -> None:
    found = figures.harness("numbering", "--count", "80", "--fault", numbering.FAULTS[1])
    assert not found["ok"], found
