"""The plan of a plant: which lives, which of them are spoilt and how, and what must therefore be found.

Everything follows from one seed. The clean twin of a plan has the very same lives, none of them spoilt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.services.selfcheck import Found
from tests.planted.days import hall_days, ticket_days
from tests.planted.endings import ENDINGS
from tests.planted.hall import CHECK_DAY, FOUNDED, OFFICE, TOWNSHIP, Hall
from tests.planted.life import Life
from tests.planted.lives import LIVES, Maker
from tests.planted.township import TOWNSHIP_LIVES

KINDS: Mapping[str, Mapping[str, tuple[Maker, int]]] = {
    OFFICE: {**LIVES, **ENDINGS},
    TOWNSHIP: TOWNSHIP_LIVES,
}
"""Kinds of life by station."""


@dataclass(slots=True, kw_only=True)
class Planted:
    """One fault: its check, where it is, the planter, and what follows from it.

    `place` is a life, or the day for a finding of the office. `follows` are further checks that the same fault makes true,
    with their places: they may be found, and need not be.
    """

    check: str
    place: str
    planter: str
    follows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planter:
    """How a fault comes into lives of given kinds: the first is the one that is spoilt, the others stand beside it.

    `matures` is how many days before the check the life begins at the latest, `back` how many at the earliest.
    `office`: what is found is the office's. `differs` says what the check does not see yet that the table says.
    """

    check: str
    name: str
    station: str
    kinds: tuple[str, ...]
    spoil: Callable[..., Iterable[str] | None]
    follows: tuple[str, ...] = ()
    matures: int = 330
    back: int = (CHECK_DAY - FOUNDED).days
    office: bool = False
    differs: str = ""


@dataclass(slots=True, kw_only=True)
class Plan:
    """The lives of one station in order, its hall, and the faults in them."""

    station: str
    lives: list[Life]
    hall: Life
    faults: list[Planted] = field(default_factory=list)

    def lead(self, hall: Hall, until: date = CHECK_DAY) -> None:
        """Leads every life at a station."""
        hall.lead([self.hall, *self.lives], until)


def spread(planters: Sequence[Planter], total: int, least: int = 1) -> list[Planter]:
    """So many planters: each at least once, each check at least `least` times, then in turn."""
    chosen = list(planters)
    for check in dict.fromkeys(planter.check for planter in planters):
        own = [planter for planter in planters if planter.check == check]
        chosen += [own[place % len(own)] for place in range(max(0, least - len(own)))]
    assert len(chosen) <= total, f"{total} faults are too few for {len(chosen)}"
    return chosen + [planters[place % len(planters)] for place in range(total - len(chosen))]


def planned(
    station: str, *, seed: str, matters: int, planters: Sequence[Planter], clean: bool = False, days: int = 0
) -> Plan:
    """The plan of a station: those of the planters that are its own, spread over `matters` by lot."""
    random = Random(f"{seed}/{station}")
    chosen = [planter for planter in planters if planter.station == station]
    places = random.sample(range(matters), sum(len(planter.kinds) for planter in chosen))
    roles: dict[int, tuple[str, int, int]] = {}
    parties: list[tuple[Planter, tuple[int, ...]]] = []
    for planter in chosen:
        taken, places = tuple(sorted(places[: len(planter.kinds)])), places[len(planter.kinds) :]
        taken = taken[::-1]
        whole = (CHECK_DAY - FOUNDED).days
        begins = random.randint(whole - planter.back, whole - planter.matures)
        for order, (place, kind) in enumerate(zip(taken, planter.kinds, strict=True)):
            roles[place] = (kind, begins, order)
        parties.append((planter, taken))
    lives = [_life(station, seed, place, roles.get(place)) for place in range(matters)]
    plan = Plan(station=station, lives=lives, hall=Life(key="", kind="", random=random, begins=FOUNDED))
    spoilt: list[tuple[Planter, Life, list[Life]]] = []
    if not clean:
        for planter, taken in parties:
            first, *rest = (lives[place] for place in taken)
            spoilt.append((planter, first, rest))
            if not planter.office:
                further = planter.spoil(first, *rest) or ()
                plan.faults.append(_planted(planter, str(first.memo.get("found_as", first.key)), further))
    plan.hall = hall_days(random, lives, ticket_days(random, days))
    for planter, first, rest in spoilt:
        if planter.office:
            further = planter.spoil(first, plan.hall, *rest) or ()
            day = first["register"].on.isoformat()
            plan.faults.append(_planted(planter, str(first.memo.get("found_as", day)), further))
    return plan


def _planted(planter: Planter, place: str, further: Iterable[str]) -> Planted:
    """What a planter did; what follows from it is in its own place, or in another that it named ("K25:LX07-0042")."""
    follows = [(check, place) for check in planter.follows]
    follows += [(check, there or place) for check, _, there in (item.partition(":") for item in further)]
    return Planted(check=planter.check, place=place, planter=planter.name, follows=tuple(follows))


def _life(station: str, seed: str, place: int, role: tuple[str, int, int] | None) -> Life:
    """One lawful life; a role says which kind and when, else both fall by lot."""
    random = Random(f"{seed}/{station}/{place}")
    kinds = KINDS[station]
    kind = random.choices(list(kinds), weights=[weight for _, weight in kinds.values()])[0]
    begins = random.randint(0, (CHECK_DAY - FOUNDED).days - 1)
    if role is not None:
        kind, begins, order = role
        begins = max(begins - 40 * order, 0)
    life = Life(
        key=f"{station}-{place:04d}", kind=kind, random=random, begins=FOUNDED + timedelta(days=begins)
    )
    kinds[kind][0](life)
    return life


Pair = tuple[str, str]
"""A check, and the number of a matter or, for a finding of the office, the day since which it stands."""


def pairs(found: Iterable[Found]) -> list[Pair]:
    """What was found, as it is compared."""
    return [(item.finding.check, item.number or item.finding.since.isoformat()) for item in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of comparing: planted and not found, found and neither planted nor following."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything planted was found and nothing else."""
        return not self.missing and not self.unexpected


def judged(faults: Sequence[Planted], numbers: Mapping[str, str], found: Iterable[Pair]) -> Judgement:
    """Compares what was planted with what was found; `numbers` are the numbers that lives were given."""
    there = set(found)

    def pair(check: str, place: str) -> Pair:
        return check, numbers.get(place, place)

    wanted = {pair(item.check, item.place): item for item in faults}
    allowed = {pair(*follows) for item in faults for follows in item.follows}
    missing = (
        f"{check} {place} {item.planter}"
        for (check, place), item in wanted.items()
        if (check, place) not in there
    )
    spoilt = {place: item.planter for (_, place), item in wanted.items()}
    over = (
        f"{check} {place} {spoilt.get(place, 'lawful')}"
        for check, place in sorted(there - wanted.keys() - allowed)
    )
    return Judgement(missing=tuple(missing), unexpected=tuple(over))
