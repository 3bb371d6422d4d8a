"""How the desks of a hall hand each other the slots of their key files: through the database, under the data key.

Each desk has a key file of its own. A password that was changed at one desk must open the folder at the others, too, and
one that was closed must not. A slot alone could be tried for its password, so on the server it lies under the data key: a
desk that is open takes over what is new, the server's administrator reads nothing. The keyring's slot stays at its computer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine

from app.errors import Damaged
from db import bell, keyring_slot, vault
from db.cipher import FieldCipher
from db.engine import translating, writing
from db.statements import Statements

Slots = Mapping[str, dict[str, Any] | None]


class SharedSlots:
    """The slots that the desks of a hall share."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine = engine
        self._sql = Statements(engine)
        self._cipher = cipher

    def publish(self, found: Slots) -> None:
        """Tells the other desks of slots that were put in, or taken away (None). What they know is not told again."""
        with writing(self._engine) as connection:
            known = self._read(connection)
            fresh = {
                name: slot
                for name, slot in found.items()
                if name != keyring_slot.NAME and (name not in known or known[name] != slot)
            }
            for name, slot in fresh.items():
                text = "" if slot is None else self._cipher.text(json.dumps(slot, sort_keys=True))
                self._sql.run(
                    connection,
                    "INSERT INTO way_in (name, slot) VALUES (?, ?) "
                    "ON CONFLICT (name) DO UPDATE SET slot = excluded.slot",
                    (name, text),
                )
            bell.ring(connection, self._sql, {bell.KEYS} if fresh else set())

    def publish_all(self, keys: vault.KeyFile) -> None:
        """Tells every slot of a key file: the first time somebody is invited."""
        self.publish({name: keys.slot(name) for name in keys.names})

    def take_over(self, keys: vault.KeyFile) -> bool:
        """Brings a key file up to what the other desks told; False when there was nothing new."""
        with translating(), self._engine.connect() as connection:
            told = self._read(connection)
        keys.refresh()
        mine = {name: keys.slot(name) or {} for name in keys.names}
        wanted = {**mine, **{name: slot for name, slot in told.items() if slot is not None}}
        for name, slot in told.items():
            if slot is None:
                wanted.pop(name, None)
        if wanted == mine:
            return False
        keys.fill(wanted)
        return True

    def readable(self) -> bool:
        """Whether there are slots, and our key reads them: this is the database that our key is of."""
        with translating(), self._engine.connect() as connection:
            return bool(self._read(connection))

    def _read(self, connection: Connection) -> dict[str, dict[str, Any] | None]:
        found: dict[str, dict[str, Any] | None] = {}
        for name, text in self._sql.run(connection, "SELECT name, slot FROM way_in").fetchall():
            found[str(name)] = self._opened(str(text)) if text else None
        return found

    def _opened(self, text: str) -> dict[str, Any]:
        try:
            slot = json.loads(self._cipher.open_text(text))
        except ValueError as error:
            raise Damaged("keys.slot") from error
        if not isinstance(slot, dict):
            raise Damaged("keys.slot")
        return slot
