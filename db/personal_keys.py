"""People's own keys in one open data folder: made, wrapped anew under another password, taken away.

A person's key lies in the database under the password; the same password opens a slot of the key file. Both cannot change
in one transaction, so a new password first gets a second slot (`clerk-next:`): whichever of the two passwords the database
knows after a power cut, its slot is there.
"""

from __future__ import annotations

import json
from typing import Any

from app.personal_keys import NewKeys
from db import vault
from db.credentials import Credentials
from db.tries import Tries

NEXT = "clerk-next"


class PersonalKeys:
    """Makes and changes people's keys; fulfils the port of that name."""

    def __init__(self, held: Credentials, keys: vault.KeyFile, key: bytes, tries: Tries) -> None:
        self._held = held
        self._tries = tries
        self._keys = keys
        self._key = key

    def make(self, account: str, password: str) -> NewKeys:
        """A fresh pair under a password."""
        identity = vault.Identity.fresh()
        wrapped = self._wrapped(account, identity.secret.encode(), password, [])
        return NewKeys(public=identity.public, wrapped=wrapped)

    def rewrap(self, account: str, old: str, new: str, kept: int) -> str | None:
        """The person's key under another password, and the traces of the last `kept` ones; None when `old` is wrong."""
        found = self._held.get(account)
        if found is None:
            return None
        slot = found[0]
        secret = vault.unwrap(slot, old, _context(account))
        if secret is None:
            return None
        used = [vault.wrap(b"used", old, _context(account), self._keys.strength), *slot.get("earlier", [])]
        return self._wrapped(account, secret, new, used[:kept])

    def was_used(self, account: str, password: str) -> bool:
        """Whether the password is the present one or one of the kept traces."""
        found = self._held.get(account)
        if found is None:
            return False
        slots = [found[0], *found[0].get("earlier", [])]
        return any(vault.unwrap(slot, password, _context(account)) is not None for slot in slots)

    def prepare_way_in(self, account: str, password: str) -> None:
        """Makes the second slot, before the database knows the new password."""
        name = f"{NEXT}:{account}"
        slot = vault.wrap(self._key, password, _slot_context(self._keys, name), self._keys.strength)
        self._keys.put_slot(name, slot, self._key)

    def settle_way_in(self, account: str, password: str) -> None:
        """Puts the new slot in the place of the old one, once the database knows the new password."""
        self._keys.add_password(account, password, self._key)
        self._keys.drop_slot(f"{NEXT}:{account}")
        self._tries.forget(account)

    def close_way_in(self, account: str) -> None:
        """Takes the slots of an account away."""
        self._keys.drop_slot(f"clerk:{account}")
        self._keys.drop_slot(f"{NEXT}:{account}")

    def _wrapped(self, account: str, secret: bytes, password: str, used: list[dict[str, Any]]) -> str:
        slot = vault.wrap(secret, password, _context(account), self._keys.strength)
        return json.dumps(slot | ({"earlier": used} if used else {}))


def by_next_password(keys: vault.KeyFile, account: str, password: str) -> bytes | None:
    """The data key by the slot of a password that was being changed when the power went; None when there is none."""
    name = f"{NEXT}:{account}"
    slot = keys.slot(name)
    key = None if slot is None else vault.unwrap(slot, password, _slot_context(keys, name))
    return None if key is None else keys.checked(key)


def _context(account: str) -> str:
    return f"account|{account}"


def _slot_context(keys: vault.KeyFile, name: str) -> str:
    return f"{keys.memory_id}|1|{name}"
