"""The contract of the ledger and of the chains of others: the same on plain Python, SQLCipher and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.entry import GENESIS, Entry, StreamId, StreamKind, single
from app.errors import Conflict, Damaged
from app.ports import ReceivedPackage, SentPackage
from tests.contracts.memories import Memory, draft, write
from tests.desks import START
from tests.fakes import FakeMemory

SENT = SentPackage(
    chain="LX07", epoch=1, seq=1, to="CT01", sha256="a" * 64, size=9, first=1, last=3, entries=3, sealed_at=5,
    asked=True,
)  # fmt: skip
CAME = ReceivedPackage(
    chain="XT03", epoch=1, seq=1, sha256="b" * 64, first=1, last=2, entries=2, received_at=7, header=b"{}",
    state="held",
)  # fmt: skip


def others(*words: str, origin: str = "XT03", stream: int = 9) -> list[Entry]:
    """Entries of another station's chain."""
    memory = FakeMemory(origin)
    at = StreamId(StreamKind.MATTER, UUID(int=stream))
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.stream(at)
        made = work.append([draft(word, stream=at) for word in words])
        work.commit()
    return list(made)


def admitted(memory: Memory, entries: list[Entry], station: str = "XT03") -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.packages.admit(entries, station)
        work.commit()


def test_entries_of_another_station_stand_beside_ours_with_a_chain_of_their_own(memory: Memory) -> None:
    write(memory, draft("我们的"))
    entries = others("甲", "乙", "丙")
    admitted(memory, entries[:2])
    write(memory, draft("又一条"))
    admitted(memory, entries[2:])
    assert [link.raw for link in memory.queries.chain("XT03", 1, 0, 99)] == [entry.raw for entry in entries]
    assert [link.oseq for link in memory.queries.chain("XT03", 1, 1, 2)] == [2]
    assert [link.oseq for link in memory.queries.chain("LX07", 1, 0, 99)] == [1, 2]
    stream = entries[0].header.stream
    assert [entry.parts for entry in memory.queries.stream(stream)] == [entry.parts for entry in entries]
    assert memory.verify().ok and memory.verify().entries == 5
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.head("XT03", 1) == (3, entries[2].hash)
        assert work.packages.head("XT09", 1) == (0, GENESIS)
        assert work.packages.own_head("LX07")[:2] == (1, 2)


def test_an_entry_that_does_not_follow_is_refused_and_leaves_nothing(memory: Memory) -> None:
    entries = others("甲", "乙", "丙")
    other = others("另一个甲")
    for wrong in (entries[1:], [entries[0], entries[2]], [entries[0], other[0]]):
        with pytest.raises(Damaged, match=r"package\.chain"):
            admitted(memory, wrong)
    with pytest.raises(Damaged, match=r"package\.not_theirs"):
        admitted(memory, others("甲"), station="LX08")
    assert list(memory.queries.chain("XT03", 1, 0, 99)) == []


def test_an_entry_that_is_here_already_is_passed_over(memory: Memory) -> None:
    entries = others("甲", "乙", "丙")
    admitted(memory, entries[:2])
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.admit(entries, "XT03") == entries[2:]
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.admit(entries, "XT03") == []
    assert [link.oseq for link in memory.queries.chain("XT03", 1, 0, 99)] == [1, 2, 3]
    assert memory.verify().ok


def test_streams_that_every_station_has_are_not_mixed(memory: Memory) -> None:
    office = single(StreamKind.OFFICE)
    other = FakeMemory("XT03")
    with other.write(actor="x", desk="", now=START) as work:
        entries = work.append([draft("别人的", stream=office)])
        work.commit()
    admitted(memory, list(entries))
    assert memory.queries.stream(office) == ()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.stream_head(office) == ()
        (mine,) = work.append([draft("我们的", stream=office)])
        work.commit()
    assert [entry.header.id for entry in memory.queries.stream(office)] == [mine.header.id]


def test_what_we_write_on_a_matter_of_another_station_goes_into_its_outbox(memory: Memory) -> None:
    entries = others("甲")
    admitted(memory, entries)
    stream = entries[0].header.stream
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.stream(stream)
        (answer,) = work.append([draft("回复", stream=stream, after=(entries[0].header.id,))])
        work.commit()
    assert (answer.header.origin, answer.header.oseq) == ("LX07-XT03", 1)
    write(memory, draft("自己的"))
    assert [link.oseq for link in memory.queries.chain("LX07-XT03", 1, 0, 9)] == [1]
    assert memory.verify().ok


def test_a_sealed_package_keeps_its_place(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.last_sent("LX07", 1) is None
        work.packages.seal(SENT)
        work.packages.seal(replace(SENT, seq=2, sha256="c" * 64, asked=False))
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work, pytest.raises(Conflict):
        work.packages.seal(replace(SENT, sha256="d" * 64))
    with memory.write(actor="clerk", desk="A", now=START) as work:
        ledger = work.packages
        last = ledger.last_sent("LX07", 1)
        assert last is not None and last.seq == 2
        assert [p.seq for p in ledger.sent_to("LX07", asked=True)] == [1]
        ledger.change_sent(replace(SENT, state="applied", told_at=8, asked=False))
        assert ledger.sent("LX07", 1, 1) == replace(SENT, state="applied", told_at=8, asked=False)
        assert [p.seq for p in ledger.sent_to("LX07", state="sealed")] == [2]
        assert ledger.sent("LX07", 2, 1) is None


def test_what_came_is_kept_with_what_became_of_it(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        ledger = work.packages
        ledger.note(CAME)
        ledger.note(replace(CAME, sha256="e" * 64, state="rejected", code="package.fork", received_at=8))
        assert [p.state for p in ledger.received("XT03", 1, 1)] == ["held", "rejected"]
        assert [p.sha256[0] for p in ledger.waiting("XT03", "held")] == ["b"]
        ledger.note(replace(CAME, state="applied", told="applied"))
        ledger.note(replace(CAME, epoch=2, state="applied", sha256="f" * 64))
        assert [p.epoch for p in ledger.waiting("XT03", "applied", untold=True)] == [2]
        newest, old = ledger.last_applied("XT03"), ledger.last_applied("XT03", 1)
        assert newest is not None and newest.epoch == 2
        assert old == replace(CAME, state="applied", told="applied")
        assert ledger.last_applied("XT04") is None
        work.commit()


def test_a_new_epoch_begins_the_chain_anew_and_a_series_jumps_only_forward(memory: Memory) -> None:
    first = write(memory, draft("甲"))[0]
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.take_number("matter/LX07/2026") == 1
        assert work.packages.begin_epoch(0) == (2, 1, 1, first.hash)
        assert work.packages.jump_number("matter/LX07/2026", 7) == 1
        assert work.packages.jump_number("matter/LX07/2026", 3) == 7
        assert work.take_number("matter/LX07/2026") == 8
        (entry,) = work.append([draft("乙", stream=StreamId(StreamKind.MATTER, UUID(int=5)))])
        work.commit()
    memory.reread()
    assert (entry.header.epoch, entry.header.oseq, entry.header.prev) == (2, 1, GENESIS)
    assert write(memory, draft("丙"))[0].header.oseq == 2
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.epochs("LX07") == [1, 2]
        assert work.packages.begin_epoch(70)[:2] == (70, 2)
    assert memory.verify().ok
