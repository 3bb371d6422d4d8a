"""The safety net itself: stray log lines fail a test, expected ones must come, the county's database runs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ExpectLog, LogBook


def test_a_stray_warning_is_noticed(log_book: LogBook) -> None:
    logging.getLogger("desk").warning("disk almost full")
    assert log_book.unexpected() == ["WARNING desk: disk almost full"]
    log_book.records.clear()


def test_an_expected_warning_is_allowed(expect_log: ExpectLog) -> None:
    expect_log("almost full")
    logging.getLogger("desk").warning("disk almost full")


def test_an_expected_warning_that_never_comes_is_noticed(log_book: LogBook) -> None:
    log_book.expected.append("printer gone")
    assert log_book.missing() == ["printer gone"]
    log_book.expected.clear()


@pytest.mark.postgres
def test_the_county_database_speaks_chinese_and_is_ours_alone(postgres_database: str) -> None:
    with psycopg.connect(postgres_database.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 'x' WHERE '信访' = U&'\\4FE1\\8BBF'").fetchone() == ("x",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_only_a_lost_slot_is_run_again(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.lost_slots"]\n')
    (tmp_path / "test_slots.py").write_text(
        """
tries = []

def test_lost_once():
    tries.append(1)
    if len(tries) == 1:
        raise AttributeError("Slot 'DeskWindow::' not found.")

def test_lost_for_good():
    raise AttributeError("Slot 'DeskWindow::' not found.")

def test_wrong():
    raise AttributeError("Slot of another kind")
"""
    )
    root = str(Path(__file__).resolve().parents[1])
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert "2 failed, 1 passed" in ran.stdout
