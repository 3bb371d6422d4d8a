"""The commands on keys: the keyring slot (keyring), and what opens the data at all (keys)."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from app.clock import from_milliseconds
from app.errors import BadInput, NotAllowed, Unavailable
from ui.bootstrap import key_care
from ui.bootstrap.founding import new_recovery_code, same_recovery_code
from ui.bootstrap.keyring import KeyringStatus, disable_keyring, enable_keyring, keyring_status
from ui.bootstrap.page_keys import renew_page_key
from ui.bootstrap.rotating import rotate_keys
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import message_of, words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    keyring = commands.add_parser("keyring", parents=[common])
    keyring.add_argument("what", choices=("enable", "disable", "status"))
    keyring.add_argument("--reason", default="")
    keyring.set_defaults(run=run_keyring)
    keys = commands.add_parser("keys", parents=[common])
    keys.add_argument("what", choices=tuple(_RUNS), nargs="?", default="list")
    keys.add_argument("--reason", default="")
    keys.add_argument("--old-lost", action="store_true")
    keys.add_argument("--recovery-out", type=Path)
    keys.add_argument("--officer", action="append", default=[])
    keys.add_argument("--off", action="store_true")
    keys.add_argument("--identity", action="append", default=[], type=Path)
    keys.set_defaults(run=run_keys)


def run_keyring(chosen: argparse.Namespace) -> int:
    """Puts the data key into the system's secret store, takes it out, or says how things stand."""
    if chosen.what == "status":
        return _tell(chosen, keyring_status(chosen.data), "standing")
    opened = desk(chosen)
    try:
        if chosen.what == "enable":
            return _tell(chosen, enable_keyring(opened, reason=chosen.reason), "enabled")
        return _tell(chosen, disable_keyring(opened, reason=chosen.reason), "disabled")
    finally:
        opened.close()


def _tell(chosen: argparse.Namespace, found: KeyringStatus, done: str) -> int:
    """Says what was done or found. A store that does not help is a finding of `status`, no failure of it."""
    text = words("keyring")
    problem = None if found.error is None else message_of(found.error)
    if chosen.json:
        state = found.state or None
        made: dict[str, object] = {"slot": found.slot, "state": state, "backend": found.backend or None}
        if problem is not None:
            made |= {"text": problem.says, "do": problem.do}
        emit(made)
        return 0
    if problem is None and done == "standing" and not found.slot:
        done = "none"
    if problem is None or done == "disabled":
        say(str(text[done]).format(backend=found.backend))
    if problem is not None:
        say(f"{problem.says}{problem.do}")
    return 0


def run_keys(chosen: argparse.Namespace) -> int:
    """Lists what opens the data, tries the recovery code, replaces it, lays the key down in escrow, or changes it."""
    return _RUNS[chosen.what](chosen)


def _list(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    try:
        found = key_care.keys_seen(opened)
    finally:
        opened.close()
    if chosen.json:
        made = asdict(found)
        made["notice"] = None if found.notice is None else found.notice.code
        emit(made)
        return 0
    text = words("keys")
    say(str(text["standing"]).format(generation=found.generation, suite=found.suite))
    for slot in found.slots:
        since = (
            f"{from_milliseconds(slot.since):%Y-%m-%d %H:%M}" if slot.since else str(text["since_unknown"])
        )
        whose = " ".join(part for part in (slot.account, slot.backend, slot.user, *slot.fingerprints) if part)
        kind = str(text.get(slot.kind, slot.kind))
        say(str(text["line"]).format(kind=kind, whose=whose or "-", since=since, alg=slot.alg))
    how = "drill_due" if found.drill.due else "drill_good" if found.drill.ever else "drill_never"
    say(str(text[how]).format(days=found.drill.days))
    if found.rotation_due:
        say(str(text["rotate_due"]))
    for name in found.slipped_in:
        say(str(text["slipped_in"]).format(slot=name))
    return 0


def _drill(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    try:
        done = key_care.drill_recovery(opened, _typed("type_code"))
    finally:
        opened.close()
    if not done.opens_data:
        raise NotAllowed("keys.wrong_code")
    if not done.ok:
        raise NotAllowed("keys.holder_lost")
    _done(chosen, "drilled", {"ok": True, "generation": done.generation})
    return 0


def _new_code(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    try:
        opened.session.require_role(*key_care.KEEPERS)
        if not chosen.reason.strip():
            raise BadInput("keys.reason", field="reason")
        holder = None if chosen.old_lost else key_care.require_old_code(opened, _typed("type_old"))
        code = _shown_code(chosen, training=opened.session.office.training)
        key_care.replace_recovery_code(opened, code, holder=holder, reason=chosen.reason)
    finally:
        opened.close()
    _done(chosen, "replaced", {"ok": True, "same_holder": holder is not None})
    return 0


def _escrow(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    try:
        if chosen.off:
            key_care.drop_escrow(opened, reason=chosen.reason)
            fingerprints: tuple[str, ...] = ()
        else:
            pairs = [text.rpartition("=") for text in chosen.officer]
            who = [key_care.Officer(name=name.strip(), public=public.strip()) for name, _, public in pairs]
            fingerprints = key_care.set_escrow(opened, who, reason=chosen.reason)
    finally:
        opened.close()
    done = "escrow_off" if chosen.off else "escrow_set"
    _done(
        chosen, done, {"ok": True, "fingerprints": list(fingerprints)}, fingerprints="；".join(fingerprints)
    )
    return 0


def _open_escrow(chosen: argparse.Namespace) -> int:
    """Both officers' identity files open the folder; it gets a new recovery code."""
    try:
        identities = [path.read_bytes().strip() for path in chosen.identity]
    except OSError as error:
        raise Unavailable("keys.file_unreadable", variable="--identity") from error
    opened = key_care.open_by_escrow(chosen.data, identities)
    training = opened.keys.training
    opened.memory.close()
    code = _shown_code(chosen, training=training)
    key_care.recover_by_escrow(chosen.data, identities, code)
    _done(chosen, "escrow_opened", {"ok": True})
    return 0


def _rotate(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    done = rotate_keys(opened, reason=chosen.reason)
    text = words("keys")
    if done.left_out and not chosen.json:
        say(str(text["left_out"]).format(slots="、".join(done.left_out)))
    problem = None if done.backup_problem is None else message_of(done.backup_problem)
    if done.damaged and not chosen.json:
        say(str(text["damaged"]).format(count=done.damaged))
    if problem is not None and not chosen.json:
        say(str(text["not_saved"]).format(why=problem.says))
    made: dict[str, object] = {
        "ok": True,
        "damaged": done.damaged,
        "backup_problem": None if problem is None else problem.code,
        "generation": done.generation,
        "left_out": list(done.left_out),
        "kept_days": done.kept_days,
    }
    _done(chosen, "rotated", made, generation=done.generation, days=done.kept_days)
    return 0


def _receiving(chosen: argparse.Namespace) -> int:
    """The key that packages are sealed to is replaced; the old one goes on reading for its time of grace."""
    opened = desk(chosen)
    try:
        key, until = key_care.renew_receiving_key(opened, reason=chosen.reason)
    finally:
        opened.close()
    made: dict[str, object] = {"ok": True, "key": key, "until": until.isoformat()}
    _done(chosen, "receiving", made, short=key, day=until.isoformat())
    return 0


def _page(chosen: argparse.Namespace) -> int:
    """The key that the phone page seals to is replaced; codes of old pages are read for their time of grace."""
    opened = desk(chosen)
    try:
        key, until = renew_page_key(opened, reason=chosen.reason)
    finally:
        opened.close()
    made: dict[str, object] = {"ok": True, "key": key, "until": until.isoformat()}
    _done(chosen, "page", made, short=key, day=until.isoformat())
    return 0


def _shown_code(chosen: argparse.Namespace, *, training: bool) -> str:
    """A new code, shown once and typed back; in a training folder it may be written to a file instead."""
    code = new_recovery_code()
    if chosen.recovery_out is not None:
        if not training:
            raise NotAllowed("init.recovery_out_only_training")
        try:
            chosen.recovery_out.write_text(code + "\n", encoding="utf-8")
            chosen.recovery_out.chmod(0o600)
        except OSError as error:
            raise Unavailable("disk.read_only") from error
        return code
    say(str(words("keys")["new_code"]).format(code=code))
    if not same_recovery_code(_typed("type_back"), code):
        raise BadInput("keys.code_typed_wrong")
    return code


def _typed(prompt: str) -> str:
    """A line that somebody types: never an option, which other programs could read."""
    say(str(words("keys")[prompt]))
    return sys.stdin.readline().strip()


def _done(chosen: argparse.Namespace, key: str, made: dict[str, object], **details: object) -> None:
    emit(made) if chosen.json else say(str(words("keys")[key]).format(**details))


_RUNS = {
    "receiving": _receiving,
    "page": _page,
    "list": _list,
    "drill": _drill,
    "new-code": _new_code,
    "escrow": _escrow,
    "open-escrow": _open_escrow,
    "rotate": _rotate,
}
