"""Commands on matters: acts, act, show, due, search."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app.domain.fields import describe, from_json
from app.domain.history import ACT_KINDS, act_from_words, require_act
from app.domain.names import mask_name
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.services import finding, reading
from app.services.perform import Performed, perform
from app.services.showing import matter_object
from app.services.standing import exchange_of
from ui.bootstrap.opening import Desk
from ui.cli.exchange_words import standing_object
from ui.cli.folder import desk
from ui.cli.kept_files import with_kept_files
from ui.cli.options import day, pairs
from ui.cli.output import emit, error_object, table
from ui.messages import words

ROW_KEYS = frozenset({"number", "act", "key", "fields"})
"""What a row of `act --from` says of itself; an act's own field of such a name stands in the object `fields`."""
ROWS_HELP = (
    'acts as JSON lines: {"number": matter, "act": name, "key": once-only key, field: value …}; an act\'s own field called '
    'number, act or key stands in an object "fields": {…}'
)


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    acts = commands.add_parser("acts", parents=[common])
    acts.set_defaults(run=run_acts)
    act = commands.add_parser("act", parents=[common])
    act.add_argument("number", nargs="?", default="")
    act.add_argument("act", nargs="?", default="")
    act.add_argument("fields", nargs="*")
    act.add_argument("--from", dest="source", type=Path, metavar="FILE.jsonl", help=ROWS_HELP)
    act.set_defaults(run=run_act)
    show = commands.add_parser("show", parents=[common])
    show.add_argument("number")
    show.add_argument("--day", type=day)
    show.set_defaults(run=run_show)
    due = commands.add_parser("due", parents=[common])
    due.add_argument("--day", type=day)
    due.add_argument("--within", type=int)
    due.set_defaults(run=run_due)
    search = commands.add_parser("search", parents=[common])
    search.add_argument("words")
    search.add_argument("--field", default="")
    search.add_argument("--limit", type=int, default=50)
    search.set_defaults(run=run_search)


def run_acts(chosen: argparse.Namespace) -> int:
    """Lists every act with its fields."""
    titles = words("acts")
    made = [
        {
            "act": kind.name,
            "title": titles.get(kind.name, kind.name),
            "fields": [
                {
                    "name": spec.name,
                    "type": spec.type,
                    "required": spec.required,
                    **({"values": spec.values} if spec.values else {}),
                }
                for spec in describe(kind.type)
            ],
        }
        for kind in ACT_KINDS.values()
    ]
    if chosen.json:
        emit(made)
    else:
        table(
            [{**row, "fields": ", ".join(f["name"] for f in row["fields"])} for row in made],
            ("act", "title", "fields"),
        )
    return 0


def run_act(chosen: argparse.Namespace) -> int:
    """Performs one act, or the acts of a file."""
    opened = desk(chosen)
    try:
        if chosen.source is not None:
            return _acts_from_file(opened, chosen.source)
        if not chosen.number or not chosen.act:
            raise BadInput("field.missing", field="act", name="act")
        fields = pairs(chosen.fields)
        fields = with_kept_files(opened.session, chosen.number, require_act(chosen.act).type, fields)
        value = act_from_words(chosen.act, fields)
        emit(_performed(opened, perform(opened.session, chosen.number, value)))
        return 0
    finally:
        opened.close()


def _acts_from_file(opened: Desk, source: Path) -> int:
    refused = 0
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=source.name) from error
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if not isinstance(item, dict):
                raise BadInput("intake.row_shape", row=row)
            kind = require_act(str(item.get("act", "")))
            number = str(item.get("number", ""))
            data = with_kept_files(opened.session, number, kind.type, _fields_of_row(item))
            value: Any = from_json(kind.type, data, strict=True)
            done = perform(opened.session, number, value, key=str(item.get("key", "")))
            emit({"row": row, **_performed(opened, done)})
        except ValueError:
            refused += 1
            emit({"row": row, "error": error_object(BadInput("intake.json", row=row))})
        except (Unavailable, NotAllowed, Damaged):
            raise
        except AppError as error:
            refused += 1
            emit({"row": row, "error": error_object(error)})
    return BadInput.exit_code if refused else 0


def _fields_of_row(item: dict[str, Any]) -> dict[str, Any]:
    """The act's own fields in a row: those beside the row's keys, and those of its object `fields`.

    Only in `fields` can an act say what the row says of itself, such as the `number` of another organ's paper.
    """
    inner = item.get("fields", {})
    if not isinstance(inner, dict):
        raise BadInput("field.type", field="fields", name="fields", type="object")
    beside = {name: given for name, given in item.items() if name not in ROW_KEYS}
    for name in beside:
        if name in inner:
            raise BadInput("act.field_twice", field=name, name=name)
    return {**beside, **inner}


def _performed(opened: Desk, done: Performed | None) -> dict[str, object]:
    if done is None:
        return {"repeated": True}
    today = opened.session.today()
    return {
        "number": done.number,
        "entries": list(done.entries),
        "obligations": [
            reading.obligation_words(item, done.number, today) for item in done.known.obligations
        ],
    }


def run_show(chosen: argparse.Namespace) -> int:
    """One matter as of today or of a day."""
    opened = desk(chosen)
    try:
        view = reading.view_matter(opened.session, chosen.number, day=chosen.day)
        exchange = exchange_of(opened.session, chosen.number)
    finally:
        opened.close()
    made = matter_object(view)
    made["exchange"] = [standing_object(item) for item in exchange]
    if chosen.json:
        emit(made)
    else:
        sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=1, default=str) + "\n")
    return 0


def run_due(chosen: argparse.Namespace) -> int:
    """What is owed."""
    opened = desk(chosen)
    try:
        today = chosen.day or opened.session.today()
        rows = reading.due(opened.session, day=chosen.day, within=chosen.within)
    finally:
        opened.close()
    for row in rows:
        made = reading.obligation_words(row.obligation, row.number, today)
        if chosen.json:
            emit(made)
        else:
            table([made], ("status", "due_office", "rule", "number", "owner"))
    return 0


def run_search(chosen: argparse.Namespace) -> int:
    """Matters that hold all the words; newest first."""
    opened = desk(chosen)
    try:
        hits = finding.search(opened.session, chosen.words, field=chosen.field, limit=chosen.limit)
    finally:
        opened.close()
    for hit in hits:
        made = {
            "number": hit.number,
            "registered_on": hit.registered_on.isoformat(),
            "name_masked": mask_name(hit.name) if hit.name else "",
            "snippet": hit.snippet,
        }
        if chosen.json:
            emit(made)
        else:
            table([made], ("number", "registered_on", "name_masked", "snippet"))
    return 0
