"""The shared negative corpus (trust.md 6, row 25): bad packages by name, each with the code it is refused with.

They are made by code out of genuine packages, so there is no binary file in the tree. `grounds()` is where they are
taken in: a county and a station that have exchanged one package each way, with the next ones sealed and on the road.
"""

from __future__ import annotations

import copy
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.clock import FixedClock
from app.domain.acts.recording import RecordNumber
from app.domain.entry import StreamId
from app.domain.office import StationKind
from app.errors import AppError
from app.exchange.keys import StationKeys
from app.services import papers, taking_in
from app.services.perform import perform
from app.services.taking_in import Outcome
from tests.desks import START, session
from tests.exchange.forging import COUNTY, STATION, Way
from tests.exchange.world import FakeShelf, Party, desk_of, party
from tests.fakes import FakeMemory

BOTH = (COUNTY, STATION)
REFUSED, NOT_GENUINE, CHANGED, CLOSED, WHOLE = "refused", "not genuine", "changed", "closed", "whole"
"""What looking at a package says: it is none, another's signature, not complete, not ours to open, nothing amiss."""
BROKEN = (
    "package.body",
    "package.bag",
    "package.name",
    "package.too_large",
    "package.manifest",
    "package.line",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A bad package: how it is made, who gets it, the code it must be refused with, and what looking at it says.

    `kept_as` is the state of the one line of the ledger that it leaves (a fork is put aside, an early one waits);
    empty where nothing may be written. `alone` names matters that are rejected while the package is applied: `code` is
    then what the receipt says of each, the journal has every entry, and nothing else of them is to be seen.
    """

    name: str
    family: str
    code: str
    make: Callable[[Way], bytes]
    looks: str
    ways: tuple[str, ...] = BOTH
    kept_as: str = ""
    alone: int = 0


@dataclass
class Corpus:
    """Bad packages of one family, added one by one."""

    family: str
    found: list[Bad] = field(default_factory=list)

    def add(self, name: str, code: str, make: Callable[[Way], bytes], **more: Any) -> None:
        """Adds one; what looking says follows from the code unless it is given."""
        more.setdefault("looks", _looks(code))
        self.found.append(Bad(name=f"{self.family}/{name}", family=self.family, code=code, make=make, **more))


def _looks(code: str) -> str:
    if code in ("package.frame", "package.header", "package.newer_format"):
        return REFUSED
    if code in BROKEN:
        return CHANGED
    if code in ("package.not_genuine", "package.sender_unknown"):
        return NOT_GENUINE
    return CLOSED if code == "package.not_readable" else WHOLE


@dataclass
class Ground:
    """Where bad packages are taken in: the two ways, and what each side remembered before."""

    ways: dict[str, Way]
    parties: dict[str, Party]

    def receiver(self, way: str) -> Party:
        """The side that takes in, as it was before anything bad came."""
        usual = self.parties[way]
        memory = FakeMemory(usual.memory.station)
        memory.state = usual.memory.state
        at = session(memory, clock=FixedClock(START + timedelta(days=1), step=timedelta(milliseconds=1)))
        at.store = copy.deepcopy(usual.at.store)
        return Party(memory, desk_of(at, usual.desk.keys))


@cache
def grounds() -> Ground:
    """The ground in plain Python, made once: whoever takes in there begins with a copy."""
    return built()


def built(folder: Path | None = None) -> Ground:
    """One exchange each way has happened; two more are under way. With a folder the county is on SQLCipher."""
    county = party("CT01", "county", kind=StationKind.DEPARTMENT, folder=folder)
    hall, other = party("LX07"), party("LX08")
    for station in (hall, other):
        county.trusts(station)
        station.trusts(county)
    numbers = [hall.registers("甲")]
    papers.issue(hall.at, numbers[0], "D02")
    other.registers("别处")
    slices, answers = [hall.exports()[0]], []
    county.takes(slices[0])
    elsewhere = other.exports()[0]
    county.takes(elsewhere)
    for place in range(3):
        for system in ("省", "市"):
            perform(county.at, numbers[0], RecordNumber(system=system, number=f"{system}{place}"))
        answers += county.exports("LX07")
        if place == 0:
            hall.takes(answers[0])
    for text in ("乙", "丙"):
        numbers.append(hall.registers(text))
        hall.registers(text * 2)
        papers.issue(hall.at, numbers[-1], "D02")
        slices.append(hall.exports()[0])
    perform(
        county.at, next(n for n in county.matters() if "LX08" in n), RecordNumber(system="省", number="9")
    )
    for_other = county.exports("LX08")[0]
    stranger = StationKeys.fresh()[0]
    up = Way(
        receiver=COUNTY, sender_keys=hall.desk.keys, receiver_keys=county.desk.keys, last=slices[0],
        good=slices[1], later=slices[2], own=answers[1], elsewhere=elsewhere, stranger=stranger,
    )  # fmt: skip
    down = Way(
        receiver=STATION, sender_keys=county.desk.keys, receiver_keys=hall.desk.keys, last=answers[0],
        good=answers[1], later=answers[2], own=slices[1], elsewhere=for_other, stranger=stranger,
    )  # fmt: skip
    return Ground({COUNTY: up, STATION: down}, {COUNTY: county, STATION: hall})


def wrong(bad: Bad, way: str) -> list[str]:
    """What is not as it must be when that side looks at the package and takes it in; [] when all is well."""
    ground = grounds()
    at = ground.receiver(way)
    data = bad.make(ground.ways[way])
    before = at.memory.state
    told = [*_looked(bad, at, data)]
    if at.memory.state is not before:
        told.append("looking wrote something")
    try:
        outcome = at.takes(data)
        codes = [item.error.code for item in outcome.rejected] or [word for _, word in outcome.packages]
        if bad.alone:
            return told + _rejected_alone(bad, at, before, outcome)
    except AppError as error:
        codes = [error.code]
    except Exception as error:
        codes = [f"{type(error).__name__}: {error}"]
    if codes != [bad.code]:
        told.append(f"answered {codes}")
    return told + _written(bad, at, before, data)


def _rejected_alone(bad: Bad, at: Party, before: Any, outcome: Outcome) -> list[str]:
    """What is not as it must be where only some matters of a package are bad."""
    told, after = [], at.memory.state
    if [item.code for item in outcome.matters] != [bad.code] * bad.alone or outcome.rejected:
        told.append(f"of matters: {[item.code for item in outcome.matters]}")
    if len(after.entries) - len(before.entries) != outcome.applied or not outcome.applied:
        told.append("the journal does not hold every entry")
    for item in outcome.matters:
        stream = StreamId.parse(item.stream)
        if after.known.get(stream) != before.known.get(stream):
            told.append("a rejected matter was made")
        if at.memory.queries.stream(stream):
            told.append("its entries are read")
    return told


def _looked(bad: Bad, at: Party, data: bytes) -> list[str]:
    try:
        found = taking_in.look_at(at.desk, io.BytesIO(data))
        said = CHANGED if not found.complete else CLOSED if not found.opened else WHOLE
        said = said if found.genuine else NOT_GENUINE
    except AppError as error:
        said = REFUSED if error.code == bad.code else f"refused with {error.code}"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    return [] if said == bad.looks else [f"looking said: {said}"]


def _written(bad: Bad, at: Party, before: Any, data: bytes) -> list[str]:
    """Compares what is remembered with what was."""
    after, told = at.memory.state, []
    if not bad.kept_as and after is not before:
        told.append("something was written")
    if [e.raw for e in after.entries] != [e.raw for e in before.entries] or after.heads != before.heads:
        told.append("the journal was changed")
    if after.sent != before.sent or after.counters != before.counters:
        told.append("the ledger of what was sent was changed")
    fresh = [line for key, line in after.received.items() if key not in before.received]
    if [line.state for line in fresh] != [bad.kept_as] * bool(bad.kept_as):
        told.append(f"the ledger says {[line.state for line in fresh]}")
    if any(after.received[key] != line for key, line in before.received.items()):
        told.append("an older line of the ledger was changed")
    if len(after.looks) - len(before.looks) != bool(bad.kept_as):
        told.append("who did it is not told once")
    shelf = at.desk.shelf
    assert isinstance(shelf, FakeShelf)
    if bad.kept_as and list(shelf.kept) != [hashlib.sha256(data).hexdigest()]:
        told.append("the package was not put aside as it came")
    return told
