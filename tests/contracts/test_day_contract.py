"""The rows of a day, of leaders' receptions and of an import: the same from every memory, kept by a rebuild."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.acts.correcting import Void
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.receiving import Keep, VisitAgain
from app.domain.claims import Purpose
from app.services.bulk import BulkRegistration
from app.services.intake import read_file
from app.services.perform import perform
from app.services.session import Session
from db.memory import DatabaseMemory
from tests.contracts.memories import again
from tests.desks import START, founded, moved_to, registers, session

TODAY = START.date()
YESTERDAY = date(2026, 3, 1)


def received(at: Session, number: str, on: date = TODAY, **more: Any) -> None:
    perform(at, number, ReceiveByLeader(**{"leader": "陈示范", "post": "副县长", "on": on, **more}))


def test_a_day_is_made_of_what_was_registered_and_who_came_again(desk: Session) -> None:
    first = registers(desk, persons_came=12, urgent=True).number
    letter = registers(desk, channel="letter").number
    dark = registers(desk, purpose=Purpose.ACCUSATION).number
    old = registers(desk, backfilled=True, received_on=date(2024, 5, 6)).number
    gone = registers(desk).number
    perform(desk, gone, Void(reason="误登"))
    perform(desk, letter, VisitAgain(asked="问", persons=3))
    perform(desk, first, Keep(channel="letter", received_on=TODAY))
    perform(desk, first, Keep(channel="online", received_on=YESTERDAY))
    rows = desk.memory.queries.day_matters(TODAY)
    assert [(r.number, r.channel, r.persons, r.urgent, r.backfilled, r.restricted) for r in rows] == [
        (first, "walk_in", 12, True, False, False),
        (letter, "letter", 1, False, False, False),
        (dark, "walk_in", 1, False, False, True),
        (old, "walk_in", 1, False, True, False),
    ]
    visits = desk.memory.queries.day_visits(TODAY)
    assert [(v.number, v.kind, v.channel, v.persons) for v in visits] == [
        (first, "kept", "letter", 0), (letter, "visited-again", "walk_in", 3),
    ]  # fmt: skip
    assert desk.memory.queries.day_matters(YESTERDAY) == []
    counts = desk.memory.queries.day(TODAY)
    assert (counts.batches, counts.persons) == (3, 16), "neither the old one nor the voided one came today"
    assert registers(moved_to(desk, "2026-03-03T09:00")).number not in {r.number for r in rows}


def test_receptions_by_leaders_in_order_of_their_days(desk: Session) -> None:
    one, other = registers(desk).number, registers(desk, purpose=Purpose.ACCUSATION).number
    received(desk, one, instruction="三日内拿出方案", unit="U1", persons=4)
    received(desk, other, instruction="保密", stand_in=True)
    received(desk, one, on=YESTERDAY)
    rows = desk.memory.queries.leader_receptions(YESTERDAY, TODAY)
    assert [(r.number, r.on, r.persons, r.unit, r.stand_in, r.instruction, r.restricted) for r in rows] == [
        (one, YESTERDAY, 1, "", False, "", False),
        (one, TODAY, 4, "U1", False, "三日内拿出方案", False),
        (other, TODAY, 1, "", True, "", True),
    ]
    assert len(desk.memory.queries.leader_receptions(TODAY, TODAY)) == 2
    assert desk.memory.queries.leader_receptions(date(2026, 2, 1), date(2026, 2, 28)) == []


def test_an_import_knows_its_matters(desk: Session) -> None:
    registers(desk)
    numbers: list[list[str]] = []
    for text in ('{"content": "一"}\n{"content": "二"}', '{"content": "三"}'):
        run = BulkRegistration(desk)
        run.begin([])
        numbers.append(
            [r.number for part in run.register(read_file("a.jsonl", text.encode()).rows) for r in part]
        )
        run.finish(dropped_columns=0, unknown_columns=0)
    queries = desk.memory.queries
    assert queries.numbers_of_import("LX07-P26-00001") == numbers[0]
    assert queries.numbers_of_import("LX07-P26-00002") == numbers[1]
    assert queries.numbers_of_import("") == queries.numbers_of_import("LX07-P26-00003") == []
    assert desk.memory.journal.verify().ok


def test_a_rebuild_keeps_days_receptions_and_imports(database: DatabaseMemory, tmp_path: Any) -> None:
    founded(database)
    at = session(database)
    run = BulkRegistration(at)
    run.begin([])
    ((made,),) = run.register(read_file("a.jsonl", '{"content": "一"}'.encode()).rows)
    received(at, made.number, instruction="办")
    perform(at, made.number, VisitAgain(asked="问"))

    def known(stream: Any) -> Any:
        matter = at.fold(database.queries.stream(stream))
        assert matter is not None
        return at.known(matter)

    assert database.rebuild(known, check=True)["equal"] is True
    database.rebuild(known, check=False)
    assert database.rebuild(known, check=True)["equal"] is True
    anew = again(database, tmp_path)
    for memory in (database, anew):
        assert memory.queries.numbers_of_import(run.number) == [made.number]
        assert memory.queries.leader_receptions(TODAY, TODAY)[0].instruction == "办"
        assert [v.kind for v in memory.queries.day_visits(TODAY)] == ["visited-again"]
    anew.close()
