"""Commands on whole tables: register (with report, trial run and template), imports."""

from __future__ import annotations

import argparse
import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.clock import from_milliseconds
from app.domain.bulk_import import ImportedFile, ImportRun
from app.errors import BadInput, Refused, Unavailable
from app.exchange.spreadsheet import SourceFile, kind_of
from app.services.bulk import BulkRegistration, RowResult
from app.services.county_template import county_template
from app.services.imports import Undone, list_imports, undo_import
from app.services.intake import read_file
from app.services.practising import require_own_kind
from ui.bootstrap.opening import Desk
from ui.cli.folder import backup_first, desk
from ui.cli.output import emit, error_object, say, table
from ui.import_report import require_report, write_report
from ui.messages import message_of_code, words
from ui.opened_table import opened_table

RESTS = 10
"""Batches after which the log is moved into the file, so that a long run does not fill the disk with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file that is open, looked into and ready to be read."""

    name: str
    rows: SourceFile
    digests: ImportedFile


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    register = commands.add_parser("register", parents=[common])
    register.add_argument("files", type=Path, nargs="*")
    register.add_argument("--dry-run", action="store_true")
    register.add_argument("--report", type=Path)
    register.add_argument("--template", type=Path)
    register.set_defaults(run=run_register)
    imports = commands.add_parser("imports", parents=[common])
    imports.add_argument("what", choices=("list", "undo"), nargs="?", default="list")
    imports.add_argument("number", nargs="?", default="")
    imports.add_argument("--reason", default="")
    imports.set_defaults(run=run_imports)


def run_register(chosen: argparse.Namespace) -> int:
    """Registers every row of the files; bad rows do not stop good ones. Or makes the empty table to fill in."""
    if chosen.template is not None and not chosen.files:
        return _template(chosen)
    if not chosen.files:
        raise BadInput("field.missing", field="files", name="FILE")
    if chosen.report is not None:
        require_report(chosen.report)
    with ExitStack() as stack:
        opened = desk(chosen)
        stack.callback(opened.close)
        sources = [_opened(path, stack) for path in chosen.files]
        for source in sources:
            require_own_kind(opened.session, practice=source.rows.practice)
        if not chosen.dry_run:
            backup_first(opened)
        run = BulkRegistration(opened.session, trial=chosen.dry_run)
        run.begin([source.digests for source in sources])
        try:
            results = _registered(opened, run, sources)
            if chosen.report is None:
                deque(results, maxlen=0)
            else:
                write_report(
                    chosen.report, results, trial=chosen.dry_run, closing=lambda: _columns_told(sources)
                )
        finally:
            _finished(run, sources)
        opened.rest()
    _told(chosen, run, sources)
    return BadInput.exit_code if run.refused else 0


def _opened(path: Path, stack: ExitStack) -> _Source:
    kind = kind_of(path.name)
    file, content = opened_table(path)
    stack.enter_context(file)
    digests = ImportedFile(
        kind=kind.removeprefix("."),
        name_digest=hashlib.sha256(path.name.encode("utf-8", "replace")).hexdigest(),
        content_digest=content,
    )
    return _Source(name=path.name, rows=read_file(path.name, file), digests=digests)


def _registered(opened: Desk, run: BulkRegistration, sources: Sequence[_Source]) -> Iterator[RowResult]:
    """Registers and prints; each row is printed once it is committed."""
    batches = 0
    for source in sources:
        name = source.name if len(sources) > 1 else ""
        for results in run.register(source.rows.rows):
            for result in results:
                emit(_line(result, name))
            yield from results
            batches += 1
            if batches % RESTS == 0:
                opened.rest()


def _line(result: RowResult, file: str) -> dict[str, object]:
    made: dict[str, object] = {"row": result.row, **({"file": file} if file else {})}
    if result.error is not None:
        return {**made, "error": error_object(result.error)}
    warnings = [
        {"code": remark.code, "text": message_of_code(remark.code, **remark.details).says}
        for remark in result.remarks
    ]
    return {
        **made,
        "number": result.number or None,
        "query_code": result.token or None,
        "warnings": warnings,
        **({"repeated": True} if result.repeated else {}),
    }


def _finished(run: BulkRegistration, sources: Sequence[_Source]) -> None:
    run.finish(
        dropped_columns=len(_dropped(sources)),
        unknown_columns=len(_unknown(sources)),
    )


def _dropped(sources: Sequence[_Source]) -> set[str]:
    return {name for source in sources for name in source.rows.dropped_columns}


def _unknown(sources: Sequence[_Source]) -> set[str]:
    return {name for source in sources for name in source.rows.unknown_columns}


def _columns_told(sources: Sequence[_Source]) -> list[str]:
    """Which columns nobody knew, and how many were dropped."""
    dropped, unknown = _dropped(sources), sorted(_unknown(sources))
    told = []
    if unknown:
        told.append(str(words("bulk")["unknown_columns"]).format(columns="\u3001".join(unknown)))
    if dropped:
        told.append(str(words("cli")["dropped"]).format(count=len(dropped)))
    return told


def _told(chosen: argparse.Namespace, run: BulkRegistration, sources: Sequence[_Source]) -> None:
    """The last line of the answer, and the same for people."""
    text = words("bulk")
    dropped, unknown = _dropped(sources), sorted(_unknown(sources))
    counts = {"registered": run.registered, "repeated": run.repeated, "refused": run.refused}
    emit(
        {
            **counts,
            **({"dropped_columns": len(dropped)} if dropped else {}),
            **({"unknown_columns": unknown} if unknown else {}),
            **({"trial": True} if chosen.dry_run else {}),
        }
    )
    for source in sources:
        if source.rows.sheet:
            say(str(text["sheet"]).format(sheet=source.rows.sheet))
        if source.rows.left_sheets:
            say(str(text["left_sheets"]).format(sheets="\u3001".join(source.rows.left_sheets)))
    for line in _columns_told(sources):
        say(line)
    say(str(text["trial" if chosen.dry_run else "numbered"]).format(number=run.number, **counts))
    if chosen.report is not None:
        say(str(text["report"]).format(file=chosen.report.name))


def _template(chosen: argparse.Namespace) -> int:
    opened = desk(chosen)
    try:
        made = county_template(opened.session.office.area)
    finally:
        opened.close()
    write_bytes(chosen.template, made)
    if chosen.json:
        emit({"file": str(chosen.template)})
    else:
        say(str(words("bulk")["template"]).format(file=chosen.template.name))
    return 0


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a file of the program's making. Raises Unavailable("file.unwritable")."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("file.unwritable", file=path.name) from error


def run_imports(chosen: argparse.Namespace) -> int:
    """Lists the imports, or undoes one."""
    opened = desk(chosen)
    try:
        if chosen.what == "undo":
            return _undo(chosen, opened)
        runs = list_imports(opened.session)
        names = {account.id: account.name for account in opened.session.accounts.accounts}
    finally:
        opened.close()
    for run in runs:
        made = _import_object(run, names.get(run.actor, run.actor))
        if chosen.json:
            emit(made)
        else:
            table([made], ("import", "on", "by", "registered", "repeated", "refused", "undone_on"))
    return 0


def _import_object(run: ImportRun, who: str) -> dict[str, object]:
    done, undone = run.done, run.undone
    return {
        "import": run.number,
        "on": run.on.isoformat(),
        "at": from_milliseconds(run.at).isoformat(),
        "by": who,
        "files": [
            {"kind": item.kind, "name_sha256": item.name_digest, "sha256": item.content_digest}
            for item in run.files
        ],
        "finished": done is not None,
        "registered": None if done is None else done.registered,
        "repeated": None if done is None else done.repeated,
        "refused": None if done is None else done.refused,
        "dropped_columns": None if done is None else done.dropped_columns,
        "undone_on": None if run.undone_on is None else run.undone_on.isoformat(),
        "undone": None
        if undone is None
        else {"reason": undone.reason, "voided": undone.voided, "kept": undone.kept},
    }


def _undo(chosen: argparse.Namespace, opened: Desk) -> int:
    counts = dict.fromkeys(Undone, 0)
    text = words("bulk_undone")
    for item in undo_import(opened.session, chosen.number, chosen.reason):
        counts[item.outcome] += 1
        made = {"number": item.number, "outcome": item.outcome.value, "entries": item.entries}
        if chosen.json:
            emit(made)
        else:
            table([{**made, "outcome": text[item.outcome.value]}], ("number", "outcome"))
    told = {outcome.value: count for outcome, count in counts.items()}
    if chosen.json:
        emit(told)
    else:
        say(str(words("bulk")["undone"]).format(**told))
    return Refused.exit_code if counts[Undone.KEPT] else 0
