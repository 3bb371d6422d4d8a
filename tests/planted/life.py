"""The life of one matter as dated steps, and the changes by which a planter spoils it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from app.domain.acts.delivering import Deliver
from app.domain.acts.noticing import made_outside
from app.domain.acts.recording import RecordExternal
from app.domain.calendar import WorkCalendar
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter

CALENDAR = WorkCalendar.shipped()
DAYTIME, CLOSING, AFTER = 0, 1, 2
"""When on its day a step is taken: while the hall is open, at closing, after closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Entries as another program would write them: past every act that could refuse."""

    made: Callable[[Matter, Setting], tuple[Happened, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper that this program makes itself (D01, D02, D09, D11, D14), sealed where it needs it."""

    kind: str
    scan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InHall:
    """Anything done in the hall that is no act on a matter."""

    done: Callable[[Any], object]


@dataclass(slots=True, kw_only=True)
class Step:
    """One step: on which day, what (an act, a registration, one of the above, or a function of the hall), by whom."""

    on: date
    name: str
    do: Any
    by: str = "clerk"
    at: int = DAYTIME


@dataclass(slots=True, kw_only=True)
class Life:
    """The steps of one matter; `key` names it before it has a number. `memo` keeps what later steps count from."""

    key: str
    kind: str
    random: Random
    begins: date
    steps: list[Step] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict)

    def add(self, on: date, name: str, do: Any, *, by: str = "clerk", at: int = DAYTIME) -> date:
        """Adds a step and answers its day."""
        self.steps.append(Step(on=on, name=name, do=do, by=by, at=at))
        return on

    def within(self, day: date, least: int, most: int) -> date:
        """A day so many days after, by lot."""
        return day + timedelta(days=self.random.randint(least, most))

    def fact(self, name: str, organ: str, on: date, *, lag: int = 0, **more: Any) -> date:
        """Another organ's act, written down so many days after it (or after its delivery)."""
        known = more.get("delivered_on") or on
        step = more.pop("step", name)
        self.add(known + timedelta(days=lag), step, RecordExternal(organ=organ, fact=name, on=on, **more))
        return on

    def paper(self, on: date, kind: str, *, claim: int = 0) -> date:
        """A paper of ours that was written outside the program and is recorded with its number."""
        number = self.number(kind)
        return self.add(
            on, kind, Written(made=lambda matter, setting: made_outside(kind, number, claim, setting))
        )

    def number(self, kind: str) -> str:
        """A document number of its own."""
        return f"{kind}〔{self.begins.year}〕{self.key}"

    def served(self, on: date, paper: str, **more: Any) -> date:
        """A paper handed to the petitioner, who signs for it; or what `more` says."""
        given = {
            "method": DeliveryMethod.IN_PERSON,
            "outcome": Outcome.RECEIVED,
            "receiver": self.memo.get("name", "本人"),
            "relation": "本人",
            **more,
        }
        return self.add(on, f"{paper}-served", Deliver(paper=paper, **given))

    def __getitem__(self, name: str) -> Step:
        """The first step of that name."""
        return next(step for step in self.steps if step.name == name)

    def drop(self, *names: str) -> None:
        """Leaves steps out."""
        for name in names:
            assert any(step.name == name for step in self.steps), f"{self.kind} has no {name}"
        self.steps = [step for step in self.steps if step.name not in names]

    def cut(self, name: str) -> None:
        """Leaves out that step and everything after it."""
        place = self.steps.index(self[name])
        self.steps = self.steps[:place]

    def change(self, name: str, **fields: Any) -> None:
        """Changes what a step does."""
        self[name].do = replace(self[name].do, **fields)

    def move(self, name: str, day: date) -> None:
        """Takes a step on another day."""
        self[name].on = day

    def shift(self, name: str, days: int) -> None:
        """Takes a step and everything after it so many days later, with every day that is named in them."""
        place = self.steps.index(self[name])
        for step in self.steps[place:]:
            step.on += timedelta(days=days)
            dates = [f.name for f in fields(step.do)] if not callable(step.do) else []
            moved = {item: getattr(step.do, item) for item in dates}
            later = {k: v + timedelta(days=days) for k, v in moved.items() if isinstance(v, date)}
            if later:
                step.do = replace(step.do, **later)

    def replaced(self, name: str, made: Callable[[Matter, Setting], tuple[Happened, ...]]) -> None:
        """Lets another program write what the step did."""
        self[name].do = Written(made=made)


def workday(day: date) -> date:
    """That day, or the next on which offices work."""
    while not CALENDAR.is_workday(day):
        day += timedelta(days=1)
    return day


def workdays_after(day: date, count: int) -> date:
    """The day so many working days after."""
    for _ in range(count):
        day = workday(day + timedelta(days=1))
    return day
