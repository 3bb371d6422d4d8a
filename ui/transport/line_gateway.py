"""The county's receiver as one of the ways of a transport: packages go, what waits there comes, nobody sits beside it.

The client is loaded when a run begins: no window waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.errors import AppError
from app.ports import PackageTarget
from app.services.exchange import ExchangeDesk

if TYPE_CHECKING:
    from ui.transport.county_line import CountyLine, WaitingPackage

PATIENCE = 5.0
"""Seconds within which a receiver that is there answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineArrival:
    """A package that waits at the receiver; it is fetched when it is opened."""

    line: CountyLine
    desk: ExchangeDesk
    item: WaitingPackage

    @property
    def name(self) -> str:
        """What the receiver calls it."""
        return self.item.name

    @property
    def mark(self) -> str:
        """Its SHA-256."""
        return self.item.sha256

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes, fetched from where the line was cut. Raises as `CountyLine.fetch`."""
        with self.desk.shelf.scratch() as file:
            self.line.fetch(self.item, file)
            yield file


class LineGateway:
    """The way to one receiver; fulfils `Gateway` of app/services/transporting.py."""

    def __init__(self, desk: ExchangeDesk, address: str, certificates: str = "") -> None:
        self._desk, self._address, self._certificates = desk, address, certificates

    def target(self) -> PackageTarget:
        """Where packages are sent. Raises as `CountyLine`."""
        return self._line()

    def arrivals(self) -> Iterator[LineArrival]:
        """What waits there and is not on our shelf. Raises as `CountyLine.waiting`."""
        line = self._line()
        for item in line.waiting():
            if not self._desk.shelf.has(item.sha256):
                yield LineArrival(line=line, desk=self._desk, item=item)

    def answers(self) -> bool:
        """Whether the receiver answers at all, at once."""
        try:
            return self._line().is_there(PATIENCE)
        except AppError:
            return True  # the run will say what is wrong with it

    def _line(self) -> CountyLine:
        """Documented lazy loading: HTTP and TLS take tenths of a second and nobody may wait for them at the start."""
        from ui.transport.county_line import CountyLine

        return CountyLine(self._desk, self._address, certificates=self._certificates)


def require_line(desk: ExchangeDesk, address: str, certificates: str = "") -> None:
    """Raises BadInput("target.address", "target.certificates"), Refused("target.no_tls"),
    NotAllowed("export.nobody_trusted") for an address that packages cannot go to."""
    LineGateway(desk, address, certificates)._line()
