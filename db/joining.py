"""How a further desk gets into a hall: an invitation from a desk that is in, and a person's own way in. Decision 0166.

The invitation holds the address of the database and the key file of the hall: slots that only a password or the recovery
code opens. It holds no data key. The whole is sealed to a code that is shown once and goes another way than the file. So
who has file and code still needs a password, and nothing of it is read off the server.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.clock import milliseconds
from app.errors import AppError, Damaged, NotAllowed, Refused, Unavailable
from db import keyring_slot, server_address, vault
from db.cipher import Sealed
from db.durable import own_disk
from db.engine import writing
from db.folder import Opened, opened_with, undo_founding
from db.memory import HALL
from db.shared_shelf import SharedShelf
from db.shared_slots import SharedSlots
from db.shared_store import SharedStore
from db.shelf import FOLDER as SHELF
from db.shelf import FolderShelf
from db.store import FOLDER as PAPERS
from db.store import FileStore

FORM = 1
VALID = timedelta(days=7)
"""How long an invitation may be used; the code would hold longer, a stick that lies about should not."""
_CONTEXT = "petition-desk invitation|1"
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation says: address, station and name of the office, until when (UTC ms), the key file's content."""

    address: str
    station: str
    office: str
    until: int
    keys: dict[str, Any]

    @property
    def training(self) -> bool:
        """Whether it leads to a training hall, whose clock may be set. Raises Damaged("keys.slot")."""
        return vault.KeyFile(Path(), self.keys).training

    def require_valid(self, now: datetime) -> None:
        """Raises Refused("hall.invitation_old")."""
        if milliseconds(now) > self.until:
            raise Refused("hall.invitation_old")


def invite(
    opened: Opened, office: str, now: datetime, *, address: str = "", step: Callable[[], None] = lambda: None
) -> tuple[bytes, str]:
    """An invitation's bytes and its code; from the first one on, kept files and ways in are shared through the server.

    `address` is the server's as other computers see it, where that differs. `step` is called after each shared file.
    Raises Refused("hall.own_file", "server.no_tls"), BadInput("server.address"), Unavailable("db.no_server").
    """
    own = server_address.kept(opened.folder, opened.key)
    if not own:
        raise Refused("hall.own_file")
    chosen = server_address.checked(address) if address else own
    keys = opened.keys
    SharedStore(FileStore(opened.folder / PAPERS, opened.key, keys.suite), opened.memory.engine).share(step)
    SharedShelf(FolderShelf(opened.folder / SHELF), opened.memory.engine).share()
    SharedSlots(opened.memory.engine, Sealed(opened.key)).publish_all(keys)
    with writing(opened.memory.engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO local (name, value) VALUES (%s, '1') ON CONFLICT (name) DO NOTHING", (HALL,)
        )
    content = {
        "address": chosen,
        "station": opened.memory.station,
        "office": office,
        "until": milliseconds(now + VALID),
        "keys": vault.portable(keys, without=keyring_slot.NAME),
    }
    code = vault.new_code()
    strength = vault.TRAINING if keys.training else vault.FULL
    sealed = vault.wrap(json.dumps(content).encode(), vault.same_code(code), _CONTEXT, strength, keys.suite)
    return json.dumps({"invitation": FORM, "id": secrets.token_hex(8)} | sealed).encode(), code


def read_invitation(data: bytes, code: str) -> Invitation:
    """Opens an invitation with its code.

    Raises Damaged("hall.invitation"), NotAllowed("hall.wrong_code"), Unavailable("hall.newer_program").
    """
    try:
        outer = json.loads(data[:_LARGEST])
        form = int(outer["invitation"])
        if form > FORM:
            raise Unavailable("hall.newer_program")
        plain = vault.unwrap(outer, vault.same_code(code), _CONTEXT)
        if plain is None:
            raise NotAllowed("hall.wrong_code", field="code")
        found = Invitation(**json.loads(plain))
    except (Damaged, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged("hall.invitation", field="file") from error
    return found


WayIn = Callable[[vault.KeyFile], bytes | None]
"""How the person who joins opens the data key: by password or recovery code; None when it is wrong."""


def join(folder: Path, invitation: Invitation, way_in: WayIn, way: str, *, address: str = "") -> Opened:
    """Makes the folder of a further desk: key file, address; the database is the hall's. Nothing is left when it fails.

    `address` replaces the invitation's. Raises Unavailable("folder.not_empty", "db.no_server"), NotAllowed("sign_in.wrong",
    "keys.wrong_code"), Damaged("hall.other_station", "db.not_ours"), BadInput("server.address"), Refused("server.no_tls").
    """
    chosen = server_address.checked(address or invitation.address)
    fresh = not folder.exists()
    with ExitStack() as undo:
        with own_disk():
            if not fresh and any(folder.iterdir()):
                raise Unavailable("folder.not_empty")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            undo.callback(undo_founding, folder, fresh)
            keys = vault.carried_here(folder, invitation.keys)
            key = way_in(keys)
            if key is None:
                raise NotAllowed("sign_in.wrong", field="password")
            server_address.keep(folder, chosen, key)
        opened = opened_with(folder, keys, key, way)
        undo.callback(opened.memory.close)
        _require_same(opened, invitation)
        undo.pop_all()
    return opened


def leave(folder: Path, fresh: bool) -> None:
    """Takes away what joining has made, when the last step fails: the folder was empty or not there (`fresh`) before."""
    for item in folder.iterdir():
        shutil.rmtree(item) if item.is_dir() else item.unlink()
    if fresh:
        folder.rmdir()


def _require_same(opened: Opened, invitation: Invitation) -> None:
    """That the database behind the address is the one that was meant, and that our key reads it."""
    memory = opened.memory
    if memory.station != invitation.station or not memory.is_hall:
        raise Damaged("hall.other_station", station=memory.station)
    try:
        readable = SharedSlots(memory.engine, Sealed(opened.key)).readable()
    except AppError as error:
        raise Damaged("hall.other_station", station=memory.station) from error
    if not readable:
        raise Damaged("hall.other_station", station=memory.station)
