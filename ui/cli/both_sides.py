"""Commands on what two sides wrote: the ledger of differences, and which matters of two stations may be one."""

from __future__ import annotations

import argparse

from app.services.differing import difference_object, ledger_of_differences
from app.services.merging import possible_duplicates
from ui.cli.folder import desk
from ui.cli.output import listed


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    ledger = commands.add_parser("differences", parents=[common])
    ledger.add_argument(
        "--open", dest="open_only", action="store_true", help="only what waits for a decision"
    )
    ledger.set_defaults(run=run_differences)
    same = commands.add_parser("duplicates", parents=[common])
    same.set_defaults(run=run_duplicates)


def run_differences(chosen: argparse.Namespace) -> int:
    """Every difference there ever was, or those that are open, masked."""
    opened = desk(chosen)
    try:
        lines = ledger_of_differences(opened.session, open_only=chosen.open_only)
    finally:
        opened.close()
    rows = [
        {
            "number": line.number,
            "since": line.since.isoformat(),
            "restricted": line.restricted,
            **difference_object(line.difference),
        }
        for line in lines
    ]
    return listed(rows, ("state", "since", "number", "field", "decided_by"), as_json=chosen.json)


def run_duplicates(chosen: argparse.Namespace) -> int:
    """Pairs of matters that may be one; at the county only."""
    opened = desk(chosen)
    try:
        found = possible_duplicates(opened.session)
    finally:
        opened.close()
    rows = [
        {
            "number": row.number,
            "received_on": row.received_on.isoformat(),
            "other": row.other,
            "other_received_on": row.other_received_on.isoformat(),
            "category": row.category or None,
            "place": row.place or None,
        }
        for row in found
    ]
    return listed(rows, ("number", "received_on", "other", "other_received_on"), as_json=chosen.json)
