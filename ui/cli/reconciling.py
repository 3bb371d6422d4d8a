"""Reconciling with the other side on the command line, and the slip that goes with packages."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import BadInput, Damaged, Unavailable
from app.exchange.tally import Tally
from app.ports import SentPackage
from app.services.exchange import ExchangeDesk
from app.services.handing_over import slip_of
from app.services.handover_paper import slip_pdf
from app.services.reconciling import Difference, compare_with, tally_with
from ui.cli.output import emit, say
from ui.messages import words

NAMES_JOINED = "\u3001"


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> argparse.ArgumentParser:
    """Adds `reconcile`; the caller says what runs it."""
    made = commands.add_parser("reconcile", parents=[common])
    made.add_argument("--station", default="", help="with which station (a county)")
    made.add_argument("--code", default="", help="the whole code of the other side's slip")
    made.add_argument("--slip", type=Path, metavar="FILE.pdf", help="writes our slip")
    return made


def run_reconcile(at: ExchangeDesk, chosen: argparse.Namespace) -> int:
    """Says what we hold; with a code, what differs. Exit code 3 when something does."""
    ours = tally_with(at, chosen.station)
    made: dict[str, object] = {
        "station": ours.station,
        "county": ours.county,
        "up": _figures(ours.up),
        "down": _figures(ours.down),
        "check": ours.check,
        "code": ours.code,
    }
    found: tuple[Difference, ...] = ()
    if chosen.code:
        found = compare_with(at, chosen.code)
        made["same"] = not found
        made["differences"] = [
            {
                "direction": item.direction,
                "kind": str(item.kind),
                "packages": list(item.packages),
                "numbers": list(item.numbers),
            }
            for item in found
        ]
    if chosen.slip:
        write_slip(at, (), chosen.station, chosen.slip)
        made["slip"] = str(chosen.slip)
    if chosen.json:
        emit(made)
    else:
        _say(made, found, compared=bool(chosen.code))
    return Damaged.exit_code if found else 0


def write_slip(at: ExchangeDesk, packages: tuple[SentPackage, ...], station: str, path: Path) -> None:
    """Writes the slip for packages to one addressee. Raises what `slip_of` raises, Unavailable("target.read_only")."""
    if path.suffix.lower() != ".pdf":
        raise BadInput("handover.pdf_only", field="slip")
    pdf = slip_pdf(slip_of(at, packages, station), at.session.today())
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise Unavailable("target.read_only") from error


def _figures(tally: Tally) -> dict[str, object]:
    return {
        "epoch": tally.epoch,
        "packages": tally.seq,
        "entries": tally.entries,
        "matters": tally.matters,
        "sha256": tally.sha,
    }


def _say(made: dict[str, object], found: tuple[Difference, ...], *, compared: bool) -> None:
    text = words("reconcile")
    say(str(text["ours"]).format(**made))
    say(str(text["whole"]).format(**made))
    for item in found:
        told = str(text[str(item.kind)]).format(
            packages=NAMES_JOINED.join(item.packages), numbers=NAMES_JOINED.join(item.numbers) or "-"
        )
        say(f"{text[item.direction]}  {told}")
    if compared and not found:
        up, down = made["up"], made["down"]
        assert isinstance(up, dict) and isinstance(down, dict)
        say(str(text["same"]).format(up=up["packages"], down=down["packages"], check=made["check"]))
