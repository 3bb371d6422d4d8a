"""The contract of the ledger and of the chains of others: the same on plain Python, SQLCipher and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.entry import GENESIS, Entry, StreamId, StreamKind, single
from app.errors import Conflict, Damaged
from app.package_ports import MatterResult, PackageFile, PackageStep
from app.ports import ReceivedPackage, SentPackage
from app.services.registration import register_matter
from app.services.session import Session
from tests.contracts.memories import Memory, draft, write
from tests.desks import START, command
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


def test_where_every_chain_stands_by_writer_and_epoch(memory: Memory) -> None:
    admitted(memory, others("甲", "乙", origin="AA01"), station="AA01")
    write(memory, draft("丙"))
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.packages.begin_epoch(0)
        work.append([draft("丁", stream=StreamId(StreamKind.MATTER, UUID(int=5)))])
        work.commit()
    memory.reread()
    admitted(memory, others("戊", stream=7))
    found = [(head.origin, head.epoch, head.last) for head in memory.queries.heads()]
    assert found == [("AA01", 1, 2), ("LX07", 1, 1), ("LX07", 2, 1), ("XT03", 1, 1)]


RESULT = MatterResult(
    chain="XT03", epoch=1, seq=1, stream="matter:" + "09" * 16, number="XT03-26-00001-C", result="rejected",
    code="record.order", field="registered", at=5, since=5,
)  # fmt: skip


def test_what_became_of_a_matter_is_kept_by_package_and_the_newest_counts(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        results = work.packages.results
        results.note(RESULT)
        results.note(replace(RESULT, stream="matter:" + "08" * 16, result="held", since=3, at=3))
        results.note(replace(RESULT, chain="LX07", at=9))
        assert [item.since for item in results.unsettled("XT03")] == [3, 5]
        results.note(replace(RESULT, seq=2, result="corrected", code="", field="", at=6, since=6))
        results.note(replace(RESULT, seq=2, result="corrected", code="", field="", at=7, since=6))
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        results = work.packages.results
        assert [item.result for item in results.unsettled("XT03")] == ["held"]
        assert [item.stream[-2:] for item in results.of_package("XT03", 1, 1)] == ["08", "09"]
        found = results.of_matter(StreamId.parse(RESULT.stream))
        assert [(item.chain, item.result, item.at) for item in found] == [
            ("XT03", "rejected", 5), ("XT03", "corrected", 7), ("LX07", "rejected", 9),
        ]  # fmt: skip
        assert found[0] == RESULT


def test_entries_that_are_put_aside_are_read_by_nobody_and_stay_in_the_chain(memory: Memory) -> None:
    entries = others("甲", "乙", "丙")
    admitted(memory, entries)
    stream = entries[0].header.stream
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.packages.results.put_aside(stream, frozenset({entries[1].header.id}))
        assert [e.header.id for e in work.stream(stream)] == [entries[0].header.id, entries[2].header.id]
        work.commit()
    assert [e.header.oseq for e in memory.queries.stream(stream)] == [1, 3]
    assert [link.oseq for link in memory.queries.chain("XT03", 1, 0, 99)] == [1, 2, 3]
    assert memory.verify().ok
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.packages.results.aside(stream) == {entries[1].header.id}
        work.packages.results.put_aside(stream, frozenset())
        assert len(work.stream(stream)) == 3


def test_files_of_a_chain_are_awaited_until_a_package_brought_them(memory: Memory) -> None:
    file = PackageFile(chain="XT03", sha256="ab" * 32, stream=RESULT.stream, epoch=0, seq=0, at=5)
    with memory.write(actor="clerk", desk="A", now=START) as work:
        results = work.packages.results
        results.note_file(file)
        results.note_file(replace(file, sha256="cd" * 32, at=3))
        results.note_file(replace(file, chain="XT04"))
        assert [item.sha256[:2] for item in results.awaited("XT03")] == ["cd", "ab"]
        results.note_file(replace(file, epoch=1, seq=4))
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert [item.sha256[:2] for item in work.packages.results.awaited("XT03")] == ["cd"]
        assert work.packages.results.files("XT03", file.sha256) == [replace(file, epoch=1, seq=4)]
        assert work.packages.results.files("XT05", file.sha256) == []


def test_the_steps_of_a_package_are_kept_in_their_order(memory: Memory) -> None:
    first = PackageStep(chain="LX07", epoch=1, seq=1, step="handed", at=5, place="stick")
    with memory.write(actor="clerk", desk="A", now=START) as work:
        for step in (replace(first, at=7), first, first, replace(first, step="received", at=6, place="")):
            work.packages.results.note_step(step)
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        found = work.packages.results.steps("LX07", 1, 1)
        assert [(item.step, item.at, item.place) for item in found] == [
            ("handed", 5, "stick"), ("received", 6, ""), ("handed", 7, "stick"),
        ]  # fmt: skip
        assert work.packages.results.steps("LX07", 1, 2) == []


def test_where_our_entries_of_a_matter_stand(memory: Memory) -> None:
    first, second = write(memory, draft("甲"))[0], write(memory, draft("乙", after=()))[0]
    with memory.write(actor="clerk", desk="A", now=START) as work:
        work.packages.seal(SENT)
        results = work.packages.results
        written = results.written("LX07", first.header.stream)
        assert [(item.epoch, item.oseq) for item in written] == [(1, 1), (1, 2)]
        assert written[1].at == second.header.at
        assert results.written("XT03", first.header.stream) == []
        assert results.carrying("LX07", 1, 3) == SENT
        assert results.carrying("LX07", 1, 4) is None and results.carrying("LX07", 2, 1) is None
        assert results.matters_after("LX07", 1, 0) == [], "no matter is registered in this stream"


def test_the_matters_with_entries_beyond_a_place(desk: Session) -> None:
    one, other = register_matter(desk, command("甲")).number, register_matter(desk, command("乙")).number
    with desk.work() as work:
        head = work.packages.head("LX07", 1)[0]
        found = work.packages.results.matters_after("LX07", 1, head - 2)
        assert [(item.number, item.first) for item in found] == [(one, head - 1), (other, head)]
        assert [item.number for item in work.packages.results.matters_after("LX07", 1, head - 1)] == [other]
        (first,) = work.packages.results.matters_after("LX07", 1, head - 2, 1)
        assert first.number == one
