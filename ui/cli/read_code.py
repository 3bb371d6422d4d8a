"""`code read`: a code of any family, from a picture or a PDF or the text that a scanner gave; frames of one together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.errors import BadInput, Refused
from app.page_keys import PageKeyShelf
from app.qr.families import Family
from app.qr.frames import Collector, Progress
from app.qr.scanned_text import code_of
from app.services.asking import ask
from app.services.codes import family_in, is_code, read_code, read_receipt
from app.services.preregistrations import open_preregistration
from app.services.session import Session
from ui.bootstrap.page_keys import page_key_shelf
from ui.cli.folder import desk
from ui.cli.notice_codes import signed_answer
from ui.cli.output import emit
from ui.scans.code_reader import ChildCodeReader

SIGNED = (Family.NOTICE, Family.PLACE)
"""Families that say who signed them."""


def run_read(chosen: argparse.Namespace) -> int:
    """Reads what the given texts and files say together, and prints what it is."""
    texts = _texts(chosen.source)
    opened = desk(chosen)
    try:
        made = _read(opened.session, page_key_shelf(opened), texts)
    finally:
        opened.close()
    emit(made)
    return 0 if made.get("good", made["genuine"]) else 3  # a notice that was genuine and is void is not good


def _read(session: Session, shelf: PageKeyShelf, texts: Sequence[str]) -> dict[str, object]:
    if family_in(texts[0]) is Family.PREREGISTRATION:
        return _preregistration(session, shelf, texts)
    if len(texts) != 1:
        raise BadInput("code.not_one", field="source", count=len(texts))
    if family_in(texts[0]) in SIGNED:
        made, _, good = signed_answer(session, texts[0])
        return made | {"good": good}
    if family_in(texts[0]) is Family.EVALUATION:
        standing = ask(session, texts[0])
        return {"kind": "evaluation", "genuine": True, "number": standing.number, "ratable": standing.ratable}
    if family_in(texts[0]) is Family.FORM:
        form = read_code(session, texts[0]).form
        assert form is not None  # of the family that was just read
        told = {"number": form.number, "state": form.state, "title": form.title}
        return {"kind": "form", "genuine": True, **told}
    if is_code(texts[0]) and family_in(texts[0]) is not Family.RECEIPT:
        read_code(session, texts[0])
    found = read_receipt(session, texts[0])
    return {"kind": "receipt", "genuine": found.genuine, "number": found.number}


def _preregistration(session: Session, shelf: PageKeyShelf, texts: Sequence[str]) -> dict[str, object]:
    """What a phone shows. Who does not act on matters is given the masked name and nothing else."""
    collector, progress = Collector(), Progress(seen=(), count=1)
    for text in texts:
        progress = collector.add(code_of(text))
    if progress.whole is None:
        seen = len(progress.seen)
        raise Refused("prereg.not_all", missing=progress.count - seen, count=progress.count, seen=seen)
    if len(texts) > 1 and len(texts) != progress.count:
        raise BadInput("code.not_one", field="source", count=len(texts))
    read = open_preregistration(session, shelf, progress.whole)
    return {
        "kind": "preregistration",
        "genuine": True,
        "made_on": read.made_on.isoformat(),
        "masked": not session.may_act(),
        "fields": {name: value for name, value in asdict(read.given).items() if value},
        "left_out": list(read.left_out),
        "old_page": read.old_page,
    }


def _texts(sources: Sequence[str]) -> list[str]:
    """The texts of the codes; a source that is no code is a file in which there are some."""
    found: list[str] = []
    for source in sources:
        path = Path(source)
        if is_code(source) or not path.is_file():
            found.append(source)
            continue
        in_file = ChildCodeReader().in_file(path)
        if not in_file:
            raise BadInput("code.none", field="source", file=path.name)
        found += in_file
    return list(dict.fromkeys(found))
