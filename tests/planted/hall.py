"""The station in which the lives are led: signed-in people on one memory, one clock that only goes forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.clock import CHINA, FixedClock
from app.domain.account import AccountOpened, Role
from app.domain.acts.registering import RegisterVisit
from app.domain.acts.sealing import SealPaper
from app.domain.calendar import WorkCalendar
from app.domain.law import Law
from app.domain.office import OfficeSet, StationKind, Unit, UnitsListed
from app.papers.catalogue import paper_kind
from app.ports import PaperStore, Sealer
from app.services.founding import Founding, found
from app.services.papers import issue
from app.services.perform import perform, write
from app.services.registration import register_matter
from app.services.selfcheck import Found, self_check
from app.services.session import Session, accounts_of, adopted_by, office_of
from db import folder as folders
from db.memory import DatabaseMemory
from tests.desks import CODE, ROLE_NAMES
from tests.fake_keeping import FakeSealer, FakeStore
from tests.fakes import FakeMemory
from tests.planted.life import CLOSING, DAYTIME, InHall, Life, Printed, Step, Written

FOUNDED = date(2025, 1, 2)
"""The day on which every station of the plant opens."""
CHECK_DAY = date(2026, 6, 30)
"""The fixed day of the check: a year and a half later."""
TOWN, LAND, LABOUR, HOUSING, DISCIPLINE, OFFSPRING, AGRICULTURE = "U1", "U2", "U3", "U4", "U5", "U6", "U7"
COUNTY = "示范县人民政府"
UNITS = UnitsListed(
    units=(
        Unit(code=TOWN, name="示范镇人民政府", phone="0373-0000001", review_bodies=(COUNTY,)),
        Unit(code=LAND, name="示范县自然资源局", phone="0373-0000002", review_bodies=(COUNTY,)),
        Unit(code=LABOUR, name="示范县人力资源和社会保障局", phone="0373-0000003", review_bodies=(COUNTY,)),
        Unit(code=HOUSING, name="示范县住房和城乡建设局", phone="0373-0000004", review_bodies=(COUNTY,)),
        Unit(code=DISCIPLINE, name="示范县纪委监委", phone="0373-0000005"),
        Unit(code=OFFSPRING, name="示范镇自然资源所", phone="0373-0000006", superior=TOWN),
        Unit(code=AGRICULTURE, name="示范县农业农村局", phone="0373-0000007", review_bodies=(COUNTY,)),
    )
)
OFFICE, TOWNSHIP = "LX07", "XT03"
"""The two stations: a petition office and a township."""
STATIONS: Mapping[str, tuple[StationKind, str]] = {
    OFFICE: (StationKind.OFFICE, "示范县信访局"),
    TOWNSHIP: (StationKind.TOWNSHIP, "河湾乡人民政府"),
}
_OPENS = {DAYTIME: time(8, 30), CLOSING: time(17, 30)}
_LAST = time(18, 30)
_PACE = timedelta(seconds=15)


def office_set(station: str) -> OfficeSet:
    """What a station tells of itself; one that is not of the two is a petition office too."""
    kind, name = STATIONS.get(station, STATIONS[OFFICE])
    return OfficeSet(
        name=name,
        station=station,
        area="410721",
        kind=kind,
        phone="0373-0000000",
        complaint_phone="0373-0000009",
        training=True,
    )


class Hall:
    """A station on a memory, with its people, its clock and the numbers that its lives were given."""

    def __init__(
        self, memory: FakeMemory | DatabaseMemory, sealers: Mapping[str, Sealer], store: PaperStore
    ) -> None:
        self.memory = memory
        self.numbers: dict[str, str] = {}
        self.clock = FixedClock(datetime.combine(FOUNDED, time(8), CHINA))
        accounts = accounts_of(memory)
        first = Session(
            memory=memory,
            sealer=sealers["clerk"],
            store=store,
            clock=self.clock,
            account=accounts.accounts[0],
            desk="A",
            office=office_of(memory),
            accounts=accounts,
            adopted=adopted_by(memory),
            law=Law.shipped(),
            calendar=WorkCalendar.shipped(),
        )
        self._people = {
            item.id: replace(first, account=item, sealer=sealers.get(item.id, sealers["clerk"]))
            for item in accounts.accounts
        }

    @classmethod
    def in_memory(cls, station: str) -> Hall:
        """A station in plain Python."""
        memory = FakeMemory(station)
        people = [AccountOpened(id=r.value, name=r.value, role=r, public_key=f"key-{r.value}") for r in Role]
        founding = Founding(
            office=office_set(station), accounts=people, recovery_key="key-recovery", units=UNITS
        )
        found(memory, founding, datetime.combine(FOUNDED, time(8), CHINA))
        return cls(memory, {p.id: FakeSealer(p.public_key) for p in people}, FakeStore())

    @classmethod
    def on_disk(cls, path: Path, station: str) -> Hall:
        """A station in a training folder; whoever made it closes `memory`."""
        now = datetime.combine(FOUNDED, time(8), CHINA)
        accounts = folders.training_accounts(ROLE_NAMES)
        opened = folders.create(path, office_set(station), accounts, code=CODE, now=now, units=UNITS)
        sealers = {
            name: folders.sign_in(opened, name, folders.TRAINING_PASSWORD, now)[1]
            for name in ("clerk", "leader")
        }
        return cls(opened.memory, sealers, opened.store)

    def session(self, account: str = "clerk") -> Session:
        """That person, where the clock stands."""
        return self._people[account]

    def found(self, day: date) -> list[Found]:
        """What the self-check finds on a day, for a leader who looks on the evening of the last day."""
        evening = datetime.combine(CHECK_DAY, time(20), CHINA)
        self.clock.instant = max(self.clock.instant, evening)
        return self._looked(day)

    def found_on(self, day: date) -> list[Found]:
        """What it finds on the evening of a day that is today."""
        self.clock.instant = max(self.clock.instant, datetime.combine(day, time(20), CHINA))
        return self._looked(day)

    def _looked(self, day: date) -> list[Found]:
        leader = self.session("leader")
        leader.office = office_of(self.memory)
        return self_check(leader, day)

    def number(self, life: str) -> str:
        """The number of a life that has been registered."""
        return self.numbers[life]

    def lead(self, lives: Iterable[Life], until: date) -> None:
        """Takes every step of every life up to a day, in the order of time."""
        taken = [
            (step.on, step.at, place, order, life, step)
            for place, life in enumerate(lives)
            for order, step in enumerate(life.steps)
            if step.on <= until
        ]
        for on, at, _, _, life, step in sorted(taken, key=lambda row: row[:4]):
            opens = datetime.combine(on, _OPENS.get(at, _LAST), CHINA)
            self.clock.instant = max(self.clock.instant + _PACE, opens)
            self._take(life, step)

    def _take(self, life: Life, step: Step) -> None:
        session = self.session(step.by)
        todo = step.do(self) if callable(step.do) else step.do
        if isinstance(todo, RegisterVisit):
            self.numbers[life.key] = register_matter(session, todo).number
        elif isinstance(todo, InHall):
            todo.done(self)
        elif isinstance(todo, Written):
            made = todo.made
            write(session, self.number(life.key), lambda matter, setting, work: made(matter, setting))
        elif isinstance(todo, Printed):
            self._print(session, self.number(life.key), todo)
        else:
            perform(session, self.number(life.key), todo)

    def _print(self, session: Session, number: str, printed: Printed) -> None:
        record = issue(session, number, printed.kind).record
        if paper_kind(printed.kind).seal != "none":
            assert record is not None
            perform(session, number, SealPaper(paper=record.id, scan=printed.scan))
