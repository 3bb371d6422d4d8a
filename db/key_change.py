"""Slots as they are shown, proved, written anew, and taken along when the data key changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import AppError, Damaged, Unavailable
from app.suites.suite import INTL
from db import escrow, slots
from db.vault import ESCROW, HOLDER, RECOVERY, Identity, KeyFile, holder_slot, same_code, successor


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSeen:
    """A slot as it may be shown: what opens it, since when (UTC milliseconds, 0: not told), where, whose.

    `proved` is when it last opened the folder as it stands (UTC milliseconds, 0: not since it was made). `rotates` says
    whether the data key can be changed without this slot's secret; `fingerprints` are the officers' keys.
    """

    name: str
    kind: str
    account: str = ""
    since: int = 0
    proved: int = 0
    backend: str = ""
    user: str = ""
    alg: str = ""
    rotates: bool = False
    fingerprints: tuple[str, ...] = ()


def seen(keys: KeyFile) -> tuple[SlotSeen, ...]:
    """Every slot as it may be shown, without what it holds: the office's own first, then people's passwords.

    Raises Damaged("keys.slot").
    """
    names = sorted((name for name in keys.names if name != HOLDER), key=lambda name: (":" in name, name))
    return tuple(_seen(name, keys.slot(name) or {}) for name in names)


def _seen(name: str, slot: dict[str, Any]) -> SlotSeen:
    kind, _, account = name.partition(":")
    since = slot.get("at", 0)
    return SlotSeen(
        name=name,
        kind=kind,
        account=account,
        since=since if isinstance(since, int) else 0,
        backend=str(slot.get("backend", "")),
        user=str(slot.get("user", "")),
        alg=str(slot.get("alg", INTL.aead)),
        rotates="public" in slot or name == ESCROW,
        fingerprints=tuple(item.fingerprint for item in escrow.officers(slot)) if name == ESCROW else (),
    )


def notice(keys: KeyFile) -> AppError | None:
    """What must be said of a key file to whoever opens the folder; None: nothing."""
    return Damaged("keys.older_copy", age=keys.older) if keys.older else None


def slipped_in(keys: KeyFile, key: bytes) -> tuple[str, ...]:
    """Slots that somebody without the data key put into the file. Those of older files have no proof to fail."""
    found = []
    for name in keys.names:
        slot = keys.slot(name) or {}
        proved = escrow.is_proved if name == ESCROW else slots.is_proved
        if (name == ESCROW or "public" in slot) and not proved(slot, key, keys.place(name), keys.suite):
            found.append(name)
    return tuple(found)


def modernise(keys: KeyFile, name: str, passphrase: str, key: bytes) -> bool:
    """Writes a slot of an older file anew, now that its secret is at hand; False when it is new already."""
    slot = keys.slot(name)
    if slot is None or "public" in slot:
        return False
    keys.put_slot(name, keys.passphrase_slot(name, passphrase, key, keys.strength, 0), key)
    return True


def replace_code(keys: KeyFile, code: str, holder: Identity, key: bytes, at: int) -> None:
    """Puts a new recovery code in the place of the old one, for the data key and the recovery holder at once.

    `at`: UTC milliseconds. Raises Damaged("keys.not_this_folder").
    """
    keys.refresh()
    keys.checked(key)
    strength = keys.strength
    fresh = keys.passphrase_slot(RECOVERY, same_code(code), key, strength, at)
    found = {name: keys.slot(name) or {} for name in keys.names}
    keys.fill(found | {RECOVERY: fresh, HOLDER: holder_slot(keys, holder, code, strength, at)})


def put_escrow(keys: KeyFile, key: bytes, who: tuple[escrow.Officer, ...], at: int) -> None:
    """Lays the data key down for two county officers together. Raises BadInput("keys.escrow_two", "keys.escrow_key")."""
    keys.put_slot(ESCROW, escrow.sealed(key, who, keys.place(ESCROW), keys.suite, at), key)


def by_escrow(keys: KeyFile, identities: tuple[bytes, ...]) -> bytes:
    """The data key by both officers. Raises Unavailable("keys.no_escrow"), NotAllowed("keys.escrow_both"), Damaged."""
    slot = keys.slot(ESCROW)
    if slot is None:
        raise Unavailable("keys.no_escrow")
    return keys.checked(escrow.opened(slot, identities, keys.place(ESCROW)))


def carried_over(
    keys: KeyFile, folder: Path, old: bytes, new: bytes, at: int
) -> tuple[KeyFile, tuple[str, ...]]:
    """The key file of the next data key, written into `folder`, and the slots that could not come along.

    Nobody is asked for a secret: the new key goes to each slot's public half. A slot of an older file has none; its
    owner gets a new one at the next sign-in. Raises Damaged("keys.slot_slipped_in") for a slot that nobody with the old
    key made, Unavailable("keys.rotate_needs_code") while the recovery slot is one of an older program.
    """
    strange = slipped_in(keys, old)
    if strange:
        raise Damaged("keys.slot_slipped_in", slot=strange[0])
    if "public" not in (keys.slot(RECOVERY) or {}):
        raise Unavailable("keys.rotate_needs_code")
    made = successor(keys, folder, new, at)
    found: dict[str, dict[str, Any]] = {}
    for name in keys.names:
        slot, place = keys.slot(name) or {}, made.place(name)
        if name == HOLDER:
            found[name] = slot
        elif name == ESCROW:
            since = int(slot.get("at", 0))
            found[name] = escrow.sealed(new, escrow.officers(slot), place, made.suite, since)
        elif "public" in slot:
            found[name] = slot | slots.boxed(new, str(slot["public"]), place, made.suite)
    made.fill(found)
    return made, tuple(name for name in keys.names if name not in found)
