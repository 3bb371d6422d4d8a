"""A disk that is really full, and one that is really read-only: a clear answer, nothing lost, nothing half, work goes on.

Needs a small file system of its own, so it runs as root; elsewhere it is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain import history
from app.errors import AppError, Unavailable
from app.services.drafts import save_draft
from app.services.reading import view_matter
from tests.desks import folder, registers, sign_in
from ui.bootstrap.opening import Desk

STORY = "村里修路占用我家承包地，补偿款至今没有付清。" * 40


@contextmanager
def small_disk(place: Path, *options: str) -> Iterator[Path]:
    """A file system of twelve megabytes at `place`."""
    if os.geteuid() != 0:
        pytest.skip("a disk of its own can only be made by root")
    place.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(("size=12m", *options)), "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("no file system may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def desk_on(disk: Path, tmp_path: Path) -> Desk:
    """A training folder, made elsewhere and moved to the small disk."""
    folder(tmp_path / "made").memory.close()
    shutil.copytree(tmp_path / "made", disk / "desk")
    return sign_in(disk / "desk")


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        filler = disk / "filler"
        filler.write_bytes(b"x" * 4_000_000)
        given: list[str] = []
        with pytest.raises(Unavailable, match=r"disk\.full"):
            for place in range(20_000):
                given.append(registers(desk.session, f"{place} {STORY}", key=f"k{place}").number)
        assert len(given) > 10
        for _ in range(3):
            with pytest.raises(Unavailable, match=r"disk\.full"):
                registers(desk.session, STORY * 50)
        assert view_matter(desk.session, given[0]).known.matter.number == given[0], (
            "what is there can be read"
        )

        filler.unlink()
        again = registers(desk.session, f"{len(given)} {STORY}", key=f"k{len(given)}")
        assert not again.repeated, "a registration that was refused was not half made"
        numbers = [*given, again.number]
        assert [int(number.split("-")[2]) for number in numbers] == list(range(1, len(numbers) + 1))
        desk.close()
        desk = sign_in(disk / "desk")
        stored = list(desk.opened.memory.streams())
        folded = [history.fold(desk.session.unmasked.stream(stream)) for stream in stored]
        assert [matter.number for matter in folded if matter is not None] == numbers
        assert all(chain.ok for chain in desk.verify())
        assert desk.rebuild(check=True)["equal"] is True
        desk.close()


def test_a_draft_that_cannot_be_saved_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        save_draft(desk.session, desk.drafts, 1, "k", {"name": "张示范"})
        with open(disk / "filler", "wb") as filler, pytest.raises(OSError):
            while True:
                filler.write(b"x" * 65536)
                filler.flush()
        with pytest.raises(Unavailable, match=r"disk\.full"):
            save_draft(desk.session, desk.drafts, 1, "k", {"name": "张示范", "content": STORY * 200})
        (disk / "filler").unlink()
        assert [draft.content for draft in desk.drafts.load("clerk")] == [{"name": "张示范"}]
        desk.close()


def test_a_folder_that_cannot_be_written_is_named_as_such(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk_on(disk, tmp_path).close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(AppError) as caught:
            sign_in_read_only(disk / "desk", tmp_path)
    assert caught.value.code == "disk.read_only"


def sign_in_read_only(place: Path, beside: Path) -> Desk:
    """Signs in with the code's file kept beside the disk."""
    from tests.desks import CODE
    from ui.bootstrap.opening import open_desk

    code = beside / "code"
    code.write_text(CODE)
    return open_desk(place, environment={"PETITION_DESK_RECOVERY_FILE": str(code)})
