"""A county on PostgreSQL behind its receiver on the loop, and a station with its own folder that knows it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from app.domain.office import StationKind
from app.services import exchange
from app.services.exchange import ExchangeDesk
from db.folder import create
from db.folder import training_accounts as accounts_for
from db.uploads import PART_SIZE
from tests import desks
from ui.bootstrap.opening import Desk, exchange_desk
from ui.bootstrap.receiving import Receiver, receiver_of
from ui.gateway.routes import application
from ui.transport.county_line import CountyLine


def made(path: Path, station: str, *, role: str = "station", database: str = "") -> Desk:
    """A training folder with a clerk signed in."""
    office = desks.office(StationKind.OFFICE, station, role=role)
    opened = create(
        path, office, accounts_for(desks.ROLE_NAMES), code=desks.CODE, now=desks.START, units=desks.UNITS,
        database=database,
    )  # fmt: skip
    opened.memory.close()
    return desks.sign_in(path)


class Hall:
    """One side: its open folder and what exchanging needs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.at: ExchangeDesk = exchange_desk(desk)

    def registers(self, text: str = "村里修路占用我家承包地。") -> str:
        return desks.registers(self.desk.session, text).number

    def knows(self, other: Hall) -> None:
        """Pins the other's keys."""
        exchange.pin(self.at.session, exchange.own_card(other.at))

    def numbers(self) -> set[str]:
        with self.at.session.work() as work:
            chains = {item.chain for item in work.packages.waiting("LX07")}
            return {number for chain in chains for number in work.packages.numbers(chain, 1, 1, 10**6)}


class Running:
    """A receiver that answers at an address, until it is stopped."""

    def __init__(self, receiver: Receiver, port: int = 0) -> None:
        self.receiver = receiver
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.port: int = self.socket.getsockname()[1]
        config = uvicorn.Config(application(receiver), log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self.socket],), daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.socket.close()


@contextlib.contextmanager
def county_and_hall(
    folder: Path, database: str, part_size: int = PART_SIZE
) -> Iterator[tuple[Hall, Hall, Running]]:
    """A county on that database with its receiver, and a station; they know each other."""
    county = Hall(made(folder / "county", "CT01", role="county", database=database))
    hall = Hall(made(folder / "hall", "LX07"))
    county.knows(hall)
    hall.knows(county)
    running = Running(receiver_of(county.desk, folder / "county", part_size))
    try:
        yield county, hall, running
    finally:
        running.stop()
        hall.desk.close()
        county.desk.close()


def line(hall: Hall, address: str, **more: Any) -> CountyLine:
    """The station's line to the receiver; it never waits."""
    return CountyLine(hall.at, address, pause=lambda seconds: None, **more)
