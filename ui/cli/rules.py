"""Commands on the law: rules, explain."""

from __future__ import annotations

import argparse
from datetime import date

from app.domain.calendar import WorkCalendar
from app.domain.law import Law
from app.errors import BadInput
from ui.cli.output import emit, table


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser. They need no data folder: the law is the same everywhere."""
    rules = commands.add_parser("rules", parents=[common])
    rules.set_defaults(run=run_rules)
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
