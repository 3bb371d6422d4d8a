"""Commands on codes: reading one of any family, and the office's page for phones; posters have their own."""

from __future__ import annotations

import argparse
from pathlib import Path

from ui.cli import notice_codes, place_codes
from ui.cli.page_file import DEFAULT_PORT, run_page, run_serve
from ui.cli.read_code import run_read


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    code = commands.add_parser("code", parents=[common])
    parts = code.add_subparsers(dest="part", required=True, parser_class=type(code))
    read = parts.add_parser("read", parents=[common])
    read.add_argument("source", nargs="+")
    read.set_defaults(run=run_read)
    page = parts.add_parser("page", parents=[common])
    page.add_argument("--out", type=Path, required=True)
    page.add_argument("--shared", action="store_true")
    page.set_defaults(run=run_page)
    serve = parts.add_parser("serve", parents=[common], help="gives the page out on the hall's own network")
    serve.add_argument("--host", required=True, help="this computer's address in the hall, like 192.168.1.20")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT)
    serve.set_defaults(run=run_serve)
    notice_codes.add_parts(parts, common)
    place_codes.add_parts(parts, common)
