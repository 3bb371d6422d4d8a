"""The register of planters: each makes one lawful life faulty in the way one row of the table of checks says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.planted.hall import OFFICE, TOWNSHIP
from tests.planted.plan import Planter

PLANTERS: list[Planter] = []
"""All planters, in the order of the table."""
Spoil = Callable[..., Iterable[str] | None]


def plants(check: str, *kinds: str, **more: Any) -> Callable[[Spoil], Spoil]:
    """Registers a planter at the petition office for lives of these kinds."""

    def register(spoil: Spoil) -> Spoil:
        station = more.get("station", OFFICE)
        given = {name: value for name, value in more.items() if name != "station"}
        PLANTERS.append(
            Planter(
                check=check,
                name=spoil.__name__,
                station=station,
                kinds=kinds or ("plain",),
                spoil=spoil,
                **given,
            )
        )
        return spoil

    return register


def plants_at_township(check: str, *kinds: str, **more: Any) -> Callable[[Spoil], Spoil]:
    """Registers a planter at the township."""
    return plants(check, *kinds, station=TOWNSHIP, **more)
