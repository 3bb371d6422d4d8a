"""A package in volumes: joined it is the package to the byte; one that is missing is named and nothing is applied."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.errors import BadInput, Damaged, NotFound
from app.exchange import volumes
from app.exchange.volumes import Joined, cut, join, of_name, volume_name
from app.services import sending
from db.shelf import FolderTarget
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and
from ui.package_files import open_package

__all__ = ["together"]
NAME = "LX07-1-000001.xfp"


def handed_over(hall: Party, folder: Path, most: int = 1000) -> tuple[bytes, list[Path]]:
    """The package whole, and its volumes in a folder."""
    (handed,) = sending.export(hall.desk, FolderTarget(folder), volume=most)
    parts = sorted(path for path in folder.glob("*.xfp.*") if not path.name.endswith(".done"))
    assert handed.volumes == len(parts) > 4 and handed.place == str(parts[0])
    with hall.desk.shelf.open(handed.package.sha256) as whole:
        return whole.read(), parts


def takes(county: Party, path: Path) -> int:
    from app.services.taking_in import take_in

    with open_package(path) as file:
        return take_in(county.desk, file).applied


def test_volumes_joined_are_the_package_and_each_has_its_sum(together: Makes, tmp_path: Path) -> None:
    county, (hall,) = together("LX07")
    hall.registers("甲")
    stick = tmp_path / "stick"
    stick.mkdir()
    whole, parts = handed_over(hall, stick)
    assert b"".join(path.read_bytes() for path in parts) == whole
    assert [path.name for path in parts] == [volume_name(NAME, n) for n in range(1, len(parts) + 1)]
    assert {path.stat().st_size for path in parts[:-1]} == {1000}
    assert all((stick / f"{path.name}.done").exists() for path in parts)
    assert not (stick / NAME).exists()
    assert takes(county, parts[-1]) > 0, "whichever of them is named"
    assert county.matters() == hall.matters()


def test_a_missing_volume_is_named_and_nothing_is_applied(tmp_path: Path) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    whole, parts = handed_over(hall, tmp_path)
    named = next(path for path in parts if path != parts[0])
    for gone in parts:
        data = gone.read_bytes()
        for left in (None, data[:-1]):
            gone.unlink() if left is None else gone.write_bytes(left)
            ask = named if gone != named else parts[-1]
            with pytest.raises(NotFound, match=r"package\.volume_missing") as caught:
                takes(county, ask)
            assert caught.value.details["file"] == gone.name
        gone.write_bytes(data)
    assert county.matters() == {} and county.memory.state.received == {}
    assert takes(county, tmp_path / NAME) > 0, "the package's own name finds its volumes"
    assert whole


def test_what_are_no_volumes_of_one_package_is_refused(tmp_path: Path) -> None:
    _, (hall,) = county_and("LX07")
    hall.registers("甲")
    whole, parts = handed_over(hall, tmp_path)
    parts[1].write_bytes(parts[1].read_bytes() + b"more")
    with pytest.raises(Damaged, match=r"package\.frame"), open_package(parts[0]):
        pass
    (tmp_path / "other").mkdir()
    lonely = tmp_path / "other" / volume_name(NAME, 1)
    lonely.write_bytes(b"no package at all")
    with pytest.raises(Damaged, match=r"package\.frame"), open_package(lonely):
        pass
    endless = whole[: whole.index(b"body.age") - 8] + b"\xff" * 4 + whole[whole.index(b"body.age") - 4 :]
    lonely.write_bytes(endless)
    with pytest.raises(Damaged, match=r"package\.frame"), open_package(lonely):
        pass
    with pytest.raises(BadInput, match=r"file\.unreadable"), open_package(tmp_path / "nothing.xfp"):
        pass


def test_more_volumes_than_three_digits_name_are_refused() -> None:
    with pytest.raises(BadInput, match=r"export\.volume_size"):
        cut(volumes.MOST * 10 + 1, 10)
    assert len(cut(volumes.MOST * 10, 10)) == volumes.MOST
    with pytest.raises(BadInput, match=r"export\.volume_size"):
        cut(10, 0)
    assert cut(volumes.FAT32 + 1, volumes.FAT32 * 2)[0].size == volumes.FAT32, "no FAT32 file is larger"
    with pytest.raises(Damaged, match=r"package\.frame"):
        join(lambda number: io.BytesIO(b"x"), NAME)
    with pytest.raises(NotFound, match=r"package\.volume_missing"):
        join(lambda number: None, NAME)


@pytest.mark.parametrize("name", [NAME, f"{NAME}.1", f"{NAME}.0001", f"{NAME}.000", f"{NAME}.done", "x.001"])
def test_other_names_are_no_volumes(name: str) -> None:
    assert of_name(name) is None


def test_a_name_of_a_volume_says_package_and_number() -> None:
    assert of_name(volume_name(NAME, 12)) == (NAME, 12)


def test_reading_across_volumes_is_reading_one_file() -> None:
    data = bytes(range(250)) * 4
    parts = [io.BytesIO(data[part.at :][: part.size]) for part in cut(len(data), 7)]
    whole = Joined(parts)
    for at in (0, 6, 7, 993, 1000, 1010):
        for size in (0, 1, 7, 50, -1):
            whole.seek(at)
            assert whole.read(size) == data[at:][: None if size < 0 else size]
            assert whole.tell() == min(max(at, whole.tell()), max(at, len(data)))
    assert whole.seek(-3, io.SEEK_END) == 997 and whole.seek(1, io.SEEK_CUR) == 998
    assert whole.readable() and whole.seekable()
    parts[3].truncate(2)
    whole.seek(0)
    assert whole.read() == data[:23], "nothing is read past a part that was shortened"
    whole.close()
    assert parts[0].closed


def test_a_window_is_a_file_of_its_own() -> None:
    source = io.BytesIO(bytes(range(20)))
    window = volumes.Window(source, volumes.Volume(2, 5, 10))
    assert window.read(4) + window.read() == bytes(range(5, 15)) and window.read() == b""
    assert (window.seek(0, io.SEEK_END), window.tell()) == (10, 10)
    assert window.seek(2) == 2 and window.read(1) == b"\x07"
    assert window.readable() and window.seekable()
