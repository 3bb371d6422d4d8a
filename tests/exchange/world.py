"""Stations and a county that exchange packages, on any memory: hand-overs land in a drawer that a test may shuffle."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from app.clock import FixedClock
from app.domain import history
from app.domain.account import AccountOpened, Role
from app.domain.entry import StreamId
from app.domain.matter import Matter
from app.domain.office import StationKind
from app.errors import NotFound
from app.exchange import checking
from app.exchange.checking import Checked, Receiver
from app.exchange.keys import ReceivingKey, StationKeys
from app.package_places import PackageShelf
from app.services import exchange, sending, taking_in
from app.services.exchange import ExchangeDesk
from app.services.founding import Founding, found
from app.services.registration import register_matter
from app.services.session import Session
from app.services.taking_in import Outcome
from db.memory import open_file
from db.shelf import FolderShelf
from db.store import FileStore
from tests.desks import START, UNITS, command, office, session
from tests.fakes import FakeMemory

KEY = bytes(range(32))
KEYS: dict[str, StationKeys] = {}


class FakeShelf:
    """Packages in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def write(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what is written."""
        file = io.BytesIO()
        fill(file)
        sha256 = hashlib.sha256(file.getvalue()).hexdigest()
        self.kept[sha256] = file.getvalue()
        return sha256

    @contextlib.contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        """A file in memory."""
        yield io.BytesIO()

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """Keeps a scratch file."""
        file.seek(0)
        self.kept[sha256] = file.read()

    def has(self, sha256: str) -> bool:
        """Whether it is kept."""
        return sha256 in self.kept

    def open(self, sha256: str) -> BinaryIO:
        """The package."""
        if sha256 not in self.kept:
            raise NotFound("export.package_missing")
        return io.BytesIO(self.kept[sha256])


class FakeQuarantine:
    """Refused packages in a dictionary."""

    def __init__(self) -> None:
        self.shelf = FakeShelf()
        self.told: dict[str, bytes] = {}
        self.settled: dict[str, bytes] = {}

    def keep(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what is written."""
        return self.shelf.write(fill)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes."""
        return self.shelf.open(sha256)

    def weight(self) -> int:
        """How many bytes lie here."""
        return sum(len(data) for data in self.shelf.kept.values())

    def note(self, sha256: str, data: bytes) -> None:
        """Keeps a note."""
        self.told[sha256] = data

    def notes(self) -> list[bytes]:
        """The notes."""
        return list(self.told.values())

    def settle(self, sha256: str) -> None:
        """Marks the note."""
        self.shelf.kept.pop(sha256, None)
        if sha256 in self.told:
            self.settled[sha256] = self.told.pop(sha256)


class PlainCheck:
    """Looks packages through in this process."""

    def check(self, source: BinaryIO, receiver: Receiver, box: str) -> Checked:
        """Looks it through."""
        return checking.check(source, receiver, ReceivingKey(box))


def desk_of(at: Session, keys: StationKeys, shelf: PackageShelf | None = None) -> ExchangeDesk:
    """A person with everything that exchanging needs, in memory where no shelf is given."""
    return ExchangeDesk(
        session=at,
        keys=keys,
        shelf=FakeShelf() if shelf is None else shelf,
        check=PlainCheck(),
        quarantine=FakeQuarantine(),
    )


@dataclass
class Drawer:
    """Where packages are handed over: name → bytes, in order of arrival."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Takes a package."""
        data = source.read()
        assert self.files.get(name, data) == data, "a name means the same bytes for ever"
        self.files[name] = data
        return name


@dataclass
class Party:
    """One office with its memory, its keys and a drawer of what it handed over."""

    memory: Any
    desk: ExchangeDesk
    drawer: Drawer = field(default_factory=Drawer)

    @property
    def at(self) -> Session:
        """The clerk's session."""
        return self.desk.session

    def trusts(self, *others: Party) -> None:
        """Pins the keys of the others."""
        for other in others:
            exchange.pin(self.at, exchange.own_card(other.desk))

    def exports(self, station: str = "") -> list[bytes]:
        """Exports; the bytes of what was handed over."""
        handed = sending.export(self.desk, self.drawer, station=station)
        return [self.drawer.files[item.place] for item in handed]

    def takes(self, data: bytes) -> Outcome:
        """Takes a package in."""
        return taking_in.take_in(self.desk, io.BytesIO(data))

    def matters(self) -> dict[str, Matter]:
        """Every matter by its number, as somebody sees it who opens nothing."""
        folded = (history.fold(self.memory.queries.stream(stream)) for stream in self.memory.streams())
        return {matter.number: matter for matter in folded if matter is not None}

    def registers(self, text: str, **more: Any) -> str:
        """Somebody comes; the number. The clock moves on, so that later is later."""
        clock = self.at.clock
        assert isinstance(clock, FixedClock)
        clock.advance(minutes=1)
        return register_matter(self.at, command(text, received_on=self.at.today(), **more)).number

    def stream(self, number: str) -> StreamId:
        """The stream of a matter."""
        found_at = self.memory.queries.find(number)
        assert found_at is not None
        return StreamId(found_at.kind, found_at.id)


def party(
    station: str,
    role: str = "station",
    *,
    folder: Path | None = None,
    kind: StationKind = StationKind.OFFICE,
    training: bool = True,
) -> Party:
    """An office in plain Python, or on SQLCipher in a folder."""
    memory: Any = FakeMemory(station) if folder is None else open_file(folder, KEY, create=station)
    at = _founded(memory, station, role, kind, training)
    keys = KEYS.setdefault(station, StationKeys.fresh()[0])
    shelf = None if folder is None else FolderShelf(folder / "packages")
    if folder is not None:
        at.store = FileStore(folder / "papers", KEY)
    return Party(memory, desk_of(at, keys, shelf))


def _founded(memory: Any, station: str, role: str, kind: StationKind, training: bool) -> Session:
    people = [AccountOpened(id=r.value, name=r.value, role=r, public_key=f"key-{r.value}") for r in Role]
    told = office(kind, station, role=role, training=training)
    found(memory, Founding(office=told, accounts=people, recovery_key="key-recovery", units=UNITS), START)
    return session(memory, clock=FixedClock(START, step=timedelta(milliseconds=1)))


def county_and(*stations: str, **more: Any) -> tuple[Party, list[Party]]:
    """A county and stations that trust each other."""
    county = party("CT01", "county", kind=StationKind.DEPARTMENT, **more)
    others = [party(station, **more) for station in stations]
    for other in others:
        county.trusts(other)
        other.trusts(county)
    return county, others
