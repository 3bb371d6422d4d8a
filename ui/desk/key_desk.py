"""What is made of keys for the window: every function runs in a worker; what draws papers is loaded there."""

from __future__ import annotations

from ui.bootstrap.opening import Desk


def sheet(desk: Desk, code: str) -> bytes:
    """The sheet of a new recovery code, in memory only."""
    from app.papers.recovery_sheet import RecoverySheet, recovery_sheet

    office = desk.session.office
    given = RecoverySheet(
        office=office.name,
        station=office.station,
        code=code,
        generation=desk.opened.keys.generation,
        on=desk.session.today(),
    )
    return recovery_sheet(given)
