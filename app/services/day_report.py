"""The day report (日报): figures of one day with their definitions and the matters behind them, and a text to paste.

Figures come from the day's rows by index. Matters typed in later and voided ones do not count for the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain import history
from app.domain.day_file import DayFile
from app.domain.matter import Matter
from app.readmodels import DayMatterRow, DayVisitRow, EnquiryRow, LeaderReceptionRow
from app.services.days import day_file
from app.services.leader_log import leader_log, persons_of, role_of
from app.services.reading import end_of
from app.services.registers import register_words
from app.services.session import Session

JOINT = "\u3001"
HEAD = 16
"""Digits of the journal's head on the day's sheet: enough to be held against the record later (trust.md 4e)."""
AGAIN, KEPT = "visited-again", "kept"
TYPED_LATER = frozenset({"backfilled", "outage_entered"})
"""Figures of what was typed in on a day and came on another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """One figure: its name, how often and how many persons, and the numbers of the matters behind it."""

    name: str
    batches: int
    persons: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is open on the day itself: duties due today, duties past their office day, papers not yet delivered."""

    due: int
    late: int
    unserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """One day of the hall. `urgent` are the day's urgent matters, `backlog` what is open; None for a past day."""

    day: date
    figures: tuple[DayFigure, ...]
    leaders: tuple[LeaderReceptionRow, ...]
    urgent: tuple[str, ...]
    backlog: Backlog | None

    def figure(self, name: str) -> DayFigure:
        """The figure of that name."""
        return next(item for item in self.figures if item.name == name)

    @property
    def nothing(self) -> bool:
        """Whether nothing came in on that day and nothing is to be told."""
        return not self.leaders and all(
            item.batches == 0 for item in self.figures if item.name not in TYPED_LATER
        )


def day_report(session: Session, day: date | None = None) -> DayReport:
    """The figures of a day, today's when none is named. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    today = session.today()
    day = day or today
    file = day_file(session, day)
    matters, later = _by_day_of_coming(session, day, file)
    leaders = leader_log(session, day, day)
    return DayReport(
        day=day,
        figures=_figures(session, day, matters, leaders, later),
        leaders=leaders,
        urgent=tuple(row.number for row in matters if row.urgent and not row.backfilled),
        backlog=_backlog(session, day) if day == today else None,
    )


def figures_as_known(session: Session, day: date) -> tuple[DayFigure, ...]:
    """The figures of a day as they were true at its end: without what was corrected or voided on later days."""
    queries, rows = session.unmasked, []
    away = {item.number for item in day_file(session, day).outage if item.came_on != day}
    for listed in queries.registered_between(day, day):
        stream = None if listed.number in away else queries.find(listed.number)
        entries = () if stream is None else queries.stream(stream, known_until=end_of(day))
        matter = history.fold(entries)
        if matter is not None and matter.station == session.office.station and matter.voided_on is None:
            rows.append(_row_of(matter))
    return _figures(session, day, rows, leader_log(session, day, day), ())


def _by_day_of_coming(
    session: Session, day: date, file: DayFile
) -> tuple[list[DayMatterRow], list[DayMatterRow]]:
    """The matters of a day: those registered on it, without what was written on paper on an earlier day and only entered on
    it, and with what was written on paper on it and entered later (停电登记). And apart those that were only entered on it.
    """
    queries = session.unmasked
    away = {item.number for item in file.outage if item.came_on != day}
    rows = session.memory.queries.day_matters(day)
    come = [row for row in rows if row.number not in away]
    for item in file.outage:
        stream = queries.find(item.number) if item.came_on == day != item.entered_on else None
        matter = None if stream is None else history.fold(queries.stream(stream))
        if matter is not None and matter.voided_on is None:
            come.append(_row_of(matter))
    return come, [row for row in rows if row.number in away]


def _row_of(matter: Matter) -> DayMatterRow:
    return DayMatterRow(
        number=matter.number,
        channel=matter.channel,
        persons=matter.persons_came,
        urgent=matter.urgent,
        backfilled=matter.backfilled,
        restricted=matter.restricted,
    )


def _figures(
    session: Session,
    day: date,
    matters: Sequence[DayMatterRow],
    leaders: Sequence[LeaderReceptionRow],
    later: Sequence[DayMatterRow],
) -> tuple[DayFigure, ...]:
    queries = session.memory.queries
    counted = [row for row in matters if not row.backfilled]
    on_paper = {item.number for item in day_file(session, day).outage if item.came_on == day}
    return (
        *_coming(counted, queries.day_visits(day)),
        *_arrived(counted),
        _enquiries(queries.enquiries(day)),
        DayFigure(
            name="leaders",
            batches=len(leaders),
            persons=persons_of(leaders),
            numbers=_numbers(row.number for row in leaders),
        ),
        _of_matters("backfilled", [row for row in matters if row.backfilled]),
        _of_matters("outage", [row for row in matters if row.number in on_paper]),
        _of_matters("outage_entered", later),
    )


def _backlog(session: Session, today: date) -> Backlog:
    queries = session.memory.queries
    owed = [row.obligation.due_office for row in queries.due(today=today, until=today)]
    return Backlog(
        due=sum(last == today for last in owed),
        late=sum(last is not None and last < today for last in owed),
        unserved=queries.day(today).unserved,
    )


def _coming(matters: Sequence[DayMatterRow], visits: Sequence[DayVisitRow]) -> Iterable[DayFigure]:
    """Visits: first ones, further ones, all of them, those of many, and letters kept with a matter."""
    came = [row for row in matters if row.channel == "walk_in"]
    again = [row for row in visits if row.kind == AGAIN]
    kept = [row for row in visits if row.kind == KEPT]
    least = int(register_words("day_report")["collective_from"])
    everybody: list[DayMatterRow | DayVisitRow] = [*came, *again]
    many = [row for row in everybody if row.persons >= least]
    return (
        _of_visits("visits", everybody),
        _of_visits("first_visits", came),
        _of_visits("visits_again", again),
        _of_visits("collective", many),
        DayFigure(name="kept", batches=len(kept), persons=0, numbers=_numbers(row.number for row in kept)),
    )


def _arrived(matters: Sequence[DayMatterRow]) -> Iterable[DayFigure]:
    groups = register_words("day_report_channels")
    return [
        _of_matters(str(name), [row for row in matters if row.channel in channels])
        for name, channels in groups.items()
    ]


def _of_visits(name: str, rows: Sequence[DayMatterRow | DayVisitRow]) -> DayFigure:
    return DayFigure(
        name=name,
        batches=len(rows),
        persons=sum(row.persons for row in rows),
        numbers=_numbers(row.number for row in rows),
    )


def _of_matters(name: str, rows: Sequence[DayMatterRow]) -> DayFigure:
    return _of_visits(name, rows)


def _enquiries(rows: Sequence[EnquiryRow]) -> DayFigure:
    return DayFigure(
        name="enquiries",
        batches=len(rows),
        persons=sum(row.persons for row in rows),
        numbers=tuple(row.number for row in reversed(rows)),
    )


def _numbers(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def report_object(report: DayReport) -> dict[str, object]:
    """The report as JSON: every figure with its definition and the matters behind it."""
    labels, definitions = register_words("day_report_figures"), register_words("day_report_definitions")
    return {
        "day": report.day.isoformat(),
        "figures": [
            {
                "figure": item.name,
                "label": labels[item.name],
                "definition": definitions[item.name],
                "batches": item.batches,
                "persons": item.persons,
                "numbers": list(item.numbers),
            }
            for item in report.figures
        ],
        "urgent": list(report.urgent),
        "leaders": [
            {
                "number": row.number,
                "leader": row.leader,
                "post": row.post,
                "role": role_of(row),
                "persons": row.persons,
            }
            for row in report.leaders
        ],
        "due": None if report.backlog is None else report.backlog.due,
        "late": None if report.backlog is None else report.backlog.late,
        "unserved": None if report.backlog is None else report.backlog.unserved,
        "nothing": report.nothing,
    }


def report_text(session: Session, report: DayReport) -> str:
    """The report as plain text to paste into a message or a form."""
    text = register_words("day_report")
    day = report.day
    title = str(text["title"]).format(office=session.office.name, year=day.year, month=day.month, day=day.day)
    if session.office.training:
        title += str(register_words("ledger")["training"])
    lines = [str(text["nothing"])] if report.nothing else _what_came(report, text)
    if report.backlog is not None:
        left = report.backlog
        lines.append(str(text["backlog"]).format(due=left.due, late=left.late, unserved=left.unserved))
    for name in ("backfilled", "outage", "outage_entered"):
        if count := report.figure(name).batches:
            lines.append(str(text[name]).format(count=count))
    numbered = [
        str(text["numbered"]).format(place=place, line=line)
        for place, line in zip(text["ordinals"], lines, strict=False)
    ]
    foot = [str(text["filled"]).format(who=session.account.name)]
    if report.backlog is not None:  # only the present day's sheet can say where the record stands
        foot.append(str(text["head"]).format(head=session.memory.queries.head()[:HEAD]))
    return "\n".join((title, *numbered, *foot)) + "\n"


def _what_came(report: DayReport, text: dict[str, Any]) -> list[str]:
    visits, first, again = (report.figure(name) for name in ("visits", "first_visits", "visits_again"))
    collective, enquiries = report.figure("collective"), report.figure("enquiries")
    arrived = {name: report.figure(name).batches for name in register_words("day_report_channels")}
    return [
        str(text["visits"]).format(
            batches=visits.batches,
            persons=visits.persons,
            first_batches=first.batches,
            first_persons=first.persons,
            again_batches=again.batches,
            again_persons=again.persons,
            least=text["collective_from"],
            collective_batches=collective.batches,
            collective_persons=collective.persons,
        ),
        str(text["arrived"]).format(**arrived, kept=report.figure("kept").batches),
        str(text["enquiries"]).format(batches=enquiries.batches, persons=enquiries.persons),
        _leaders(report, text),
        _what_matters(report, text),
    ]


def _leaders(report: DayReport, text: dict[str, Any]) -> str:
    if not report.leaders:
        return str(text["no_leaders"])
    lines = [
        str(text["leader"]).format(leader=row.leader, post=row.post, role=role_of(row), number=row.number)
        for row in report.leaders
    ]
    told = report.figure("leaders")
    return str(text["leaders"]).format(batches=told.batches, persons=told.persons, lines="\uff1b".join(lines))


def _what_matters(report: DayReport, text: dict[str, Any]) -> str:
    collective = report.figure("collective")
    parts = []
    if collective.batches:
        parts.append(str(text["collective"]).format(numbers=JOINT.join(collective.numbers)))
    if report.urgent:
        parts.append(str(text["urgent"]).format(count=len(report.urgent), numbers=JOINT.join(report.urgent)))
    else:
        parts.append(str(text["nothing_urgent"]))
    return "".join(parts)
