"""Media that are pulled, full or slow, files of any kind, and a backlog of months (exchange.md 5: 1, 2, 22, 33)."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
from pathlib import Path
from typing import Any

import pytest

from app.errors import Unavailable
from app.exchange.checking import Receiver
from app.services import exchange, sending, taking_in
from app.services.handing_over import hand_all_over, prepare
from benchmarks.spine import grown
from db import shelf
from db.medium import packages_below
from db.shelf import FolderTarget
from tests.desks import folder, sign_in
from tests.exchange.world import county_and, party
from tests.faults.test_full_disk import small_disk
from ui.bootstrap.opening import exchange_desk
from ui.unpacking.checker import ChildPackageCheck
from ui.unpacking.limits import MEMORY

MEBIBYTE = 1 << 20
LARGE = os.urandom(6 * MEBIBYTE)
SHA = hashlib.sha256(LARGE).hexdigest()


@pytest.mark.parametrize("written", range(7))
def test_a_stick_that_is_pulled_at_any_mebibyte_keeps_nothing_half_and_the_next_try_the_same_bytes(
    written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 1."""
    usual, left = os.write, [written * MEBIBYTE]

    def pulled(number: int, data: Any) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENODEV, "pulled")
        taken = usual(number, memoryview(data)[: left[0]])
        left[0] -= taken
        return taken

    with monkeypatch.context() as patch:
        patch.setattr(shelf.os, "write", pulled)
        with pytest.raises(Unavailable, match=r"target\.gone"):
            FolderTarget.at(tmp_path / "stick").put("a.xfp", io.BytesIO(LARGE), SHA)
    names = [path.name for path in (tmp_path / "stick").iterdir()]
    assert names in ([], ["a.xfp"]), "whole or not at all; the last try fails at the small file beside it"
    place = FolderTarget.at(tmp_path / "stick").put("a.xfp", io.BytesIO(LARGE), SHA)
    assert Path(place).read_bytes() == LARGE
    assert sorted(path.name for path in (tmp_path / "stick").iterdir()) == ["a.xfp", "a.xfp.done"]


def test_clearing_up_after_one_file_takes_nothing_of_the_file_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process is just writing beside the package is not what an earlier attempt at the package left."""
    stick, usual, seen = tmp_path / "stick", os.replace, []
    stick.mkdir()
    left, others = stick / ".a.xfp.0123abcd.part", stick / ".a.xfp.done.0123abcd.part"
    left.write_bytes(b"left")
    others.write_bytes(b"of another process")

    def replace(source: Path, goal: Path) -> None:
        if goal.name == "a.xfp.done":
            seen.extend([left.exists(), others.exists()])
        usual(source, goal)

    monkeypatch.setattr(shelf.os, "replace", replace)
    FolderTarget.at(stick).put("a.xfp", io.BytesIO(LARGE), SHA)
    assert seen == [False, True]


def test_what_is_read_back_comes_from_the_medium_and_not_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that holds less than it claims is seen only so."""
    order: list[str] = []

    def told(name: str, usual: Any) -> Any:
        def call(*given: Any) -> Any:
            order.append(name)
            return usual(*given)

        return call

    for place, name in ((shelf.os, "fsync"), (shelf, "forget_read"), (shelf, "_digest")):
        monkeypatch.setattr(place, name, told(name, getattr(place, name)))
    FolderTarget.at(tmp_path / "stick").put("a.xfp", io.BytesIO(LARGE), SHA)
    assert order[:3] == ["fsync", "forget_read", "_digest"]


def test_a_medium_of_ten_megabytes_says_what_is_needed_before_it_begins(tmp_path: Path) -> None:
    """Case 2."""
    with small_disk(tmp_path / "stick", "size=10m") as stick:
        target = FolderTarget.at(stick)
        target.put("a.xfp", io.BytesIO(LARGE), SHA)
        with pytest.raises(Unavailable, match=r"target\.full") as caught:
            target.put("b.xfp", io.BytesIO(LARGE), SHA)
        assert caught.value.details == {"needed": 6}
        assert sorted(path.name for path in stick.iterdir()) == ["a.xfp", "a.xfp.done"]


def test_a_gateway_that_knows_other_endings_gets_them_and_parts_keep_their_names(tmp_path: Path) -> None:
    target = FolderTarget.at(tmp_path / "gateway", ".zip")
    for name in ("a.xfp", "b.xfp.001"):
        target.put(name, io.BytesIO(LARGE), SHA)
    names = sorted(path.name for path in (tmp_path / "gateway").iterdir())
    assert names == ["a.zip", "a.zip.done", "b.xfp.001", "b.xfp.001.done"]


HOSTILE = {
    "empty": b"",
    "program": b"MZ" + bytes(200),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "macros": b"PK\x03\x04word/vbaProject.bin",
    "locked": b"%PDF-1.7 /Encrypt 1 0 R",
}


def test_a_stick_is_looked_through_with_its_folders_and_by_what_files_begin_with(tmp_path: Path) -> None:
    package = b"PK\x03\x04" + bytes(26) + b"header.json"
    places = ["a.xfp", "LX07/upload.dat", "LX07/deeper/b.xfp.001", "XT03/c.xfp"]
    for place in (*places, ".hidden/d.xfp", "LX07/deeper/b.xfp.002", "LX07/.e.xfp.part"):
        (tmp_path / "stick" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "stick" / place).write_bytes(package)
    (tmp_path / "stick" / "notes.xfp").write_bytes(b"no package")
    (tmp_path / "stick" / "elsewhere").symlink_to(tmp_path)
    found = packages_below(tmp_path / "stick")
    assert [str(path.relative_to(tmp_path / "stick")) for path in found] == places
    with pytest.raises(Unavailable):
        packages_below(tmp_path / "nothing")


def test_a_file_of_any_kind_travels_as_it_is_and_is_opened_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 22: what may be attached is decided at the counter; on the way nothing is dropped and nothing looked into."""
    county, (hall,) = county_and("LX07")
    names = [hall.at.store.keep(data) for data in HOSTILE.values()]
    monkeypatch.setattr("app.domain.history.files_of", lambda entry: tuple(names))
    hall.registers("甲")
    (data,) = hall.exports()
    county.takes(data)
    assert [county.at.store.fetch(name) for name in names] == list(HOSTILE.values())


def test_a_backlog_goes_in_several_packages_with_progress_and_can_be_called_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Case 33 in small; the whole of it is slow and stands below."""
    county, (hall,) = county_and("LX07")
    monkeypatch.setattr(sending, "MOST_ENTRIES", 20)
    for place in range(60):
        hall.registers(f"{place}")
    told: list[tuple[int, int]] = []
    prepared = prepare(hall.desk, step=lambda done, total: told.append((done, total)))
    count = len(prepared[0].packages)
    assert count >= 4 and told == [(done, 0) for done in range(1, count + 1)]
    told.clear()
    hand_all_over(hall.desk, hall.drawer, prepared, step=lambda done, total: told.append((done, total)))
    assert told == [(done, count) for done in range(count + 1)]
    for data in hall.drawer.files.values():
        county.takes(data)
    assert county.matters() == hall.matters()


@pytest.mark.slow
def test_ten_thousand_matters_after_months_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 33."""
    county = party("CT01", "county", folder=_made(tmp_path / "CT01"))
    folder(tmp_path / "hall").memory.close()
    desk = sign_in(tmp_path / "hall")
    grown(desk, 10_000, random.Random(7))
    hall = exchange_desk(desk)
    exchange.pin(desk.session, exchange.own_card(county.desk))
    exchange.pin(county.at, exchange.own_card(hall))
    monkeypatch.setattr(sending, "MOST_ENTRIES", 5_000)
    stick = _made(tmp_path / "stick")
    handed = hand_all_over(hall, FolderTarget.at(stick), prepare(hall))
    assert len(handed) >= 4
    office = county.at.office
    receiver = Receiver(station=office.station, signers={t.station: t.sign for t in office.trusted})
    for item in handed:
        with open(item.place, "rb") as source:
            found = ChildPackageCheck().check(source, receiver, county.desk.keys.identity)
            assert found.lines == item.package.entries and found.memory <= MEMORY
            taking_in.take_in(county.desk, source)
    assert len(county.matters()) == 10_000
    desk.close()


def _made(place: Path) -> Path:
    place.mkdir()
    return place
