"""Exchanging for the window: every function runs in a worker; what packs and unpacks is loaded there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QStorageInfo

from app.changes import Changes
from app.domain.office import StationTrusted
from app.errors import AppError, BadInput, Refused, Unavailable
from app.qr.transfer import LARGEST
from app.services.exchange import ExchangeDesk
from app.services.outbox import PackageLine
from ui.bootstrap.mediums import ELSEWHERE, packages_in
from ui.package_files import open_package

if TYPE_CHECKING:
    from app.ports import PackageTarget
    from app.services.sending import Handed
    from app.services.taking_in import Outcome

__all__ = [
    "ExchangeDesk",
    "Taken",
    "Written",
    "export",
    "export_again",
    "look_through",
    "on_screen",
    "packages_at",
    "seal_anew",
    "sticks",
    "take_one",
    "taken_of",
    "trust",
    "write_card",
]

NOTHING = Changes()
"""Nothing changed."""
ON_SCREEN = "screen"
"""Where a package was handed over that went by moving codes."""
REMOVABLE = ("/media/", "/run/media/", "/mnt/")
"""Where Linux desktops mount what is plugged in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written out, and into which folder."""

    packages: int
    entries: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in, in entries; the first package that was put aside, if any."""

    applied: int = 0
    repeated: int = 0
    held: int = 0
    rejected: AppError | None = None
    alarms: tuple[str, ...] = ()
    changes: Changes = NOTHING
    renewed: tuple[str, ...] = ()
    key_list: int = 0
    notes: tuple[tuple[str, dict[str, object]], ...] = ()

    def and_then(self, other: Taken) -> Taken:
        """This and what was taken in after it."""
        return Taken(
            applied=self.applied + other.applied,
            repeated=self.repeated + other.repeated,
            held=self.held + other.held,
            rejected=self.rejected or other.rejected,
            alarms=self.alarms + other.alarms,
            renewed=self.renewed + other.renewed,
            key_list=other.key_list or self.key_list,
            notes=self.notes + other.notes,
        )


def sticks() -> tuple[str, ...]:
    """The places where a stick is plugged in and can be written to."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        place = volume.rootPath()
        plugged = place.startswith(REMOVABLE) or (len(place) <= 3 and place[:1] not in "/cC")
        if plugged and volume.isReady() and not volume.isReadOnly():
            found.append(place)
    return tuple(found)


def export(desk: ExchangeDesk, where: str) -> Written:
    """Seals what is new and writes it to a folder. Raises what `sending.export` raises."""
    from app.services import sending
    from ui.bootstrap.opening import package_target

    return _written(sending.export(desk, package_target(_folder(where))), where)


def export_again(desk: ExchangeDesk, where: str, line: PackageLine) -> Written:
    """Writes an old package once more. Raises what `sending.export_again` raises."""
    from ui.bootstrap.opening import package_target

    return _written([_handed_again(desk, package_target(_folder(where)), line)], where)


def _handed_again(desk: ExchangeDesk, target: PackageTarget, line: PackageLine) -> Handed:
    from app.services import sending
    from app.services.exchange import is_above

    station = line.station if is_above(desk.session.office, line.station) else ""
    return sending.export_again(desk, target, line.seq, epoch=line.epoch, station=station)


class _Screen:
    """A screen as the place where a package is handed over: keeps its bytes, if a screen can carry them."""

    def __init__(self) -> None:
        self.shown = ("", b"")

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Keeps the package. Raises Refused("transfer.too_large")."""
        whole = source.read(LARGEST + 1)
        if len(whole) > LARGEST:
            size = source.seek(0, SEEK_END)
            raise Refused("transfer.too_large", size=size, most=LARGEST)
        self.shown = (name, whole)
        return ON_SCREEN


def on_screen(desk: ExchangeDesk, line: PackageLine) -> tuple[str, bytes]:
    """A sealed package with its name, to be shown as moving codes. Raises Refused("transfer.too_large") and what
    `sending.export_again` raises.
    """
    screen = _Screen()
    _handed_again(desk, screen, line)
    return screen.shown


def seal_anew(desk: ExchangeDesk) -> None:
    """What waits sealed to a replaced key goes once more. Raises what `receiving_keys.seal_anew` raises."""
    from app.services import receiving_keys

    receiving_keys.seal_anew(desk)


def look_through(desk: ExchangeDesk, path: Path) -> None:
    """Checks a package and puts it on our shelf, for the read lane; whatever is wrong is told when it is taken in."""
    from app.services.taking_in import check_ahead

    with suppress(AppError, OSError), open_package(path) as file:
        check_ahead(desk, file)


def take_one(desk: ExchangeDesk, path: Path, *, alone: bool) -> Taken:
    """Takes in one package; one that merely lies beside ours (not `alone`) is passed over.

    Raises what `taking_in.take_in` raises, BadInput("file.unreadable").
    """
    from app.services.taking_in import take_in as taken

    try:
        with open_package(path) as file:
            found = taken(desk, file, origin=str(path))
    except OSError as error:
        raise BadInput("file.unreadable", file=path.name) from error
    except Refused as error:
        if alone or error.code not in ELSEWHERE:
            raise
        return Taken()
    return taken_of(found)


def taken_of(outcome: Outcome) -> Taken:
    """What came of taking in, as the window tells it."""
    from app.services.holding import holding_notes

    return Taken(
        applied=outcome.applied,
        repeated=outcome.repeated,
        held=outcome.held,
        rejected=outcome.rejected[0].error if outcome.rejected else None,
        alarms=tuple(outcome.alarms),
        changes=outcome.changes,
        renewed=tuple(outcome.renewed),
        key_list=outcome.key_list,
        notes=tuple(holding_notes(outcome)),
    )


def trust(desk: ExchangeDesk, path: Path, digits: str) -> StationTrusted:
    """Pins the keys of a card. Raises what `exchange.pin` raises, BadInput("file.unreadable", "trust.card")."""
    from app.exchange.keys import LARGEST_CARD, TrustCard
    from app.services.exchange import pin

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_CARD + 1)
    except OSError as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return pin(desk.session, TrustCard.from_bytes(data), compared=digits.strip())


def write_card(desk: ExchangeDesk, where: str) -> str:
    """Writes our own card; the answer is where it lies. Raises Unavailable("target.read_only")."""
    from app.services.exchange import own_card

    path = Path(_folder(where)) / f"{desk.session.office.station}-trust.json"
    try:
        path.write_bytes(own_card(desk).to_bytes())
    except OSError as error:
        raise Unavailable("target.read_only") from error
    return str(path)


def _folder(where: str) -> str:
    """Raises BadInput("field.missing")."""
    if not where.strip():
        raise BadInput("field.missing", field="out", name="out")
    return where.strip()


def packages_at(where: Path) -> list[Path]:
    """The package at a place, or those of a folder. Raises BadInput("field.missing", "exchange.no_packages")."""
    if not str(where).strip() or str(where) == ".":
        raise BadInput("field.missing", field="in", name="in")
    found = packages_in(where) if where.is_dir() else [where]
    if not found:
        raise BadInput("exchange.no_packages", field="in")
    return found


def _written(handed: list[Handed], where: str) -> Written:
    return Written(
        packages=len(handed), entries=sum(item.package.entries for item in handed), place=where.strip()
    )
