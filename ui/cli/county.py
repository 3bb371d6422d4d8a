"""Commands of the county's receiver: county init, serve, receive, stations, outbox, report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import AppError, BadInput, NotAllowed, Unavailable
from app.services import sending, taking_in
from app.services.coverage import SILENT_DAYS, StationCoverage, coverage
from app.services.exchange import ExchangeDesk, is_county
from ui.bootstrap.mediums import ELSEWHERE, packages_below
from ui.bootstrap.opening import Desk, exchange_desk, package_target
from ui.bootstrap.receiving import receiver_of
from ui.bootstrap.trial_database import trial_database
from ui.cli.folder import add_init_options, desk, run_init
from ui.cli.output import emit, error_object, listed, say
from ui.messages import words
from ui.package_files import open_package

if TYPE_CHECKING:
    from fastapi import FastAPI

PORT = 8710


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    county = commands.add_parser("county", parents=[common]).add_subparsers(dest="what", required=True)
    init = county.add_parser("init", parents=[common])
    add_init_options(init)
    init.add_argument("--trial", action="store_true", help="with a PostgreSQL of its own beside the folder")
    init.set_defaults(run=run_county_init, role="county")
    serve = county.add_parser("serve", parents=[common])
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=PORT)
    serve.add_argument("--tls-certificate", type=Path)
    serve.add_argument("--tls-key", type=Path)
    serve.add_argument("--behind-gateway", action="store_true", help="a gateway in front of this ends TLS")
    serve.set_defaults(run=run_serve)
    document = county.add_parser("openapi", parents=[common])
    document.add_argument("--out", type=Path, required=True, metavar="FILE")
    document.set_defaults(run=run_document)
    receive = county.add_parser("receive", parents=[common])
    receive.add_argument("places", type=Path, nargs="+", metavar="FILE|DIR")
    receive.set_defaults(run=run_receive)
    county.add_parser("stations", parents=[common]).set_defaults(run=run_stations)
    outbox = county.add_parser("outbox", parents=[common])
    outbox.add_argument("--to", required=True, metavar="DIR")
    outbox.add_argument("--station", default="", help="only what goes to this one")
    outbox.set_defaults(run=run_outbox)
    report = county.add_parser("report", parents=[common])
    report.add_argument("--silent-days", type=int, default=SILENT_DAYS)
    report.set_defaults(run=run_report)


def run_county_init(chosen: argparse.Namespace) -> int:
    """Makes a county's data folder, on a PostgreSQL that is named or on one of its own."""
    if bool(chosen.database) == bool(chosen.trial):
        raise BadInput("county.which_database", field="database")
    if not chosen.trial:
        return run_init(chosen)
    with trial_database(chosen.data) as address:
        chosen.database = address
        return run_init(chosen)


@contextmanager
def _county(chosen: argparse.Namespace) -> Iterator[tuple[Desk, ExchangeDesk]]:
    opened = desk(chosen)
    try:
        if not is_county(opened.session.office):
            raise NotAllowed("county.only_county")
        yield opened, exchange_desk(opened)
    finally:
        opened.close()


def run_serve(chosen: argparse.Namespace) -> int:
    """Answers stations over the network until it is stopped."""
    with _county(chosen) as (opened, _):
        app = _application(opened, chosen.data)
        from ui.gateway.serving import serve  # as above

        scheme = "http" if chosen.tls_certificate is None else "https"
        say(str(words("county")["serving"]).format(address=f"{scheme}://{chosen.host}:{chosen.port}"))
        serve(
            app,
            chosen.host,
            chosen.port,
            certificate=chosen.tls_certificate,
            key=chosen.tls_key,
            behind=chosen.behind_gateway,
        )
    return 0


def run_document(chosen: argparse.Namespace) -> int:
    """Writes the receiver's OpenAPI document: docs/county-openapi.json is this one."""
    with _county(chosen) as (opened, _):
        made = _application(opened, chosen.data).openapi()
    try:
        chosen.out.write_text(
            json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise Unavailable("target.read_only") from error
    return 0


def _application(opened: Desk, folder: Path) -> FastAPI:
    """The receiver's routes. Raises Unavailable("county.not_installed")."""
    try:
        from ui.gateway.routes import application  # the extra `county`: no other command needs a web server
    except ImportError as error:
        raise Unavailable("county.not_installed") from error
    return application(receiver_of(opened, folder))


def run_receive(chosen: argparse.Namespace) -> int:
    """Takes in packages, each by itself: one that is bad does not stop the others.

    A folder is looked through with those below it, and packages are known by what they begin with. There, packages of
    ours and of other offices are passed over: they lie there for somebody else.
    """
    worst = 0
    with _county(chosen) as (opened, at):
        for path in _packages(chosen.places):
            try:
                with open_package(path) as file:
                    row = _taken(path, taking_in.take_in(at, file, origin=str(path)))
            except AppError as error:
                if error.code in ELSEWHERE and path not in chosen.places:
                    continue
                row = {"file": path.name, "error": error_object(error)}
                worst = max(worst, error.exit_code)
            _tell(row, "received", as_json=chosen.json)
        opened.rest()
    return worst


def _packages(places: list[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        found += packages_below(place) if place.is_dir() else [place]
    return found


def _taken(path: Path, outcome: taking_in.Outcome) -> dict[str, object]:
    made: dict[str, object] = {
        "file": path.name,
        "applied": outcome.applied,
        "repeated": outcome.repeated,
        "held": outcome.held,
        "missing": [{"epoch": item.epoch, "sequence": item.seq} for item in outcome.missing],
    }
    if outcome.rejected:
        made["error"] = error_object(outcome.rejected[0].error)
    return made


def _tell(row: dict[str, object], key: str, *, as_json: bool) -> None:
    if as_json:
        emit(row)
        return
    error: Any = row.get("error")
    say(f"{row['file']}  {error['text']}{error['do']}" if error else str(words("county")[key]).format(**row))


def run_stations(chosen: argparse.Namespace) -> int:
    """Who sends, who does not, the longest silent first."""
    with _county(chosen) as (_, at):
        rows = [_row(item) for item in coverage(at)]
    return listed(rows, ("station", "office", "last", "silent", "packages", "held"), as_json=chosen.json)


def _row(item: StationCoverage) -> dict[str, object]:
    return asdict(item) | {"last": None if item.last is None else item.last.isoformat()}


def run_outbox(chosen: argparse.Namespace) -> int:
    """Seals what waits for the stations and writes it to a folder."""
    with _county(chosen) as (_, at):
        handed = sending.export(at, package_target(chosen.to), station=chosen.station)
    rows: list[dict[str, object]] = [
        {"package": item.place, "station": item.package.to, "sequence": item.package.seq,
         "entries": item.package.entries, "sha256": item.package.sha256, "again": item.again}
        for item in handed
    ]  # fmt: skip
    return listed(rows, ("station", "sequence", "entries", "package"), as_json=chosen.json)


def run_report(chosen: argparse.Namespace) -> int:
    """What an administrator looks at each morning: silent stations, what is held, what was refused."""
    if chosen.silent_days < 0:
        raise BadInput("field.type", field="silent_days", name="silent_days", type="number")
    with _county(chosen) as (_, at):
        found = coverage(at)
    silent = [item for item in found if item.silent is None or item.silent >= chosen.silent_days]
    made: dict[str, object] = {
        "stations": len(found),
        "silent": [{"station": item.station, "office": item.office, "days": item.silent} for item in silent],
        "packages": sum(item.packages for item in found),
        "entries": sum(item.entries for item in found),
        "held": [{"station": item.station, "count": item.held, "missing": list(item.missing)}
                 for item in found if item.held],
        "rejected": sum(item.rejected for item in found),
        "unacknowledged": sum(item.unacknowledged for item in found),
    }  # fmt: skip
    if chosen.json:
        emit(made)
    else:
        say(str(words("county")["report"]).format(**{**made, "silent": len(silent)}))
        for item in silent:
            days = "\u2014" if item.silent is None else item.silent
            say(str(words("county")["silent"]).format(station=item.station, office=item.office, days=days))
    return 0
