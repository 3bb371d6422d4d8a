"""One check of the self-check (自查项) as data, and what it finds.

Which checks there are, what each rests on and how long it waits is data (resources/checks/checks.toml); what each looks
at stands in `app/domain/checks/`. A check looks at acts of offices, never at petitioners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from app.domain.calendar import WorkCalendar
from app.domain.clocks import Length, last_day
from app.domain.law import Law
from app.domain.matter import WHOLE, Matter
from app.domain.obligations import Obligation
from app.domain.office import Office
from app.domain.rule import Severity
from app.errors import BadInput
from resources.loader import read_toml

FILE: Final = "checks/checks.toml"


class Often(StrEnum):
    """When a check belongs on the table: at every closing of a day, or once a week (hall.md, last section)."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its group, severity, article, how often, the duties it watches, its limits and words, its repair.

    `explainable`: what it finds cannot be undone and can be accounted for. `act` and `field` are where it opens at a
    petition office, `own_act` and `own_field` where at the unit in charge.
    """

    id: str
    group: str
    severity: Severity
    often: Often
    article: str
    act: str
    field: str
    own_act: str
    own_field: str
    explainable: bool
    duties: tuple[str, ...]
    words: tuple[str, ...]
    limits: Mapping[str, Length]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found in one matter (自查发现), without anything that depends on today.

    `since` is the first day on which it stands, `subject` what of the matter it is about (a paper, a duty, a field),
    `details` what its sentence names. `late` marks what has been done meanwhile, after its day.
    """

    check: str
    since: date
    claim: int = WHOLE
    subject: str = ""
    late: bool = False
    details: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """That of its check; what has been done meanwhile is no more than a matter of order."""
        severity = self.definition.severity
        return "A" if self.late and severity == "R" else severity

    @property
    def often(self) -> Often:
        """How often it belongs on the table: what has been done meanwhile can wait for the week's end."""
        return Often.WEEK if self.late else self.definition.often

    @property
    def explainable(self) -> bool:
        """Whether nothing can be done about it any more but to account for it."""
        return self.late or self.definition.explainable

    @property
    def definition(self) -> Check:
        """The check itself."""
        return require_check(self.check)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Something that can only be judged beside other matters, the office's table or a sealed part (线索).

    `key` is what is compared: a number, a hash, "decider|body".
    """

    check: str
    key: str
    on: date
    claim: int = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a check sees of one matter: its duties, the law and the calendar, and the office that looks."""

    law: Law
    calendar: WorkCalendar
    office: Office
    duties: tuple[Obligation, ...] = ()

    def after(self, check: str, limit: str, start: date) -> date:
        """The first day after a limit of the check that began on `start`."""
        return last_day(start, require_check(check).limits[limit], self.calendar).legal + timedelta(days=1)

    def of_rule(self, *rules: str) -> Iterator[Obligation]:
        """The matter's duties and windows of these rules."""
        return (item for item in self.duties if item.rule in rules)


def found(
    check: str, since: date, claim: int = WHOLE, *, subject: str = "", late: bool = False, **details: object
) -> Finding:
    """A finding; days and numbers among the details become text."""
    return Finding(
        check=check,
        since=since,
        claim=claim,
        subject=subject,
        late=late,
        details=tuple((name, str(value)) for name, value in details.items()),
    )


def live(matter: Matter) -> bool:
    """Whether there is anything to check: not where the number was voided or the program is too old to read it."""
    return matter.voided_on is None and not matter.update_needed


@cache
def checks() -> Mapping[str, Check]:
    """All checks by id, in order."""
    return MappingProxyType({name: _read(name, row) for name, row in read_toml(FILE)["checks"].items()})


def require_check(name: str) -> Check:
    """The check of that id. Raises BadInput("check.unknown")."""
    found_one = checks().get(name)
    if found_one is None:
        raise BadInput("check.unknown", field="check", check=name)
    return found_one


def _read(name: str, row: Mapping[str, Any]) -> Check:
    own = row.get("own", {})
    return Check(
        id=name,
        group=row["group"],
        severity=row["severity"],
        often=Often(row["often"]),
        article=row["article"],
        act=row["act"],
        field=row.get("field", ""),
        own_act=own.get("act", row["act"]),
        own_field=own.get("field", row.get("field", "")),
        explainable=bool(row.get("explainable", False)),
        duties=tuple(row.get("duties", ())),
        words=tuple(row.get("words", ())),
        limits=MappingProxyType({key: Length(**length) for key, length in row.get("limits", {}).items()}),
        counts=MappingProxyType(dict(row.get("counts", {}))),
    )
