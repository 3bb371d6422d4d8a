"""The figures of the mediation room and what solved cases say: mediation figures, mediation subsidy, mediation similar."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from app.services.mediation.figures import MediatorFigures, room_figures, subsidy_workbook
from app.services.mediation.similar import similar_cases
from resources.loader import words
from ui.cli.folder import desk
from ui.cli.output import emit, table
from ui.new_file import write_new


def add_parts(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these parts of `mediation`."""
    figures = parts.add_parser("figures", parents=[common])
    subsidy = parts.add_parser("subsidy", parents=[common])
    for part in (figures, subsidy):
        part.add_argument("--first", type=date.fromisoformat, required=True)
        part.add_argument("--last", type=date.fromisoformat, required=True)
    subsidy.add_argument("--out", type=Path, required=True, metavar="FILE")
    figures.set_defaults(run=run_figures)
    similar = parts.add_parser("similar", parents=[common])
    similar.add_argument("number")
    similar.set_defaults(run=run_similar)
    subsidy.set_defaults(run=run_subsidy)


def run_figures(chosen: argparse.Namespace) -> int:
    """The figures of a period, each with its definition."""
    opened = desk(chosen)
    try:
        found = room_figures(opened.session, chosen.first, chosen.last)
    finally:
        opened.close()
    text = words("words/mediation_figures.toml")["mediation_figures"]
    rows = [
        {
            "figure": item.name,
            "title": text[item.name]["title"],
            "value": item.value,
            "count": item.count,
            "of": item.of,
            "numbers": list(item.numbers),
            "definition": text[item.name]["says"],
        }
        for item in found.figures
    ]
    if chosen.json:
        emit(
            {
                "first": found.first.isoformat(),
                "last": found.last.isoformat(),
                "figures": rows,
                "bodies": [_row(item) for item in found.bodies],
                "mediators": [_row(item) for item in found.mediators],
            }
        )
    else:
        table(rows, ("title", "value", "definition"))
    return 0


def run_subsidy(chosen: argparse.Namespace) -> int:
    """The list for finance as a workbook."""
    opened = desk(chosen)
    try:
        data = subsidy_workbook(opened.session, chosen.first, chosen.last)
    finally:
        opened.close()
    write_new(chosen.out, data)
    emit({"file": str(chosen.out), "bytes": len(data)})
    return 0


def run_similar(chosen: argparse.Namespace) -> int:
    """How solved cases that are alike ended, and for how much."""
    opened = desk(chosen)
    try:
        found = similar_cases(opened.session, chosen.number)
    finally:
        opened.close()
    emit(
        {
            "count": len(found.cases),
            "lowest": found.lowest,
            "middle": found.middle,
            "highest": found.highest,
            "cases": [
                {
                    "similarity": case.similarity,
                    "fen": case.fen,
                    "days": case.days,
                    "parties": case.parties,
                    "kept": case.kept,
                }
                for case in found.cases
            ],
        }
    )
    return 0


def _row(item: MediatorFigures) -> dict[str, object]:
    return {
        "code": item.code,
        "name": item.name,
        "opened": item.opened,
        "settled": item.settled,
        "failed": item.failed,
        "fen": item.fen,
    }
