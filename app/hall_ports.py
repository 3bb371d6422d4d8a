"""What use-cases and windows need of a hall with several desks: who is at which matter, and what other desks changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Somebody is at a matter (正在办理): account, name of the counter, since when (UTC ms), whether it is this desk."""

    number: str
    account: str
    desk: str
    since: int
    mine: bool


class Leases(Protocol):
    """The leases of one signed-in person at one desk."""

    def take(self, number: str, *, over: bool = False) -> Lease:
        """Sits down at a matter unless somebody else is there; with `over` all the same. The answer is who is there now."""
        ...

    def go_on(self) -> None:
        """A sign of life: every lease of this person at this desk stands anew."""
        ...

    def give_back(self, numbers: Iterable[str] = ()) -> None:
        """Gets up from these matters; from all when none is named. What somebody took over stays theirs."""
        ...

    def at(self, number: str) -> Lease | None:
        """Who is at a matter now; None: nobody."""
        ...

    def standing(self) -> list[Lease]:
        """Every lease that stands, the longest first."""
        ...


class Bell(Protocol):
    """Hears what the other desks of a hall changed. One worker waits; `stop` may be called from anywhere."""

    stopped: bool

    def connect(self) -> None:
        """Begins to listen. Raises Unavailable("db.no_server", "server.no_driver")."""
        ...

    def wait(self, seconds: float) -> frozenset[str]:
        """The kinds that other desks told of, as soon as there are any; none when the time was up.

        Raises Unavailable("db.no_server").
        """
        ...

    def rest(self, seconds: float) -> None:
        """Waits before the next attempt, or until `stop`."""
        ...

    def stop(self) -> None:
        """Ends waiting at once."""
        ...

    def close(self) -> None:
        """Gives the connection back."""
        ...
