"""Tables for other systems: bridge (by a profile that is data), with a report of what they cannot hold, and back in."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.errors import BadInput
from app.exchange.profiles.bridge import SHIPPED, BridgeProfile, bridge_profile, profile_text, read_profile
from app.exchange.profiles.returned import returned_text
from app.services.bridging import Bridged, bridged
from app.services.returning import Outcome, ReturnedRow, read_back
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, error_object, say, table
from ui.messages import message_of, words
from ui.returned_list import field_word, open_list, profile_for, told_of, value_word

RETURNED = "returned"
"""What the way of reading is called of which --template writes a copy."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    bridge = commands.add_parser("bridge", parents=[common])
    bridge.add_argument("what", choices=("out", "in"), nargs="?", default="out")
    bridge.add_argument("file", type=Path, nargs="?", help="the list that came back (.xlsx, .csv)")
    bridge.add_argument("--profile", choices=(*SHIPPED, RETURNED), default=SHIPPED[0])
    bridge.add_argument(
        "--system", default="", help="with in: whose list it is, where not the national system's"
    )
    bridge.add_argument("--dry-run", action="store_true", help="with in: reads and compares, writes nothing")
    bridge.add_argument("--sheet", default="", help="with in: the sheet that is read")
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
        text = returned_text() if chosen.profile == RETURNED else profile_text(chosen.profile)
        write_bytes(chosen.template, text.encode())
        return 0
    if chosen.what == "in":
        return _read_in(chosen)
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


def _read_in(chosen: argparse.Namespace) -> int:
    """The list that came back: each row is printed once it is recorded, the totals last."""
    if chosen.file is None:
        raise BadInput("field.missing", field="file", name="file")
    counts = dict.fromkeys(Outcome, 0)
    differing = 0
    opened = desk(chosen)
    try:
        profile = profile_for(opened.opened.folder, chosen.mapping)
        if chosen.system.strip():
            profile = replace(profile, system=chosen.system.strip())
        with open_list(chosen.file, profile, chosen.sheet) as found:
            read = read_back(
                opened.session, profile, found.columns, found.rows, found.content, trial=chosen.dry_run
            )
            for row in read:
                counts[row.outcome] += 1
                differing += len(row.differences)
                _tell_row(row, as_json=chosen.json)
    finally:
        opened.close()
    told = {outcome.value: count for outcome, count in counts.items()}
    text, columns = words("returned"), found.columns
    if chosen.json:
        emit(
            {
                **told,
                "rows": sum(counts.values()),
                "differences": differing,
                "dropped_columns": len(columns.dropped),
                "unknown_columns": list(columns.unknown),
                **({"trial": True} if chosen.dry_run else {}),
            }
        )
    else:
        said = str(text["trial" if chosen.dry_run else "written"])
        say(said.format(rows=sum(counts.values()), **told))
        say(str(text["differing"]).format(count=differing))
        for line in told_of(columns):
            say(line)
    return BadInput.exit_code if counts[Outcome.REFUSED] else 0


def _tell_row(row: ReturnedRow, *, as_json: bool) -> None:
    if as_json:
        emit(
            {
                "row": row.row,
                "theirs": row.theirs,
                "outcome": row.outcome.value,
                "number": row.number or None,
                "by": row.by or None,
                **({"maybe": list(row.maybe)} if row.maybe else {}),
                "differences": [
                    {"field": item.field, "ours": item.ours, "theirs": item.theirs}
                    for item in row.differences
                ],
                **({} if row.error is None else {"error": error_object(row.error)}),
            }
        )
        return
    if row.error is not None:
        message = message_of(row.error)
        say(f"{row.row}  {message.says}{message.do}")
    elif row.outcome is Outcome.UNMATCHED:
        text = words("returned")
        say(str(text["unmatched"]).format(row=row.row, theirs=row.theirs))
        if row.maybe:
            say(str(text["maybe"]).format(numbers="\u3001".join(row.maybe)))
    table(
        [
            {
                "number": row.number,
                "field": field_word(item.field),
                "ours": value_word(item.ours),
                "theirs": value_word(item.theirs),
            }
            for item in row.differences
        ],
        ("number", "field", "ours", "theirs"),
    )


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
