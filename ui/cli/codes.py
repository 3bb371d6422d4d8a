"""Commands on codes. Making posters comes with their own chapter."""

from __future__ import annotations

import argparse

from ui.cli.read_code import run_read


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    code = commands.add_parser("code", parents=[common])
    code.add_argument("what", choices=("read",))
    code.add_argument("source", nargs="+")
    code.set_defaults(run=run_read)
