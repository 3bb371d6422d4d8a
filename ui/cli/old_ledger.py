"""Old ledgers in: old-ledger, by a mapping file that is guessed first and decided by a person."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.domain.codes import codes
from app.errors import BadInput
from app.exchange.profiles.old_ledger import CODED, LedgerMapping, mapping_text
from app.services.bulk import RowResult
from app.services.old_ledger import LedgerRun, UnknownWord
from app.services.practising import require_own_kind
from ui.bootstrap.opening import Desk
from ui.cli.bulk import RESTS, write_bytes
from ui.cli.folder import backup_first, desk
from ui.cli.output import emit, error_object, say
from ui.messages import message_of, words
from ui.old_ledger_file import (
    LedgerFile,
    columns_over,
    field_title,
    ledger_rows,
    look_into,
    mapping_of,
    saved_mapping,
    words_of_ledger,
    write_bad,
)


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    ledger = commands.add_parser("old-ledger", parents=[common])
    ledger.add_argument("file", type=Path)
    ledger.add_argument("--name", default="", help="what the ledger is called")
    ledger.add_argument("--channel", default="", choices=[code.code for code in codes("channels")])
    ledger.add_argument("--mapping", type=Path, metavar="FILE.toml")
    ledger.add_argument(
        "--template", type=Path, metavar="FILE.toml", help="writes what is guessed, to be changed"
    )
    ledger.add_argument("--sheet", default="")
    ledger.add_argument("--head", type=int, default=0, help="the row of the head, from 1")
    ledger.add_argument("--lines", type=int, choices=(1, 2), default=1, help="lines of that head")
    ledger.add_argument("--dry-run", action="store_true")
    ledger.add_argument("--bad", type=Path, metavar="FILE.xlsx", help="where bad rows go, to be mended")
    ledger.set_defaults(run=run_old_ledger)


def run_old_ledger(chosen: argparse.Namespace) -> int:
    """Reads an old ledger in; or writes the mapping that is guessed, with the words that no list knows."""
    found = look_into(chosen.file, chosen.sheet, chosen.head, chosen.lines)
    saved = None if chosen.mapping is None else saved_mapping(chosen.mapping)
    mapping = mapping_of(found, chosen.name, saved, chosen.channel)
    if chosen.template is not None:
        return _template(chosen, found, mapping)
    columns = columns_over(found, mapping)
    opened = desk(chosen)
    try:
        require_own_kind(opened.session, practice=found.practice)
        if not chosen.dry_run:
            backup_first(opened)
        run = LedgerRun(opened.session, mapping, columns, trial=chosen.dry_run)
        if not chosen.dry_run:
            run.begin(found.imported)
        try:
            _registered(opened, run, found, as_json=chosen.json)
        finally:
            run.finish()
    finally:
        opened.close()
    if chosen.bad is not None and run.bad:
        write_bad(chosen.bad, found.head, run.bad)
    text, counts = words("old_ledger"), run.counts
    if chosen.json:
        emit(
            {
                "import": run.number or None,
                **counts,
                "passed_over": run.passed_over,
                "dropped_columns": len(columns.dropped),
                "unread_columns": list(columns.left),
                **({"trial": True} if chosen.dry_run else {}),
            }
        )
    else:
        said = str(text["tried" if chosen.dry_run else "registered"])
        say(said.format(number=run.number, passed=run.passed_over, **counts))
    return BadInput.exit_code if counts["refused"] else 0


def _registered(opened: Desk, run: LedgerRun, found: LedgerFile, *, as_json: bool) -> None:
    with ledger_rows(found) as rows:
        for batches, results in enumerate(run.register(rows), start=1):
            for result in results:
                _tell(result, as_json=as_json)
            if batches % RESTS == 0:
                opened.rest()


def _tell(result: RowResult, *, as_json: bool) -> None:
    if as_json:
        made: dict[str, object] = {"row": result.row, "number": result.number or None}
        if result.repeated:
            made["repeated"] = True
        if result.error is not None:
            made = {"row": result.row, "error": error_object(result.error)}
        emit(made)
    elif result.error is not None:
        message = message_of(result.error)
        say(f"{result.row}  {message.says}{message.do}")


def _template(chosen: argparse.Namespace, found: LedgerFile, mapping: LedgerMapping) -> int:
    """What is guessed, as a mapping file; the words that no list knows stand in it with an empty code."""
    unknown: tuple[UnknownWord, ...] = ()
    try:
        unknown = words_of_ledger(found, mapping)
    except BadInput as error:
        message = message_of(error)
        say(f"{message.says}{message.do}")
    listed = {
        name: {
            **{item.word: "" for item in unknown if item.field == name},
            **mapping.words.get(name, {}),
        }
        for name in CODED
    }
    whole = replace(mapping, words=listed)
    write_bytes(chosen.template, mapping_text(whole).encode())
    if chosen.json:
        emit(
            {
                "file": str(chosen.template),
                "sheet": found.sheet,
                "head": found.head.row,
                "columns": [
                    {"title": item.title, "field": item.field, "by": item.by, "samples": list(item.samples)}
                    for item in found.guessed
                ],
                "words": [{"field": item.field, "word": item.word, "rows": item.count} for item in unknown],
            }
        )
        return 0
    for item in found.guessed:
        say(f"{item.title}\t{field_title(mapping.field_of(item.title))}")
    return 0
