"""When the recovery code must be tried and the data key be changed; what was done is recorded in the office's stream."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.clock import day_of, from_milliseconds
from app.domain.account import Role
from app.domain.entry import Entry, StreamKind, single
from app.domain.history import read_value
from app.domain.key_care import RecoveryDrilled
from app.errors import BadInput
from app.ports import Memory
from app.services.session import Session
from resources.loader import read_toml

STREAM = single(StreamKind.OFFICE)
KEEPERS = (Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
"""Who may make, replace and take away ways to open the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlan:
    """Days between drills, between changes of the data key, that the files under the old key are kept, and that packages
    sealed to a replaced receiving key are taken."""

    drill_days: int
    rotate_days: int
    old_generation_days: int
    receiving_grace_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillStanding:
    """How long ago the recovery code was proved: days since a drill that opened everything (else since the founding)."""

    days: int
    due: bool
    ever: bool


def key_plan() -> KeyPlan:
    """The shipped figures (resources/keeping/keys.toml)."""
    return KeyPlan(**read_toml("keeping/keys.toml"))


def drill_standing(memory: Memory, now: datetime) -> DrillStanding:
    """Whether a drill is due, for the light of the window. The founding, when the code was typed back, counts as one."""
    entries = memory.queries.stream(STREAM)
    passed = _passed(entries)
    since = (passed or entries[:1])[-1:]
    if not since:
        return DrillStanding(days=0, due=True, ever=False)
    days = max(0, (day_of(now) - day_of(from_milliseconds(since[0].header.at))).days)
    return DrillStanding(days=days, due=days >= key_plan().drill_days, ever=bool(passed))


def last_drill(memory: Memory) -> int:
    """The instant (UTC milliseconds) of the last drill in which the recovery code opened everything; 0: none yet."""
    return max((entry.header.at for entry in _passed(memory.queries.stream(STREAM))), default=0)


def _passed(entries: Iterable[Entry]) -> list[Entry]:
    """The drills in which the recovery code opened everything, in order."""
    found = ((entry, read_value(entry)) for entry in entries)
    return [
        entry
        for entry, value in found
        if value is not None and isinstance(value[1], RecoveryDrilled) and value[1].ok
    ]


def record(session: Session, value: object) -> None:
    """Writes what was done to the keys."""
    with session.work() as work:
        draft = session.draft(STREAM, value, session.today(), None)
        work.append([replace(draft, after=work.stream_head(STREAM))])
        work.commit()


def require_keeper(session: Session, reason: str) -> None:
    """Raises NotAllowed("role.other_needed"), BadInput("keys.reason") where no reason is given."""
    session.require_role(*KEEPERS)
    if not reason.strip():
        raise BadInput("keys.reason", field="reason")
