"""Commands of serving: slips that file themselves, what is not served yet, the post list of a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.acts.delivering import Deliver
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.fields import from_words
from app.errors import AppError, BadInput
from app.services.serving import fetch_proof, post_list, post_list_workbook, row_of, stage_notices, unserved
from app.services.session import Session
from app.services.slips import SlipPage, SlipState, assigned, file_slip, read_slips
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, error_object, say, table
from ui.cli.registers import write_workbook
from ui.messages import words
from ui.scans.reader import ChildScanReader

TYPED = ("method", "outcome", "on", "receiver", "capacity", "relation", "reason", "witness", "witness_of")
"""What a clerk reads off a slip; options of `slips`, and fields of a line of its answers."""
SELF_SERVED = {"method": DeliveryMethod.IN_PERSON.value, "outcome": Outcome.RECEIVED.value}


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    slips = commands.add_parser("slips", parents=[common])
    slips.add_argument("files", nargs="+", type=Path, metavar="FILE")
    slips.add_argument("--file", dest="filing", action="store_true", help="files what is ready or answered")
    slips.add_argument(
        "--answers", type=Path, help="JSONL: {page: 'FILE#1', number?, paper?, on, receiver …}"
    )
    for name in TYPED:
        slips.add_argument(f"--{name.replace('_', '-')}", dest=name, default="")
    slips.set_defaults(run=run_slips)
    waiting = commands.add_parser("unserved", parents=[common])
    waiting.set_defaults(run=run_unserved)
    post = commands.add_parser("post-list", parents=[common])
    post.add_argument("--day", type=date.fromisoformat)
    post.add_argument("--out", type=Path)
    post.set_defaults(run=run_post_list)
    notices = commands.add_parser("stage-notices", parents=[common])
    notices.add_argument("--day", type=date.fromisoformat)
    notices.set_defaults(run=run_notices)
    proof = commands.add_parser("proof", parents=[common])
    proof.add_argument("number")
    proof.add_argument("sha256")
    proof.add_argument("--out", type=Path, required=True)
    proof.set_defaults(run=run_proof)


def run_slips(chosen: argparse.Namespace) -> int:
    """Reads scans; every page is one line. With `--file` those are filed that are ready and have a day."""
    opened = desk(chosen)
    worst = 0
    try:
        answers = _answers(chosen.answers)
        typed = {name: str(getattr(chosen, name)) for name in TYPED if getattr(chosen, name)}
        met: set[str] = set()
        for page in read_slips(opened.session, ChildScanReader(), chosen.files):
            met.add(page.name)
            made = _of_page(opened.session, page, typed, answers.get(page.name), chosen.filing)
            worst = worst or int(made.pop("exit", 0))
            emit(made) if chosen.json else say(_line(made))
        for name in answers.keys() - met:
            raise BadInput("slip.answer_unknown", name=name)
    finally:
        opened.close()
    return worst


def _of_page(
    session: Session, page: SlipPage, typed: dict[str, str], answer: Mapping[str, Any] | None, filing: bool
) -> dict[str, Any]:
    """One page as a row; filed first where that was asked for. A refusal stands in the row."""
    filed: list[str] = []
    refused = page.error
    try:
        if answer is not None and answer.get("number") and page.state is SlipState.UNREAD:
            page = assigned(session, page, str(answer["number"]), str(answer.get("paper", "")))
        if filing and page.state is SlipState.READY:
            facts = _facts(page, typed, answer or {})
            filed = list(file_slip(session, page, facts).entries)
    except AppError as error:
        refused = error
    row: dict[str, Any] = {
        "file": page.file,
        "page": page.page,
        "state": "done" if filed else page.state.value,
        "number": page.number or None,
        "paper": page.paper or None,
        "title": page.title or None,
        "document_number": page.document_number or None,
        "addressee": page.addressee.name or None,
        "sealed": page.addressee.sealed,
        "station": page.station or None,
        "day": None if page.day is None else page.day.isoformat(),
        "form": page.form or None,
        "entries": filed,
    }
    text = words("slip_states")["done" if filed else page.state.value]
    row["text"] = str(text).format(
        day=row["day"] or "", station=page.station, title=page.title, form=page.form, number=page.number
    )
    if refused is not None:
        row |= {"error": error_object(refused), "exit": refused.exit_code}
    return row


def _facts(page: SlipPage, typed: dict[str, str], answer: Mapping[str, Any]) -> Deliver:
    """What was typed for a page: its own answer before the options of the command; else the addressee in person."""
    said = {**SELF_SERVED, **typed, **{k: str(v) for k, v in answer.items() if k in TYPED}}
    facts = from_words(Deliver, {"paper": page.paper, **said})
    if facts.method is DeliveryMethod.IN_PERSON and facts.outcome is Outcome.RECEIVED and not facts.receiver:
        return replace(facts, receiver=page.addressee.name)
    return facts


def _answers(source: Path | None) -> dict[str, dict[str, Any]]:
    if source is None:
        return {}
    try:
        lines = source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=source.name) from error
    found: dict[str, dict[str, Any]] = {}
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput("intake.json", row=place) from error
        if not isinstance(row, dict) or not row.get("page"):
            raise BadInput("intake.row_shape", row=place)
        found[str(row["page"])] = row
    return found


def _line(row: Mapping[str, Any]) -> str:
    """One page for people."""
    about = " ".join(filter(None, (row["number"], row["document_number"], row["title"], row["addressee"])))
    text = str(row["text"])
    if "error" in row:
        text = str(row["error"]["text"])
    return f"{row['file']} {row['page']}　{about}　{text}"


def run_unserved(chosen: argparse.Namespace) -> int:
    """What has not reached its addressee by proof, oldest first."""
    opened = desk(chosen)
    try:
        found = unserved(opened.session)
    finally:
        opened.close()
    for item in found:
        last = item.last
        row = {
            "number": item.number,
            "paper": item.paper.id,
            "kind": item.paper.kind,
            "title": item.title,
            "document_number": item.paper.number or None,
            "issued_on": item.paper.issued_on.isoformat(),
            "state": item.paper.state,
            "age": item.age,
            "late": item.late,
            "addressee": item.addressee.name or None,
            "sealed": item.addressee.sealed,
            "attempts": len(item.paper.attempts),
            "last": None
            if last is None
            else {
                "on": last.on.isoformat(),
                "method": last.method.value,
                "outcome": last.outcome.value,
                "tracking": last.tracking or None,
            },
            "full_on": None if item.full_on is None else item.full_on.isoformat(),
        }
        if chosen.json:
            emit(row)
        else:
            table([row], ("number", "title", "document_number", "state", "age", "late"))
    return 0


def run_post_list(chosen: argparse.Namespace) -> int:
    """What was posted on a day, as .xlsx or as rows."""
    opened = desk(chosen)
    try:
        day = chosen.day or opened.session.today()
        if chosen.out is not None:
            return write_workbook(chosen, lambda: post_list_workbook(opened.session, day))
        found = post_list(opened.session, day)
    finally:
        opened.close()
    for place, item in enumerate(found, start=1):
        row = {**row_of(place, item), "on": item.on.isoformat(), "returned": item.returned}
        row |= {"paper": item.paper.id, "sealed": item.addressee.sealed}
        if chosen.json:
            emit(row)
        else:
            table([row], ("place", "number", "title", "name", "address", "tracking"))
    return 0


def run_notices(chosen: argparse.Namespace) -> int:
    """Short messages for a telephone about the papers of a day, without any detail; sending them is another program's."""
    opened = desk(chosen)
    try:
        found = stage_notices(opened.session, chosen.day or opened.session.today())
    finally:
        opened.close()
    for item in found:
        row = {"number": item.number, "paper": item.paper, "phone": item.phone, "text": item.text}
        if chosen.json:
            emit(row)
        else:
            table([row], ("phone", "text"))
    return 0


def run_proof(chosen: argparse.Namespace) -> int:
    """Writes a kept proof of an attempt to a file."""
    opened = desk(chosen)
    try:
        data = fetch_proof(opened.session, chosen.number, chosen.sha256)
    finally:
        opened.close()
    write_bytes(chosen.out, data)
    emit({"file": str(chosen.out), "bytes": len(data)})
    return 0
