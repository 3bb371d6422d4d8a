"""Every mix of keyring, recovery code, password and escrow: the data opens, or the program says why not. Never a guess."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from db import escrow, key_change, keyring_slot, slots, vault
from db import folder as folders
from db.backup import FolderBackups
from db.escrow import Officer
from db.slots import Place
from db.vault import KeyFile
from db.ways_in import ways_in
from tests import stores
from tests.db import slot_table
from tests.db.slot_table import SLOTS, Mix
from tests.desks import CODE, START, folder
from ui.bootstrap import key_care, opening
from ui.bootstrap.backups import restore_backup
from ui.bootstrap.keyring import keyring_status
from ui.bootstrap.opening import open_desk

ONE, TWO, THIRD = (vault.Identity.fresh() for _ in range(3))
OFFICERS = (Officer(name="甲", public=ONE.public), Officer(name="乙", public=TWO.public))
PASSWORD = folders.TRAINING_PASSWORD
WRONG = "B" + CODE[1:]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store in memory that counts as one that encrypts."""
    stores.Remembering.kept.clear()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.stores.Remembering")
    monkeypatch.setattr(keyring_slot, "ALLOWED", {"tests.stores.Remembering"})
    yield
    stores.Remembering.kept.clear()


@pytest.fixture
def place(tmp_path: Path, store: None) -> Path:
    """A folder with all four slots."""
    opened = folder(tmp_path / "d")
    keyring_slot.enable(opened.keys, opened.key)
    key_change.put_escrow(opened.keys, opened.key, OFFICERS, 5)
    opened.memory.close()
    return tmp_path / "d"


def lose(place: Path, mix: Mix) -> None:
    """Makes the folder and its store what the mix says."""
    state = mix.by_slot
    kept = stores.Remembering.kept
    for item in list(kept):
        if state["keyring"] == "lost":
            del kept[item]
        elif state["keyring"] == "wrong":
            kept[item] = slots.text_of(bytes(32))
    if state["escrow"] == "lost":
        KeyFile.read(place).drop_slot(vault.ESCROW)


def each_alone(place: Path, mix: Mix) -> tuple[str, ...]:
    """The ways that open the data key when tried one by one."""
    keys, state = KeyFile.read(place), mix.by_slot
    found = []
    looked = keyring_slot.look(keys)
    if looked is not None and looked[1] is not None:
        found.append("keyring")
    if state["recovery"] != "lost":
        try:
            keys.by_code(CODE if state["recovery"] == "there" else WRONG)
            found.append("recovery")
        except NotAllowed:
            pass
    if state["password"] != "lost":
        wrong = state["password"] == "wrong"
        found += (
            ["password"] if keys.by_password("clerk", "not it" if wrong else PASSWORD) is not None else []
        )
    found += ["escrow"] if by_escrow(place, mix) == "escrow" else []
    return tuple(found)


def by_escrow(place: Path, mix: Mix) -> str:
    """What the officers' command answers."""
    second = TWO if mix.by_slot["escrow"] != "wrong" else THIRD
    try:
        opened = key_care.open_by_escrow(place, [ONE.secret.encode(), second.secret.encode()])
    except AppError as error:
        return error.code
    opened.memory.close()
    return opened.way


def all_at_once(place: Path, mix: Mix) -> str:
    """What opening answers when code and password lie ready."""
    state, environment = mix.by_slot, {}
    for slot, variable, right, wrong in (
        ("recovery", "PETITION_DESK_RECOVERY_FILE", CODE, WRONG),
        ("password", "PETITION_DESK_PASSWORD_FILE", PASSWORD, "not it at all"),
    ):
        if state[slot] != "lost":
            file = place.parent / slot
            file.write_text(right if state[slot] == "there" else wrong)
            environment[variable] = str(file)
    try:
        found, problem = folders_opened(place, environment)
    except AppError as error:
        return error.code
    found.memory.close()
    assert (problem is not None) == (state["keyring"] != "there"), "a keyring that did not open is told"
    return found.way


def folders_opened(place: Path, environment: dict[str, str]) -> tuple[folders.Opened, AppError | None]:
    """The folder as the window and the command line open it, before anybody signs in."""
    return opening._opened(
        place, "clerk", opening.secret_file(environment, opening.PASSWORD_VARIABLE), environment
    )


@pytest.mark.parametrize("mix", list(slot_table.mixes()), ids=lambda mix: "-".join(mix.states))
def test_each_mix_is_as_the_table_says(place: Path, mix: Mix) -> None:
    lose(place, mix)
    before = (place / vault.FILE).read_bytes()
    assert each_alone(place, mix) == mix.opens
    assert all_at_once(place, mix) == mix.at_once
    assert by_escrow(place, mix) == mix.by_escrow
    assert (place / vault.FILE).read_bytes() == before, "looking for a way in changes no key"


def test_the_table_of_the_document_is_as_generated() -> None:
    text = slot_table.DOCUMENT.read_text(encoding="utf-8")
    assert text == slot_table.document(text), "run python -m tests.db.slot_table"
    assert len(list(slot_table.mixes())) == 3 ** len(SLOTS)


def test_each_single_loss_and_each_pair_but_the_last_way_is_survived() -> None:
    losses = [mix for mix in slot_table.mixes() if "there" in mix.states]
    assert all(mix.opens for mix in losses)
    assert [mix.states for mix in slot_table.mixes() if not mix.opens] == [
        states for states in (m.states for m in slot_table.mixes()) if "there" not in states
    ]


# ---------------------------------------------------------------- escrow


def test_one_officer_alone_opens_nothing_and_learns_nothing(place: Path) -> None:
    keys = KeyFile.read(place)
    key = keys.by_code(CODE)
    for alone in ((ONE,), (TWO,), (ONE, ONE), (ONE, THIRD)):
        with pytest.raises(NotAllowed, match=r"keys\.escrow_both"):
            key_change.by_escrow(keys, tuple(who.secret.encode() for who in alone))
    slot = keys.slot(vault.ESCROW) or {}
    half = escrow._half(slot["parts"][0], [ONE.secret.encode()], keys.place(vault.ESCROW))
    assert half is not None and len(half) == 32 and half != key
    assert key_change.by_escrow(keys, (TWO.secret.encode(), ONE.secret.encode())) == key, "in whatever order"


def test_escrow_needs_two_different_officers_and_real_keys(place: Path) -> None:
    keys = KeyFile.read(place)
    key = keys.by_code(CODE)
    for who in ((OFFICERS[0],), (OFFICERS[0], OFFICERS[0])):
        with pytest.raises(BadInput, match=r"keys\.escrow_two"):
            key_change.put_escrow(keys, key, who, 0)
    with pytest.raises(BadInput, match=r"keys\.escrow_key"):
        key_change.put_escrow(keys, key, (OFFICERS[0], Officer(name="x", public="age1x")), 0)


def test_the_fingerprint_shown_is_that_of_the_officers_key() -> None:
    groups = OFFICERS[0].fingerprint.split(" ")
    assert [len(group) for group in groups] == [5] * 8
    assert OFFICERS[0].fingerprint != OFFICERS[1].fingerprint
    assert Officer(name="other name", public=ONE.public).fingerprint == OFFICERS[0].fingerprint


def test_somebody_without_the_key_cannot_name_other_officers(place: Path) -> None:
    keys = KeyFile.read(place)
    key = keys.by_code(CODE)
    assert key_change.slipped_in(keys, key) == ()
    slot = dict(keys.slot(vault.ESCROW) or {})
    slot["officers"] = [slot["officers"][0], {"name": "乙", "public": THIRD.public}]
    keys.fill({name: keys.slot(name) or {} for name in keys.names} | {vault.ESCROW: slot})
    assert key_change.slipped_in(KeyFile.read(place), key) == (vault.ESCROW,)


def test_a_folder_whose_code_is_lost_gets_a_new_one_from_both_officers(place: Path) -> None:
    code = vault.new_code()
    key_care.recover_by_escrow(place, [ONE.secret.encode(), TWO.secret.encode()], code)
    keys = KeyFile.read(place)
    assert keys.by_code(code) and keys.holder_by_code(code) is None, "what is sealed is not in escrow"
    with pytest.raises(NotAllowed, match=r"keys\.wrong_code"):
        keys.by_code(CODE)


# ---------------------------------------------------------------- two ways, no new key


def test_founding_fails_whole_when_the_written_slots_do_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = KeyFile.by_password
    monkeypatch.setattr(KeyFile, "by_password", lambda self, account, password: None)
    with pytest.raises(Unavailable, match=r"keys\.two_ways"):
        folder(tmp_path / "d")
    assert not (tmp_path / "d").exists()
    monkeypatch.setattr(KeyFile, "by_password", real)
    monkeypatch.setattr(KeyFile, "holder_by_code", lambda self, code: None)
    with pytest.raises(Unavailable, match=r"keys\.two_ways"):
        folder(tmp_path / "d")


@pytest.mark.parametrize("left", [vault.FILE, f"{vault.FILE}.1", f"{vault.FILE}.new", "desk.db", "drafts.db"])
def test_no_new_key_beside_anything_that_an_old_key_may_have_written(tmp_path: Path, left: str) -> None:
    (tmp_path / left).write_bytes(b"x")
    with pytest.raises(Unavailable, match=r"keys\.exists"):
        KeyFile.create(tmp_path, code=CODE, training=True, memory_id="m")
    assert [path.name for path in tmp_path.iterdir()] == [left]


def test_a_lost_key_file_is_told_by_every_door_and_made_by_none(place: Path, tmp_path: Path) -> None:
    for name in vault.file_names():
        (place / name).unlink(missing_ok=True)
    before = sorted(path.name for path in place.iterdir())
    doors = (
        lambda: folders.open_by_code(place, CODE),
        lambda: folders.open_by_password(place, "clerk", PASSWORD),
        lambda: folders.open_by_keyring(place),
        lambda: ways_in(place),
        lambda: keyring_status(place),
        lambda: key_care.open_by_escrow(place, [ONE.secret.encode(), TWO.secret.encode()]),
        lambda: open_desk(place, account="clerk", code=CODE),
        lambda: open_desk(place, account="clerk", environment={}),
        lambda: folder(place),
    )
    codes = []
    for door in doors:
        with pytest.raises(AppError) as caught:
            door()
        codes.append(caught.value.code)
    assert codes == ["keys.lost"] * 8 + ["folder.not_empty"]
    assert sorted(path.name for path in place.iterdir()) == before


def test_a_rebuild_and_a_restore_keep_the_key(place: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.write_text(CODE)
    environment = {"PETITION_DESK_RECOVERY_FILE": str(code)}
    desk = open_desk(place, account="leader", environment=environment)
    key = desk.opened.key
    desk.rebuild(check=False)
    (tmp_path / "stick").mkdir()
    (made,) = FolderBackups(desk.opened).take([tmp_path / "stick"], START)
    assert not isinstance(made, AppError)
    desk.close()
    restore_backup(made.file, place, environment=environment)
    assert KeyFile.read(place).by_code(CODE) == key


def test_a_change_in_one_window_does_not_bring_back_a_code_that_another_made_void(place: Path) -> None:
    window, other = KeyFile.read(place), KeyFile.read(place)
    key, code = window.by_code(CODE), vault.new_code()
    holder = other.holder_by_code(CODE)
    assert holder is not None
    key_change.replace_code(other, code, holder, key, 1)
    window.add_password("clerk", "a new password", key)
    with pytest.raises(NotAllowed, match=r"keys\.wrong_code"):
        KeyFile.read(place).by_code(CODE)
    assert KeyFile.read(place).by_code(code) == key
    window.drop_slot("keyring")
    assert KeyFile.read(place).by_code(code) == key and "keyring" not in KeyFile.read(place).names


# ---------------------------------------------------------------- older files, proofs


def as_written_before(place: Path) -> bytes:
    """Turns the key file into one of form 1, as programs before slots had key pairs wrote it; the answer is the key."""
    keys = KeyFile.read(place)
    key = keys.by_code(CODE)
    content = json.loads((place / vault.FILE).read_text())
    for name, secret in (
        ("recovery", vault.same_code(CODE)),
        ("clerk:clerk", PASSWORD),
        ("clerk:leader", PASSWORD),
    ):
        slot = vault.wrap(key, secret, Place(keys.memory_id, 1, name).secret_context, vault.TRAINING)
        raw = slots.bytes_of(slot.pop("sealed"))
        del slot["alg"]
        content["slots"][name] = slot | {"nonce": slots.text_of(raw[:12]), "sealed": slots.text_of(raw[12:])}
    content = {k: content[k] for k in ("suite", "memory", "generation", "check", "slots")} | {"v": 1}
    (place / vault.FILE).write_text(json.dumps(content))
    return key


def test_a_key_file_of_an_older_program_opens_and_is_renewed_on_the_way(place: Path) -> None:
    key = as_written_before(place)
    assert KeyFile.read(place).by_password("leader", PASSWORD) == key
    folders.open_by_code(place, CODE).memory.close()
    folders.open_by_password(place, "clerk", PASSWORD).memory.close()
    rotates = {slot.name: slot.rotates for slot in key_change.seen(KeyFile.read(place))}
    assert rotates["recovery"] and rotates["clerk:clerk"] and not rotates["clerk:leader"]
    assert KeyFile.read(place).by_code(CODE) == key


def test_the_recovery_slot_of_an_older_program_must_be_renewed_before_the_key_is_changed(place: Path) -> None:
    key = as_written_before(place)
    with pytest.raises(Unavailable, match=r"keys\.rotate_needs_code"):
        key_change.carried_over(KeyFile.read(place), place, key, bytes(32), 1)


def test_a_file_of_a_newer_program_is_not_guessed_at(place: Path) -> None:
    content = json.loads((place / vault.FILE).read_text())
    (place / vault.FILE).write_text(json.dumps(content | {"v": 99}))
    with pytest.raises(Unavailable, match=r"keys\.newer_program"):
        KeyFile.read(place)
    (place / vault.FILE).write_text(json.dumps(content | {"v": 1, "suite": "rot13"}))
    with pytest.raises(Unavailable, match=r"suite\.unknown"):
        KeyFile.read(place).by_code(CODE)


def test_a_slot_moved_to_another_generation_does_not_open(place: Path) -> None:
    keys = KeyFile.read(place)
    slot = keys.slot("clerk:clerk") or {}
    secret = vault.unwrap(slot, PASSWORD, keys.place("clerk:clerk").secret_context)
    assert secret is not None
    with pytest.raises(Damaged, match=r"keys\.slot"):
        slots.unboxed(slot, secret, Place(keys.memory_id, 2, "clerk:clerk"))


def test_the_slots_are_shown_with_what_since_and_where(place: Path) -> None:
    seen = {slot.name: slot for slot in key_change.seen(KeyFile.read(place))}
    assert set(seen) >= {"recovery", "keyring", "escrow", "clerk:clerk"} and "recovery-holder" not in seen
    assert seen["keyring"].backend == "tests.stores.Remembering" and seen["keyring"].user
    assert seen["escrow"].fingerprints == tuple(o.fingerprint for o in OFFICERS) and seen["escrow"].since == 5
    assert seen["recovery"].since > 0 and seen["clerk:clerk"].account == "clerk"
    assert all(slot.alg for slot in seen.values())
    written = (KeyFile.read(place).slot(name) or {} for name in seen)
    assert not any(str(slot["sealed"]) in str(seen) for slot in written if "sealed" in slot)


# ---------------------------------------------------------------- another desktop


NAMES = {
    "GNOME": "keyring.backends.SecretService.Keyring",
    "KDE": "keyring.backends.kwallet.DBusKeyring",
    "Windows": "keyring.backends.Windows.WinVaultKeyring",
}


@pytest.mark.parametrize("old", NAMES)
@pytest.mark.parametrize("new", [*NAMES, "none"])
def test_a_change_of_the_desktop_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """Each desktop has a store of its own that knows nothing of the other's."""
    kept: dict[str, dict[tuple[str, str], str]] = {}

    def desktop(name: str) -> None:
        if name == "none":
            monkeypatch.setattr(keyring_slot, "_store", lambda: None)
            return
        module, _, cls = NAMES[name].rpartition(".")
        made = type(cls, (stores.Remembering,), {"__module__": module, "kept": kept.setdefault(name, {})})
        monkeypatch.setattr(keyring_slot, "_store", made)

    (tmp_path / "code").write_text(CODE)
    environment = {"PETITION_DESK_RECOVERY_FILE": str(tmp_path / "code")}
    opened = folder(tmp_path / "d")
    desktop(old)
    keyring_slot.enable(opened.keys, opened.key)
    opened.memory.close()
    assert (KeyFile.read(tmp_path / "d").slot("keyring") or {})["backend"] == NAMES[old]
    desktop(new)
    desk = open_desk(tmp_path / "d", account="leader", environment=environment)
    if new == old:
        assert desk.opened.way == "keyring"
    else:
        assert desk.opened.way == "recovery" and desk.keyring_problem is not None, "opened, and told"
    if new == "none":
        with pytest.raises(Unavailable, match=r"keyring\.no_service"):
            keyring_slot.enable(desk.opened.keys, desk.opened.key)
        assert (KeyFile.read(tmp_path / "d").slot("keyring") or {})["backend"] == NAMES[old]
    else:
        keyring_slot.enable(desk.opened.keys, desk.opened.key)
        assert (KeyFile.read(tmp_path / "d").slot("keyring") or {})["backend"] == NAMES[new]
        assert [len(items) for name, items in kept.items() if name == new] == [1], (
            "one item, whatever was there"
        )
    desk.close()
    if new != "none":
        again = open_desk(tmp_path / "d", account="leader", environment={})
        assert again.opened.way == "keyring" and again.keyring_problem is None
        again.close()
