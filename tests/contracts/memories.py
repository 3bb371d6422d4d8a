"""Memories of each make, and the entries that the contract writes into them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.domain.access import Viewed
from app.domain.acts.receiving import VisitedAgain
from app.domain.entry import StreamId, StreamKind, single
from app.domain.history import split
from app.ports import Draft
from db.memory import DatabaseMemory, open_file, open_server
from tests.desks import START
from tests.fakes import FakeMemory

KEY = bytes(range(32))
Memory = Any
"""FakeMemory or DatabaseMemory: the contract asks the same of both."""

postgres = pytest.mark.postgres


def opened(request: pytest.FixtureRequest, folder: Path, make: str) -> Memory:
    if make == "fake":
        return FakeMemory()
    if make == "sqlcipher":
        return open_file(folder, KEY, create="LX07")
    return open_server(request.getfixturevalue("postgres_database"), KEY, create="LX07")


def again(memory: DatabaseMemory, folder: Path) -> DatabaseMemory:
    """The same database, opened anew."""
    engine: Engine = memory._engine
    if engine.dialect.name == "sqlite":
        return open_file(folder, KEY)
    return open_server(engine.url.render_as_string(hide_password=False), KEY)


STREAM = StreamId(StreamKind.MATTER, UUID(int=1))


def draft(words: str = "甲", stream: StreamId = STREAM, sealed: bytes | None = None, **more: Any) -> Draft:
    return Draft(
        stream=stream,
        kind="visited-again",
        form=1,
        on=date(2026, 3, 2),
        body=split(VisitedAgain(persons=1, asked=words), frozenset()),
        sealed=sealed,
        **more,
    )


def write(memory: Memory, *drafts: Draft, now: datetime = START) -> tuple[Any, ...]:
    with memory.write(actor="clerk", desk="A", now=now) as work:
        work.stream(STREAM)
        made = work.append(list(drafts))
        work.commit()
    return tuple(made)


def look(number: str = "LX07-26-00001-C") -> Draft:
    return Draft(
        stream=single(StreamKind.ACCESS),
        kind="viewed",
        form=1,
        on=date(2026, 3, 2),
        body=split(Viewed(what="matter", number=number, sealed=True), frozenset()),
    )
