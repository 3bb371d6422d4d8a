"""What stands in a key file beside the keys, and what is said where a slot of it is broken or its place is full."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Damaged, Unavailable
from db import durable, slots, vault
from db.sealer import PersonalSealer
from db.slots import Identity, Place, Strength, bytes_of, is_proved, text_of, unwrap, wrap
from db.vault import FILE, HOLDER, RECOVERY, TRAINING, KeyFile

CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567-89ABC-DEFGH"
AT = 1_772_415_000_123


def made(folder: Path) -> tuple[KeyFile, bytes, Identity]:
    """A key file of a training folder."""
    return KeyFile.create(folder, code=CODE, training=True, memory_id="m1", at=AT)


def rewritten(folder: Path, **slot: Any) -> KeyFile:
    """The file with something else in its recovery slot, in the form of before sums, and read again."""
    path = folder / FILE
    content = json.loads(path.read_text())
    content["slots"][RECOVERY] |= slot
    content["v"] = 1
    path.write_text(json.dumps(content))
    return KeyFile.read(folder)


def test_a_new_file_says_when_for_which_memory_and_as_which_key_it_was_made(tmp_path: Path) -> None:
    made(tmp_path)
    read = KeyFile.read(tmp_path)
    assert (read.created_at, read.generation, read.memory_id, read.older) == (AT, 1, "m1", 0)
    assert set(read.names) == {RECOVERY, HOLDER} and read.accounts == ()
    assert read.training and read.strength == TRAINING


def test_a_file_that_was_made_without_a_day_tells_none(tmp_path: Path) -> None:
    file, _, _ = KeyFile.create(tmp_path, code=CODE, training=False, memory_id="m1")
    slot = file.slot(RECOVERY)
    assert file.created_at == 0 and slot is not None and slot["at"] == 0
    assert len(bytes_of(slot["salt"])) == 16 and not file.training


def test_accounts_are_those_with_a_password_and_no_other_slots(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    file.add_password("clerk", "horse", key, AT)
    file.put_slot("county", file.passphrase_slot("county", "x", key, TRAINING, AT), key)
    assert file.accounts == ("clerk",)
    file.drop_slot("clerk:clerk")
    assert KeyFile.read(tmp_path).accounts == ()


def test_the_recovery_slots_stay_whoever_takes_them_away(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    for name in (RECOVERY, HOLDER, "clerk:nobody"):
        file.drop_slot(name)
    read = KeyFile.read(tmp_path)
    assert set(read.names) == {RECOVERY, HOLDER} and read.by_code(CODE) == key


def test_the_holder_of_the_code_opens_what_was_sealed_to_the_holder(tmp_path: Path) -> None:
    file, _, holder = made(tmp_path)
    assert file.holder_by_code(CODE) == holder
    assert file.holder_by_code(CODE.replace("A", "B")) is None


@pytest.mark.parametrize("slot", [{"memory": "much"}, {"passes": None}, {"kdf": "scrypt"}])
def test_a_slot_that_cannot_be_read_is_called_damaged(tmp_path: Path, slot: dict[str, Any]) -> None:
    made(tmp_path)
    file = rewritten(tmp_path, **slot)
    with pytest.raises(Damaged, match=r"keys\.slot"):
        file.by_code(CODE)


@pytest.mark.parametrize("slot", [{"memory": "much"}, {"passes": None}])
def test_how_hard_a_damaged_slot_is_to_try_cannot_be_told(tmp_path: Path, slot: dict[str, Any]) -> None:
    made(tmp_path)
    with pytest.raises(Damaged, match=r"keys\.slot"):
        _ = rewritten(tmp_path, **slot).strength


def test_a_slot_that_asks_for_too_much_memory_or_time_is_not_tried() -> None:
    slot = wrap(b"s", "p", "m1|1|x", Strength(1024, 1, 1))
    assert unwrap(slot, "p", "m1|1|x") == b"s"
    assert unwrap({**slot, "passes": 16}, "p", "m1|1|x") is None, (
        "as hard as any may be: tried, and another key"
    )
    for much in ({"memory": 1024 * 1024 + 1}, {"passes": 17}):
        with pytest.raises(Damaged, match=r"keys\.slot"):
            unwrap({**slot, **much}, "p", "m1|1|x")


def test_a_slot_of_before_suites_had_names_opens_for_its_key_alone() -> None:
    key, nonce = bytes(range(32)), bytes(12)
    sealed = AESGCM(key).encrypt(nonce, b"secret", b"m1|1|x")
    slot = {"nonce": text_of(nonce), "sealed": text_of(sealed)}
    assert slots.unwrap_raw(slot, key, "m1|1|x") == b"secret"
    assert slots.unwrap_raw(slot, bytes(32), "m1|1|x") is None
    assert slots.unwrap_raw(slot, key, "m1|1|y") is None
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unwrap_raw({"sealed": slot["sealed"]}, key, "m1|1|x")


def test_a_slot_that_is_no_table_is_damaged(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / FILE
    content = json.loads(path.read_text())
    content["slots"]["clerk:clerk"], content["v"] = "nothing", 1
    path.write_text(json.dumps(content))
    with pytest.raises(Damaged, match=r"keys\.slot"):
        KeyFile.read(tmp_path).by_password("clerk", "x")


def test_a_change_does_not_touch_the_file_of_another_memory(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    file, key, _ = made(tmp_path / "a")
    KeyFile.create(tmp_path / "b", code=CODE, training=True, memory_id="m2")
    other = (tmp_path / "b" / FILE).read_bytes()
    (tmp_path / "a" / FILE).write_bytes(other)
    with pytest.raises(Damaged, match=r"keys\.not_this_folder"):
        file.add_password("clerk", "horse", key)
    assert (tmp_path / "a" / FILE).read_bytes() == other


def test_a_file_that_went_meanwhile_is_written_anew_from_what_is_known(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    (tmp_path / FILE).unlink()
    file.add_password("clerk", "horse", key)
    assert KeyFile.read(tmp_path).by_password("clerk", "horse") == key


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk.full"), (errno.EROFS, "disk.read_only")])
def test_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    file, key, _ = made(tmp_path)

    def refuses(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(durable, "put_whole", refuses)
    with pytest.raises(Unavailable) as caught:
        file.add_password("clerk", "horse", key)
    assert caught.value.code == code
    monkeypatch.undo()
    assert KeyFile.read(tmp_path).accounts == ()


def test_a_password_that_was_replaced_opens_in_no_copy_of_the_file_either(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    for name in ("one", "two", "three", "four"):
        file.add_password(name, "horse", key)
    kept = {name: (tmp_path / name).read_bytes() for name in vault.older_names()}
    assert len(set(kept.values())) == 3, "three older files, each another one"
    file.add_password("one", "another horse", key)
    present = (tmp_path / FILE).read_bytes()
    assert all((tmp_path / name).read_bytes() == present for name in vault.older_names())
    assert KeyFile.read(tmp_path).by_password("one", "horse") is None


def test_the_newest_sound_copy_stands_in_for_a_damaged_file(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    file.add_password("clerk", "horse", key)
    file.add_password("leader", "horse", key)
    (tmp_path / FILE).write_text("{")
    read = KeyFile.read(tmp_path)
    assert (read.older, read.accounts) == (1, ("clerk",))
    (tmp_path / f"{FILE}.1").write_text("{")
    read = KeyFile.read(tmp_path)
    assert (read.older, read.accounts) == (2, ())
    read.add_password("again", "horse", key)
    assert read.older == 0 and KeyFile.read(tmp_path).accounts == ("again",)
    assert (tmp_path / f"{FILE}.1").read_text() == "{", "a damaged file is not kept as a copy"


def test_who_had_the_data_key_is_proved_by_the_slot_and_nobody_else_is(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    slot, place = file.slot(RECOVERY), file.place(RECOVERY)
    assert slot is not None and is_proved(slot, key, place, file.suite)
    for other in (
        {**slot, "mac": text_of(bytes(32))},
        {**slot, "mac": slot["mac"][:8]},
        {**slot, "public": Identity.fresh().public},
        {name: value for name, value in slot.items() if name != "mac"},
    ):
        assert not is_proved(other, key, place, file.suite)
    assert not is_proved(slot, bytes(32), place, file.suite)
    assert not is_proved(slot, key, Place("m1", 2, RECOVERY), file.suite)


def test_a_key_in_the_box_of_another_place_is_not_taken(tmp_path: Path) -> None:
    file, key, _ = made(tmp_path)
    identity, place = Identity.fresh(), file.place("clerk:a")
    slot = slots.boxed(key, identity.public, place, file.suite)
    assert slots.unboxed(slot, identity.secret.encode(), place) == key
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unboxed(slot, identity.secret.encode(), file.place("clerk:b"))
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unboxed(slot, b"nothing", place)


@pytest.mark.parametrize("secret", [b"nothing", b"\xff"])
def test_a_secret_that_is_none_is_a_damaged_slot(secret: bytes) -> None:
    with pytest.raises(Damaged, match=r"keys\.slot"):
        Identity.of(secret)


def test_what_stands_in_a_key_file_must_be_base64_to_the_last_letter() -> None:
    assert bytes_of(text_of(b"abc")) == b"abc"
    with pytest.raises(ValueError):
        bytes_of(f"{text_of(b'abc')}!")


def test_a_draft_is_read_by_who_wrote_it_and_a_sealed_part_by_two(tmp_path: Path) -> None:
    one, other = Identity.fresh(), Identity.fresh()
    mine = PersonalSealer((one,))
    assert mine.open(mine.seal_own(b"draft")) == b"draft"
    assert PersonalSealer((other,)).open(mine.seal_own(b"draft")) is None
    assert PersonalSealer().open(mine.seal_own(b"draft")) is None and PersonalSealer().signer is None
    with pytest.raises(Unavailable, match=r"seal\.too_few_holders"):
        mine.seal(b"part", (one.public, one.public))
    assert PersonalSealer((other,)).open(mine.seal(b"part", (one.public, other.public))) == b"part"
