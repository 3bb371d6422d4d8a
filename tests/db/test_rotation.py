"""A new data key: everything under it comes along, nothing under the old one opens, the old files stay for a while."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.entry import StreamKind, single
from app.domain.history import read_value
from app.domain.key_care import KeysRotated
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.services.papers import issue
from db import folder as folders
from db import generations, restore, rotation, side_rebuild, vault
from db.backup import FolderBackups
from db.engine import cipher_engine
from db.store import FileStore
from tests.desks import CODE, START, folder, registers, sign_in
from ui.bootstrap.opening import Desk
from ui.bootstrap.rotating import rotate_keys

PASSWORD = folders.TRAINING_PASSWORD


def worked(path: Path) -> Desk:
    """A leader at a desk where matters, an accusation, a paper, a draft and a model are kept."""
    folder(path).memory.close()
    clerk = sign_in(path)
    number = registers(clerk.session).number
    issue(clerk.session, number, "D02")
    registers(clerk.session, "举报村干部侵占资金", purpose="accusation")
    clerk.drafts.save("clerk", 1, key="k", content={"name": "没写完"}, saved_at=1)
    clerk.suggestions.save(b"model", 7)
    clerk.close()
    return sign_in(path, "leader")


def turned(path: Path) -> bytes:
    """A worked folder with a new key; the answer is the old one."""
    desk = worked(path)
    old = desk.opened.key
    rotate_keys(desk, reason="一人离岗")
    return old


def test_everything_comes_along_and_the_old_key_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    entries = desk.opened.memory.verify().entries
    old = desk.opened.key
    done = rotate_keys(desk, reason="一人离岗")
    assert (done.generation, done.left_out, done.papers, done.damaged) == (2, (), 1, 0)
    for name in ("desk.db", "drafts.db", "suggestions.db"):
        with pytest.raises(Damaged), cipher_engine(path / name, old).connect():
            pass
    again = sign_in(path)
    assert again.opened.key != old and again.opened.keys.generation == 2
    assert again.opened.memory.verify().ok and again.opened.memory.verify().entries == entries + 1
    assert again.drafts.load("clerk")[0].content == {"name": "没写完"}
    assert again.suggestions.load() == (b"model", 7)
    files = list(again.opened.store.files())
    digest = again.opened.store.digest_at(files[0])
    assert len(files) == 1 and digest and again.opened.store.fetch(digest).startswith(b"%PDF")
    assert not FileStore(path / "papers", old).has(digest), "names changed too"
    assert again.rebuild(check=True)["equal"] is True
    again.close()


def test_every_way_in_goes_on_without_a_password_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "d"
    turned(path)
    keys = vault.KeyFile.read(path)
    key = keys.by_code(CODE)
    assert keys.holder_by_code(CODE) is not None
    for account in keys.accounts:
        assert keys.by_password(account, PASSWORD) == key


def test_the_old_key_does_not_lead_to_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "d"
    old = turned(path)
    text = (path / vault.FILE).read_text()
    assert old.hex() not in text
    with pytest.raises(Damaged, match=r"keys\.not_this_folder"):
        vault.KeyFile.read(path).checked(old)
    kept = {p.name for p in path.iterdir() if p.name.startswith(vault.FILE)}
    assert kept == {vault.FILE}, "no older copy leads back to the old key"


def test_it_is_recorded_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "d"
    turned(path)
    desk = sign_in(path)
    values = [read_value(e) for e in desk.session.memory.queries.stream(single(StreamKind.OFFICE))]
    (found,) = [v[1] for v in values if v is not None and isinstance(v[1], KeysRotated)]
    assert found == KeysRotated(generation=2, reason="一人离岗", left_out=0)
    desk.close()


def test_the_old_files_stay_thirty_days_and_open_with_what_opened_them(tmp_path: Path) -> None:
    path = tmp_path / "d"
    turned(path)
    assert generations.kept_generations(path) == ("generation-1.kept",)
    opened = folders.open_by_code(path / "generation-1.kept", CODE)
    assert opened.memory.verify().ok
    opened.memory.close()
    sign_in(path, at="2026-03-31T09:00:00+08:00").close()
    assert generations.kept_generations(path) == ("generation-1.kept",), "29 days"
    sign_in(path, at="2026-04-01T09:00:00+08:00").close()
    assert generations.kept_generations(path) == ()


def test_a_backup_from_before_opens_with_the_code_of_its_day(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    (tmp_path / "stick").mkdir()
    (made,) = FolderBackups(desk.opened).take([tmp_path / "stick"], START)
    assert not isinstance(made, AppError)
    rotate_keys(desk, reason="换")
    with restore.unpacked(made.file, tmp_path, lambda keys: keys.by_code(CODE)) as found:
        assert found.opened.keys.generation == 1 and restore.open_every_paper(found.opened) == (1, 0)


def test_a_folder_that_somebody_has_open_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk, other = worked(path), sign_in(path)
    before = (path / vault.FILE).read_bytes()
    with pytest.raises(Unavailable, match=r"folder\.in_use"):
        rotate_keys(desk, reason="换")
    other.close()
    assert (path / vault.FILE).read_bytes() == before and not (path / generations.STAGE).exists()


@pytest.mark.parametrize(("account", "reason", "code"), [
    ("clerk", "换", "role.other_needed"), ("leader", " ", "keys.reason"),
])  # fmt: skip
def test_who_may_and_why(tmp_path: Path, account: str, reason: str, code: str) -> None:
    folder(tmp_path / "d").memory.close()
    with pytest.raises((NotAllowed, BadInput)) as caught:
        rotate_keys(sign_in(tmp_path / "d", account), reason=reason)
    assert caught.value.code == code
    sign_in(tmp_path / "d").close()


def test_a_slot_that_was_slipped_in_stops_it_and_does_not_get_the_new_key(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    keys = vault.KeyFile.read(path)
    stranger = keys.passphrase_slot("clerk:stranger", "anything", bytes(32), vault.TRAINING, 0)
    keys.fill({name: keys.slot(name) or {} for name in keys.names} | {"clerk:stranger": stranger})
    with pytest.raises(Damaged, match=r"keys\.slot_slipped_in"):
        rotate_keys(desk, reason="换")
    sign_in(path).close()
    assert vault.KeyFile.read(path).generation == 1


def test_a_damaged_paper_stays_with_the_old_files_for_good(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    (paper,) = desk.opened.store.files()
    raw = bytearray(paper.read_bytes())
    raw[-1] ^= 1
    paper.write_bytes(bytes(raw))
    done = rotate_keys(desk, reason="换")
    assert (done.papers, done.damaged) == (0, 1)
    assert generations.drop_old(path, START + timedelta(days=400), 30) == 0


def test_a_copy_that_lost_a_row_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    real = rotation._counts
    monkeypatch.setattr(
        rotation, "_counts", lambda c, which: real(c, which) | ({"entry": 0} if which == "fresh" else {})
    )
    with pytest.raises(Damaged, match=r"keys\.rotation_unsound"):
        rotate_keys(desk, reason="换")
    monkeypatch.undo()
    assert (path / generations.STAGE).exists()
    again = sign_in(path)
    assert again.opened.keys.generation == 1 and not (path / generations.STAGE).exists(), "thrown away"
    again.close()


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worked(tmp_path / "d")
    monkeypatch.setattr(rotation, "ROOM", 2**62)
    with pytest.raises(Unavailable, match=r"disk\.full"):
        rotate_keys(desk, reason="换")
    sign_in(tmp_path / "d").close()


@pytest.mark.parametrize(
    "text", ["{", '{"names": []}', '{"names":["../x"],"kept":"a.kept","since":1,"hold":false}']
)
def test_a_state_file_that_makes_no_sense_is_told_and_nothing_is_moved(tmp_path: Path, text: str) -> None:
    folder(tmp_path / "d").memory.close()
    (tmp_path / "d" / generations.STATE).write_text(text)
    before = sorted(p.name for p in (tmp_path / "d").iterdir())
    with pytest.raises(Damaged, match=r"keys\.rotation_file"):
        folders.open_by_code(tmp_path / "d", CODE)
    assert sorted(p.name for p in (tmp_path / "d").iterdir()) == before


def test_the_journals_second_copy_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "d"
    desk = worked(path)
    assert desk.side is not None
    while desk.side.write():
        pass
    old, entries = desk.opened.key, desk.opened.memory.verify().entries
    rotate_keys(desk, reason="换")
    with side_rebuild.rebuilt(path, tmp_path, lambda keys: keys.by_code(CODE)) as found:
        assert found.memory.verify().entries == entries + 1
    with pytest.raises(AppError), side_rebuild.rebuilt(path, tmp_path, lambda keys: old):
        pass
