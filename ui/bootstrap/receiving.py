"""The county's receiver without its routes: who may ask, packages part by part, taking in, and what waits for a station."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from app.clock import milliseconds
from app.errors import AppError, BadInput, Damaged, NotAllowed, NotFound, Refused
from app.exchange.header import PackageHeader, file_name
from app.exchange.keys import is_signed
from app.exchange.requests import SeenOnce, SignedRequest
from app.package_ports import PackageStep
from app.ports import SentPackage
from app.services import sending, taking_in
from app.services.exchange import ExchangeDesk, addressees, chains_with, is_county
from app.services.session import office_of
from app.services.taking_in import Outcome
from app.services.told import HANDED
from db.uploads import PART_SIZE, Upload, Uploads
from ui.bootstrap.opening import Desk, exchange_desk, station_signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a package is: "wanted" with what lacks, or what became of it before."""

    state: str
    upload: Upload


@dataclass(slots=True)
class Receiver:
    """An open county folder behind the network. Routes call it from many threads; packages are applied one at a time."""

    desk: Desk
    exchange: ExchangeDesk
    uploads: Uploads
    _seen: SeenOnce = field(default_factory=SeenOnce)
    _asking: threading.Lock = field(default_factory=threading.Lock)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def now(self) -> int:
        """The receiver's own time (UTC milliseconds)."""
        return milliseconds(self.desk.session.now())

    def require_station(self, request: SignedRequest, method: str, target: str) -> str:
        """The station that asks, after its signature, its clock and the addressee were compared.

        Raises NotAllowed("request.unknown_station", "request.not_genuine", "request.not_for_us", "request.clock",
        "request.repeated").
        """
        session = self.exchange.session
        if session.office.trusts(request.station) is None:
            session.office = office_of(session.memory)  # another command may have pinned it since
        office = session.office
        pinned = office.trusts(request.station)
        if pinned is None:
            raise NotAllowed("request.unknown_station", station=request.station)
        if request.to != office.station:
            raise NotAllowed("request.not_for_us", to=request.to, station=office.station)
        request.require_genuine(method, target, pinned.sign)
        with self._asking:
            self._seen.require_fresh(request, self.now)
        return request.station

    def announce(self, station: str, sha256: str, size: int, header: bytes, signature: bytes) -> Standing:
        """A package is about to come: refused before its bytes travel where it could not be taken in anyway.

        Raises Damaged("package.header", "package.not_genuine"), Refused("package.…"), and what `Uploads.begin` raises.
        """
        told = PackageHeader.from_bytes(header)
        office = self.exchange.session.office
        pinned = office.trusts(station)
        if told.station != station or pinned is None or not is_signed(header, signature, pinned.sign):
            raise NotAllowed("request.not_genuine", station=station)
        if told.to != office.station:
            raise Refused("package.not_for_us", to=told.to, station=office.station)
        if told.training != office.training:
            raise Refused("package.training" if told.training else "package.not_training")
        with self.exchange.session.work() as work:
            known = [
                p for p in work.packages.received(told.chain, told.epoch, told.seq) if p.sha256 == sha256
            ]
        if known:
            return Standing(state=known[0].state, upload=Upload(sha256=sha256, size=size, missing=()))
        return Standing(state="wanted", upload=self.uploads.begin(station, sha256, size))

    def complete(self, station: str, sha256: str) -> Outcome:
        """Takes a package in that is whole by now. Raises what `Uploads.whole` and `taking_in.take_in` raise.

        What is refused is thrown away here; what may be taken in later stays.
        """
        with self._writing:
            self.exchange = replace(self.exchange, keys=station_signer(self.desk))  # renewed meanwhile
            if (repeated := self._taken_before(station, sha256)) is not None:
                return repeated
            with self.uploads.whole(station, sha256) as file:
                try:
                    outcome = taking_in.take_in(self.exchange, file)
                except AppError as error:
                    if error.exit_code in (Refused.exit_code, BadInput.exit_code, Damaged.exit_code):
                        self.uploads.drop(station, sha256)
                    raise
            self.uploads.drop(station, sha256)
            return outcome

    def _taken_before(self, station: str, sha256: str) -> Outcome | None:
        """The outcome for a station whose line was cut after its package was taken in."""
        chain = chains_with(self.exchange.session.office, station).theirs
        with self.exchange.session.work() as work:
            known = work.packages.received_as(chain, sha256)
        if known is None or known.state == "rejected":
            return None
        made = Outcome(repeated=known.entries)
        made.packages.append((file_name(chain, known.epoch, known.seq), "repeated"))
        return made

    def outbox(self, station: str) -> list[SentPackage]:
        """What waits for a station, in order: whatever is new is sealed first."""
        (to,) = addressees(self.exchange.session.office, station)
        chain = chains_with(self.exchange.session.office, station).ours
        with self._writing:
            self.exchange = replace(self.exchange, keys=station_signer(self.desk))
            while sending.seal_next(self.exchange, to) is not None:
                pass
            with self.exchange.session.work() as work:
                sent = work.packages.sent_to(chain)
        return [item for item in sent if item.state != "applied" and self.exchange.shelf.has(item.sha256)]

    def package(self, station: str, sha256: str) -> tuple[SentPackage, BinaryIO]:
        """One of them with its bytes; it counts as handed over. Raises NotFound("export.no_such_package")."""
        chain = chains_with(self.exchange.session.office, station).ours
        with self.exchange.session.work() as work:
            found = [item for item in work.packages.sent_to(chain) if item.sha256 == sha256]
        if not found:
            raise NotFound("export.no_such_package", field="sha256", seq=sha256[:12])
        item = found[0]
        step = PackageStep(
            chain=chain, epoch=item.epoch, seq=item.seq, step=HANDED, at=self.now, place=station
        )
        with self._writing, self.exchange.session.work() as work:
            work.packages.results.note_step(step)
            work.commit()
        return item, self.exchange.shelf.open(sha256)


def receiver_of(desk: Desk, folder: Path, part_size: int = PART_SIZE) -> Receiver:
    """The receiver of an open county folder; `part_size` in bytes. Raises NotAllowed("county.only_county")."""
    if not is_county(desk.session.office):
        raise NotAllowed("county.only_county")
    return Receiver(desk, exchange_desk(desk), Uploads(folder, part_size))


def name_of(item: SentPackage) -> str:
    """The name of a sealed package's file."""
    return file_name(item.chain, item.epoch, item.seq)
