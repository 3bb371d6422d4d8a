"""Sticks and folders as the windows and the command line see them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from app.services.exchange import ExchangeDesk
from app.services.stick_care import require_own_medium
from db import medium
from db.medium import MediumFacts

MOST_LOOKED_AT = 50
"""Packages whose clear header is read to learn whose medium it is."""

ELSEWHERE = ("package.own", "package.not_for_us")
"""Refusals of packages that merely lie beside ours: on one stick are those of both directions, and of other offices."""


def look_at_medium(place: Path) -> MediumFacts:
    """Its room, and whether it can be written. Raises Unavailable("target.gone")."""
    return medium.look_at(place)


def packages_in(place: Path) -> list[Path]:
    """The packages that lie there, whatever they are called. Raises Unavailable("source.gone")."""
    return medium.packages_in(place)


def packages_below(place: Path) -> list[Path]:
    """The packages that lie there and in the folders below. Raises Unavailable("source.gone")."""
    return medium.packages_below(place)


def require_medium_of_ours(desk: ExchangeDesk, place: Path) -> None:
    """Raises Refused("stick.of_others") for a medium that carries packages of other offices alone."""
    with ExitStack() as files:
        found = [path for path in packages_in(place) if path.suffix != medium.FIRST_VOLUME][:MOST_LOOKED_AT]
        require_own_medium(desk, [files.enter_context(path.open("rb")) for path in found])
