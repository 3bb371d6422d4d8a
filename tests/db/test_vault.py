"""Keys on disk: who gets in, who does not, and how a wrong key, damage and a lost file are told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError, Damaged, NotAllowed, Unavailable
from db import vault
from db.vault import KeyFile, PersonalSealer, Strength

CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567-89ABC-DEFGH"


def make(folder: Path) -> tuple[KeyFile, bytes]:
    file, key, _ = KeyFile.create(folder, code=CODE, training=True, memory_id="m1")
    return file, key


def test_a_fresh_code_can_be_read_from_paper() -> None:
    code = vault.new_code()
    assert [len(group) for group in code.split("-")] == [5] * 8
    assert not set(code) & set("IO01") and code != vault.new_code()


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("-", "")])
def test_the_code_opens_however_it_is_typed(tmp_path: Path, typed: str) -> None:
    _, key = make(tmp_path)
    assert KeyFile.read(tmp_path).by_code(typed) == key and len(key) == 32


def test_a_wrong_code_and_a_wrong_password(tmp_path: Path) -> None:
    file, key = make(tmp_path)
    with pytest.raises(NotAllowed, match=r"keys\.wrong_code"):
        file.by_code(CODE.replace("A", "B"))
    file.add_password("clerk", "correct horse", key)
    read = KeyFile.read(tmp_path)
    assert read.by_password("clerk", "correct horse") == key
    assert read.by_password("clerk", "wrong horse") is None
    assert read.by_password("nobody", "correct horse") is None


def test_no_secret_lies_open_in_the_file(tmp_path: Path) -> None:
    file, key = make(tmp_path)
    file.add_password("clerk", "correct horse", key)
    text = (tmp_path / vault.FILE).read_text()
    assert key.hex() not in text and "correct" not in text and "ABCDE" not in text
    assert "AGE-SECRET" not in text.upper()


def test_a_slot_of_another_folder_or_another_person_does_not_open(tmp_path: Path) -> None:
    file, key = make(tmp_path)
    file.add_password("clerk", "correct horse", key)
    path = tmp_path / vault.FILE
    content = json.loads(path.read_text())
    content["slots"]["clerk:leader"] = content["slots"]["clerk:clerk"]
    path.write_text(json.dumps(content))
    assert KeyFile.read(tmp_path).by_password("leader", "correct horse") is None
    content["memory"] = "m2"
    path.write_text(json.dumps(content))
    assert KeyFile.read(tmp_path).by_password("clerk", "correct horse") is None


def test_never_a_new_key_while_a_database_or_a_key_file_exists(tmp_path: Path) -> None:
    make(tmp_path)
    before = (tmp_path / vault.FILE).read_bytes()
    with pytest.raises(Unavailable, match=r"keys\.exists"):
        make(tmp_path)
    assert (tmp_path / vault.FILE).read_bytes() == before
    (tmp_path / vault.FILE).unlink()
    (tmp_path / "desk.db").write_bytes(b"x")
    with pytest.raises(Unavailable, match=r"keys\.exists"):
        make(tmp_path)


def test_the_last_three_files_are_kept(tmp_path: Path) -> None:
    file, key = make(tmp_path)
    for place in range(5):
        file.add_password(f"clerk{place}", "correct horse", key)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [vault.FILE, *(f"{vault.FILE}.{age}" for age in (1, 2, 3))]
    slots = [len(json.loads((tmp_path / name).read_text())["slots"]) for name in kept]
    assert slots == [7, 6, 5, 4]


def whole(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / vault.FILE).read_text())
    return content


DAMAGE: dict[str, Any] = {
    "no json": lambda c: "{",
    "a list": lambda c: "[]",
    "no slots": lambda c: json.dumps({k: v for k, v in c.items() if k != "slots"}),
    "slots are a list": lambda c: json.dumps({**c, "slots": []}),
    "no recovery slot": lambda c: json.dumps({**c, "slots": {}}),
    "check is a number": lambda c: json.dumps({**c, "check": 1}),
    "no name": lambda c: json.dumps({k: v for k, v in c.items() if k != "memory"}),
    "a slot without salt": lambda c: json.dumps({**c, "slots": {"recovery": {"kdf": "argon2id"}}}),
    "another kdf": lambda c: json.dumps(
        {**c, "slots": {"recovery": {**c["slots"]["recovery"], "kdf": "md5"}}}
    ),
    "no base64": lambda c: json.dumps({**c, "slots": {"recovery": {**c["slots"]["recovery"], "nonce": "?"}}}),
    "endless memory": lambda c: json.dumps(
        {**c, "slots": {"recovery": {**c["slots"]["recovery"], "memory": 2**40}}}
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_key_file_is_called_damaged_and_not_a_wrong_code(tmp_path: Path, what: str) -> None:
    make(tmp_path)
    (tmp_path / vault.FILE).write_text(DAMAGE[what](whole(tmp_path)))
    with pytest.raises(Damaged, match=r"keys\.(file|slot|not_ours)"):
        KeyFile.read(tmp_path).by_code(CODE)


def test_a_key_that_belongs_to_another_folder_is_told(tmp_path: Path) -> None:
    file, _ = make(tmp_path)
    with pytest.raises(Damaged, match=r"keys\.not_this_folder"):
        file.add_password("clerk", "correct horse", bytes(32))


def test_no_key_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"keys\.none"):
        KeyFile.read(tmp_path)


def test_real_folders_are_hard_to_try() -> None:
    assert vault.FULL.memory >= 64 * 1024 and vault.FULL.passes >= 3


def test_a_wrapped_secret_knows_its_context() -> None:
    slot = vault.wrap(b"secret", "pass", "account|clerk", Strength(1024, 1, 1))
    assert vault.unwrap(slot, "pass", "account|clerk") == b"secret"
    assert vault.unwrap(slot, "pass", "account|leader") is None


def test_a_sealed_part_has_two_holders_and_opens_for_each() -> None:
    one, other, third = (vault.Identity.fresh() for _ in range(3))
    sealed = PersonalSealer().seal(b"plain", (one.public, other.public))
    assert [PersonalSealer((who,)).open(sealed) for who in (one, other, third)] == [b"plain", b"plain", None]
    with pytest.raises(Unavailable, match=r"seal\.too_few_holders"):
        PersonalSealer().seal(b"plain", (one.public, one.public))
    assert PersonalSealer((one,)).open(sealed[:-1] + bytes([sealed[-1] ^ 1])) is None


def test_every_refusal_is_an_error_of_ours() -> None:
    assert issubclass(Damaged, AppError) and Damaged.exit_code == 3


def test_a_key_file_is_carried_to_another_desk_without_the_slot_of_its_computer(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    file, key, _ = KeyFile.create(tmp_path / "one", code=CODE, training=True, memory_id="m")
    file.put_slot("keyring", {"kdf": "none"}, key)
    told: list[set[str]] = []
    file.told = lambda slots: told.append(set(slots))
    content = vault.portable(file, without="keyring")
    there = vault.carried_here(tmp_path / "two", content)
    assert there.by_code(CODE) == key and "keyring" not in there.names and "keyring" in file.names
    file.drop_slot("keyring")
    file.add_password("clerk", "a-passphrase", key)
    assert told == [{"keyring"}, {"clerk:clerk"}], "other desks are told of each change"
    with pytest.raises(Unavailable, match=r"keys\.exists"):
        vault.carried_here(tmp_path / "two", content)
    (tmp_path / "three").mkdir()
    with pytest.raises(Damaged, match=r"keys\.not_ours"):
        vault.carried_here(tmp_path / "three", {"slots": {}})
