"""The command on the keyring slot: enable, disable, status. The recovery code and the passwords stay as they are."""

from __future__ import annotations

import argparse

from ui.bootstrap.keyring import KeyringStatus, disable_keyring, enable_keyring, keyring_status
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import message_of, words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    keyring = commands.add_parser("keyring", parents=[common])
    keyring.add_argument("what", choices=("enable", "disable", "status"))
    keyring.set_defaults(run=run_keyring)


def run_keyring(chosen: argparse.Namespace) -> int:
    """Puts the data key into the system's secret store, takes it out, or says how things stand."""
    if chosen.what == "status":
        return _tell(chosen, keyring_status(chosen.data), "standing")
    opened = desk(chosen)
    try:
        if chosen.what == "enable":
            return _tell(chosen, enable_keyring(opened), "enabled")
        return _tell(chosen, disable_keyring(opened), "disabled")
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
