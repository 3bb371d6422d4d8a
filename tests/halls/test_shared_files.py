"""Papers of a hall: made at one desk, printed at another; encrypted on the server; a copy stays where it was needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.acts.correcting import Correct
from app.errors import Conflict, NotFound
from app.exchange.keys import StationKeys, TrustCard
from app.services import exchange, sending
from app.services.both_texts import both_texts
from app.services.papers import fetch, issue
from app.services.perform import perform
from app.services.reading import view_matter
from db import kept_files
from db.shelf import FolderTarget
from tests.desks import registers
from tests.halls.room import found_hall, invitation, joins, sits_down
from ui.bootstrap.opening import exchange_desk

COUNTY = StationKeys.fresh()[0]
pytestmark = pytest.mark.postgres


@pytest.fixture
def two(tmp_path: Path, postgres_database: str) -> Path:
    """The second desk's folder of a hall whose first desk has kept a file before."""
    found_hall(tmp_path / "one", postgres_database)
    first = sits_down(tmp_path / "one")
    assert first.session.store.keep(b"kept before the hall was one")
    first.close()
    joins(tmp_path / "two", invitation(tmp_path / "one"))
    return tmp_path / "two"


def test_a_file_of_one_desk_is_at_every_desk(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "PART", 1000)
    one, other = sits_down(two.parent / "one"), sits_down(two)
    data = bytes(range(256)) * 20
    kept = one.session.store.keep(data)
    old = one.session.store.keep(b"kept before the hall was one")
    assert other.session.store.has(kept) and other.session.store.size(kept) > len(data)
    assert other.session.store.fetch(kept) == data
    assert other.session.store.fetch(old) == b"kept before the hall was one"
    with one.opened.memory.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, body FROM kept_file").fetchall()
    assert len(rows) > 5 and all(data[:64] not in bytes(body) for _, body in rows)
    assert all(kept not in str(name) for name, _ in rows), "the name says nothing without the key"
    assert not other.session.store.has("0" * 64) and other.session.store.size("") == 0
    with pytest.raises(NotFound, match=r"store\.missing"):
        other.session.store.fetch("0" * 64)
    (copy,) = [path for path in (two / "papers").glob("??/*") if path.stat().st_size > len(data)]
    copy.write_bytes(copy.read_bytes()[:-1] + b"\0")
    assert other.session.store.fetch(kept) == data, "a damaged copy is fetched anew"
    one.close()
    other.close()


def test_a_receipt_of_one_desk_is_printed_again_at_another_as_the_same_bytes(two: Path) -> None:
    one = sits_down(two.parent / "one")
    number = registers(one.session).number
    made = issue(one.session, number, "D02")
    one.close()
    other = sits_down(two)
    assert made.record is not None
    again = fetch(other.session, number, made.record.id)
    assert again.pdf == made.pdf
    other.close()


def test_a_package_that_one_desk_sealed_is_sent_again_by_another(two: Path, tmp_path: Path) -> None:
    one = sits_down(two.parent / "one")
    exchange.pin(one.session, TrustCard(station="CT01", office="示范县", role="county", training=True,
                                        sign=COUNTY.sign_public, box=COUNTY.box_public))  # fmt: skip
    registers(one.session)
    (tmp_path / "stick").mkdir()
    (tmp_path / "other").mkdir()
    (sealed,) = sending.export(exchange_desk(one), FolderTarget.at(tmp_path / "stick"))
    one.close()
    other = sits_down(two)
    again = sending.export_again(
        exchange_desk(other), FolderTarget.at(tmp_path / "other"), sealed.package.seq
    )
    assert again.package.sha256 == sealed.package.sha256
    other.close()


def test_two_desks_put_one_field_right_and_both_texts_are_shown(two: Path) -> None:
    here, there = sits_down(two.parent / "one"), sits_down(two, "handler")
    number = registers(here.session).number
    seen = view_matter(here.session, number).known.matter
    perform(there.session, number, Correct(field="address", value="示范村二号", reason="听错了"))
    mine = Correct(field="address", value="示范村三号", reason="他说的")
    with pytest.raises(Conflict, match=r"act\.field_changed"):
        perform(here.session, number, mine, seen=seen)
    both, _ = both_texts(here.session, number, mine)
    assert (both.theirs, both.yours, both.by) == ("示范村二号", "示范村三号", "handler")
    here.close()
    there.close()
