"""After a restore the chain goes on in a new epoch, and no number is given twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain.entry import GENESIS, StreamKind, single
from app.domain.history import split
from app.domain.restoring import EpochBegun, next_epoch
from app.ports import Draft
from db.folder import open_by_code
from tests.desks import CODE, START, folder, registers, sign_in


def begun(place: Path) -> tuple[int, int, str]:
    """Begins an epoch; the one before: number, last, head."""
    memory = open_by_code(place, CODE).memory
    with memory.write(actor="restoring", desk="", now=START) as work:
        before = work.begin_epoch(START)
        said = EpochBegun(before=before.number, last=before.last, head=before.head, reason="restore")
        stream = single(StreamKind.OFFICE)
        body, after = split(said, frozenset()), work.stream_head(stream)
        work.append(
            [Draft(stream=stream, kind="epoch-begun", form=1, on=START.date(), body=body, after=after)]
        )
        work.commit()
    memory.close()
    return before.number, before.last, before.head


def test_a_new_epoch_begins_at_one_and_both_verify(tmp_path: Path) -> None:
    made = folder(tmp_path / "d")
    stood = made.memory.verify()
    made.memory.close()
    assert begun(tmp_path / "d") == (1, stood.entries, stood.head)
    memory = open_by_code(tmp_path / "d", CODE).memory
    entry = memory.queries.stream(single(StreamKind.OFFICE))[-1]
    assert (entry.header.epoch, entry.header.oseq, entry.header.prev) == (memory.epoch, 1, GENESIS)
    assert memory.epoch == next_epoch(1, START) > 1
    chain = memory.verify()
    assert (
        chain.ok
        and chain.entries == stood.entries + 1
        and memory.queries.head() == chain.head == entry.hash.hex()
    )
    memory.close()
    desk = sign_in(tmp_path / "d")
    registers(desk.session, "新的记录段里照常登记")
    assert all(found.ok for found in desk.verify()) and desk.rebuild(check=True)["equal"]
    desk.close()


def test_an_epoch_is_never_used_twice() -> None:
    assert next_epoch(1, START) < next_epoch(1, START + timedelta(minutes=1)), "two restores of one backup"
    assert next_epoch(next_epoch(1, START), START) == next_epoch(1, START) + 1, "a restore in the same minute"
    assert next_epoch(7, START - timedelta(days=9_000)) == 8, "whatever the clock says"


def test_an_epoch_that_is_not_committed_has_not_begun(tmp_path: Path) -> None:
    memory = folder(tmp_path / "d").memory
    with memory.write(actor="restoring", desk="", now=START) as work:
        work.begin_epoch(START)
        assert work.raise_counter("matter/LX07/2026", 7) == 0
    memory.close()
    desk = sign_in(tmp_path / "d")
    assert desk.opened.memory.epoch == 1
    assert registers(desk.session).number.startswith("LX07-26-00001-")
    desk.close()


def test_a_raised_series_goes_on_above_and_is_never_lowered(tmp_path: Path) -> None:
    memory = folder(tmp_path / "d").memory
    with memory.write(actor="restoring", desk="", now=START) as work:
        assert (work.raise_counter("s", 7), work.raise_counter("s", 3), work.take_number("s")) == (0, 7, 8)
        work.commit()
    memory.close()
