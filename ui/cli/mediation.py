"""The commands of the mediation room: mediation open, act, acts, show, list, due, register; rooms in their own file."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.fields import describe, from_json, from_words, to_json
from app.domain.mediation.kinds import ACTS, require_act
from app.domain.mediation.opening import OpenMediation
from app.domain.mediation.register import BodyRegistered, MediatorRegistered, RoomRegistered, Row
from app.errors import BadInput
from app.services.mediation.acting import MediationStepTaken, act_in_room
from app.services.mediation.opening import open_mediation
from app.services.mediation.reading import (
    MediationView,
    list_mediations,
    promises_due,
    read_register,
    view_mediation,
)
from app.services.mediation.registering import register_row
from ui.cli import mediation_figures
from ui.cli.folder import desk
from ui.cli.mediation_papers import add_paper_commands, with_files
from ui.cli.mediation_rooms import add_rooms
from ui.cli.options import pairs
from ui.cli.output import emit, listed

ROWS: dict[str, type[Row]] = {"body": BodyRegistered, "mediator": MediatorRegistered, "room": RoomRegistered}
AHEAD = timedelta(days=30)
"""How far `due` looks where nothing is said."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command with its parts."""
    mediation = commands.add_parser("mediation", parents=[common])
    parts = mediation.add_subparsers(dest="part", required=True, parser_class=type(mediation))
    opening = parts.add_parser("open", parents=[common])
    opening.add_argument("source", type=Path, metavar="FILE", help="a JSON object")
    opening.add_argument("--key", default="")
    opening.set_defaults(run=run_open)
    act = parts.add_parser("act", parents=[common])
    act.add_argument("number")
    act.add_argument("act")
    act.add_argument("fields", nargs="*", metavar="NAME=VALUE")
    act.add_argument("--file", dest="source", type=Path, metavar="FILE", help="the fields as a JSON object")
    act.add_argument("--key", default="")
    act.set_defaults(run=run_act)
    acts = parts.add_parser("acts", parents=[common])
    acts.set_defaults(run=run_acts)
    show = parts.add_parser("show", parents=[common])
    show.add_argument("number")
    show.set_defaults(run=run_show)
    rows = parts.add_parser("list", parents=[common])
    rows.add_argument("--matter", default="")
    rows.add_argument("--stage", action="append", default=[])
    rows.set_defaults(run=run_list)
    due = parts.add_parser("due", parents=[common])
    due.add_argument("--first", type=date.fromisoformat)
    due.add_argument("--last", type=date.fromisoformat)
    due.set_defaults(run=run_due)
    register = parts.add_parser("register", parents=[common])
    register.add_argument("what", choices=(*ROWS, "list"))
    register.add_argument("fields", nargs="*", metavar="NAME=VALUE")
    register.set_defaults(run=run_register)
    mediation_figures.add_parts(parts, common)
    add_rooms(parts, common)
    add_paper_commands(parts, common)


def run_open(chosen: argparse.Namespace) -> int:
    """Opens a mediation from a JSON object."""
    act: OpenMediation = from_json(OpenMediation, read_object(chosen.source), strict=True)
    opened = desk(chosen)
    try:
        made = open_mediation(opened.session, act, key=chosen.key)
    finally:
        opened.close()
    if made is None:
        emit({"repeated": True})
    else:
        emit(
            {
                "number": made.number,
                "file_number": made.file_number,
                "stage": made.mediation.stage.value,
                "told": list(made.told),
            }
        )
    return 0


def run_act(chosen: argparse.Namespace) -> int:
    """Performs one act of the room; a scan or a picture is given as `FIELD=@FILE`."""
    kind = require_act(chosen.act)
    given = pairs(chosen.fields) if chosen.source is None else read_object(chosen.source)
    read = from_words if chosen.source is None else partial(from_json, strict=True)
    opened = desk(chosen)
    try:
        typed = chosen.source is not None
        value: Any = read(kind.type, with_files(opened.session, chosen.number, given, typed=typed))
        done = act_in_room(opened.session, chosen.number, value, key=chosen.key)
    finally:
        opened.close()
    emit({"repeated": True} if done is None else _taken(done))
    return 0


def run_acts(chosen: argparse.Namespace) -> int:
    """Lists every act of the room with its fields."""
    if chosen.json:
        emit([{"act": name, "fields": _fields(kind.type)} for name, kind in ACTS.items()])
        return 0
    flat = [
        {"act": name, "fields": ", ".join(spec.name for spec in describe(kind.type))}
        for name, kind in ACTS.items()
    ]
    return listed(flat, ("act", "fields"), as_json=False)


def run_show(chosen: argparse.Namespace) -> int:
    """One mediation as this person may see it."""
    opened = desk(chosen)
    try:
        view = view_mediation(opened.session, chosen.number)
    finally:
        opened.close()
    emit(shown_object(view))
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """Mediations, newest first."""
    opened = desk(chosen)
    try:
        rows = list_mediations(opened.session, matter=chosen.matter, stages=chosen.stage)
    finally:
        opened.close()
    made = [_object(row) for row in rows]
    return listed(made, ("number", "file_number", "stage", "opened_on", "matter"), as_json=chosen.json)


def run_due(chosen: argparse.Namespace) -> int:
    """What falls due in some days, and what is overdue."""
    opened = desk(chosen)
    try:
        first = chosen.first or opened.session.today()
        rows = promises_due(opened.session, first, chosen.last or first + AHEAD)
    finally:
        opened.close()
    made = [_object(row) for row in rows]
    return listed(made, ("due", "number", "promise", "fen", "paid"), as_json=chosen.json)


def run_register(chosen: argparse.Namespace) -> int:
    """Registers a body, a mediator or a room; or lists them all."""
    opened = desk(chosen)
    try:
        if chosen.what != "list":
            row: Row = from_words(ROWS[chosen.what], pairs(chosen.fields))
            register_row(opened.session, row)
            emit({"registered": chosen.what, "code": row.code})
            return 0
        register = read_register(opened.session)
    finally:
        opened.close()
    made = [
        {"what": what, **to_json(item)}
        for what, rows in (
            ("body", register.bodies),
            ("mediator", register.mediators),
            ("room", register.rooms),
        )
        for item in rows.values()
    ]
    return listed(made, ("what", "code", "name"), as_json=chosen.json)


def _fields(kind: type) -> list[dict[str, object]]:
    return [{"name": spec.name, "type": spec.type, "required": spec.required} for spec in describe(kind)]


def shown_object(view: MediationView) -> dict[str, object]:
    """A mediation as a JSON object: its fields, its stage, what its agreement lacks, the matter's clock."""
    state = view.mediation
    made: dict[str, object] = {
        name: value for name, value in to_json_state(state).items() if name not in ("id", "heads", "version")
    }
    made["stage"] = state.stage.value
    made["lacking"] = list(view.lacking)
    made["confirm_until"] = None if view.confirm_until is None else view.confirm_until.isoformat()
    made["promises"] = [
        {**to_json(item), "key": item.key, "paid": state.paid(item), "kept_on": _iso(state.kept_on(item))}
        for item in state.promises
    ]
    if view.clock is not None:
        made["clock"] = {"rule": view.clock.rule, "due_legal": _iso(view.clock.due_legal)}
    return made


def to_json_state(state: Any) -> dict[str, object]:
    """A state with everything in it as plain JSON values; empty fields are left out."""
    return {
        name: plain
        for name, value in vars(state).items()
        if (plain := _plain(value)) not in (None, "", [], False)
    }


def _plain(value: Any) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(type(value), "__dataclass_fields__"):
        return _object(value)
    return value if isinstance(value, bool | int) or value is None else str(value)


def _object(value: Any) -> dict[str, object]:
    """A record as plain JSON values; empty fields are left out."""
    return {
        name: plain
        for name in type(value).__dataclass_fields__
        if (plain := _plain(getattr(value, name))) not in (None, "", [], False)
    }


def _taken(done: MediationStepTaken) -> dict[str, object]:
    return {
        "number": done.number,
        "entries": list(done.entries),
        "told": list(done.told),
        "stage": done.mediation.stage.value,
        "effective_on": _iso(done.mediation.effective_on),
    }


def read_object(source: Path) -> dict[str, Any]:
    """The JSON object of a file. Raises BadInput("file.unreadable", "intake.json")."""
    try:
        item = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=source.name) from error
    except ValueError as error:
        raise BadInput("intake.json", row=1) from error
    if not isinstance(item, dict):
        raise BadInput("intake.row_shape", row=1)
    return item


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
