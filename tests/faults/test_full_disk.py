"""A disk that is really full: a clear answer, the matter at hand saved, nothing lost, nothing half, work goes on.

Needs a small file system of its own, so it runs as root; elsewhere it is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import history
from app.domain.account import Role
from app.errors import Unavailable
from app.services.drafts import save_draft
from app.services.papers import issue
from app.services.reading import view_matter
from db import ballast as ballast_of
from db.ballast import Ballast
from db.folder import create, training_accounts
from tests.desks import CODE, ROLE_NAMES, START, UNITS, folder, office, registers, sign_in
from ui.bootstrap.backups import take_backup
from ui.bootstrap.opening import Desk, open_desk
from ui.messages import message_of

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
        kept_back = disk / "kept-back"
        kept_back.write_bytes(b"x" * 200_000)
        given: list[str] = []
        with pytest.raises(Unavailable, match=r"disk\.full"):
            for place in range(20_000):
                given.append(registers(desk.session, f"{place} {STORY}", key=f"k{place}").number)
        assert len(given) > 10
        for _ in range(3):
            with pytest.raises(Unavailable, match=r"disk\.full"):
                registers(desk.session, STORY * 50)
        # a look is written down before it is shown: what a real folder keeps back for it (its ballast) is given up here
        kept_back.unlink()
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


def with_ballast(desk: Desk, size: int) -> Ballast:
    """Gives a training folder the room that a real one keeps back."""
    ballast = Ballast(desk.opened.folder, size=size, least=300_000)
    assert ballast.prepare()
    desk.opened.memory.ballast = ballast
    return ballast


def fill(disk: Path, leave: int) -> Path:
    """Somebody else's file that leaves so many bytes free."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - leave))
    return filler


def test_the_matter_at_hand_is_saved_on_a_full_disk_and_the_clerk_is_told_what_to_do(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        ballast = with_ballast(desk, 1_500_000)
        filler = fill(disk, 0)
        made = registers(desk.session, STORY * 10, key="at-hand")
        issue(desk.session, made.number, "D02")
        assert not ballast.stands and not made.repeated
        told = desk.disk_problem
        assert isinstance(told, Unavailable) and told.details["place"] == str(disk)
        words = message_of(told)
        assert str(disk) in words.says and f"{told.details['needed']} MB" in words.do
        filler.unlink()
        desk.keep_room()
        assert ballast.stands and desk.disk_problem is None, "made again when there is room"
        desk.close()


def test_a_quota_that_nobody_saw_coming_is_met_by_saving_once_more(tmp_path: Path) -> None:
    """The system says that there is room, and there is none: the ballast goes when the save fails."""
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        ballast = with_ballast(desk, 1_500_000)
        ballast._least = 0
        fill(disk, 0)
        assert registers(desk.session, STORY * 10).number and not ballast.stands
        desk.close()


def test_without_the_ballast_that_matter_would_be_refused(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        fill(disk, 0)
        with pytest.raises(Unavailable, match=r"disk\.full"):
            registers(desk.session, STORY * 10)
        desk.close()


def test_a_draft_is_saved_on_a_full_disk_too(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        with_ballast(desk, 1_500_000)
        fill(disk, 0)
        save_draft(desk.session, desk.drafts, 1, "k", {"content": STORY * 50})
        assert len(desk.drafts.load("clerk")) == 1
        desk.close()


def test_a_desk_opens_on_a_full_disk_by_giving_its_ballast_up(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_on(disk, tmp_path)
        with_ballast(desk, 1_500_000)
        desk.close()
        fill(disk, 0)
        desk = sign_in(disk / "desk")
        assert desk.opened.memory.read_only is None and registers(desk.session).number
        desk.close()


def test_the_ballast_is_kept_in_a_real_office_only_where_there_is_room_and_in_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ballast.__init__, "__kwdefaults__", {"size": 1_000_000, "least": 0})
    for training in (True, False):
        place = tmp_path / f"{training}" / "desk"
        (clerk,) = (each for each in training_accounts(ROLE_NAMES) if each.role is Role.CLERK)
        people = (replace(clerk, password="a long password"),)
        create(place, office(training=training), people, code=CODE, now=START, units=UNITS).memory.close()
        for free, stands in ((0, False), (10**10, not training)):
            monkeypatch.setattr(Ballast, "_free", lambda self, free=free: free)
            desk = open_desk(place, password="a long password", code=CODE)
            assert (place / ballast_of.FILE).exists() is stands
            assert (desk.disk_problem is None) is (training or stands), "missing room is said"
            if not stands:
                desk.close()
    kept = take_backup(desk, tmp_path / "stick")
    assert ballast_of.FILE not in {path.name for path in (tmp_path / "stick").rglob("*")}
    assert kept.file.stat().st_size < 1_000_000
    desk.close()
