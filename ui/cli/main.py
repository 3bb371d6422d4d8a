"""The command line's door: options, commands, exit codes (cli.md is the contract)."""

from __future__ import annotations

import argparse
import logging
import secrets
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from app.clock import SystemClock
from app.errors import AppError, BadInput
from ui import crash_reports
from ui.cli import (
    accounts,
    asking,
    audit,
    backup,
    booked,
    both_sides,
    breach,
    bridge,
    bulk,
    case_file,
    codes,
    county,
    diagnose,
    exchange,
    folder,
    forms,
    guide,
    hall,
    handwriting,
    inbox,
    keys,
    mail,
    materials,
    matters,
    mediation,
    moving_codes,
    office_papers,
    office_sheets,
    old_ledger,
    outage,
    papers,
    printing,
    redaction,
    registers,
    repeats,
    rules,
    selfcheck,
    serving,
    suggest,
    system_entry,
    templates,
    tour,
    transport,
    unfinished,
    update,
    version,
    what_if,
)
from ui.cli.output import emit, fail, say
from ui.folders import default_folder
from ui.messages import message_of_code
from ui.program import program_version

BUG = 70
MODULES = (
    folder,
    keys,
    accounts,
    audit,
    backup,
    breach,
    bridge,
    system_entry,
    bulk,
    old_ledger,
    matters,
    registers,
    repeats,
    papers,
    forms,
    outage,
    office_papers,
    templates,
    case_file,
    printing,
    office_sheets,
    serving,
    handwriting,
    materials,
    redaction,
    moving_codes,
    mediation,
    asking,
    codes,
    rules,
    guide,
    suggest,
    what_if,
    unfinished,
    inbox,
    mail,
    exchange,
    both_sides,
    hall,
    county,
    selfcheck,
    booked,
    diagnose,
    update,
    tour,
    transport,
)
"""Where the commands come from, in the order in which they are listed."""
log = logging.getLogger("petition_desk")


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is an error of ours, in Chinese and with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Raises BadInput("cli.usage")."""
        raise BadInput("cli.usage", command=self.prog, problem=message)


@cache
def parser() -> Parser:
    """All commands with their options; made once, because a hundred and twenty parsers take longer than most commands."""
    common = Parser(add_help=False)
    common.add_argument("--data", type=Path, default=argparse.SUPPRESS)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    common.add_argument("--as", dest="account", default=argparse.SUPPRESS)
    common.add_argument("--at", default=argparse.SUPPRESS)
    whole = Parser(prog="petition-desk", parents=[common])
    whole.add_argument("--version", action="store_true", default=False)
    commands = whole.add_subparsers(dest="command", parser_class=Parser)
    for module in MODULES:
        module.add_commands(commands, common)
    return whole


def run(arguments: Sequence[str]) -> int:
    """Runs one command; without a command, opens the window. The answer is the exit code."""
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = argparse.Namespace()
    try:
        chosen = parser().parse_args(arguments)
        for name, value in (("data", None), ("json", False), ("account", ""), ("at", "")):
            if not hasattr(chosen, name):
                setattr(chosen, name, value)
        if chosen.version:
            return version.tell(as_json=chosen.json)
        chosen.data = chosen.data or default_folder()
        if chosen.command is None:
            return _open_window(chosen)
        answer: int = chosen.run(chosen)
        return answer
    except AppError as error:
        return fail(error, as_json=as_json)
    except BrokenPipeError:
        return 0
    except Exception as error:  # the command line's one door for bugs
        number = secrets.token_hex(3).upper()
        log.exception("bug %s", number)
        now, data = SystemClock().now(), getattr(chosen, "data", None) or default_folder()
        crash_reports.keep(data, number, type(error), error.__traceback__, now, program_version)
        found = message_of_code("bug", number=number)
        if as_json:
            emit({"error": {"code": "bug", "text": found.says, "do": found.do}})
        say(f"{found.says}{found.do}")
        return BUG


def _open_window(chosen: argparse.Namespace) -> int:
    from ui.desk.window import open_window  # Qt is loaded only for the window

    return open_window(chosen.data)
