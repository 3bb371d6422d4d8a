"""What a desk has of its hall while somebody is signed in: the bell of the other desks, and who is at which matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.changes import NOTHING, Changes
from app.hall_ports import Bell, Leases
from app.services.elsewhere import bring_up_to_date, changes_of
from db import bell, server_address
from db.cipher import Sealed
from db.leases import DatabaseLeases
from db.shared_slots import SharedSlots
from ui.bootstrap.opening import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of what other desks told: the notice for views, whether this person may stay, whether leases changed."""

    changes: Changes = NOTHING
    may_stay: bool = True
    leases: bool = False


def bell_of(desk: Desk) -> Bell | None:
    """What hears the other desks of a hall; None for a folder of its own."""
    address = server_address.kept(desk.opened.folder, desk.opened.key)
    return bell.Listener(address) if address else None


def leases_of(desk: Desk) -> Leases | None:
    """The leases of the signed-in person; None for a folder of its own."""
    if not server_address.is_on_server(desk.opened.folder):
        return None
    return DatabaseLeases(desk.opened.memory.engine, desk.session.account.id, desk.session.desk)


def hear(desk: Desk, kinds: Collection[str]) -> Heard:
    """Brings the session and the ways in up to what other desks told of. For a worker.

    Raises Unavailable("db.no_server").
    """
    if bell.KEYS in kinds:
        SharedSlots(desk.opened.memory.engine, Sealed(desk.opened.key)).take_over(desk.opened.keys)
    stays = bring_up_to_date(desk.session, kinds)
    return Heard(changes=changes_of(kinds), may_stay=stays, leases=bell.LEASE in kinds)


def everything() -> frozenset[str]:
    """Every kind: after the server was away nobody knows what was told."""
    return bell.EVERYTHING
