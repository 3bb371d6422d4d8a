"""Quarantine (隔离): packages that were refused, kept with the reason until they can be taken in.

What is no package by its frame, what we wrote ourselves and what its clear header addresses to somebody else is not kept:
it lies on its medium, and there is nothing here that could ever become of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from app.clock import milliseconds
from app.domain import codec
from app.domain.fields import from_json, to_json
from app.errors import AppError, BadInput, Damaged, NotFound, Refused
from app.exchange import container
from app.exchange.header import PackageHeader
from app.exchange.zipform import LARGEST
from app.services.exchange import ExchangeDesk

NOT_KEPT = ("package.frame", "package.own", "package.not_for_us")
"""Refusals after which nothing is kept."""
MOST_BYTES = 4 * 1024**3
"""Bytes of refused packages that are kept; of what comes beyond them the note alone is."""
MOST_NOTES = 2_000
KINDS: dict[str, type[AppError]] = {"refused": Refused, "bad-input": BadInput, "damaged": Damaged}
"""How the kind of an error is noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A detail of an error, as text."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """The note of a refused package: what it calls itself and whose it says it is, why, when (UTC ms), who, from where.

    `kept` says whether its bytes lie here, `tries` how often it was refused, `size` is in bytes.
    """

    sha256: str
    kind: str
    code: str
    at: int
    name: str = ""
    station: str = ""
    size: int = 0
    details: tuple[Detail, ...] = ()
    by: str = ""
    desk: str = ""
    origin: str = ""
    tries: int = 0
    kept: bool = False

    @property
    def error(self) -> AppError:
        """Why it was refused last."""
        told = {item.name: item.value for item in self.details}
        return KINDS.get(self.kind, Damaged)(self.code, field=None, **told)


def quarantined(desk: ExchangeDesk) -> tuple[Quarantined, ...]:
    """What was refused and not settled, the newest first. Raises NotAllowed for roles that act on no matters."""
    desk.session.require_actor()
    return tuple(sorted(_notes(desk), key=lambda item: (-item.at, item.sha256)))


def is_full(desk: ExchangeDesk) -> bool:
    """Whether no more bytes of refused packages are kept here."""
    return desk.quarantine.weight() >= MOST_BYTES or len(desk.quarantine.notes()) >= MOST_NOTES


def quarantined_as(desk: ExchangeDesk, sha256: str) -> Quarantined:
    """The note of one, by the beginning of its SHA-256. Raises NotFound("quarantine.unknown")."""
    found = [item for item in _notes(desk) if sha256 and item.sha256.startswith(sha256)]
    if len(found) != 1:
        raise NotFound("quarantine.unknown", field="sha256", sha256=sha256[:12])
    return found[0]


def keep_refused(desk: ExchangeDesk, source: BinaryIO, error: AppError, origin: str) -> None:
    """Keeps a refused package with its reason. Raises Unavailable, OSError of the source."""
    kind = next((name for name, made in KINDS.items() if isinstance(error, made)), "")
    if not kind or not error.code.startswith("package.") or error.code in NOT_KEPT:
        return
    source.seek(0)
    measured = container.measure(source)
    before = [item for item in _notes(desk) if item.sha256 == measured.sha256]
    if not before and len(desk.quarantine.notes()) >= MOST_NOTES:
        return
    on_the_shelf = desk.shelf.has(measured.sha256)
    kept = on_the_shelf or (before[0].kept if before else False)
    if not kept and measured.size <= LARGEST and desk.quarantine.weight() + measured.size <= MOST_BYTES:
        kept = _copied(desk, source) == measured.sha256
    name, station = _named(source)
    session = desk.session
    note = Quarantined(
        sha256=measured.sha256,
        name=name,
        station=station,
        size=measured.size,
        kind=kind,
        code=error.code,
        details=tuple(Detail(name=key, value=str(item)) for key, item in sorted(error.details.items())),
        at=milliseconds(session.now()),
        by=session.account.id,
        desk=session.desk,
        origin=origin,
        tries=1 + (before[0].tries if before else 0),
        kept=kept,
    )
    desk.quarantine.note(measured.sha256, codec.canonical(to_json(note)))


def opened(desk: ExchangeDesk, note: Quarantined) -> BinaryIO:
    """The bytes of a refused package. Raises NotFound("quarantine.not_kept")."""
    try:
        return (desk.shelf if desk.shelf.has(note.sha256) else desk.quarantine).open(note.sha256)
    except NotFound as error:
        raise NotFound("quarantine.not_kept", field="sha256", package=note.name) from error


def _notes(desk: ExchangeDesk) -> list[Quarantined]:
    found = []
    for data in desk.quarantine.notes():
        with suppress(AppError):  # a note of a newer program, or a damaged one, hides no other
            found.append(from_json(Quarantined, codec.parse_object(data)))
    return found


def _copied(desk: ExchangeDesk, source: BinaryIO) -> str:
    def fill(file: BinaryIO) -> None:
        source.seek(0)
        for part in container.chunks(source, LARGEST):
            file.write(part)

    return desk.quarantine.keep(fill)


def _named(source: BinaryIO) -> tuple[str, str]:
    """What a package calls itself, and which station it says it is of; empty where its header cannot be read."""
    try:
        header = PackageHeader.from_bytes(container.read(source).header)
    except AppError:
        return "", ""
    return header.name, header.station
