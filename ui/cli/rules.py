"""Commands on the law: rules, rules profile, rules import, calendar, explain."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from app.domain.calendar import WorkCalendar
from app.domain.law import Law
from app.errors import BadInput, Refused
from app.services.adoption import (
    Proposal,
    adopt,
    propose_calendar,
    propose_file,
    propose_off,
    propose_on,
    read_calendar,
)
from app.services.adoption_preview import Preview, preview, preview_object
from app.services.profiles import profile_rows
from app.services.session import Session
from ui.bootstrap.opening import Desk
from ui.cli.folder import desk
from ui.cli.options import day_or_none
from ui.cli.output import emit, table

PREVIEW_COLUMNS = ("number", "change", "title", "before", "after", "becomes_late")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser. `rules` alone and `explain` need no data folder."""
    rules = commands.add_parser("rules", parents=[common])
    rules.set_defaults(run=run_rules)
    kinds = rules.add_subparsers(dest="what")
    profile = kinds.add_parser("profile", parents=[common])
    profile.add_argument("step", choices=("list", "preview", "adopt"))
    profile.add_argument("name", nargs="?", default="")
    profile.add_argument("--off", action="store_true")
    profile.add_argument("--since", default="")
    profile.add_argument("--days", action="append", default=[], metavar="RULE=N")
    profile.set_defaults(run=run_profile)
    taken = kinds.add_parser("import", parents=[common])
    taken.add_argument("file", type=Path)
    taken.add_argument("--preview", action="store_true")
    taken.add_argument("--since", default="")
    taken.set_defaults(run=run_import)
    calendar = commands.add_parser("calendar", parents=[common])
    calendar.add_argument("step", choices=("list", "preview", "adopt"))
    calendar.add_argument("file", type=Path, nargs="?")
    calendar.add_argument("--yes", action="store_true")
    calendar.set_defaults(run=run_calendar)
    explain = commands.add_parser("explain", parents=[common])
    explain.add_argument("rule")
    explain.add_argument("--from", dest="start", required=True)
    explain.add_argument("--extend", type=int, default=0)
    explain.set_defaults(run=run_explain)


def run_rules(chosen: argparse.Namespace) -> int:
    """Every rule with id, article, text in force, profile, severity."""
    made = [
        {
            "id": rule.id,
            "title": rule.title,
            "kind": rule.kind,
            "article": rule.article,
            "text_from": rule.text_from.isoformat(),
            "text_to": None if rule.text_to is None else rule.text_to.isoformat(),
            "profile": rule.profile,
            "severity": rule.severity,
        }
        for rule in Law.shipped().rules
    ]
    emit(made) if chosen.json else table(made, ("id", "title", "article", "severity", "profile"))
    return 0


def run_profile(chosen: argparse.Namespace) -> int:
    """Lists the overlays, shows what switching one on or off would change, or adopts that."""
    opened = desk(chosen)
    try:
        session = opened.session
        if chosen.step == "list":
            return _list_profiles(session, as_json=chosen.json)
        if not chosen.name:
            raise BadInput("field.missing", field="name", name="name")
        since = day_or_none(chosen.since, "since")
        if chosen.off:
            proposal = propose_off(session, chosen.name, since=since)
        else:
            days = dict(_days(item) for item in chosen.days)
            proposal = propose_on(session, chosen.name, since=since, days=days)
        return _look_or_adopt(opened, proposal, adopting=chosen.step == "adopt", as_json=chosen.json)
    finally:
        opened.close()


def run_import(chosen: argparse.Namespace) -> int:
    """Takes in a rules file of the office, or shows what it would change."""
    text = _read(chosen.file)
    opened = desk(chosen)
    try:
        proposal = propose_file(
            opened.session, chosen.file.name, text, since=day_or_none(chosen.since, "since")
        )
        return _look_or_adopt(opened, proposal, adopting=not chosen.preview, as_json=chosen.json)
    finally:
        opened.close()


def run_calendar(chosen: argparse.Namespace) -> int:
    """Lists the years that are known; shows what a new table would move; adopts it once that was confirmed.

    Without a file: the tables that came with the program and wait to be adopted.
    """
    text = None if chosen.file is None else _read(chosen.file)
    opened = desk(chosen)
    try:
        session = opened.session
        if chosen.step == "list":
            return _list_calendar(session, as_json=chosen.json)
        tables = session.adopted.waiting_tables if text is None else (read_calendar(chosen.file.name, text),)
        proposal = propose_calendar(session, tables)
        adopting = chosen.step == "adopt"
        if adopting and not chosen.yes:
            found = preview(session, proposal)
            if found.rows:
                raise Refused("calendar.not_confirmed", moved=len(found.rows), late=found.late)
        return _look_or_adopt(opened, proposal, adopting=adopting, as_json=chosen.json)
    finally:
        opened.close()


def _list_profiles(session: Session, *, as_json: bool) -> int:
    made = [
        {
            "profile": row.name,
            "title": row.title,
            "source": row.source,
            "certainty": row.certainty,
            "on": row.on,
            "since": None if row.since is None else row.since.isoformat(),
            "own_text": row.own_text,
            "rules": [rule.id for rule in row.rules],
            "grounds": [ground.id for ground in row.grounds],
            "editable": list(row.editable),
        }
        for row in profile_rows(session)
    ]
    emit(made) if as_json else table(made, ("profile", "on", "title", "certainty", "source"))
    return 0


def _list_calendar(session: Session, *, as_json: bool) -> int:
    made = [
        {"year": item.year, "source": item.source, "adopted": True} for item in session.calendar.tables
    ] + [
        {"year": item.year, "source": item.source, "adopted": False}
        for item in session.adopted.waiting_tables
    ]
    emit(made) if as_json else table(made, ("year", "adopted", "source"))
    return 0


def _look_or_adopt(opened: Desk, proposal: Proposal, *, adopting: bool, as_json: bool) -> int:
    found = preview(opened.session, proposal)
    if adopting:
        adopt(opened.session, proposal)
    _tell(found, adopted=adopting, as_json=as_json)
    return 0


def _tell(found: Preview, *, adopted: bool, as_json: bool) -> None:
    made = preview_object(found) | {"adopted": adopted}
    if as_json:
        emit(made)
        return
    changes = made["changes"]
    table(list(changes) if isinstance(changes, list) else [], PREVIEW_COLUMNS)
    table([made], ("subject", "since", "matters", "new", "moved", "ended", "becomes_late", "adopted"))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=file.name) from error


def _days(item: str) -> tuple[str, int]:
    name, _, count = item.partition("=")
    if not count.isdecimal():
        raise BadInput("field.type", field="days", name="days", type="RULE=N")
    return name, int(count)


def run_explain(chosen: argparse.Namespace) -> int:
    """The "why this date" card of one clock."""
    try:
        start = date.fromisoformat(chosen.start)
    except ValueError as error:
        raise BadInput("field.type", field="from", name="from", type="date") from error
    made = Law.shipped().explain(chosen.rule, start, WorkCalendar.shipped(), chosen.extend).as_json()
    if chosen.json:
        emit(made)
    else:
        days = made["days"]
        table(list(days) if isinstance(days, list) else [], ("date", "why"))
        table([made], ("rule", "article", "due_strict", "due_legal"))
    return 0
