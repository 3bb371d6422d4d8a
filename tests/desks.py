"""Signed-in people at a training station, on any memory: what tests of use-cases begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.clock import CHINA, FixedClock
from app.domain.account import AccountOpened, Role
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.calendar import WorkCalendar
from app.domain.claims import Purpose
from app.domain.law import Law
from app.domain.office import OfficeSet, StationKind, Unit, UnitsListed
from app.domain.people import People, Petitioner
from app.ports import Memory
from app.services.founding import Founding, found
from app.services.registration import RegisteredMatter, register_matter
from app.services.session import Session, accounts_of, adopted_by, office_of
from db.folder import Opened, create
from db.folder import training_accounts as accounts_for
from tests.fake_keeping import FakeSealer, FakeStore
from ui.bootstrap.opening import Desk, open_desk

UNITS = UnitsListed(
    units=(
        Unit(code="U1", name="示范镇人民政府", address="示范镇一号", phone="0373-0000001"),
        Unit(code="U2", name="示范县自然资源局", address="县城二号", phone="0373-0000002"),
    )
)
START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
CODE = "ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE"
ROLE_NAMES: Mapping[str, str] = {role.value: f"示范{role.value}" for role in Role}


def office(kind: StationKind = StationKind.OFFICE, station: str = "LX07", **more: Any) -> OfficeSet:
    """The example office."""
    words = {"phone": "0373-0000000", "complaint_phone": "0373-0000009", "training": True, **more}
    return OfficeSet(name="示范县信访局", station=station, area="410721", kind=kind, **words)


def founded(memory: Memory, kind: StationKind = StationKind.OFFICE, at: datetime = START) -> None:
    """Founds the office in a memory that holds nothing yet; keys are the accounts' names."""
    people = [AccountOpened(id=r.value, name=r.value, role=r, public_key=f"key-{r.value}") for r in Role]
    people.append(AccountOpened(id="clerk2", name="clerk2", role=Role.CLERK, public_key="key-clerk2"))
    station = getattr(memory, "station", "LX07")
    found(
        memory,
        Founding(office=office(kind, station), accounts=people, recovery_key="key-recovery", units=UNITS),
        at,
    )


def session(memory: Memory, account: str = "clerk", clock: FixedClock | None = None) -> Session:
    """That person at a desk on that memory, with a sealer that opens what is addressed to it."""
    accounts = accounts_of(memory)
    person = accounts.find(account)
    assert person is not None
    return Session(
        memory=memory,
        sealer=FakeSealer(person.public_key),
        store=FakeStore(),
        clock=clock or FixedClock(START),
        account=person,
        desk="A",
        office=office_of(memory),
        accounts=accounts,
        adopted=adopted_by(memory),
        law=Law.shipped(),
        calendar=WorkCalendar.shipped(),
    )


def whole(at: Session) -> Any:
    """The memory of a session without its masks, as the contracts and the keepers of the memory know it."""
    return at.memory.unguarded  # type: ignore[attr-defined]


def folder(path: Path, kind: StationKind = StationKind.OFFICE, at: datetime = START) -> Opened:
    """A training folder on disk."""
    return create(path, office(kind), accounts_for(ROLE_NAMES), code=CODE, now=at, units=UNITS)


def sign_in(path: Path, account: str = "clerk", at: str = "2026-03-02T09:00:00+08:00") -> Desk:
    """Somebody at a desk of a training folder; `at` is where the clock stands."""
    code = path.parent / f"{path.name}.code"
    if not code.exists():  # several processes may sign in at once: none may find the file half written
        code.write_text(CODE, encoding="utf-8")
    return open_desk(
        path, account=account, at=at, desk="A", environment={"PETITION_DESK_RECOVERY_FILE": str(code)}
    )


def command(text: str = "村里修路占用我家承包地。", name: str = "张示范", **more: Any) -> RegisterVisit:
    """A visit."""
    purpose = more.pop("purpose", Purpose.CLAIM)
    person = Petitioner(
        name=name,
        address=more.pop("address", "示范村一号"),
        id_number=more.pop("id_number", ""),
        phones=more.pop("phones", ()),
    )
    words: dict[str, Any] = {
        "channel": "walk_in",
        "received_on": START.date(),
        "people": People(petitioners=(person,)) if name else People(),
        "claims": (ClaimGiven(text=text, purpose=purpose, category=more.pop("category", "")),),
        **more,
    }
    return RegisterVisit(**words)


def registers(
    at: Session, text: str = "村里修路占用我家承包地。", key: str = "", **more: Any
) -> RegisteredMatter:
    """Registers a visit of today."""
    given = {"received_on": at.today(), **more}
    return register_matter(at, command(text, **given), key=key)


def moved_to(at: Session, when: str) -> Session:
    """The same person later (or, with a clock set back, earlier)."""
    return replace(at, clock=FixedClock(datetime.fromisoformat(when).replace(tzinfo=CHINA)))
