"""What holds for every test: no screen, no stray log line, the same examples everywhere, a county at hand."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from app.errors import Unavailable
from tests.cluster import fresh_database, throw_away_cluster
from ui.collector import collect_if_due
from ui.interpreter import hold_singletons

pytest_plugins = ["tests.lost_slots"]

hold_singletons()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ExpectLog = Callable[[str], None]


class LogBook(logging.Handler):
    """Keeps every record at WARNING and above, and what the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps `record` until the test is over."""
        self.records.append(record)

    def unexpected(self) -> list[str]:
        """Records that no expectation names."""
        said = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        return [line for line in said if not any(part in line for part in self.expected)]

    def missing(self) -> list[str]:
        """Expectations that no record fulfilled."""
        said = [record.getMessage() for record in self.records]
        return [part for part in self.expected if not any(part in line for line in said)]


@pytest.fixture(autouse=True)
def own_secrets() -> Iterator[None]:
    """What a test says of keys and passwords in the environment is gone when it is over."""
    names = ("PETITION_DESK_RECOVERY_FILE", "PETITION_DESK_PASSWORD_FILE", "PETITION_DESK_NEW_PASSWORD_FILE")
    before = {name: os.environ.get(name) for name in names}
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(autouse=True)
def log_book() -> Iterator[LogBook]:
    """Fails the test when something was logged at WARNING or above that it did not expect."""
    book = LogBook()
    root = logging.getLogger()
    root.addHandler(book)
    yield book
    root.removeHandler(book)
    if stray := book.unexpected():
        pytest.fail("unexpected log lines:\n" + "\n".join(stray))
    if silent := book.missing():
        pytest.fail(f"these log lines were expected and never came: {silent}")


@pytest.fixture
def expect_log(log_book: LogBook) -> ExpectLog:
    """Call with a part of a message: that log line must come, and does not fail the test."""
    return log_book.expected.append


def pytest_runtest_teardown() -> None:
    """Where a window was made, no worker collects garbage any more, and tests without a window turn no timer."""
    if not gc.isenabled():
        collect_if_due()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a throw-away PostgreSQL on a unix socket, for SQLAlchemy with psycopg; one cluster a worker.

    Skips loudly where there is no server; on CI that is a failure, because the county must be proved there.
    """
    try:
        with throw_away_cluster() as url:
            yield url
    except Unavailable as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"NO POSTGRESQL, the county's half is not tested: {missing.code}")


@pytest.fixture
def postgres_database(postgres_url: str, request: pytest.FixtureRequest) -> str:
    """Address of an empty database of its own in the throw-away cluster."""
    return fresh_database(postgres_url, f"t{abs(hash(request.node.nodeid)):x}")
