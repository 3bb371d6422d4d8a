"""Side files: a database that a bad sector took is made anew from them; what they cannot bring back is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.acts.receiving import VisitAgain
from app.errors import AppError
from app.services.papers import fetch, issue
from app.services.perform import perform
from db import side_files
from db.side_files import FOLDER, SideCipher, pieces
from tests.desks import CODE, folder, registers, sign_in
from ui.bootstrap.backups import rebuild_from_side_files
from ui.bootstrap.opening import Desk


@pytest.fixture
def code(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "envelope"
    file.write_text(CODE)
    return {"PETITION_DESK_RECOVERY_FILE": str(file)}


def station(tmp_path: Path, visits: int = 5) -> tuple[str, int]:
    """A folder with a matter, some visits and a paper; its number, and how many entries it has."""
    folder(tmp_path / "desk").memory.close()
    desk = sign_in(tmp_path / "desk")
    number = registers(desk.session).number
    for count in range(visits):
        perform(desk.session, number, VisitAgain(asked=f"第{count}次"))
    issue(desk.session, number, "D02")
    entries = desk.session.memory.journal.verify().entries
    desk.close()
    return number, entries


def broken(tmp_path: Path) -> None:
    """The database is nothing but zeros."""
    path = tmp_path / "desk" / "desk.db"
    path.write_bytes(bytes(path.stat().st_size))
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def brought_back(tmp_path: Path, code: dict[str, str]) -> Desk:
    place = tmp_path / "desk"
    rebuild_from_side_files(place, place, at="2026-03-02T12:00:00+08:00", environment=code)
    return sign_in(place, at="2026-03-02T12:00:00+08:00")


def test_a_broken_database_is_made_anew(tmp_path: Path, code: dict[str, str]) -> None:
    number, entries = station(tmp_path)
    broken(tmp_path)
    with pytest.raises(AppError):
        sign_in(tmp_path / "desk")
    desk = brought_back(tmp_path, code)
    assert all(chain.ok for chain in desk.verify())
    assert desk.session.memory.journal.verify().entries > entries
    assert desk.opened.memory.epoch > 1, "it goes on in a new stretch, as after a backup"
    assert fetch(desk.session, number, "D02").pdf.startswith(b"%PDF")
    assert registers(desk.session).number != number
    assert desk.rebuild(check=True)["equal"]
    assert list(tmp_path.glob("desk.before-restore-*/desk.db")), "the broken one is kept"
    desk.close()


def test_many_files_are_read_in_order(
    tmp_path: Path, code: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_files, "ROWS", 4)
    monkeypatch.setattr("ui.bootstrap.opening.MOST_AT_CLOSING", 100)
    number, _ = station(tmp_path, visits=9)
    assert len([p for p in pieces(tmp_path / "desk" / FOLDER) if p.name == "entry"]) >= 4
    broken(tmp_path)
    desk = brought_back(tmp_path, code)
    view = desk.session.unmasked.find(number)
    assert view is not None and len(desk.session.unmasked.stream(view)) == 12
    desk.close()


def test_what_grows_replaces_the_shorter_file(tmp_path: Path) -> None:
    station(tmp_path)
    desk = sign_in(tmp_path / "desk")
    registers(desk.session)
    desk.close()
    found = [p for p in pieces(tmp_path / "desk" / FOLDER) if p.name == "entry"]
    assert len(found) == 1 and found[0].last == _entries(tmp_path)


def _entries(tmp_path: Path) -> int:
    desk = sign_in(tmp_path / "desk")
    count = desk.session.memory.journal.verify().entries
    desk.close()
    return count


@pytest.mark.parametrize("harm", ["flip", "gap", "swap"])
def test_a_harmed_file_is_found_and_nothing_is_moved(
    tmp_path: Path, code: dict[str, str], monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(side_files, "ROWS", 4)
    monkeypatch.setattr("ui.bootstrap.opening.MOST_AT_CLOSING", 100)
    station(tmp_path, visits=9)
    side = tmp_path / "desk" / FOLDER
    first, second = [side / p.file for p in pieces(side) if p.name == "entry"][:2]
    if harm == "flip":
        data = bytearray(first.read_bytes())
        data[len(data) // 2] ^= 1
        first.write_bytes(data)
    elif harm == "gap":
        second.unlink()
    else:
        one, other = first.read_bytes(), second.read_bytes()
        first.write_bytes(other)
        second.write_bytes(one)
    before = sorted(path.name for path in (tmp_path / "desk").iterdir())
    with pytest.raises(AppError) as refused:
        rebuild_from_side_files(tmp_path / "desk", tmp_path / "desk", environment=code)
    assert refused.value.code == ("side.gap" if harm == "gap" else "side.changed")
    assert sorted(path.name for path in (tmp_path / "desk").iterdir()) == before


def test_nothing_of_a_matter_is_in_the_clear(tmp_path: Path) -> None:
    station(tmp_path)
    for path in (tmp_path / "desk" / FOLDER).iterdir():
        data = path.read_bytes()
        assert "村里修路".encode() not in data and b"LX07-26" not in data


def test_a_crash_between_two_files_skips_a_number_and_never_gives_it_twice(
    tmp_path: Path, code: dict[str, str]
) -> None:
    station(tmp_path)
    desk = sign_in(tmp_path / "desk")
    made = registers(desk.session)
    side = desk.side
    assert side is not None and side.write(), "the small tables, the counter among them"
    desk.drafts.close()
    desk.suggestions.close()
    desk.opened.memory.close()
    broken(tmp_path)
    desk = brought_back(tmp_path, code)
    again = registers(desk.session)
    assert again.number > made.number, "the number on that receipt is not given to anybody else"
    desk.close()


def test_a_name_says_of_what_and_how_much_but_opens_only_with_the_key(tmp_path: Path) -> None:
    cipher = SideCipher(bytes(32), "LX07")
    data = cipher.seal("entry-0000000001-0000000002.xfs", {"entry": [[1, b"\x00\xff", "字", None]]})
    assert cipher.open("entry-0000000001-0000000002.xfs", data) == {"entry": [[1, b"\x00\xff", "字", None]]}
    for other, name in (
        (SideCipher(bytes(31) + b"1", "LX07"), "entry-0000000001-0000000002.xfs"),
        (cipher, "x"),
    ):
        with pytest.raises(AppError):
            other.open(name, data)
