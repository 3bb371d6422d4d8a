"""Looks for keys, codes and passwords where none may be: on disk, in logs, in the environment and the words of children.

A scripted office works in a room of its own (home, temp and log folders included), is killed twice, changes its key, and is
then searched for every secret it ever had, in every form a careless line might have written it.
"""

from __future__ import annotations

import argparse
import base64
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.account import Role
from app.exchange.keys import StationKeys, TrustCard
from app.services.exchange import pin
from app.services.papers import issue
from app.services.sending import export
from db import folder as folders
from db import generations, keyring_slot, slots, vault
from db.backup import FolderBackups
from db.folder import NewAccount
from db.station_keys import ROW, station_keys
from tests import stores
from tests.desks import START, UNITS, office, registers
from tests.faults.backup_harness import in_child
from tests.faults.rotation_harness import die_at_effect
from ui.bootstrap.opening import Desk, exchange_desk, open_desk, package_target
from ui.bootstrap.rotating import rotate_keys

CODE = "KFMQT-7WXRB-HN3CE-PZ4VY-LD6GS-A2JU5-XTRWQ-BMEHF"
PASSWORDS = {"clerk": "tongue-lantern-orchard-41", "leader": "granite-saddle-whistle-77"}
FAULTS = ("", "log", "environment", "argument", "draft")
SHORTEST = 8
"""Bytes of a secret below which finding it would be chance."""


def works(room: Path, fault: str) -> None:
    """A day of an office: founded, registered, printed, saved, handed over; the secrets go to the parent over a pipe."""
    place = room / "desk"
    people = tuple(
        NewAccount(id=name, name=f"示范{name}", role=Role(name), password=word)
        for name, word in PASSWORDS.items()
    )
    opened = folders.create(place, office(training=False), people, code=CODE, now=START, units=UNITS)
    keyring_slot.enable(opened.keys, opened.key)
    station_keys(opened.memory)
    opened.memory.close()
    desk = signed_in(place, "clerk")
    number = registers(desk.session).number
    registers(desk.session, "举报村干部侵占资金", purpose="accusation")
    issue(desk.session, number, "D02")
    desk.drafts.save("clerk", 1, key="k", content={"a": "没写完"}, saved_at=1)
    (room / "stick").mkdir()
    FolderBackups(desk.opened).take([room / "stick"], START)
    hands_over(desk, room / "stick")
    careless(desk, room, fault)
    subprocess.run([sys.executable, "-c", "import os"], check=True)
    desk.close()


def hands_over(desk: Desk, stick: Path) -> None:
    """A package to a county whose keys were pinned."""
    county, _, _ = StationKeys.fresh()
    card = TrustCard(
        station="CT01", office="示范县信访局", role="county", sign=county.sign_public, box=county.box_public
    )
    leader = signed_in(desk.opened.folder, "leader")
    pin(leader.session, card, compared=card.fingerprint)
    leader.close()
    again = signed_in(
        desk.opened.folder, desk.session.account.id
    )  # who came before does not know what was pinned
    export(exchange_desk(again), package_target(str(stick)))
    again.close()


def signed_in(place: Path, account: str) -> Desk:
    """Somebody who came in by their password."""
    return open_desk(place, account=account, password=PASSWORDS[account], environment={})


def careless(desk: Desk, room: Path, fault: str) -> None:
    """The planted faults: a secret written where somebody debugged."""
    key = desk.opened.key
    if fault == "log":
        logging.getLogger("petition_desk").warning("opened with %s", base64.b64encode(key).decode())
    elif fault == "environment":
        os.environ["DESK_KEY"] = key.hex().upper()
    elif fault == "argument":
        subprocess.run([sys.executable, "-c", "import os", key.hex()], check=True)
    elif fault == "draft":
        (room / "tmp" / "recovery.txt").write_bytes(CODE.encode("utf-16-le"))


def changes_the_key(place: Path, at: int = 0) -> None:
    """A new data key; dies at its `at`-th effect."""
    desk = signed_in(place, "leader")
    if at:
        die_at_effect(at)
    rotate_keys(desk, reason="一人离岗")


def dies_while_registering(place: Path) -> None:
    """A crash with everything open."""
    desk = signed_in(place, "clerk")
    registers(desk.session, "第三件")
    os.kill(os.getpid(), 9)


def secrets_of(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every secret of a folder, by name. The passwords and the code are known; everything else is opened with them."""
    keys = vault.KeyFile.read(place)
    key = keys.by_code(CODE)
    yield f"data key {keys.generation}", key
    for name in keys.names:
        slot = keys.slot(name) or {}
        phrase = (
            vault.same_code(CODE) if name.startswith("recovery") else PASSWORDS.get(name.partition(":")[2])
        )
        if phrase is not None:
            strength = slots.Strength(slot["memory"], slot["passes"], slot["lanes"])
            yield f"stretched {name}", slots._stretched(phrase, slots.bytes_of(slot["salt"]), strength)
            secret = vault.unwrap(slot, phrase, keys.place(name).secret_context)
            assert secret is not None
            yield f"secret of {name}", secret
    opened = folders.open_by_code(place, CODE)
    with opened.memory.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT value FROM local WHERE name = ?", (ROW,)).fetchone()
    held = json.loads(str(row[0] if row is not None else "{}"))
    for account, password in PASSWORDS.items():
        found = opened.memory.credentials.get(account)
        secret = None if found is None else vault.unwrap(found[0], password, f"account|{account}")
        assert secret is not None
        yield f"own key of {account}", secret
    opened.memory.close()
    yield "station's signing key", bytes.fromhex(held["sign"])
    yield "station's receiving key", str(held["box"]).encode()


def forms(secret: bytes) -> Iterator[tuple[str, bytes]]:
    """A secret as a careless line might have written it."""
    yield "raw", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    yield "repr", repr(secret)[2:-1].encode()
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + secret)
        yield f"base64+{shift}", text[4 if shift else 0 : len(text) - 4]
    yield "base64url", base64.urlsafe_b64encode(secret).rstrip(b"=")[:-1]
    for name in ("utf-16-le", "utf-16-be"):
        yield name, secret.hex().encode().decode().encode(name)
        try:
            yield f"text {name}", secret.decode("ascii").encode(name)
        except UnicodeDecodeError:
            continue


def found_in(room: Path, extra: dict[str, bytes], known: list[tuple[str, bytes]]) -> list[str]:
    """Where a secret lies open: in files of the room, and in what else was seen (environment, words of children).

    A file that is all zeros, as a ballast is, holds none.
    """
    sought = {
        text: f"{name} as {form}"
        for name, secret in known
        for form, text in forms(secret)
        if len(text) >= SHORTEST
    }
    read = {str(path.relative_to(room)): path.read_bytes() for path in room.rglob("*") if path.is_file()}
    seen = {where: data for where, data in read.items() if data.strip(b"\0")}
    return [
        f"{what} in {where}"
        for where, data in (seen | extra).items()
        for text, what in sought.items()
        if text in data
    ]


def overheard(log: Path) -> None:
    """Writes down the words and the environment of every child that is started from here on."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
            with open(log, "ab") as file:
                file.write(repr(given).encode() + repr(sorted(os.environ.items())).encode())

    sys.addaudithook(hook)


def run(room: Path, fault: str) -> dict[str, object]:
    """One day, two crashes, one change of the key, one search."""
    for name in ("tmp", "home"):
        (room / name).mkdir()
    heard = room.with_name(room.name + "-heard")
    heard.touch()
    os.environ |= {
        "HOME": str(room / "home"),
        "TMPDIR": str(room / "tmp"),
        "XDG_CONFIG_HOME": str(room / "home"),
    }
    tempfile.tempdir = str(room / "tmp")
    logging.basicConfig(filename=room / "desk.log", level=logging.DEBUG)
    os.environ["PYTHON_KEYRING_BACKEND"] = "tests.stores.Remembering"
    keyring_slot.ALLOWED = {"tests.stores.Remembering"}
    vault.FULL = vault.Strength(1024, 1, 2)  # type: ignore[misc]
    overheard(heard)
    works(room, fault)
    place = room / "desk"
    known = [*secrets_of(place), ("code", CODE.encode()), ("code", vault.same_code(CODE).encode())]
    known += [(f"password of {name}", word.encode()) for name, word in PASSWORDS.items()]
    known += [("keyring", slots.bytes_of(value)) for value in stores.Remembering.kept.values()]
    in_child(lambda: dies_while_registering(place))
    in_child(lambda: changes_the_key(place, 30))
    known += secrets_of(place)
    found = found_in(room, {}, known)
    changes_the_key(place)
    known += secrets_of(place)
    extra = {"children": heard.read_bytes(), "own environment": Path("/proc/self/environ").read_bytes(),
             "own words": Path("/proc/self/cmdline").read_bytes()}  # fmt: skip
    found += found_in(room, extra, known)
    heard.unlink()
    kept = generations.kept_generations(place)
    return {"ok": not found, "secrets": len(known), "kept": len(kept), "found": sorted(set(found))[:20]}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="look for keys where none may be")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-leaks-") as room:
        found = run(Path(room), chosen.fault)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
