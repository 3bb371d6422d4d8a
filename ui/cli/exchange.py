"""Commands of the exchange with the county: export, import, verify, trust, packages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import AppError, BadInput, Damaged, Unavailable
from app.exchange import volumes
from app.exchange.header import file_name
from app.exchange.keys import LARGEST_CARD, TrustCard, key_id, public_pem
from app.ports import PackageTarget, ReceivedPackage, SentPackage, UnitOfWork
from app.services import exchange, receiving_keys, sending, taking_in
from app.services.exchange import ExchangeDesk
from app.services.holding import Gap, holding_notes
from app.services.overtaken_list import overtaken_list
from app.services.selfcheck import grave_count
from app.services.sending import Handed
from app.services.standing import package_state, waiting
from ui.bootstrap.opening import Desk, exchange_desk, package_target
from ui.cli import reconciling
from ui.cli.exchange_words import instant, result_object, said_of, why_object
from ui.cli.folder import backup_first, desk
from ui.cli.output import emit, error_object, say
from ui.cli.refused import add_options, run_refused
from ui.messages import message_of_code, words
from ui.package_files import open_package
from ui.transport.county_line import CountyLine

CERTIFICATES = "authorities of the county, instead of the system's"


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    export = commands.add_parser("export", parents=[common])
    export.add_argument("--to", required=True, metavar="DIR|URL")
    export.add_argument("--certificates", default="", metavar="FILE", help=CERTIFICATES)
    export.add_argument("--station", default="", help="only the packages for this one")
    export.add_argument("--again", type=int, metavar="SEQ", help="an old package, as the same bytes")
    export.add_argument(
        "--anew", action="store_true", help="what waits sealed to a replaced key goes once more"
    )
    export.add_argument(
        "--epoch", type=int, default=0, help="of the old package; the present one when left out"
    )
    export.add_argument(
        "--slip", type=Path, metavar="FILE.pdf", help="writes the slip that goes with the packages"
    )
    export.add_argument(
        "--volume-size",
        type=_size,
        default=0,
        metavar="SIZE",
        help="cuts larger packages: bytes, or 700M, 2G",
    )
    export.set_defaults(run=run_export)
    taken = commands.add_parser("import", parents=[common])
    taken.add_argument("files", type=Path, nargs="+", metavar="FILE")
    taken.set_defaults(run=run_import)
    fetched = commands.add_parser("fetch", parents=[common])
    fetched.add_argument("--from", dest="source", required=True, metavar="URL")
    fetched.add_argument("--certificates", default="", metavar="FILE", help=CERTIFICATES)
    fetched.set_defaults(run=run_fetch)
    verify = commands.add_parser("verify", parents=[common])
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.set_defaults(run=run_verify)
    trust = commands.add_parser("trust", parents=[common])
    trust.add_argument("file", type=Path, nargs="?", metavar="FILE")
    trust.add_argument("--out", type=Path, help="writes our own card")
    trust.add_argument("--pem", type=Path, help="writes our public signing key as openssl reads it")
    trust.add_argument("--identity-out", type=Path, help="training only: our secret age identity")
    trust.add_argument("--fingerprint", default="", help="the digits that the other side read out")
    trust.add_argument("--replace", action="store_true", help="other keys are pinned for this station")
    trust.set_defaults(run=run_trust)
    listed = commands.add_parser("packages", parents=[common])
    add_options(listed)
    listed.set_defaults(run=run_packages)
    reconciling.add_commands(commands, common).set_defaults(run=run_reconcile)
    held = commands.add_parser("waiting", parents=[common])
    held.set_defaults(run=run_waiting)


@contextmanager
def _exchanging(chosen: argparse.Namespace) -> Iterator[tuple[Desk, ExchangeDesk]]:
    opened = desk(chosen)
    try:
        yield opened, exchange_desk(opened)
    finally:
        opened.close()


def run_export(chosen: argparse.Namespace) -> int:
    """Seals what is new and hands it over; with --again an old package as the same bytes."""
    with _exchanging(chosen) as (opened, at):
        if chosen.anew:
            receiving_keys.seal_anew(at, chosen.station)
        grave = grave_count(opened.session)
        target = _target(at, chosen.to, chosen.certificates)
        volume = 0 if "://" in chosen.to else chosen.volume_size  # a line cuts by itself
        if chosen.again is not None:
            handed = [
                sending.export_again(
                    at,
                    target,
                    chosen.again,
                    epoch=chosen.epoch,
                    station=chosen.station,
                    volume=volume,
                )
            ]
        else:
            handed = sending.export(at, target, station=chosen.station, volume=volume)
        if chosen.slip:
            _write_slip(at, handed, chosen)
    last = handed[-1] if handed else None
    made: dict[str, object] = {
        "package": None if last is None else last.place,
        "entries": sum(item.package.entries for item in handed),
        "first": None if last is None else last.package.first,
        "last": None if last is None else last.package.last,
        "sha256": None if last is None else last.package.sha256,
        "packages": [_handed(item) for item in handed],
        "findings": grave,
    }
    if grave:
        say(str(words("exchange")["self_check"]).format(count=grave))
    if chosen.json:
        emit(made)
    elif last is None:
        say(str(words("exchange")["nothing_new"]))
    else:
        for item in handed:
            say(str(words("exchange")["handed"]).format(**_handed(item)))
    return 0


def _write_slip(at: ExchangeDesk, handed: list[Handed], chosen: argparse.Namespace) -> None:
    to = {item.package.to for item in handed} or {chosen.station}
    if len(to) > 1:
        raise BadInput("handover.which_station", field="station")
    station = to.pop()
    station = station if exchange.is_above(at.session.office, station) else ""
    reconciling.write_slip(at, tuple(item.package for item in handed), station, chosen.slip)


def run_reconcile(chosen: argparse.Namespace) -> int:
    """Counts and a check code over what both sides hold; with the other side's code, what differs."""
    with _exchanging(chosen) as (_, at):
        return reconciling.run_reconcile(at, chosen)


def _target(at: ExchangeDesk, where: str, certificates: str) -> PackageTarget:
    """A folder, or the county's receiver."""
    return CountyLine(at, where, certificates=certificates) if "://" in where else package_target(where)


def _handed(item: Handed) -> dict[str, object]:
    package = item.package
    return {
        "package": item.place,
        "station": package.to,
        "sequence": package.seq,
        "entries": package.entries,
        "first": package.first,
        "last": package.last,
        "sha256": package.sha256,
        "again": item.again,
        "volumes": item.volumes,
    }


def _size(text: str) -> int:
    """Bytes of a volume: a number, with K, M or G behind it. Raises ValueError for anything else (argparse tells it)."""
    factor = {"K": 1024, "M": 1024**2, "G": 1024**3}.get(text[-1:].upper(), 1)
    size = int(text[:-1] if factor > 1 else text) * factor
    if size < volumes.SMALLEST:
        raise ValueError(text)
    return size


def run_import(chosen: argparse.Namespace) -> int:
    """Takes packages in."""
    whole = taking_in.Outcome()
    with _exchanging(chosen) as (opened, at):
        backup_first(opened)
        for path in chosen.files:
            with open_package(path) as file:
                whole.add(taking_in.take_in(at, file, origin=str(path)))
        opened.rest()
    return _tell_taken(whole, as_json=chosen.json)


def run_fetch(chosen: argparse.Namespace) -> int:
    """Fetches what waits at the county's receiver and takes it in."""
    with _exchanging(chosen) as (opened, at):
        line = CountyLine(at, chosen.source, certificates=chosen.certificates)
        backup_first(opened)
        whole = line.take_in_waiting()
        opened.rest()
    return _tell_taken(whole, as_json=chosen.json)


def _tell_taken(whole: taking_in.Outcome, *, as_json: bool) -> int:
    rejected = [{"package": item.name, **error_object(item.error)} for item in whole.rejected]
    made: dict[str, object] = {
        "applied": whole.applied,
        "repeated": whole.repeated,
        "held": whole.held,
        "rejected": rejected,
        "missing": [{"epoch": item.epoch, "sequence": item.seq} for item in whole.missing],
        "packages": [{"package": name, "result": result} for name, result in whole.packages],
        "alarms": whole.alarms,
        "matters": [result_object(item) for item in whole.matters],
        "renewed": whole.renewed,
        "key_list": whole.key_list or None,
        "mended": whole.mended,
        "lost": [_gap(item) for item in whole.lost],
    }
    if rejected:
        made["error"] = error_object(whole.rejected[0].error)
    for code, details in holding_notes(whole):
        note = message_of_code(code, **details)
        say(f"{note.says}{note.do}")
    for station in whole.renewed:
        note = message_of_code("exchange.renewed", stations=station)
        say(f"{note.says}{note.do}")
    if whole.key_list:
        note = message_of_code("exchange.listed", applied=whole.applied, counter=whole.key_list)
        say(f"{note.says}{note.do}")
    for name in whole.alarms:
        say(str(words("exchange")["alarm"]).format(package=name))
    if as_json:
        emit(made)
    else:
        say(str(words("exchange")["taken"]).format(**made))
        if whole.missing:
            text = "\u3001".join(str(item.seq) for item in whole.missing)
            say(str(words("exchange")["missing"]).format(numbers=text))
        for told in whole.matters:
            say(str(words("exchange_states")["line"]).format(**said_of(told)))
        for error in rejected:
            say(f"{error['text']}{error['do']}")
    return Damaged.exit_code if rejected else 0


def _gap(gap: Gap) -> dict[str, object]:
    """A stretch of a chain of which something is lost here."""
    return {
        "chain": gap.chain,
        "epoch": gap.epoch,
        "first": gap.after + 1,
        "last": gap.until,
        "places": list(gap.lost),
    }


def run_verify(chosen: argparse.Namespace) -> int:
    """Says whether a package is genuine and complete, and writes nothing."""
    with _exchanging(chosen) as (_, at), open_package(chosen.file) as file:
        found = taking_in.look_at(at, file)
    header = found.package.header
    made: dict[str, object] = {
        "genuine": found.genuine,
        "complete": found.complete,
        "station": header.station,
        "sequence": header.seq,
        "entries": header.entries,
        "epoch": header.epoch,
        "to": header.to,
        "first": header.first,
        "last": header.last,
        "opened": found.opened,
    }
    error = _verdict(found)
    if error is not None:
        made["error"] = error_object(error)
    if chosen.json:
        emit(made)
    else:
        say(str(words("exchange")["whole" if error is None else "not_whole"]).format(**made))
    return 0 if error is None else error.exit_code


def _verdict(found: taking_in.Verified) -> AppError | None:
    header = found.package.header
    if not found.genuine:
        return Damaged("package.not_genuine", station=header.station)
    return None if found.complete else Damaged("package.body")


def run_trust(chosen: argparse.Namespace) -> int:
    """Writes our card, pins another's, or lists whose keys are pinned."""
    with _exchanging(chosen) as (_, at):
        card = exchange.own_card(at)
        made = {
            chosen.pem: public_pem(card.sign),
            chosen.out: card.to_bytes(),
            chosen.identity_out: exchange.identity_for_training(at).encode() if chosen.identity_out else b"",
        }
        made.pop(None, None)
        for path, data in made.items():
            _write(path, data)
        if made and chosen.file is None:
            _told(chosen, card.station, card.fingerprint, "own_card")
            return 0
        if chosen.file is None:
            for item in at.session.office.trusted:
                emit({"station": item.station, "office": item.office, "role": item.role,
                      "fingerprint": item.fingerprint, "key": key_id(item.sign)})  # fmt: skip
            return 0
        other = _card(chosen.file)
        exchange.check_card(at.session.office, other)
        say(str(words("exchange")["compare"]).format(
            station=other.station, office=other.office, fingerprint=other.fingerprint
        ))  # fmt: skip
        compared = chosen.fingerprint or _typed_back(chosen, at)
        pinned = exchange.pin(at.session, other, compared=compared, replacing=chosen.replace)
    _told(chosen, pinned.station, pinned.fingerprint, "pinned")
    return 0


def _typed_back(chosen: argparse.Namespace, at: ExchangeDesk) -> str:
    """The digits as the other side read them out; asked for where a person sits, and never in training."""
    if chosen.json or at.session.office.training or not sys.stdin.isatty():
        return ""
    return input(str(words("exchange")["type_digits"]))


def _told(chosen: argparse.Namespace, station: str, fingerprint: str, key: str) -> None:
    if chosen.json:
        emit({"station": station, "fingerprint": fingerprint})
    else:
        say(str(words("exchange")[key]).format(station=station, fingerprint=fingerprint))


def _card(path: Path) -> TrustCard:
    with open_package(path) as file:
        return TrustCard.from_bytes(file.read(LARGEST_CARD + 1))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("disk.read_only") from error


def run_packages(chosen: argparse.Namespace) -> int:
    """The ledger: what was sent and what became of it, what came; with --refused what was refused."""
    if chosen.refused or chosen.retry:
        with _exchanging(chosen) as (opened, at):
            if chosen.retry:
                backup_first(opened)
            return run_refused(at, chosen)
    with _exchanging(chosen) as (_, at), at.session.work() as work:
        office = at.session.office
        for item in office.trusted:
            ours, theirs = exchange.chains_with(office, item.station)
            for sent in work.packages.sent_to(ours):
                emit({"direction": "sent", "package": file_name(sent.chain, sent.epoch, sent.seq),
                      "station": sent.to, "state": package_state(work, sent), "entries": sent.entries,
                      "sha256": sent.sha256, "sealed_at": instant(sent.sealed_at), "asked": sent.asked,
                      "told_at": instant(sent.told_at), **_way(work, sent)})  # fmt: skip
            for came in work.packages.waiting(theirs):
                emit({"direction": "received", "package": file_name(came.chain, came.epoch, came.seq),
                      "station": item.station, "state": package_state(work, came), "entries": came.entries,
                      "sha256": came.sha256, "received_at": instant(came.received_at),
                      **_way(work, came)})  # fmt: skip
    return 0


def _way(work: UnitOfWork, item: SentPackage | ReceivedPackage) -> dict[str, object]:
    """The steps of a package, and those of its matters that were not simply accepted."""
    results = work.packages.results
    steps = results.steps(item.chain, item.epoch, item.seq)
    return {
        "steps": [
            {"step": step.step, "at": instant(step.at), **({"place": step.place} if step.place else {})}
            for step in steps
        ],
        "matters": [result_object(told) for told in results.of_package(item.chain, item.epoch, item.seq)],
    }


def run_waiting(chosen: argparse.Namespace) -> int:
    """Which matters wait in the exchange: since when, at whom, and why; and which printed papers were overtaken."""
    with _exchanging(chosen) as (_, at):
        for item in waiting(at):
            emit({"number": item.number, "with": item.station, "ours": item.ours, "state": str(item.state),
                  "since": instant(item.since), **why_object(item.why)})  # fmt: skip
        for line in overtaken_list(at.session):
            emit({"number": line.number, "state": "overtaken-paper", "paper": line.paper, "field": line.field,
                  "since": line.since.isoformat()})  # fmt: skip
    return 0
