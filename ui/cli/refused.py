"""Refused packages on the command line: listing them with what to do, and trying them again."""

from __future__ import annotations

import argparse

from app.clock import from_milliseconds
from app.errors import AppError
from app.services import quarantine, taking_in
from app.services.exchange import ExchangeDesk
from app.services.quarantine import Quarantined
from ui.cli.output import emit, error_object, listed, say
from ui.messages import words

COLUMNS = ("package", "station", "refused_at", "code", "text", "do")


def add_options(packages: argparse.ArgumentParser) -> None:
    """Adds what `packages` can do with refused ones."""
    packages.add_argument(
        "--refused", action="store_true", help="what was refused and lies in the quarantine"
    )
    packages.add_argument("--retry", metavar="SHA256", help="takes a refused one in, or `all` of them")


def run_refused(at: ExchangeDesk, chosen: argparse.Namespace) -> int:
    """Lists what was refused, or tries it again. The exit code is that of the first one that is refused once more."""
    if chosen.retry:
        return _retry(at, chosen)
    if quarantine.is_full(at):
        say(str(words("quarantine")["full"]))
    return listed([_line(note) for note in quarantine.quarantined(at)], COLUMNS, as_json=chosen.json)


def _line(note: Quarantined) -> dict[str, object]:
    return {
        "direction": "received",
        "state": "refused",
        "package": note.name,
        "station": note.station,
        "sha256": note.sha256,
        "size": note.size,
        "refused_at": from_milliseconds(note.at).isoformat(),
        **error_object(note.error),
        "by": note.by,
        "desk": note.desk,
        "origin": note.origin,
        "tries": note.tries,
        "kept": note.kept,
    }


def _retry(at: ExchangeDesk, chosen: argparse.Namespace) -> int:
    if chosen.retry == "all":
        notes = sorted(quarantine.quarantined(at), key=lambda item: item.name)
    else:
        notes = [quarantine.quarantined_as(at, chosen.retry)]
    code = 0
    for note in notes:
        made: dict[str, object] = {"package": note.name, "sha256": note.sha256}
        try:
            done = taking_in.try_again(at, note.sha256)
        except AppError as error:
            code = code or error.exit_code
            told = error_object(error)
            made["error"], said = told, f"{told['text']}{told['do']}"
        else:
            made |= {"applied": done.applied, "repeated": done.repeated, "held": done.held}
            said = str(words("exchange")["taken"]).format(**made)
        if chosen.json:
            emit(made)
        else:
            say(f"{note.name}  {said}")
    return code
