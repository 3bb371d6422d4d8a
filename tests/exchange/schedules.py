"""Random schedules of two stations and a county: packages shuffled, doubled, lost, re-sent, imports that crash.

Every schedule ends by letting the mail come through; then everybody must know the same, each entry once, and the
ledgers must agree. `--fault` plants a mistake that must turn it red.

    python -m tests.exchange.schedules [--count N] [--seed N] [--fault eager|twice]
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.clock import FixedClock
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct
from app.domain.acts.differing import DIFFERENCE, DecideDifference, UndoDecision
from app.domain.acts.forwarding import Forward
from app.domain.acts.merging import MERGED, MergeInto, UndoMerge
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordNumber
from app.domain.claims import Purpose
from app.domain.office import StationKind
from app.errors import AppError, NotFound
from app.services import epochs, exchange, sending, taking_in
from app.services.differing import open_numbers
from app.services.perform import perform
from tests.desks import START, session
from tests.exchange.world import Drawer, FakeShelf, Party, desk_of, party
from tests.fakes import FakeMemory

FAULTS = ("", "eager", "twice")
STATIONS = ("LX07", "XT03")
COUNTY = "CT01"
STEPS = 30


class Crash(Exception):
    """The power is cut in the middle of an import."""


@dataclass
class World:
    """Two stations, a county, and the mail between them: addressee and bytes of everything that was handed over."""

    parties: dict[str, Party]
    chance: random.Random
    mail: list[tuple[str, bytes]] = field(default_factory=list)
    lost: int = 0
    restores: int = 0
    restoring: bool = False
    backups: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Each station has a matter that the county knows, so that there is something to write on."""
        for who in STATIONS:
            self._registers(who)
            for data in self.parties[who].exports():
                self.parties[COUNTY].takes(data)

    def _registers(self, who: str) -> None:
        number = self.parties[who].registers(f"{self.chance.random()}")
        self.numbers.setdefault(who, []).append(number)

    def step(self) -> None:
        """Somebody does something."""
        if self.chance.random() < 0.2:
            self._both_write()
            return
        who = self.chance.choice(STATIONS)
        match self.chance.randrange(12 if self.restoring else 10):
            case 0:
                self._registers(who)
            case 10:
                self.backups[who] = self.parties[who].memory.state
            case 11:
                self._restores(who)
            case 1:
                self._acts(who)
            case 2:
                self._county_acts()
            case 3 | 4 | 5:
                self._exports(self.chance.choice([who, who, COUNTY]))
            case 6 | 7 | 8:
                self._delivers()
            case _:
                self._delivers(crashing=True)

    def _restores(self, who: str) -> None:
        """The disk breaks; the backup is put in place, sometimes without the files of packages."""
        at = self.parties[who]
        if who not in self.backups:
            return
        at.memory.state = self.backups[who]
        clock = at.at.clock
        assert isinstance(clock, FixedClock)
        clock.advance(minutes=1)
        if self.chance.random() < 0.5 and isinstance(at.desk.shelf, FakeShelf):
            at.desk.shelf.kept.clear()
        epochs.begin_epoch(
            at.memory, actor="sysadmin", desk="", now=at.at.now(), last_seen=self.numbers.get(who, ())
        )
        at.at.office = exchange.office_of(at.memory)
        self.restores += 1

    def _acts(self, who: str) -> None:
        numbers = list(self.parties[who].matters())
        if numbers:
            acts = [VisitAgain(asked="问进度"), Forward(unit="U1"), *self._words_of_both()]
            self._performs(who, self.chance.choice(numbers), self.chance.choice(acts))

    def _both_write(self) -> None:
        """A station and the county say something of the same matter, neither knowing of the other."""
        numbers = list(self.parties[COUNTY].matters())
        if numbers:
            number = self.chance.choice(numbers)
            self._performs(number[:4], number, self.chance.choice(self._words_of_both()))
            words: list[Any] = self._words_of_both()
            others = [item for item in numbers if item != number]
            if others and self.chance.random() < 0.5:
                merge = MergeInto(into=self.chance.choice(others), reason="同一件")
                words = [merge, merge, UndoMerge(reason="x")]
            self._performs(COUNTY, number, self.chance.choice(words))

    def _county_acts(self) -> None:
        numbers = list(self.parties[COUNTY].matters())
        if numbers:
            number = self.chance.choice(numbers)
            acts = [RecordNumber(system="省", number=f"{self.chance.random()}"), *self._words_of_both()]
            self._performs(COUNTY, number, self.chance.choice(acts))

    def _words_of_both(self) -> list[Any]:
        """What both sides may say of the same fields, and decide when they did not agree."""
        phone = f"139{self.chance.randrange(10**8):08d}"
        return [
            Correct(field="phone", value=phone, reason="x"),
            Correct(field="phone", value=phone, reason="x", petitioner_confirmed=self.chance.random() < 0.3),
            Correct(field="place", value=f"4107{self.chance.randrange(21, 30)}", reason="x"),
            Classify(purpose=self.chance.choice([Purpose.CLAIM, Purpose.SUGGESTION])),
            DecideDifference(field="phone", keep=self.chance.choice("12"), reason="x"),
            UndoDecision(field="phone", reason="x"),
        ]

    def _performs(self, who: str, number: str, act: Any) -> None:
        clock = self.parties[who].at.clock
        assert isinstance(clock, FixedClock)
        clock.advance(minutes=self.chance.randrange(3))
        try:
            perform(self.parties[who].at, number, act)
        except NotFound as error:  # it went with the disk and was not given back yet
            assert error.code == "matter.unknown" and self.restores, error
        except AppError as error:
            assert error.exit_code == 1, error

    def _exports(self, who: str) -> bool:
        sent = self.parties[who].exports()
        for data in sent:
            to = taking_in.package.look(_file(data)).header.to
            if self.chance.random() < 0.2:
                self.lost += 1
            else:
                self.mail.append((to, data))
        return bool(sent)

    def _delivers(self, *, crashing: bool = False) -> None:
        if not self.mail:
            return
        to, data = self.mail[self.chance.randrange(len(self.mail))]
        if not crashing:
            self.parties[to].takes(data)
            return
        with power_cut():
            try:
                self.parties[to].takes(data)
            except Crash:
                return

    def settle(self) -> None:
        """The mail comes through: what nobody acknowledged is handed over again until everybody is still."""
        self.chance.shuffle(self.mail)
        for to, data in self.mail:
            self.parties[to].takes(data)
        for _ in range(12):
            moved = [self._through(who) for who in self.parties]
            if not any(moved):
                return
        raise AssertionError("they never stop talking")

    def _through(self, who: str) -> bool:
        at = self.parties[who]
        moved = [(data, taking_in.package.look(_file(data)).header.to) for data in at.exports()]
        for other in self.parties:
            for chain in (who, f"{who}-{other}"):
                with at.at.work() as work:
                    epoch = work.packages.own_head(chain)[0]
                    open_ones = [
                        p
                        for p in work.packages.sent_to(chain)
                        if p.state != "applied" and p.to == other and p.epoch == epoch
                    ]
                for sent in open_ones:
                    station = other if who == COUNTY else ""
                    sending.export_again(at.desk, at.drawer, sent.seq, station=station)
                    moved.append((at.drawer.files[f"{chain}-{sent.epoch}-{sent.seq:06d}.xfp"], other))
        changed = False
        for data, to in moved:
            outcome = self.parties[to].takes(data)
            changed = changed or any(result == "applied" for _, result in outcome.packages)
        return changed

    def wrong(self) -> list[str]:
        """What does not agree at the end."""
        county = self.parties[COUNTY]
        found: list[str] = []
        known = county.matters()
        for name in STATIONS:
            for number, matter in self.parties[name].matters().items():
                if known.pop(number, None) != matter:
                    found.append(f"{number} is another matter at the county")
        found += [f"{number} is known to nobody" for number in known]
        for name, at in self.parties.items():
            if not at.memory.verify().ok:
                found.append(f"the chain of {name} is broken")
        found += self._unlike_entries()
        return found + self._unlike_differences()

    def _unlike_differences(self) -> list[str]:
        """Who is asked about a difference at the station must be asked at the county, and nobody else."""
        county = open_numbers(self.parties[COUNTY].at)
        return [
            f"differences of {name} are not those at the county"
            for name in STATIONS
            if set(open_numbers(self.parties[name].at)) != {n for n in county if n.startswith(name)}
        ]

    def _unlike_entries(self) -> list[str]:
        """Each entry must be at both ends exactly once."""
        county = _entries(self.parties[COUNTY])
        found = []
        for name in STATIONS:
            there = _entries(self.parties[name])
            for chain in (name, f"{COUNTY}-{name}"):
                one = {e: n for e, n in there.items() if e[0] == chain}
                other = {e: n for e, n in county.items() if e[0] == chain}
                if one != other or any(n != 1 for n in one.values()):
                    found.append(f"chain {chain}: {len(one)} here, {len(other)} there")
        return found


def _entries(at: Party) -> Counter[tuple[str, int, int, bytes]]:
    made: Counter[tuple[str, int, int, bytes]] = Counter()
    for chain in (*STATIONS, *(f"{COUNTY}-{name}" for name in STATIONS)):
        with at.at.work() as work:
            known = work.packages.epochs(chain)
        for epoch in known:
            for entry in at.memory.queries.chain(chain, epoch, 0, 10**9):
                made[(chain, epoch, entry.oseq, entry.raw)] += 1
    return made


def _file(data: bytes) -> Any:
    return io.BytesIO(data)


@contextmanager
def power_cut() -> Iterator[None]:
    """The next import dies just before it is durable."""
    usual = taking_in._write_down

    def cut(*given: Any) -> None:
        usual(*given)
        raise Crash

    taking_in._write_down = cut
    try:
        yield
    finally:
        taking_in._write_down = usual


_TEMPLATES: dict[str, Any] = {}


def fake_world(seed: int) -> World:
    """A world in plain Python; the founding is done once, every world begins with a copy."""
    if not _TEMPLATES:
        for name, at in founded_parties().items():
            _TEMPLATES[name] = (at.memory.state, at.desk.keys)
    parties = {}
    for name, (state, keys) in _TEMPLATES.items():
        memory = FakeMemory(name)
        memory.state = state
        at = session(memory, clock=_clock())
        parties[name] = Party(memory, desk_of(at, keys), Drawer())
    return World(parties, random.Random(seed))


def _clock() -> FixedClock:
    return FixedClock(START, step=timedelta(milliseconds=1))


def founded_parties() -> dict[str, Party]:
    """Founded parties in plain Python that trust each other."""
    return _trusting(
        {name: party(name) for name in STATIONS}, party(COUNTY, "county", kind=StationKind.DEPARTMENT)
    )


def database_world(seed: int, room: Path) -> World:
    """A world on SQLCipher, each party in a folder of its own."""

    def made(name: str, **more: Any) -> Party:
        folder = room / f"{seed}-{name}"
        folder.mkdir()
        return party(name, folder=folder, **more)

    stations = {name: made(name) for name in STATIONS}
    county = made(COUNTY, role="county", kind=StationKind.DEPARTMENT)
    return World(_trusting(stations, county), random.Random(seed))


def _trusting(stations: dict[str, Party], county: Party) -> dict[str, Party]:
    for at in stations.values():
        county.trusts(at)
        at.trusts(county)
    return {**stations, COUNTY: county}


def eager() -> None:
    """A planted mistake: a package that comes too early is applied at once, what came before it is then refused."""
    usual = taking_in._place

    def place(work: Any, found: Any, sha256: str) -> tuple[str, str]:
        state, code = usual(work, found, sha256)
        return ("applied", "") if state == "held" else (state, code)

    taking_in._place = place


def twice() -> None:
    """A planted mistake: what was applied is not remembered when nobody looks."""
    usual = taking_in._place
    chance = random.Random(1)

    def place(work: Any, found: Any, sha256: str) -> tuple[str, str]:
        state, code = usual(work, found, sha256)
        return ("applied", "") if state == "repeated" and chance.random() < 0.5 else (state, code)

    taking_in._place = place
    taking_in._known_as = lambda *given: ""


def run(
    make: Callable[[int], World], seeds: Iterator[int] | range, *, restoring: bool = False
) -> dict[str, object]:
    """Plays one schedule for each seed; stops at the first whose end is wrong. `restoring`: disks break too."""
    played = lost = restores = differing = merged = 0
    for seed in seeds:
        world = make(seed)
        world.restoring = restoring
        try:
            world.begin()
            for _ in range(STEPS):
                world.step()
            world.settle()
            wrong = world.wrong()
            known = world.parties[COUNTY].memory.queries
            differing += len(known.leads(DIFFERENCE))
            merged += len(known.leads(MERGED))
        except (AppError, AssertionError) as error:
            wrong = [f"{type(error).__name__}: {error}"]
        finally:
            for at in world.parties.values():
                at.memory.close()
        played, lost, restores = played + 1, lost + world.lost, restores + world.restores
        if wrong:
            return {"ok": False, "played": played, "seed": seed, "wrong": wrong[:5]}
    told = {"played": played, "lost": lost, "restores": restores, "differing": differing, "merged": merged}
    return {"ok": True, **told, "wrong": []}


def main() -> int:
    """One run in plain Python; prints what was found as one JSON object."""
    asked = argparse.ArgumentParser(description="random schedules of packages")
    asked.add_argument("--count", type=int, default=500)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--restoring", action="store_true", help="disks break and backups are put in place")
    asked.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked.parse_args()
    gc.set_threshold(50_000, 20, 20)  # a world is made of many small values that live as long as it does
    if chosen.fault:
        {"eager": eager, "twice": twice}[chosen.fault]()
    found = run(fake_world, range(chosen.seed, chosen.seed + chosen.count), restoring=chosen.restoring)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
