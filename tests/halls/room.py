"""A hall on a real PostgreSQL with desks that joined it by invitation, each in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from app.domain.office import StationKind
from db.folder import create
from db.folder import training_accounts as accounts_for
from tests import desks
from ui.bootstrap.joining import Joined, invite_desk, join_hall
from ui.bootstrap.opening import Desk, open_desk, training_password

AT = "2026-03-02T09:00:00+08:00"


def found_hall(folder: Path, database: str) -> None:
    """The first desk's folder, whose journal is on that database."""
    office = desks.office(StationKind.OFFICE, "LX07")
    opened = create(
        folder, office, accounts_for(desks.ROLE_NAMES), code=desks.CODE, now=desks.START, units=desks.UNITS,
        database=database,
    )  # fmt: skip
    opened.memory.close()


def invitation(folder: Path) -> tuple[bytes, str]:
    """One from that desk's leader."""
    desk = sits_down(folder, "leader")
    try:
        return invite_desk(desk)
    finally:
        desk.close()


def joins(folder: Path, invited: tuple[bytes, str], *, spare: str = "") -> Joined:
    """A further desk, by the leader's password."""
    return join_hall(folder, *invited, account="leader", password=training_password(), spare=spare, at=AT)


def sits_down(folder: Path, account: str = "clerk", *, at: str = AT, desk: str = "") -> Desk:
    """Somebody at a desk, by their password."""
    return open_desk(
        folder, account=account, password=training_password(), at=at, desk=desk or folder.name, environment={}
    )
