"""Commands on the office's own words: template (list, show, propose, diff, preview, approve, withdraw), phrase."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from app.errors import BadInput
from app.services import office_templates as own
from app.services import phrases as library
from app.services.session import Session
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day_or_none
from ui.cli.output import emit, table

LARGEST = 2**20
"""Bytes of a file of changed texts at most."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    template = commands.add_parser("template", parents=[common])
    template.add_argument(
        "step", choices=("list", "show", "propose", "diff", "preview", "approve", "withdraw")
    )
    template.add_argument("what", nargs="?", default="", metavar="KIND|ID")
    template.add_argument("--from", dest="given", default="", metavar="FILE.toml|DAY")
    template.add_argument(
        "--out", type=Path, help="the PDF of the preview, or the texts to be changed as TOML"
    )
    template.add_argument("--reason", default="")
    template.set_defaults(run=run_template)
    phrase = commands.add_parser("phrase", parents=[common])
    phrase.add_argument("step", choices=("list", "add", "approve", "retire"))
    phrase.add_argument("what", nargs="?", default="", metavar="TEXT|ID")
    phrase.add_argument(
        "--kind", default="", help="the kind of paper it is meant for; for a list: offered for it today"
    )
    phrase.add_argument("--subject", default="")
    phrase.add_argument("--until", default="", metavar="DAY")
    phrase.set_defaults(run=run_phrase)


def run_template(chosen: argparse.Namespace) -> int:
    """One step of the life of a template of the office."""
    if chosen.step != "list" and not chosen.what:
        raise BadInput("field.missing", field="what", name="KIND")
    opened = desk(chosen)
    try:
        return _STEPS[chosen.step](opened.session, chosen)
    finally:
        opened.close()


def _list(session: Session, chosen: argparse.Namespace) -> int:
    made: list[dict[str, object]] = [
        {
            "kind": row.kind.kind,
            "title": row.kind.title,
            "shipped": row.kind.version,
            "used": row.used,
            "editable": row.editable,
            "changes": [own.change_object(session, change) for change in row.changes],
        }
        for row in own.template_rows(session)
    ]
    emit(made) if chosen.json else table(made, ("kind", "title", "shipped", "used", "editable"))
    return 0


def _show(session: Session, chosen: argparse.Namespace) -> int:
    rows = own.place_rows(session, chosen.what)
    if chosen.out is not None:
        texts = "".join(f'"{row.place}" = {_quoted(row.text)}\n' for row in rows)
        write_bytes(chosen.out, f"[texts]\n{texts}".encode())
    made: list[dict[str, object]] = [
        {"place": row.place, "block": row.block, "shipped": row.shipped, "text": row.text} for row in rows
    ]
    if chosen.json:
        names = [{"name": name, "label": label} for name, label in own.names_in(session, chosen.what)]
        emit({"kind": chosen.what, "texts": made, "names": names})
    else:
        table(made, ("place", "text"))
    return 0


def _quoted(text: str) -> str:
    """The text as a basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _propose(session: Session, chosen: argparse.Namespace) -> int:
    change = own.propose(session, chosen.what, _texts(chosen.given), reason=chosen.reason)
    emit(own.change_object(session, change))
    return 0


def _diff(session: Session, chosen: argparse.Namespace) -> int:
    kind, texts = _kind_and_texts(session, chosen)
    shown = own.diff_of(session, kind, texts)
    if chosen.json:
        emit({"kind": kind, "diff": shown})
    elif shown:
        print(shown)
    return 0


def _preview(session: Session, chosen: argparse.Namespace) -> int:
    if chosen.out is None:
        raise BadInput("field.missing", field="out", name="out")
    kind, texts = _kind_and_texts(session, chosen)
    made = own.preview(session, kind, texts)
    write_bytes(chosen.out, made.pdf)
    emit({"kind": kind, "pages": made.pages, "sha256": made.sha256})
    return 0


def _kind_and_texts(session: Session, chosen: argparse.Namespace) -> tuple[str, dict[str, str]]:
    """A file's texts; without a file those of the named change, or those used today."""
    if chosen.given:
        return chosen.what, _texts(chosen.given)
    if ":" in chosen.what:
        change = own.change_of(session, chosen.what)
        return change.kind, dict(change.words)
    return chosen.what, {row.place: row.text for row in own.place_rows(session, chosen.what)}


def _approve(session: Session, chosen: argparse.Namespace) -> int:
    own.approve(session, chosen.what, since=day_or_none(chosen.given, "from"))
    emit(own.change_object(session, own.change_of(session, chosen.what)))
    return 0


def _withdraw(session: Session, chosen: argparse.Namespace) -> int:
    own.withdraw(session, chosen.what, reason=chosen.reason)
    emit(own.change_object(session, own.change_of(session, chosen.what)))
    return 0


_STEPS = {
    "list": _list,
    "show": _show,
    "propose": _propose,
    "diff": _diff,
    "preview": _preview,
    "approve": _approve,
    "withdraw": _withdraw,
}


def _texts(name: str) -> dict[str, str]:
    """The changed texts of a file. Raises BadInput("file.unreadable", "template.file", "field.missing")."""
    if not name:
        raise BadInput("field.missing", field="from", name="from")
    file = Path(name)
    try:
        if file.stat().st_size > LARGEST:
            raise BadInput("file.unreadable", file=file.name)
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=file.name) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput("template.file", field="from", file=file.name) from error
    return own.texts_from(data, file.name)


def run_phrase(chosen: argparse.Namespace) -> int:
    """One step of the life of a phrase."""
    if chosen.step != "list" and not chosen.what:
        raise BadInput("field.missing", field="what", name="TEXT" if chosen.step == "add" else "ID")
    opened = desk(chosen)
    try:
        session = opened.session
        if chosen.step == "list":
            return _list_phrases(session, chosen)
        until = day_or_none(chosen.until, "until")
        identifier = chosen.what
        if chosen.step == "add":
            said = library.add_phrase(
                session, chosen.what, kind=chosen.kind, subject=chosen.subject, until=until
            )
            identifier = said.id
        elif chosen.step == "approve":
            library.approve_phrase(session, identifier)
        else:
            library.retire_phrase(session, identifier, until=until)
        emit(library.phrase_object(session, library.phrase_of(session, identifier)))
    finally:
        opened.close()
    return 0


def _list_phrases(session: Session, chosen: argparse.Namespace) -> int:
    found = library.offered_phrases(session, chosen.kind) if chosen.kind else library.phrases(session)
    made = [library.phrase_object(session, phrase) for phrase in found]
    emit(made) if chosen.json else table(made, ("phrase", "state", "kind", "subject", "text"))
    return 0
