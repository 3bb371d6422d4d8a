"""Care of the keys of a data folder: what opens it, drills, a new recovery code, escrow, a new data key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from app.clock import Clock, SystemClock, day_of, from_milliseconds, milliseconds, stopwatch
from app.domain.access import Administered
from app.domain.account import RecoveryHolderSet
from app.domain.entry import StreamKind, single
from app.domain.key_care import EscrowChanged, RecoveryCodeReplaced, RecoveryDrilled
from app.errors import AppError, BadInput, NotAllowed
from app.exchange.keys import StationKeys, key_id
from app.services import receiving_keys
from app.services.key_care import KEEPERS as KEEPERS
from app.services.key_care import DrillStanding, drill_standing, key_plan, last_drill, record, require_keeper
from app.services.looking import note, record_administration
from app.services.session import accounts_of
from db import escrow, key_change, vault
from db import folder as folders
from db.escrow import Officer as Officer
from db.key_change import SlotSeen as SlotSeen
from db.personal_keys import PersonalKeys
from db.proved import last_ways
from db.station_keys import renew_receiving
from db.tries import Tries
from db.ways_in import key_file
from ui.bootstrap.opening import Desk, exchange_desk, station_signer

WAY_OF_KIND = {vault.CLERK: "password"}
"""How a sign-in names the kind of slot that it came in by, where the two differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysSeen:
    """What the screen shows of the keys: each slot, the generation, the suite, the drill, what was slipped in.

    `made_at` is when the data key was made (ISO 8601; empty: not told), `rotation_due` whether it should be changed.
    `receiving` is the short name of the key that packages are sealed to, `replaced` those before it that still open what
    was sealed to them, each with its last day.
    """

    slots: tuple[SlotSeen, ...]
    generation: int
    suite: str
    made_at: str
    rotation_due: bool
    drill: DrillStanding
    slipped_in: tuple[str, ...]
    notice: AppError | None
    receiving: str = ""
    replaced: tuple[tuple[str, date], ...] = ()


def keys_seen(desk: Desk) -> KeysSeen:
    """The keys of an open folder. Raises Damaged("keys.slot", "keys.station")."""
    keys, now = desk.opened.keys, desk.session.now()
    made = from_milliseconds(keys.created_at) if keys.created_at else None
    due = made is not None and now - made >= timedelta(days=key_plan().rotate_days)
    own = station_signer(desk)
    replaced = tuple(
        (item.id, day_of(from_milliseconds(item.until)))
        for item in own.earlier
        if item.secret and item.until >= milliseconds(now)
    )
    return KeysSeen(
        slots=_proved(desk, key_change.seen(keys)),
        generation=keys.generation,
        suite=keys.suite.name,
        made_at="" if made is None else made.isoformat(),
        rotation_due=due,
        drill=drill_standing(desk.session.memory, now),
        slipped_in=key_change.slipped_in(keys, desk.opened.key),
        notice=key_change.notice(keys),
        receiving=key_id(own.box_public),
        replaced=replaced,
    )


def _proved(desk: Desk, slots: tuple[SlotSeen, ...]) -> tuple[SlotSeen, ...]:
    """The slots with the instant at which each was last proved: a password by its owner's sign-in, the code by a drill
    or by being typed back, the keyring by anybody who came in by it. What was before a slot was made proves nothing of it.
    """
    ways, made = last_ways(desk.opened.memory), []
    for slot in slots:
        at = ways.get((WAY_OF_KIND.get(slot.kind, slot.kind), slot.account), 0)
        if slot.kind == vault.RECOVERY:
            at = max(at, slot.since, last_drill(desk.session.memory))
        made.append(replace(slot, proved=at if at >= slot.since else 0))
    return tuple(made)


def drill_recovery(desk: Desk, code: str) -> RecoveryDrilled:
    """Tries a typed recovery code on the key file as it lies on disk, and records what came of it, good or bad.

    It must open the data key and give the identity that sealed parts are addressed to. Raises Damaged("keys.…").
    """
    keys = vault.KeyFile.read(desk.opened.folder)
    opens_data = False
    with suppress(NotAllowed):
        opens_data = keys.by_code(code) == desk.opened.key
    holder = keys.holder_by_code(code)
    addressed = accounts_of(desk.session.memory).recovery_key
    done = RecoveryDrilled(
        generation=keys.generation,
        opens_data=opens_data,
        opens_sealed=holder is not None and holder.public == addressed,
    )
    record(desk.session, done)
    return done


def require_old_code(desk: Desk, code: str) -> vault.Identity:
    """The recovery holder's identity by the code that is to be replaced. Raises NotAllowed("keys.wrong_code")."""
    desk.opened.keys.by_code(code)
    holder = desk.opened.keys.holder_by_code(code)
    if holder is None:
        raise NotAllowed("keys.holder_lost")
    return holder


def replace_recovery_code(desk: Desk, code: str, *, holder: vault.Identity | None, reason: str) -> None:
    """Puts a new code, which was typed back, in the place of the old one; the old one opens nothing any more.

    `holder` is who the old code stood for; without it there is a new holder, and parts sealed before stay with the
    leaders and whoever registered them. Backups keep the code of their day. Raises NotAllowed("role.other_needed"),
    BadInput("keys.reason").
    """
    require_keeper(desk.session, reason)
    now, chosen = desk.session.now(), holder or vault.Identity.fresh()
    key_change.replace_code(desk.opened.keys, code, chosen, desk.opened.key, milliseconds(now))
    if holder is None:
        accounts = single(StreamKind.ACCOUNTS)
        with desk.session.work() as work:
            value = RecoveryHolderSet(public_key=chosen.public)
            draft = desk.session.draft(accounts, value, desk.session.today(), None)
            work.append([replace(draft, after=work.stream_head(accounts))])
            work.commit()
    record(desk.session, RecoveryCodeReplaced(reason=reason, same_holder=holder is not None))


def add_password_slot(desk: Desk, password: str, *, reason: str) -> None:
    """Lets the own password open the folder, as a laptop needs it: makes the slot, or makes it anew; recorded first.

    The password must be that of who is signed in; a wrong one is counted like a failed sign-in. Raises
    NotAllowed("sign_in.wrong", "sign_in.locked"), BadInput("keys.reason").
    """
    session, opened = desk.session, desk.opened
    if not reason.strip():
        raise BadInput("keys.reason", field="reason")
    account, tries, now = session.account.id, Tries(opened.folder), int(stopwatch() * 1000)
    held = PersonalKeys(opened.memory.credentials, opened.keys, opened.key, tries)
    tries.require(account, now)
    tries.begin(account, now)
    if held.rewrap(account, password, password, 0) is None:
        raise NotAllowed("sign_in.wrong")
    tries.passed(account)
    record_administration(session, "password-slot", account, reason.strip())
    opened.keys.add_password(account, password, opened.key, milliseconds(session.now()))


def set_escrow(desk: Desk, who: Sequence[Officer], *, reason: str) -> tuple[str, ...]:
    """Lays the data key down for two county officers together; the answer is their fingerprints, to be compared.

    Raises NotAllowed("role.other_needed"), BadInput("keys.reason", "keys.escrow_two", "keys.escrow_key").
    """
    require_keeper(desk.session, reason)
    at = milliseconds(desk.session.now())
    key_change.put_escrow(desk.opened.keys, desk.opened.key, tuple(who), at)
    fingerprints = tuple(officer.fingerprint for officer in who)
    record(desk.session, EscrowChanged(reason=reason, fingerprints=fingerprints))
    return fingerprints


def drop_escrow(desk: Desk, *, reason: str) -> None:
    """Takes the escrow slot away. Backups keep the one of their day. Raises NotAllowed, BadInput("keys.reason")."""
    require_keeper(desk.session, reason)
    desk.opened.keys.drop_slot(vault.ESCROW)
    record(desk.session, EscrowChanged(reason=reason))


def recover_by_escrow(
    folder: Path, identities: Sequence[bytes], code: str, *, clock: Clock | None = None
) -> None:
    """Opens a folder by both officers' keys and gives it a new recovery code, which was typed back.

    What is sealed to persons stays sealed: the recovery holder's key is not in escrow. Raises what `open_by_escrow`
    raises.
    """
    opened = open_by_escrow(folder, identities)
    try:
        keys, now = opened.keys, (clock or SystemClock()).now()
        note(opened.memory, Administered(what="escrow-opened"), escrow.WAY, "", now)
        slot = keys.passphrase_slot(
            vault.RECOVERY, vault.same_code(code), opened.key, keys.strength, milliseconds(now)
        )
        keys.put_slot(vault.RECOVERY, slot, opened.key)
    finally:
        opened.memory.close()


def open_by_escrow(folder: Path, identities: Sequence[bytes]) -> folders.Opened:
    """Opens a folder by both officers' identities.

    Raises Unavailable("keys.no_escrow"), NotAllowed("keys.escrow_both"), Damaged, Unavailable.
    """
    keys = key_file(folder)
    return folders.opened_with(folder, keys, key_change.by_escrow(keys, tuple(identities)), escrow.WAY)


def renew_receiving_key(desk: Desk, *, reason: str) -> tuple[str, date]:
    """Replaces the key that packages are sealed to; its short name, and the last day of the one before.

    Raises NotAllowed("role.other_needed"), BadInput("keys.reason").
    """
    opened = desk.opened

    def renew(now: int, until: int, needed: Collection[str]) -> StationKeys:
        return renew_receiving(opened.memory, opened.keys.suite, now=now, until=until, needed=needed)

    made, day = receiving_keys.renew_receiving_key(exchange_desk(desk), renew, reason=reason)
    return key_id(made.keys.box_public), day
