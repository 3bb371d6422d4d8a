"""What a broken, foreign or hostile key file can do: be refused in words, and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyrage
import pytest

from app.errors import Damaged, NotAllowed, Unavailable
from app.suites.suite import INTL
from db import escrow, generations, key_change, keyring_slot, rotation, slots, vault
from db import folder as folders
from db.escrow import Officer
from db.slots import Identity, Place
from db.store import FileStore
from db.vault import KeyFile
from tests.desks import CODE, START, folder
from ui.bootstrap import key_care
from ui.bootstrap.opening import open_desk

PLACE = Place("m", 1, "clerk:clerk")
KEY = bytes(range(32))


def made(path: Path) -> tuple[KeyFile, bytes]:
    file, key, _ = KeyFile.create(path, code=CODE, training=True, memory_id="m")
    return file, key


def sealed_to(who: Identity, plain: bytes) -> str:
    return slots.text_of(bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(who.public)])))


# ---------------------------------------------------------------- what was void stays void


def test_a_void_code_and_an_old_password_open_no_older_copy_either(tmp_path: Path) -> None:
    file, key = made(tmp_path)
    for word in ("first", "second", "third"):
        file.add_password(f"clerk{word}", word, key)
    file.add_password("clerkfirst", "another word", key)
    holder = file.holder_by_code(CODE)
    assert holder is not None
    key_change.replace_code(file, vault.new_code(), holder, key, 1)
    file.drop_slot("clerk:clerksecond")
    copies = [name for name in (vault.FILE, *vault.older_names()) if (tmp_path / name).exists()]
    assert len(copies) == 4
    for name in copies:
        shutil.copy(tmp_path / name, tmp_path / "copy")
        found = KeyFile(tmp_path, json.loads((tmp_path / "copy").read_text()))
        with pytest.raises(NotAllowed, match=r"keys\.wrong_code"):
            found.by_code(CODE)
        assert found.by_password("clerkfirst", "first") is None
        assert found.by_password("clerksecond", "second") is None
        assert found.by_password("clerkthird", "third") == key


def test_a_change_beside_a_changed_data_key_is_refused(tmp_path: Path) -> None:
    window, key = made(tmp_path)
    new, _ = key_change.carried_over(KeyFile.read(tmp_path), tmp_path, key, bytes(32), 1)
    assert new.generation == 2
    with pytest.raises(Damaged, match=r"keys\.not_this_folder"):
        window.add_password("clerk", "word", key)
    assert KeyFile.read(tmp_path).generation == 2


def test_the_recovery_slots_are_not_taken_away_whoever_asks(tmp_path: Path) -> None:
    file, key = made(tmp_path)
    for name in (vault.RECOVERY, vault.HOLDER, "clerk:nobody"):
        file.drop_slot(name)
    assert KeyFile.read(tmp_path).by_code(CODE) == key


# ---------------------------------------------------------------- hostile slots


@pytest.mark.parametrize(
    "change",
    [
        {"key": "?"},
        {"key": ""},
        {"key": None},
        {"key": sealed_to(Identity.fresh(), PLACE.box_context + KEY)},
    ],
)
def test_a_box_that_is_none_is_damage(change: dict[str, Any]) -> None:
    own = Identity.fresh()
    slot = slots.boxed(KEY, own.public, PLACE, INTL)
    assert slots.unboxed(slot, own.secret.encode(), PLACE) == KEY
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unboxed(slot | change, own.secret.encode(), PLACE)
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unboxed(slot, b"no identity", PLACE)


@pytest.mark.parametrize("mac", [None, "?", "", "AAAA", 5])
def test_a_proof_that_is_none_proves_nothing(mac: object) -> None:
    own = Identity.fresh()
    slot = slots.boxed(KEY, own.public, PLACE, INTL)
    assert slots.is_proved(slot, KEY, PLACE, INTL)
    assert not slots.is_proved(slot | {"mac": mac}, KEY, PLACE, INTL)
    assert not slots.is_proved(slot, bytes(32), PLACE, INTL)
    assert not slots.is_proved(slot | {"public": Identity.fresh().public}, KEY, PLACE, INTL)


@pytest.mark.parametrize(
    "change", [{"memory": 2**40}, {"passes": 17}, {"kdf": "md5"}, {"salt": "?"}, {"memory": "much"}]
)
def test_a_slot_that_asks_for_too_much_or_nonsense_is_damage(change: dict[str, Any]) -> None:
    slot = vault.wrap(b"secret", "word", "c", vault.TRAINING) | change
    with pytest.raises(Damaged, match=r"keys\.slot"):
        vault.unwrap(slot, "word", "c")


@pytest.mark.parametrize(
    "slot", [{}, {"alg": "aes-256-gcm"}, {"alg": "aes-256-gcm", "sealed": "?"}, {"nonce": 1, "sealed": 2}]
)
def test_a_sealed_part_that_is_none_is_damage(slot: dict[str, Any]) -> None:
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unwrap_raw(slot, KEY, "c")


def test_a_cipher_of_a_newer_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"suite\.unknown"):
        slots.unwrap_raw({"alg": "kyber", "sealed": ""}, KEY, "c")


@pytest.mark.parametrize("secret", [b"", b"\xff", b"AGE-SECRET-KEY-1NO"])
def test_an_identity_that_is_none_is_damage(secret: bytes) -> None:
    with pytest.raises(Damaged, match=r"keys\.slot"):
        Identity.of(secret)


@pytest.mark.parametrize(
    "change", [{"slots": {"recovery": {}, "x": 3}}, {"slots": {"recovery": {"memory": "x"}}}]
)
def test_slots_that_are_no_slots_are_damage(tmp_path: Path, change: dict[str, Any]) -> None:
    file, _ = made(tmp_path)
    content = json.loads((tmp_path / vault.FILE).read_text()) | change | {"v": 1}
    (tmp_path / vault.FILE).write_text(json.dumps(content))
    found = KeyFile.read(tmp_path)
    with pytest.raises(Damaged, match=r"keys\.slot"):
        read_both(found)
    assert file.names


def read_both(keys: KeyFile) -> None:
    """What opening looks at first."""
    keys.slot("x")
    assert keys.strength


# ---------------------------------------------------------------- escrow


def test_halves_of_another_folder_or_broken_ones_are_damage() -> None:
    one, two = Identity.fresh(), Identity.fresh()
    who = (Officer(name="甲", public=one.public), Officer(name="乙", public=two.public))
    place = Place("m", 1, vault.ESCROW)
    slot = escrow.sealed(KEY, who, place, INTL, 0)
    both = (one.secret.encode(), two.secret.encode())
    assert escrow.opened(slot, both, place) == KEY and escrow.is_proved(slot, KEY, place, INTL)
    for broken, where in (
        (slot, Place("other", 1, vault.ESCROW)),
        (slot | {"parts": ["?", "?"]}, place),
        (slot | {"parts": [5, 6]}, place),
        (slot | {"parts": slot["parts"][:1]}, place),
        (slot | {"parts": []}, place),
    ):
        with pytest.raises(Damaged, match=r"keys\.slot"):
            escrow.opened(broken, both, where)
    for nonsense in ({}, {"officers": 3}, {"officers": [{"name": "甲"}]}, {"officers": slot["officers"][:1]}):
        with pytest.raises(Damaged, match=r"keys\.slot"):
            escrow.officers(nonsense)
    assert not escrow.is_proved({"officers": slot["officers"]}, KEY, place, INTL)


def test_a_code_that_opens_the_data_but_not_what_is_sealed_is_told(tmp_path: Path) -> None:
    opened = folder(tmp_path / "d")
    keys = opened.keys
    slot = keys.passphrase_slot(
        vault.RECOVERY, vault.same_code(vault.new_code()), opened.key, vault.TRAINING, 0
    )
    code = vault.new_code()
    slot = keys.passphrase_slot(vault.RECOVERY, vault.same_code(code), opened.key, vault.TRAINING, 0)
    keys.put_slot(vault.RECOVERY, slot, opened.key)
    opened.memory.close()
    desk = open_desk(tmp_path / "d", account="leader", code=code)
    with pytest.raises(NotAllowed, match=r"keys\.holder_lost"):
        key_care.require_old_code(desk, code)
    done = key_care.drill_recovery(desk, code)
    assert (done.opens_data, done.opens_sealed, done.ok) == (True, False, False)
    desk.close()


# ---------------------------------------------------------------- changing the key


def changed(path: Path, key: bytes) -> rotation.Rotated:
    return rotation.rotate(path, key, START, lambda *_: None)


def test_slots_of_an_older_program_stay_behind_and_are_named(tmp_path: Path) -> None:
    opened = folder(tmp_path / "d")
    opened.memory.close()
    keys, key = opened.keys, opened.key
    old = vault.wrap(key, "word", Place(keys.memory_id, 1, "clerk:clerk").secret_context, vault.TRAINING)
    keys.put_slot("clerk:clerk", old, key)
    assert changed(tmp_path / "d", key).left_out == ("clerk:clerk",)
    now = KeyFile.read(tmp_path / "d")
    assert now.slot("clerk:clerk") is None and now.by_password("leader", folders.TRAINING_PASSWORD)


def test_escrow_goes_along_to_the_same_officers(tmp_path: Path) -> None:
    one, two = Identity.fresh(), Identity.fresh()
    opened = folder(tmp_path / "d")
    who = (Officer(name="甲", public=one.public), Officer(name="乙", public=two.public))
    key_change.put_escrow(opened.keys, opened.key, who, 3)
    opened.memory.close()
    changed(tmp_path / "d", opened.key)
    keys = KeyFile.read(tmp_path / "d")
    assert key_change.by_escrow(keys, (one.secret.encode(), two.secret.encode())) == keys.by_code(CODE)


def test_a_broken_chain_is_not_copied(tmp_path: Path) -> None:
    opened = folder(tmp_path / "d")
    with opened.memory.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        connection.exec_driver_sql("UPDATE entry SET oseq = oseq + 100 WHERE pos = 3")
    opened.memory.close()
    with pytest.raises(Damaged, match=r"keys\.rotation_unsound"):
        changed(tmp_path / "d", opened.key)


def test_a_copy_that_does_not_prove_itself_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = folder(tmp_path / "d")
    opened.memory.close()

    def unsound(*_: object) -> None:
        raise Damaged("backup.source_damaged")

    monkeypatch.setattr(rotation, "verify_copy", unsound)
    with pytest.raises(Damaged, match=r"keys\.rotation_unsound"):
        changed(tmp_path / "d", opened.key)
    folders.open_by_code(tmp_path / "d", CODE).memory.close()


@pytest.mark.parametrize(("number", "code"), [(28, "disk.full"), (30, "disk.read_only")])
def test_a_disk_that_fails_on_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    opened = folder(tmp_path / "d")
    opened.memory.close()

    def fails(*_: object) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(rotation, "_sync_everything", fails)
    with pytest.raises(Unavailable) as caught:
        changed(tmp_path / "d", opened.key)
    assert caught.value.code == code
    folders.open_by_code(tmp_path / "d", CODE).memory.close()


@pytest.mark.parametrize("text", ["{", "{}", '{"since": "x", "hold": false}', '{"since": 1}'])
def test_old_files_whose_note_makes_no_sense_are_kept(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "generation-1.kept"
    kept.mkdir()
    assert generations.drop_old(tmp_path, START, 0) == 0, "no note at all"
    (kept / generations.SINCE).write_text(text)
    assert generations.drop_old(tmp_path, START, 0) == 0 and kept.exists()


# ---------------------------------------------------------------- the rest of the core


def test_a_keyring_slot_without_its_item_is_damage_and_none_is_none(tmp_path: Path) -> None:
    file, key = made(tmp_path)
    assert keyring_slot.look(file) is None and keyring_slot.disable(file) is None
    file.put_slot(keyring_slot.NAME, {"backend": "x"}, key)
    with pytest.raises(Damaged, match=r"keys\.slot"):
        keyring_slot.look(file)


@pytest.mark.parametrize(("error", "state"), [
    (RuntimeError("x"), "no_service"), (OSError("x"), "no_service"), (ImportError("x"), "unfit"), (ValueError("x"), "unfit"),
])  # fmt: skip
def test_a_store_that_cannot_even_be_loaded(
    monkeypatch: pytest.MonkeyPatch, error: Exception, state: str
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(keyring_slot, "_store", fails)
    assert keyring_slot.ask(lambda store: "x").state == state


def test_a_computer_that_does_not_know_its_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert keyring_slot._user() == ""


def test_a_store_of_papers_that_cannot_be_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "papers", KEY)
    digest = store.keep(b"paper")
    (path,) = store.files()
    path.unlink()
    path.mkdir()
    with pytest.raises(Unavailable, match=r"disk\.read_only"):
        store.fetch(digest)
    assert store.size(digest) > 0 and FileStore(tmp_path / "none", KEY).size(digest) == 0


def test_a_person_without_keys_opens_nothing() -> None:
    assert vault.PersonalSealer().open(b"age-encryption.org/v1") is None
