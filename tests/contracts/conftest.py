"""Empty memories of each make, and a clerk of a founded office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.session import Session
from db.memory import DatabaseMemory
from tests.contracts.memories import Memory, opened, postgres
from tests.desks import founded, session


@pytest.fixture(params=["fake", "sqlcipher", pytest.param("postgres", marks=postgres)])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    """An empty memory of each make."""
    made = opened(request, tmp_path, request.param)
    yield made
    made.close()


@pytest.fixture(params=["sqlcipher", pytest.param("postgres", marks=postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabaseMemory]:
    """An empty memory on a database."""
    made = opened(request, tmp_path, request.param)
    yield made
    made.close()


@pytest.fixture
def desk(memory: Memory) -> Session:
    """A clerk of a founded office."""
    founded(memory)
    return session(memory)
