"""Commands on signed codes: code verify, code keys; and what `code read` says of a notice's and of a poster's code."""

from __future__ import annotations

import argparse
import errno
from datetime import date
from pathlib import Path

from app.errors import BadInput, Unavailable
from app.qr.families import Family, family_of
from app.qr.key_list import KeyList, ListedKey
from app.services import code_keys
from app.services.notice_codes import Verified, verify_notice
from app.services.poster_round import VerifiedPlace, verify_place
from app.services.session import Session
from ui.cli.folder import desk
from ui.cli.output import emit, listed, say
from ui.code_texts import code_text
from ui.notice_words import is_sound, notice_sentences, place_sentences
from ui.scans.words_reader import words_in_pdf

BAD = 3
"""Exit code for what is not genuine."""


def add_parts(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the parts of `code` that are about signed codes."""
    verify = parts.add_parser("verify", parents=[common])
    verify.add_argument("source")
    verify.add_argument("--pdf", type=Path)
    verify.set_defaults(run=run_verify)
    keys = parts.add_parser("keys", parents=[common])
    keys.add_argument("--out", type=Path, metavar="FILE")
    keys.add_argument("--take", type=Path, metavar="FILE")
    keys.add_argument("--revoke", metavar="STATION", default="")
    keys.add_argument("--key", default="")
    keys.add_argument("--since", type=date.fromisoformat)
    keys.add_argument("--why", default="")
    keys.set_defaults(run=run_keys)


def run_verify(chosen: argparse.Namespace) -> int:
    """Whether a notice is genuine, by its code and, with --pdf, by the words of its file."""
    text = code_text(chosen.source)
    words = None
    if chosen.pdf is not None:
        words = words_in_pdf(chosen.pdf)
    opened = desk(chosen)
    try:
        made, sentences, good = signed_answer(opened.session, text, words)
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        for sentence in sentences:
            say(sentence)
    return 0 if good else BAD


def signed_answer(
    session: Session, text: str, words: str | None = None
) -> tuple[dict[str, object], list[str], bool]:
    """What a signed code says: for the machine, in sentences, and whether it is good. For `code read`, too.

    Raises BadInput("code.misread") for any other code.
    """
    if family_of(text) is Family.PLACE:
        place = verify_place(session, text)
        return _place_object(place), place_sentences(place), place.genuine
    found = verify_notice(session, text, words)
    return _notice_object(found), notice_sentences(found), is_sound(found)


def run_keys(chosen: argparse.Namespace) -> int:
    """Lists the keys that codes are verified with; signs the county's list, takes one, withdraws a key."""
    opened = desk(chosen)
    try:
        session = opened.session
        if chosen.revoke:
            since = chosen.since or session.today()
            code_keys.revoke(session, chosen.revoke, since=since, why=chosen.why, key=chosen.key)
        if chosen.out is not None:
            _write(chosen.out, code_keys.make_list(session))
        taken: KeyList | None = None
        if chosen.take is not None:
            taken = code_keys.take_list(session, _content(chosen.take))
        known = code_keys.known_keys(session)
    finally:
        opened.close()
    if taken is not None and not chosen.json:
        say(f"{taken.office} {taken.counter}")
    rows = [_key_object(item) for item in known.keys.values()]
    return listed(rows, ("station", "office", "key", "since", "until", "revoked", "why"), as_json=chosen.json)


def _notice_object(found: Verified) -> dict[str, object]:
    made: dict[str, object] = {
        "kind": "notice",
        "genuine": found.genuine,
        "verdict": found.verdict.value,
        "standing": found.standing.value or None,
    }
    says = found.says
    if says is not None:
        made |= {
            "station": says.station,
            "office": found.office or None,
            "paper": says.kind,
            "title": found.title or None,
            "number": says.number,
            "year": says.year or None,
            "running": says.running or None,
            "day": says.day.isoformat(),
            "words": says.words,
        }
    if found.words_match is not None:
        made["words_match"] = found.words_match
    if found.replaced_by:
        made["replaced_by"] = found.replaced_by
    return made


def _place_object(found: VerifiedPlace) -> dict[str, object]:
    made: dict[str, object] = {"kind": "place", "genuine": found.genuine, "verdict": found.verdict.value}
    says = found.says
    if says is not None:
        made |= {
            "station": says.station,
            "place": says.place,
            "serial": says.serial,
            "until": says.until.isoformat(),
            "expired": found.expired,
            "official": says.official,
        }
    return made


def _key_object(item: ListedKey) -> dict[str, object]:
    return {
        "station": item.station,
        "office": item.office,
        "key": item.id,
        "since": item.since.isoformat(),
        "until": None if item.until is None else item.until.isoformat(),
        "revoked": None if item.revoked is None else item.revoked.isoformat(),
        "why": item.why or None,
    }


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", file=path.name) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error
