"""The contract of a database: two desks at once, changes behind our back, rebuilding, the same on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordExternal, RecordNumber
from app.domain.claims import Purpose
from app.domain.entry import StreamId
from app.domain.names import search_key
from app.domain.signed_heads import HeadsSigned
from app.errors import AppError, Conflict
from app.giving_way import giving_way
from app.ports import Chain, Draft, Known
from app.services import head_signing
from app.services.enquiries import answer_enquiry
from app.services.looking import record_view
from app.services.perform import perform
from app.services.session import Session
from db import chain_walk, journal
from db.engine import WRITING
from db.memory import DatabaseMemory, open_file, open_server
from tests.contracts.memories import (
    KEY,
    STREAM,
    again,
    draft,
    look,
    write,
)
from tests.desks import START, founded, moved_to, registers, session, whole


def both_write(memory: DatabaseMemory, each: Callable[[int], None]) -> None:
    """Two threads at once; the first error is raised here."""
    errors: list[BaseException] = []

    def run(place: int) -> None:
        try:
            each(place)
        except AppError as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_two_desks_register_at_once_without_gap_or_double(database: DatabaseMemory) -> None:
    founded(database)
    numbers: list[str] = []

    def each(place: int) -> None:
        at = session(database, clock=FixedClock(START))
        numbers.extend(registers(at, f"{place}-{n}", key=f"{place}/{n}").number for n in range(8))

    both_write(database, each)
    assert sorted(int(number[8:13]) for number in numbers) == list(range(1, 17))
    assert database.verify().ok


def insisting(act: Callable[[], object]) -> None:
    """A clerk who is told that somebody was faster, three times in a row, presses the key again."""
    for _ in range(20):
        try:
            act()
            return
        except Conflict:
            continue
    raise AssertionError("never got through")


def test_two_desks_on_one_matter_both_get_through(database: DatabaseMemory) -> None:
    founded(database)
    at = session(database)
    number = registers(at).number

    def each(place: int) -> None:
        mine = session(database, clock=FixedClock(START))
        for n in range(4):
            insisting(lambda n=n: perform(mine, number, VisitAgain(asked=f"{place}-{n}")))  # type: ignore[misc]

    both_write(database, each)
    stream = database.queries.find(number)
    assert stream is not None
    matter = history.fold(database.queries.stream(stream))
    assert matter is not None and len(matter.notes) == 8 and len(matter.heads) == 1
    assert database.verify().ok


def test_the_slower_of_two_writers_on_one_stream_is_told(database: DatabaseMemory) -> None:
    if database._sql.lite:
        pytest.skip("a SQLite writer waits for the lock and reads afterwards: there is no slower one")
    (first,) = write(database, draft())
    with database.write(actor="a", desk="A", now=START) as slow:
        slow.stream(STREAM)
        write(database, draft("快", after=(first.header.id,)))
        with pytest.raises(Conflict, match=r"journal\.stream_moved"):
            slow.append([draft("慢", after=(first.header.id,))])
    assert len(database.queries.stream(STREAM)) == 2


def run_sql(memory: DatabaseMemory, *texts: str, values: tuple[object, ...] = ()) -> None:
    with memory.engine.connect().execution_options(**WRITING) as connection, connection.begin():
        for text in texts:
            memory._sql.run(connection, text, values if "?" in text else ())


@pytest.mark.parametrize("table", ["entry", "access"])
@pytest.mark.parametrize("change", ["UPDATE {} SET received_at = 0", "DELETE FROM {}"])
def test_entries_are_never_changed(database: DatabaseMemory, table: str, change: str) -> None:
    write(database, draft())
    with database.write(actor="a", desk="A", now=START) as work:
        work.look(look())
        work.commit()
    with pytest.raises((DBAPIError, sqlcipher.Error), match="never changed"):
        run_sql(database, change.format(table))
    assert database.verify().ok and database.verify("access").ok


def without_triggers(memory: DatabaseMemory) -> None:
    if memory._sql.lite:
        run_sql(memory, "DROP TRIGGER entry_no_update", "DROP TRIGGER entry_no_delete")
    else:
        run_sql(memory, "DROP TRIGGER entry_no_change ON entry")


TAMPERING = {
    "a header edited": ("UPDATE entry SET header = ? WHERE pos = 2", "chain"),
    "an entry moved to another matter": ("UPDATE entry SET stream = ? WHERE pos = 2", "columns"),
    "an instant changed beside the header": ("UPDATE entry SET at = at - 1 WHERE pos = 2", "columns"),
    "a body edited": ("UPDATE entry_body SET body = ? WHERE pos = 2", "body"),
    "a body deleted": ("DELETE FROM entry_body WHERE pos = 2", "body_missing"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_verifying_finds_what_was_changed_behind_our_back(database: DatabaseMemory, what: str) -> None:
    made = write(database, draft("甲"), draft("乙"), draft("丙"))
    text, why = TAMPERING[what]
    values: dict[str, object] = {
        "a header edited": made[1].raw.replace(b'"actor":"clerk"', b'"actor":"other"'),
        "an entry moved to another matter": replace(STREAM, id=UUID(int=2)).key,
        "a body edited": database._cipher.blob(
            made[1].parts["open"].body.replace("乙".encode(), "丁".encode())
        ),
    }
    without_triggers(database)
    run_sql(database, text, values=(values.get(what),))
    found = database.verify()
    assert (found.ok, found.first_bad) in {(False, 2), (False, 3)}
    assert found.why == why or what == "a header edited"


def test_verifying_finds_a_deleted_entry(database: DatabaseMemory) -> None:
    write(database, draft("甲"), draft("乙"), draft("丙"))
    without_triggers(database)
    run_sql(database, "DELETE FROM entry_body WHERE pos = 2", "DELETE FROM entry WHERE pos = 2")
    assert database.verify() == Chain(2, database.verify().head, 3, "chain")


def test_verifying_finds_two_entries_that_were_swapped(database: DatabaseMemory) -> None:
    made = write(database, draft("甲"), draft("乙"), draft("丙"))
    without_triggers(database)
    for entry, other in ((made[1], 2), (made[0], 3)):
        run_sql(database, "UPDATE entry SET header = ? WHERE pos = ?", values=(entry.raw, 5 - other))
    assert not database.verify().ok


def test_a_sealed_part_that_was_taken_away_is_found(database: DatabaseMemory) -> None:
    write(database, draft("甲", sealed=b"age"), draft("乙"))
    run_sql(database, "DELETE FROM entry_body WHERE part = 'sealed'")
    found = database.verify()
    assert (found.ok, found.first_bad, found.why) == (False, 1, "body_missing")


def known_of(at: Session) -> Callable[[StreamId], Known]:
    def known(stream: StreamId) -> Known:
        matter = history.fold(whole(at).queries.stream(stream))
        assert matter is not None
        return at.known(matter)

    return known


@pytest.fixture
def lived(database: DatabaseMemory) -> Session:
    """An office some days old."""
    founded(database)
    at = session(database)
    first = registers(at, "一")
    registers(at, "二", purpose=Purpose.ACCUSATION)
    registers(at, "三", confidential=True)
    later = moved_to(at, "2026-03-09T09:00")
    perform(later, first.number, Forward(unit="U1"))
    perform(later, first.number, RecordNumber(system="s", number="1"))
    perform(later, first.number, RecordExternal(organ="U1", fact="unit-received", on=date(2026, 3, 9)))
    perform(later, first.number, VisitAgain(asked="问"))
    answer_enquiry(later, "问", "答")
    return later


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE matter SET state = 'registered' WHERE state = 'forwarded'",
        "UPDATE obligation SET due_office = due_strict, handed_on = '2026-03-03'",
        "DELETE FROM visit",
        "INSERT INTO external_number (matter, system, number) SELECT pos, 'x', 'y' FROM matter",
        "DELETE FROM obligation",
    ],
)
def test_a_row_that_was_tampered_with_is_found_and_put_right(lived: Session, damage: str) -> None:
    memory: Any = whole(lived)
    rebuild = memory.rebuild
    assert rebuild(known_of(lived), check=True)["equal"] is True
    run_sql(memory, damage)
    assert rebuild(known_of(lived), check=True)["equal"] is False
    assert rebuild(known_of(lived), check=False)["equal"] is True
    assert rebuild(known_of(lived), check=True)["equal"] is True


def test_a_rebuilt_memory_answers_every_question_the_same(lived: Session) -> None:
    def answers() -> list[object]:
        queries = whole(lived).queries
        day = date(2026, 3, 9)
        return [
            queries.newest(),
            queries.due(today=day, until=date.max),
            queries.day(day),
            queries.enquiries(day),
            queries.search("一"),
            queries.search("1", field="numbers"),
            queries.persons(name_key=search_key("张示范")),
        ]

    before = answers()
    memory: Any = whole(lived)
    memory.rebuild(known_of(lived), check=False)
    assert answers() == before
    assert memory.verify().ok


def test_the_last_signed_heads_are_found_behind_many_looks(
    lived: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "LOT", 2)
    assert lived.memory.queries.last_signed() is None
    heads = tuple(whole(lived).queries.heads())
    signed = HeadsSigned(heads=heads, looks=None, account="clerk", public="p", signature="s", suite="intl")
    with lived.work() as work:
        work.look(lived.draft(head_signing.STREAM, signed, lived.today(), None))
        work.commit()
    for _ in range(5):
        record_view(lived, "list", "", sealed=False)
    last = lived.memory.queries.last_signed()
    assert last is not None and last[1] == signed


def test_a_long_walk_gives_way_again_and_again(database: DatabaseMemory) -> None:
    write(database, *(draft("甲") for _ in range(120)))
    ways: list[int] = []
    with giving_way(lambda: ways.append(1)):
        assert database.verify().ok
    assert len(ways) > 120 // chain_walk.TURN


def test_a_memory_that_was_opened_anew_is_the_same(lived: Session, tmp_path: Path) -> None:
    memory: Any = whole(lived)
    reopened = again(memory, tmp_path)
    try:
        assert reopened.station == "LX07" and reopened.projections_current
        assert reopened.queries.head() == memory.queries.head()
        assert reopened.queries.newest() == memory.queries.newest()
    finally:
        reopened.close()


@pytest.mark.postgres
def test_the_same_life_on_both_engines_gives_the_same_matters(postgres_database: str, tmp_path: Path) -> None:
    """Entries written on one engine are read on the other: same bytes, same fold, same rows."""
    lite = open_file(tmp_path, KEY, create="LX07")
    server = open_server(postgres_database, KEY, create="LX07")
    founded(lite)
    at = session(lite)
    number = registers(at, "承包地").number
    perform(at, number, Forward(unit="U1"))
    stream = lite.queries.find(number)
    assert stream is not None
    entries = lite.queries.stream(stream)
    copied = [
        Draft(
            stream=e.header.stream,
            kind=e.header.kind,
            form=e.header.form,
            on=e.header.on,
            body=history.Body(e.body() or {}, None),
            after=e.header.after,
        )
        for e in entries
    ]
    with server.write(actor="clerk", desk="A", now=START) as work:
        work.stream(stream)
        there = work.append(copied)
        work.commit()
    read = server.queries.stream(stream)
    assert [e.raw for e in read] == [e.raw for e in there]
    assert [e.parts["open"].body for e in read] == [e.parts["open"].body for e in entries]
    one, other = history.fold(entries), history.fold(read)
    assert one is not None and other is not None
    assert (one.claims, one.people, one.routings[0].unit) == (
        other.claims,
        other.people,
        other.routings[0].unit,
    )
    lite.close()
    server.close()


@pytest.mark.postgres
def test_who_may_read_the_servers_disk_reads_no_name_and_no_story(postgres_database: str) -> None:
    import psycopg

    server = open_server(postgres_database, KEY, create="LX07")
    founded(server)
    at = session(server)
    made = registers(
        at, "承包地补偿", name="欧阳示范", id_number="410721199001010011", phones=("13812345678",)
    )
    answer_enquiry(at, "欧阳示范问几点上班")
    secrets = ["欧阳示范", "承包地", "410721199001010011", "13812345678", made.token]
    with psycopg.connect(postgres_database.replace("+psycopg", "")) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            told = str(connection.execute(f'SELECT t::text FROM "{name}" t').fetchall())
            hexed = [secret.encode().hex() for secret in secrets]
            assert not [s for s in (*secrets, *hexed) if s in told], name
    server.close()
