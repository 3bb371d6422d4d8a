"""The self-check over the whole office (程序自查): what stands on a day, in words, and where each finding is mended.

For the present day everything comes from projections in a few reads; for a past day every matter is folded as it was known
at the end of that day (rulings.md 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain import history
from app.domain.account import READS_MATTERS
from app.domain.check import Finding, Often, checks, live
from app.domain.codes import find_code
from app.domain.matter import AccountGiven
from app.domain.selfcheck import OVER, accounted, duty_findings
from app.papers.catalogue import catalogue
from app.services.comparing import compared
from app.services.mediation.room_checks import room_findings
from app.services.office_checks import office_findings
from app.services.reading import end_of
from app.services.registers import register_words
from app.services.sealed_checks import sealed_findings
from app.services.session import Session
from resources.loader import words

WORDS = "words/checks.toml"
ACCOUNT = "account-for"
REPAIRS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("K46", "conversation"): ("sign-conversation", "signed_how"),
}
"""Where a half of a check opens that is mended otherwise than the rest: by check and `what`, the act and its field."""
DAYS = frozenset({"day", "done", "other", "received", "registered"})
"""Details that are days."""
ORDER = {"R": 0, "A": 1, "W": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding as it is shown: `number` is the matter's, empty for one of the office.

    `act` is the one that mends it here, `field` where its form opens, `filled` what stands there already.
    """

    finding: Finding
    number: str
    title: str
    text: str
    clears: str
    act: str
    field: str
    filled: Mapping[str, str]
    excerpt: str = ""


def self_check(
    session: Session,
    day: date | None = None,
    *,
    often: Often | None = None,
    step: Callable[[], None] = lambda: None,
) -> list[Found]:
    """What stands on `day` (today): gravest first, then by check, oldest first; with `often` only those.

    `step` is called now and then; whatever it raises gives the check up. Raises NotAllowed("role.reads_no_matters").
    """
    today = session.today()
    found = [
        worded(session, number, item, excerpt, year=today.year)
        for number, item, excerpt in _made_on(session, day or today, today, step)
        if often is None or item.often is often
    ]
    return sorted(found, key=_weight)


def _weight(item: Found) -> tuple[int, str, date, str]:
    return ORDER[item.finding.severity], item.finding.check, item.finding.since, item.number


def grave_count(session: Session) -> int:
    """How many findings break a text: what stands on the page before an export (law.md 6). 0 for who reads no matters."""
    if session.account.role not in READS_MATTERS:
        return 0
    today = session.today()
    made = _made_on(session, today, today, lambda: None)
    return sum(item.severity == "R" and item.often is Often.DAY for _, item, _ in made)


_Made = Iterator[tuple[str, Finding, str]]


def _made_on(session: Session, day: date, today: date, step: Callable[[], None]) -> _Made:
    """What stands on a day, not yet in words."""
    session.require_reader()
    yield from (_of_past if day < today else _of_today)(session, day, step)


def _of_today(session: Session, day: date, step: Callable[[], None]) -> _Made:
    queries = session.memory.queries
    accounts: dict[str, list[AccountGiven]] = {}
    for row in queries.accounts():
        accounts.setdefault(row.number, []).append(row.account)
    for record in queries.findings(day):
        yield record.number, record.finding, record.excerpt
    step()
    watched = [rule for check in checks().values() for rule in check.duties]
    for due in queries.unmet(day, watched):
        for item in duty_findings((due.obligation,), day, unreachable=due.unreachable):
            if not accounted(item, accounts.get(due.number, ())):
                yield due.number, item, due.excerpt
    step()
    yield from _beside(session, day, accounts, step)


def _of_past(session: Session, day: date, step: Callable[[], None]) -> _Made:
    queries = session.unmasked
    accounts: dict[str, list[AccountGiven]] = {}
    for place, stream in enumerate(session.memory.journal.streams()):
        if place % 100 == 0:
            step()
        matter = history.fold(queries.stream(stream, known_until=end_of(day)))
        if matter is None or not live(matter):
            continue
        known = session.known(matter)
        accounts[matter.number] = list(matter.accounts)
        excerpt = "" if matter.restricted or not matter.claims else matter.claims[0].words.text
        owed = duty_findings(known.obligations, day, unreachable=matter.unreachable)
        both = (*known.findings, *(item for item in owed if not accounted(item, matter.accounts)))
        yield from ((matter.number, item, excerpt) for item in both if item.since <= day)
    yield from _beside(session, day, accounts, step)


def _beside(
    session: Session, day: date, accounts: Mapping[str, Iterable[AccountGiven]], step: Callable[[], None]
) -> _Made:
    """Findings that need more than one matter, a key, or the office's own files."""
    for source in (
        compared(session),
        sealed_findings(session, day),
        office_findings(session, day),
        room_findings(session, day),
    ):
        for number, item in source:
            if item.since <= day and not accounted(item, accounts.get(number, ())):
                yield number, item, ""
        step()


def worded(
    session: Session, number: str, finding: Finding, excerpt: str = "", *, year: int | None = None
) -> Found:
    """A finding in words: what it is, what would clear it. Days of `year` (this one) are said without it."""
    text = words(WORDS)
    row = text["checks"][finding.check]
    year = session.today().year if year is None else year
    details = {name: _word(session, name, value, year) for name, value in finding.details}
    says = _sentence(row, dict(finding.details), finding.late)
    clears = text["clears"]["late"] if finding.late else row["clears"]
    check, own = finding.definition, session.office.decides
    act, field = (check.own_act, check.own_field) if own else (check.act, check.field)
    act, field = REPAIRS.get((finding.check, dict(finding.details).get("what", "")), (act, field))
    if finding.late:
        act, field = ACCOUNT, "reason"
    return Found(
        finding=finding,
        number=number,
        title=row["title"],
        text=str(says).format_map(_Blank(details)),
        clears=str(clears),
        act=act,
        field=field,
        filled=_filled(finding, act),
        excerpt=excerpt,
    )


def _sentence(row: Mapping[str, Any], details: Mapping[str, str], late: bool) -> str:
    """The check's sentence, or the one for this half of it."""
    if late and details.get("what") == OVER:
        return str(words(WORDS)["joint"]["over"])
    if late and "late" in row:
        return str(row["late"])
    halves = (f"says_{details.get(name, '')}" for name in ("what", "field"))
    return str(next((row[half] for half in halves if half in row), row["says"]))


def _filled(finding: Finding, act: str) -> Mapping[str, str]:
    """What is known already of the act that mends a finding."""
    details = dict(finding.details)
    claim = {"claim": str(finding.claim)} if finding.claim else {}
    known: Mapping[str, Mapping[str, str]] = {
        ACCOUNT: {"check": finding.check, "subject": finding.subject, **claim},
        "deliver": {"paper": finding.subject},
        "confirm-correction": {"field": finding.subject},
        "sign-conversation": {"conversation": details.get("place", ""), "who": "speaker:1"},
        "recuse": {"person": details.get("person", "")},
        "supervise": {"unit": details.get("unit", ""), **claim},
        "record-external": {"organ": details.get("unit", ""), **claim},
        "decide-objection": {"unit": details.get("unit", ""), **claim},
    }
    return {name: value for name, value in known.get(act, claim).items() if value}


class _Blank(dict[str, str]):
    """A detail that a finding does not name is left out of its sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def _word(session: Session, name: str, value: str, year: int) -> str:
    """A detail as people say it: a unit by its name, a code by its label, a day without a year that is this one."""
    lists: Mapping[str, str] = {"fact": "milestones", "channel": "channels"}
    if name == "unit":
        unit = session.office.unit(value)
        return value if unit is None else unit.name
    if name in DAYS and value[:4].isdecimal() and value[4:5] == "-":
        on, joint = date.fromisoformat(value), words(WORDS)["joint"]
        said = joint["day"] if on.year == year else joint["dated"]
        return str(said).format(year=on.year, month=on.month, day=on.day)
    if name == "figure":
        return str(register_words("day_report_figures").get(value, value))
    if name == "person":
        account = next((item for item in session.accounts.accounts if item.id == value), None)
        return value if account is None else account.name
    if name in ("kind", "fact") and (title := _paper_title(value)):
        return title
    if name in lists:
        code = find_code(lists[name], value)
        return str(words(WORDS)["other"].get(value, value)) if code is None else code.label
    table: Mapping[str, Any] = words(WORDS).get(name, {})
    if name == "items":
        return str(words(WORDS)["joint"]["items"]).join(
            str(table.get(item, item)) for item in value.split(",")
        )
    return str(table.get(value, value))


def _paper_title(kind: str) -> str:
    """The title of a kind of paper: made here, or only known by name; empty for what is no paper."""
    made = next((item.title for item in catalogue() if item.kind == kind), "")
    return made or str(words("words/road.toml")["papers_outside"].get(kind, ""))


def found_object(item: Found) -> dict[str, object]:
    """The JSON object of `check` (cli.md), with where it is mended."""
    finding = item.finding
    return {
        "check": finding.check,
        "severity": finding.severity,
        "number": item.number or None,
        "claim": finding.claim or None,
        "subject": finding.subject or None,
        "since": finding.since.isoformat(),
        "late": finding.late,
        "often": str(finding.often),
        "title": item.title,
        "text": item.text,
        "article": finding.definition.article,
        "clears_when": item.clears,
        "act": item.act,
        "field": item.field or None,
    }
