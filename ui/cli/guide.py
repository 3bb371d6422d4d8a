"""Commands that help to route: guide, meeting-list."""

from __future__ import annotations

import argparse
import sys

from app.domain.guide import GuideStep
from app.domain.law import Law
from app.domain.office import Office
from app.services.guiding import Advice, advice, advice_object, charts, guided
from app.services.meeting_list import meeting_list, row_object
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, table
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    guide = commands.add_parser("guide", parents=[common])
    guide.add_argument("chart", nargs="?", default="")
    guide.add_argument("answers", nargs="*")
    guide.add_argument("--place", default="", help="code of the place, for the township it belongs to")
    guide.set_defaults(run=run_guide)
    meeting = commands.add_parser("meeting-list", parents=[common])
    meeting.add_argument("--day", type=day)
    meeting.set_defaults(run=run_meeting_list)


def run_guide(chosen: argparse.Namespace) -> int:
    """The guide charts: without a chart their list, with answers the next question or the way they lead to.

    The tree needs no data folder; where there is one, the way names the units of its table.
    """
    if not chosen.chart:
        rows = [{"chart": each.code, "title": each.title} for each in charts()]
        if chosen.json:
            emit(rows)
        else:
            sys.stdout.writelines(f"{row['chart']}  {row['title']}\n" for row in rows)
        return 0
    step = guided(chosen.chart, chosen.answers)
    told = None
    if step.leaf is not None:
        law, office = _grounds(chosen)
        told = advice(step.leaf, law, office, chosen.place)
    if chosen.json:
        emit(_object(step, told))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(step, told))
    return 0


def run_meeting_list(chosen: argparse.Namespace) -> int:
    """Open disputes over who is competent, with the units and how the matter went round."""
    opened = desk(chosen)
    try:
        rows = meeting_list(opened.session, day=chosen.day)
    finally:
        opened.close()
    for row in rows:
        made = row_object(row)
        if chosen.json:
            emit(made)
        else:
            told = {**made, "units": "、".join(row.units)}
            table([told], ("number", "disputed_on", "returns", "units", "body"))
    return 0


def _grounds(chosen: argparse.Namespace) -> tuple[Law, Office]:
    if not chosen.data.exists():
        return Law.shipped(), Office()
    opened = desk(chosen)
    try:
        return opened.session.law, opened.session.office
    finally:
        opened.close()


def _object(step: GuideStep, told: Advice | None) -> dict[str, object]:
    made: dict[str, object] = {
        "chart": step.chart.code,
        "given": [answer.code for answer in step.answers],
    }
    if step.question is not None:
        made["question"] = step.question.asks
        made["answers"] = [{"code": a.code, "says": a.says} for a in step.question.answers]
    if told is not None:
        made["leaf"] = advice_object(told)
    return made


def _lines(step: GuideStep, told: Advice | None) -> list[str]:
    text = words("guide")
    if step.question is not None:
        return [
            step.question.asks,
            *(f"  {at}. [{a.code}] {a.says}" for at, a in enumerate(step.question.answers, start=1)),
        ]
    return [] if told is None else advice_lines(told, text)


def advice_lines(told: Advice, text: dict[str, str]) -> list[str]:
    """What a way says, line by line."""
    return [
        text["way"].format(purpose=told.purpose, path=told.path) if told.path else told.purpose,
        told.says,
        text["body"].format(body=told.body, level=told.level),
        text["procedures"].format(procedures=" → ".join(told.procedures)),
        *([text["articles"].format(articles=told.basis)] if told.basis else []),
        *(
            text["limit"].format(says=item.says, law=item.law)
            + (text["unverified"] if item.unverified else "")
            for item in told.limits
        ),
        text["papers"].format(papers="、".join(told.papers)),
        *(
            text["unit"]
            .format(
                name=unit.name, address=unit.address, phone=unit.phone or unit.duty_phone, hours=unit.hours
            )
            .strip()
            for unit in told.units
        ),
        told.here,
    ]
