"""Tables for other systems: bridge (by a profile that is data), with a report of what they cannot hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import BadInput
from app.exchange.profiles.bridge import SHIPPED, BridgeProfile, bridge_profile, profile_text, read_profile
from app.services.bridging import Bridged, bridged
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, say
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    bridge = commands.add_parser("bridge", parents=[common])
    bridge.add_argument("--profile", choices=SHIPPED, default=SHIPPED[0])
    bridge.add_argument("--mapping", type=Path, metavar="FILE.toml", help="an office's own profile")
    bridge.add_argument(
        "--template", type=Path, metavar="FILE.toml", help="writes the profile, to be changed"
    )
    bridge.add_argument("--from", dest="first", type=day)
    bridge.add_argument("--to", dest="last", type=day)
    bridge.add_argument("--out", type=Path, metavar="FILE.xlsx")
    bridge.set_defaults(run=run_bridge)


def run_bridge(chosen: argparse.Namespace) -> int:
    """Writes the table of some days, or the profile as a file to be changed."""
    if chosen.template is not None:
        write_bytes(chosen.template, profile_text(chosen.profile).encode())
        return 0
    for name in ("first", "last", "out"):
        if getattr(chosen, name) is None:
            asked = {"first": "from", "last": "to"}.get(name, name)
            raise BadInput("field.missing", field=asked, name=asked)
    profile = bridge_profile(chosen.profile) if chosen.mapping is None else _own(chosen.mapping)
    opened = desk(chosen)
    try:
        made = bridged(opened.session, profile, chosen.first, chosen.last)
    finally:
        opened.close()
    write_bytes(chosen.out, made.data)
    _tell(made, profile, chosen)
    return 0


def _own(path: Path) -> BridgeProfile:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return read_profile(text, "own")


def _tell(made: Bridged, profile: BridgeProfile, chosen: argparse.Namespace) -> None:
    text = words("bridge")
    if chosen.json:
        emit(
            {
                "out": str(chosen.out),
                "profile": profile.name,
                "version": profile.version,
                "rows": made.rows,
                "columns": len(profile.columns),
                "lost": [
                    {"number": item.number, "why": item.why, "column": item.column, "count": item.count}
                    for item in made.lost
                ],
                "never_filled": [{"column": item.title, "why": item.why} for item in made.never_filled],
            }
        )
        return
    say(str(text["written"]).format(rows=made.rows, lost=len(made.lost), empty=len(made.never_filled)))
    for item in made.lost:
        told = str(text["lost"][item.why]).format(column=item.column, count=item.count)
        say(f"{item.number}  {told}")
