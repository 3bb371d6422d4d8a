"""The safety net itself: stray log lines fail a test, expected ones must come, the county's database runs."""

from __future__ import annotations

import logging

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
