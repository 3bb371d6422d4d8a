"""Sheets about the whole office (台账类纸张): hand-over sheet, use of seals, list of letters posted, lists of files.

A printed list records nothing: what it says stands in the journal already, or is said by whoever prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.codes import label
from app.errors import BadInput, Refused
from app.papers.catalogue import PaperKind, require_station
from app.papers.facts import PaperFacts, Rendered
from app.papers.render import render
from app.services.booked_visits import booked_day
from app.services.day_report import day_report
from app.services.days import day_file
from app.services.facts.asked import only_declared, with_asked
from app.services.facts.lawful import require_lawful_words
from app.services.looking import record_export
from app.services.mediation.calendars import door_sheet
from app.services.occasion import Facts
from app.services.office_templates import kind_in_force, words_of_version
from app.services.reading import due
from app.services.registers import register_words
from app.services.sealing import seal_register
from app.services.serving import post_list
from app.services.session import Session

MOST_PENDING = 40
"""Duties on a hand-over sheet; the rest are on the board of the day."""


def office_sheet(
    session: Session, kind: str, given: Mapping[str, object], *, draft: bool = False
) -> Rendered:
    """A sheet about the office as PDF: what is known, and over it what is `given` by the names of the template's facts.

    A sheet with a number bears the one that is given as `document_number`. A list is rows, or a text with a row a line
    and columns parted by `|`. Raises NotFound("paper.kind_unknown"),
    Refused("form.not_of_the_office", "paper.station_may_not_issue", "paper.particulars_missing"),
    BadInput("paper.fact_unreadable", "form.day_unreadable"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    chosen = kind_in_force(session, kind)
    if chosen.scope != "office":
        raise Refused("form.not_of_the_office", field="kind", title=chosen.title)
    require_station(chosen, session.office.kind)
    paper = PaperFacts(
        kind=chosen.kind,
        template_version=chosen.version,
        document_number=str(given.get("document_number", "")) or None,
        facts=_facts(session, chosen, given),
        head=session.memory.queries.head() or None,
        training=session.office.training,
        words=words_of_version(session, chosen.kind, chosen.version),
    )
    return render(paper, draft=draft)


def _facts(session: Session, kind: PaperKind, given: Mapping[str, object]) -> Facts:
    office = session.office
    known: Facts = {
        "office": {
            "name": office.name,
            "phone": office.phone,
            "address": office.address,
            "contact": session.account.name,
        },
        "clerk": session.account.name,
        "issued_on": session.today().isoformat(),
    }
    maker = MAKERS.get(kind.kind)
    gathered = known | ({} if maker is None else maker(session, given))
    facts = only_declared(kind, with_asked(kind, gathered, given))
    require_lawful_words(kind, facts)
    return facts


def _day(given: Mapping[str, object], name: str, otherwise: date) -> date:
    text = str(given.get(name) or "")
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise BadInput("form.day_unreadable", field=name) from error


def _hand_over(session: Session, given: Mapping[str, object]) -> Facts:
    """The figures of the day, and what is due next, the soonest first."""
    day = _day(given, "on", session.today())
    report = day_report(session, day)
    titles: Mapping[str, Any] = register_words("day_report_figures")
    rows = [row for row in due(session, day=day) if row.obligation.due_strict is not None]
    rows.sort(key=lambda row: (row.obligation.due_strict or day, row.number))
    law, roster = session.law, day_file(session, day).roster
    return {
        "on": day.isoformat(),
        "duty_leader": roster.duty_leader,
        "reception_leader": roster.reception_leader,
        "lawyer": roster.lawyer,
        "staff": [{"name": one.name, "desk": one.desk} for one in roster.staff],
        "figures": [
            {
                "name": str(titles.get(item.name, item.name)),
                "batches": str(item.batches),
                "persons": str(item.persons) if item.persons else "",
            }
            for item in report.figures
        ]
        + _booked_next(session, day, titles),
        "pending": [
            {
                "number": row.number,
                "what": law.rule(row.obligation.rule).title,
                "by": (row.obligation.due_strict or day).isoformat(),
            }
            for row in rows[:MOST_PENDING]
        ],
    }


def _booked_next(session: Session, day: date, titles: Mapping[str, Any]) -> list[dict[str, str]]:
    """How many visits are booked for the next working day: a count, and nobody's name."""
    following = session.calendar.on_or_after(day + timedelta(days=1))
    found = booked_day(session, following)
    if not found.count:
        return []
    name = str(titles["booked_next"]).format(month=following.month, day=following.day)
    return [{"name": name, "batches": str(found.count), "persons": str(found.persons or "")}]


def _uses_of_seals(session: Session, given: Mapping[str, object]) -> Facts:
    """The uses of seals of a stretch of days, this month's when none is said."""
    today = session.today()
    first = _day(given, "from_on", today.replace(day=1))
    last = _day(given, "to_on", today)
    return {
        "from_on": first.isoformat(),
        "to_on": last.isoformat(),
        "rows": [
            {
                "on": use.on.isoformat(),
                "number": use.number,
                "title": use.title,
                "document_number": use.document_number,
                "copies": use.copies,
                "seal": label("stamps", use.stamp),
                "approved_by": use.approved_by,
                "sealed_by": use.by,
            }
            for use in seal_register(session, first, last)
        ],
    }


def _letters_posted(session: Session, given: Mapping[str, object]) -> Facts:
    """What was posted on a day, today when none is said; of sealed people nothing but the number."""
    day = _day(given, "on", session.today())
    rows: list[Facts] = []
    for item in post_list(session, day, whole=True):
        if item.returned:
            continue
        to = item.addressee
        rows.append(
            {
                "recipient": to.name,
                "address": to.address,
                "phone": to.phone,
                "number": item.number,
                "contents": item.title,
                "tracking": item.tracking,
            }
        )
    record_export(session, "letters_posted", day.isoformat(), len(rows), names=True)
    return {"on": day.isoformat(), "rows": rows}


MAKERS: Mapping[str, Callable[[Session, Mapping[str, object]], Facts]] = {
    "D48": _hand_over,
    "D53": _uses_of_seals,
    "D54": _letters_posted,
    "M16": door_sheet,
}
"""Kind of sheet → how its facts are gathered; the others are told what they say."""
