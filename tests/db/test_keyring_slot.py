"""The keyring slot: a real Secret Service, none, a locked one, a silent one, one that lies; never a guess, never a hang."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.clock import stopwatch
from app.errors import AppError, NotAllowed, Unavailable
from db import keyring_slot, slots, vault
from db.keyring_slot import State
from db.vault import KeyFile
from tests import stores
from tests.desks import CODE, folder
from tests.rules.tree import REPOSITORY
from tests.secret_service import a_bus, gnome_keyring, silent_service
from ui.bootstrap.keyring import disable_keyring, enable_keyring, keyring_status
from ui.bootstrap.opening import Desk, open_desk
from ui.bootstrap.ways_in import ways_in

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""keyring leaves its connection to the bus open when a store refuses; the fixture collects what a test left behind."""
REAL = "keyring.backends.SecretService.Keyring"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A session bus of this test alone."""
    with a_bus(monkeypatch) as home:
        yield home
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A training folder, and its recovery code beside it."""
    folder(tmp_path / "desk").memory.close()
    (tmp_path / "code").write_text(CODE)
    return tmp_path / "desk"


def by_code(place: Path, account: str = "leader") -> Desk:
    """A desk opened with the recovery file (and the keyring before it, where there is a slot)."""
    environment = {"PETITION_DESK_RECOVERY_FILE": str(place.parent / "code")}
    return open_desk(place, account=account, environment=environment)


def by_nothing(place: Path) -> Desk:
    """A desk opened with no secret at all but what the keyring has."""
    return open_desk(place, account="leader", environment={})


def enabled(place: Path) -> None:
    desk = by_code(place)
    found = enable_keyring(desk)
    desk.close()
    assert (found.slot, found.state, found.error) == (True, "found", None)


def refused(place: Path) -> str:
    """The code of the refusal when nothing but the keyring could open the folder, and what `status` says of it."""
    with pytest.raises(AppError) as caught:
        by_nothing(place)
    status = keyring_status(place)
    assert status.slot and status.error is not None and status.error.code == caught.value.code
    assert f"keyring.{status.state}" == caught.value.code
    return caught.value.code


def slot_of(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place / vault.FILE).read_text())["slots"]["keyring"]
    return found


def other_store(monkeypatch: pytest.MonkeyPatch, name: str, *, fit: bool = True) -> None:
    """Makes a store of tests/stores.py the one of this computer."""
    stores.Remembering.kept.clear()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"tests.stores.{name}")
    if fit:
        monkeypatch.setattr(keyring_slot, "ALLOWED", {f"tests.stores.{name}"})


def test_a_real_secret_service_opens_the_folder_and_gives_it_up_again(bus: Path, place: Path) -> None:
    with gnome_keyring():
        assert keyring_status(place).slot is False and ways_in(place).keyring is False
        enabled(place)
        assert slot_of(place)["backend"] == REAL and ways_in(place).keyring
        desk = by_nothing(place)
        assert desk.opened.way == "keyring" and desk.keyring_problem is None
        assert disable_keyring(desk).error is None
        desk.close()
        with pytest.raises(Unavailable, match=r"keys\.no_way_in"):
            by_nothing(place)
        by_code(place).close()


def test_what_lies_in_the_store_opens_nothing_without_the_key_file_and_the_other_way_round(
    bus: Path, place: Path
) -> None:
    with gnome_keyring():
        enabled(place)
        opened = by_nothing(place).opened
        key = opened.key.hex()
        opened.memory.close()
        kept = keyring_slot.ask(
            lambda store: store.get_password(keyring_slot.SERVICE, slot_of(place)["item"])
        ).value
        assert (
            kept
            and kept not in (place / vault.FILE).read_text()
            and key not in (place / vault.FILE).read_text()
        )
        assert bytes.fromhex(key) not in kept.encode() and slots.bytes_of(kept).hex() != key


def test_a_second_slot_replaces_the_first_in_the_store_too(bus: Path, place: Path) -> None:
    with gnome_keyring():
        enabled(place)
        first = slot_of(place)["item"]
        enabled(place)
        assert slot_of(place)["item"] != first
        answer = keyring_slot.ask(lambda store: store.get_password(keyring_slot.SERVICE, first))
        assert answer.state is State.MISSING
        by_nothing(place).close()


def collection(act: str) -> None:
    """Locks or deletes the default collection of the present bus."""
    import secretstorage

    connection = secretstorage.dbus_init()
    found = secretstorage.get_default_collection(connection)
    found.lock() if act == "lock" else found.delete()
    connection.close()


def test_a_locked_collection_is_called_locked_and_the_code_still_opens(bus: Path, place: Path) -> None:
    with gnome_keyring():
        enabled(place)
        collection("lock")
        assert refused(place) == "keyring.locked"
        desk = by_code(place)
        assert desk.opened.way == "recovery"
        assert desk.keyring_problem is not None and desk.keyring_problem.code == "keyring.locked"
        desk.close()


def test_a_deleted_collection_loses_nothing_and_makes_no_new_key(bus: Path, place: Path) -> None:
    with gnome_keyring():
        enabled(place)
        before = (place / vault.FILE).read_bytes()
        collection("delete")
        assert refused(place) in ("keyring.not_ready", "keyring.missing")
        assert (place / vault.FILE).read_bytes() == before
        by_code(place).close()


def test_an_entry_that_somebody_removed_is_missing_and_says_where_it_was(bus: Path, place: Path) -> None:
    with gnome_keyring():
        enabled(place)
        item = slot_of(place)["item"]
        keyring_slot._forget(item, keyring_slot.LIMIT)
        assert refused(place) == "keyring.missing"
        assert keyring_status(place).backend == REAL


def test_without_any_bus_there_is_no_service(bus: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with gnome_keyring():
        enabled(place)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert refused(place) == "keyring.no_service"
    desk = by_code(place)
    with pytest.raises(Unavailable, match=r"keyring\.no_service"):
        enable_keyring(desk)
    assert slot_of(place)["backend"] == REAL, "a slot that cannot be renewed stays"
    desk.close()


def test_a_service_that_never_answers_is_left_after_its_time(
    bus: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gnome_keyring():
        enabled(place)
    with silent_service():
        keys = KeyFile.read(place)
        began = stopwatch()
        found = keyring_slot.look(keys, limit=0.3)
        assert found is not None and found[0].state is State.NO_ANSWER and found[1] is None
        assert stopwatch() - began < keyring_slot.LIMIT, "asked once, and left behind"
        with pytest.raises(Unavailable, match=r"keyring\.no_answer"):
            keyring_slot.enable(keys, by_code_key(place), limit=0.3)


def by_code_key(place: Path) -> bytes:
    return KeyFile.read(place).by_code(CODE)


def test_the_limit_is_five_seconds() -> None:
    assert keyring_slot.LIMIT <= 5.0


@pytest.mark.parametrize("name", ["Lying", "Forgetting"])
def test_a_store_that_does_not_give_back_what_it_was_given_gets_no_slot(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    other_store(monkeypatch, name)
    before = (place / vault.FILE).read_bytes()
    desk = by_code(place)
    with pytest.raises(Unavailable, match=r"keyring\.changed"):
        enable_keyring(desk)
    desk.close()
    assert (place / vault.FILE).read_bytes() == before


@pytest.mark.parametrize("text", ["", "no base64 at all!", "c2hvcnQ=", None])
def test_a_store_that_begins_to_lie_later_is_not_believed(
    place: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    other_store(monkeypatch, "Remembering")
    enabled(place)
    kept = stores.Remembering.kept
    (name,) = kept
    kept[name] = slots.text_of(b"\1" * 32) if text is None else text
    assert refused(place) == "keyring.changed"


@pytest.mark.parametrize(
    "name",
    ["tests.stores.Remembering", "keyring.backends.null.Keyring", "keyring.backends.fail.Keyring",
     "keyring.backends.chainer.ChainerBackend"],
)  # fmt: skip
def test_a_store_that_is_not_known_to_encrypt_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stores.Remembering.kept.clear()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    desk = by_code(place)
    with pytest.raises(Unavailable, match=r"keyring\.unfit") as caught:
        enable_keyring(desk)
    desk.close()
    assert caught.value.details["backend"] == name and not stores.Remembering.kept
    assert keyring_status(place).slot is False


def test_a_configured_store_that_is_not_there_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    assert keyring_slot.ask(lambda store: "x").state is State.UNFIT


def test_only_those_who_answer_for_the_keys_touch_the_slot(place: Path) -> None:
    desk = by_code(place, "clerk")
    for act in (enable_keyring, disable_keyring):
        with pytest.raises(NotAllowed, match=r"role\.other_needed"):
            act(desk)
    desk.close()


def test_the_command_line_from_init_to_disable(bus: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    environment = {**os.environ, "PETITION_DESK_RECOVERY_FILE": ""}

    def desk(*words: str, **more: str) -> tuple[int, dict[str, Any], str]:
        done = subprocess.run(
            [sys.executable, "-m", "ui", "--data", str(tmp_path / "d"), "--json", *words],
            cwd=REPOSITORY, env=environment | more, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr

    with gnome_keyring():
        made = desk("init", "--office", "示范县信访局", "--area", "410721", "--station", "LX07", "--training",
                    "--recovery-out", str(code), "--keyring")  # fmt: skip
        assert made[0] == 0 and made[1]["keyring"] is True
        assert desk("audit", "verify")[1]["ok"] is True, "the keyring alone opens it"
        assert desk("keyring", "status")[1] == {"slot": True, "state": "found", "backend": REAL}
        collection("lock")
        failed, told, _ = desk("audit", "verify")
        assert (failed, told["error"]["code"]) == (5, "keyring.locked") and told["error"]["do"]
        failed, _, said = desk("audit", "verify", PETITION_DESK_RECOVERY_FILE=str(code))
        assert failed == 0 and "锁着" in said, "opened by the code, and it says why not by the keyring"
        failed, told, _ = desk("keyring", "disable", "--as", "leader", PETITION_DESK_RECOVERY_FILE=str(code))
        assert (failed, told["slot"], told["state"]) == (0, False, "locked")
        assert desk("keyring", "status")[1]["slot"] is False
