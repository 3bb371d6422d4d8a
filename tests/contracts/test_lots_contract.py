"""Many matters at once: read ahead, written together, and each alone where the database refuses one."""

from __future__ import annotations

from dataclasses import replace

from app.domain import history
from app.domain.entry import StreamId
from app.ids import new_id
from app.services.session import Session
from db.memory import DatabaseMemory
from tests.contracts.memories import Memory
from tests.desks import founded, registers, session


def streams_of(desk: Session, *numbers: str) -> tuple[StreamId, ...]:
    found = [desk.memory.queries.find(number) for number in numbers]
    return tuple(stream for stream in found if stream is not None)


def test_what_was_read_ahead_is_what_would_have_been_read(memory: Memory) -> None:
    founded(memory)
    desk = session(memory)
    one, other = registers(desk).number, registers(desk, "另一件").number
    first, second = streams_of(desk, one, other)
    nobody = StreamId(first.kind, new_id(1))
    with desk.work() as work:
        plain = [work.stream(stream) for stream in (first, second, nobody)]
        work.lots.begin([first, second, nobody])
        assert [work.stream(stream) for stream in (first, second, nobody)] == plain
        assert work.stream(first) == plain[0], "and again, when it was taken"
        assert (work.find(one), work.find(other)) == (first, second)
        assert work.find("LX07-26-99999-0") is None
        assert work.lots.write() == ()


def test_projections_wait_and_are_written_together(memory: Memory) -> None:
    founded(memory)
    desk = session(memory)
    numbers = [registers(desk, text).number for text in ("甲", "乙", "丙")]
    streams = streams_of(desk, *numbers)
    with desk.work() as work:
        work.lots.forget((*streams, StreamId(streams[0].kind, new_id(1))))
        work.lots.begin(streams)
        for stream in streams:
            matter = history.fold(work.stream(stream))
            assert matter is not None
            work.project(None, desk.known(matter))
            assert work.find(matter.number) == stream
        assert work.lots.write() == ()
        work.commit()
    assert sorted(row.number for row in desk.memory.queries.newest()) == sorted(numbers)
    assert [hit.number for hit in desk.memory.queries.search("乙")] == [numbers[1]]


def test_one_that_the_database_refuses_stops_no_other(database: DatabaseMemory) -> None:
    founded(database)
    desk = session(database)
    numbers = [registers(desk, text).number for text in ("甲", "乙")]
    streams = streams_of(desk, *numbers)
    with desk.work() as work:
        work.lots.forget(streams)
        work.lots.begin(streams)
        for stream in streams:
            matter = history.fold(work.stream(stream))
            assert matter is not None
            work.project(None, desk.known(replace(matter, number=numbers[0])))
        assert work.lots.write() == (streams[1],), "the number is the first one's"
        work.commit()
    assert [row.number for row in database.queries.newest()] == [numbers[0]]
