"""Obligations (义务): who owes what to whom, by which day, under which article, and which fact discharges it.

The only place where a deadline is computed. Pure: a matter, the law, the calendar. Duties are the offices'; what a
petitioner may do is a window, never red (rulings.md 2). Stored is only what does not depend on today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendar import WorkCalendar
from app.domain.claims import Path, Purpose
from app.domain.law import Law, Rule
from app.domain.matter import WHOLE, Matter, Milestone, overlaps
from app.domain.office import StationKind

RECLASSIFYING = frozenset({"classified", "accepted", "diverted"})
"""Milestones that settle class or path anew."""
NOT_AN_ORGAN = frozenset({"petitioner", "parties"})
"""Owners of windows who are no organ."""
OF_THE_PARTIES = frozenset({"settled"})
"""What the parties did themselves: an agreement ends the clock of whichever unit had the matter (条例第三十三条)."""
ENDING = ("withdrawn", "voided", "died", "folded")
"""Milestones that close every running clock of their claim; a clock already missed stays missed."""


class Status(StrEnum):
    """What has become of an obligation on a given day (rulings.md 2, 3)."""

    OPEN = "open"
    DISCHARGED = "discharged"
    LATE = "late"
    MISSED = "missed"
    VOID = "void"
    USED = "used"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One obligation (义务) or window of one claim (0: the whole matter), without anything that depends on today.

    `due_strict` is the unrolled last day, `due_legal` the rolled one, `due_office` the earliest that anybody set.
    `extended` are the days granted and those of a hearing that do not count. `handed_on` is the day that makes a
    notice timely, `discharged_on` the day of proof. `presumed` marks a clock that runs from a day nobody has confirmed
    (推定), `provisional` one whose last day a holiday table may move.
    """

    id: str
    rule: str
    kind: str
    article: str
    owner: str
    to: str
    unit: str
    claim: int
    opened_on: date
    due_strict: date | None
    due_office: date | None
    due_legal: date | None
    provisional: bool = False
    presumed: bool = False
    extended: int = 0
    handed_on: date | None = None
    discharged_on: date | None = None
    discharged_by: str = ""
    voided_on: date | None = None
    void_reason: str = ""

    def status(self, today: date) -> Status:
        """What has become of it by the end of `today`."""
        if self.kind == "window":
            return self._window_status(today)
        done = self.handed_on or self.discharged_on
        in_time = done is not None and (self.due_legal is None or done <= self.due_legal)
        if self.discharged_on is not None:
            return Status.DISCHARGED if in_time else Status.LATE
        if self.voided_on is not None:
            missed = self.due_legal is not None and self.voided_on > self.due_legal and not in_time
            return Status.MISSED if missed else Status.VOID
        if self.due_legal is not None and today > self.due_legal and not in_time:
            return Status.MISSED
        return Status.OPEN

    def _window_status(self, today: date) -> Status:
        if self.discharged_on is not None:
            return Status.USED
        if self.voided_on is not None:
            return Status.VOID
        if self.due_legal is not None and today > self.due_legal:
            return Status.LAPSED
        return Status.OPEN


def obligations(
    matter: Matter, law: Law, calendar: WorkCalendar, station: StationKind
) -> tuple[Obligation, ...]:
    """Every obligation and window that the matter's dated facts have opened, in order of opening."""
    found: list[Obligation] = []
    settled = [m for m in matter.milestones if m.name in RECLASSIFYING]
    for place, opener in enumerate(matter.milestones):
        opened, presumed = law.opened_by(opener.name, opener.on), law.presumed_by(opener.name, opener.on)
        if not opened and not presumed:
            continue
        earlier = matter.milestones[:place]
        classes = _classes(settled, opener)
        for rule in opened:
            if (
                _meant_for(rule, classes, station, matter.channel)
                and not _runs_already(rule, opener, earlier)
                and _on_that_day(matter, rule, opener)
            ):
                found.append(_obligation(matter, rule, opener, calendar, presumed=rule.presumed))
        for rule in presumed:
            if _meant_for(rule, classes, station, matter.channel) and not _confirmed(rule, opener, matter):
                found.append(_obligation(matter, rule, opener, calendar, presumed=True))
    return tuple(found)


def _classes(settled: list[Milestone], opener: Milestone) -> tuple[tuple[Purpose, Path], ...]:
    """Classes of the claims as they stood when the fact happened, and as they were settled since.

    A matter registered without class and found to be an accusation tomorrow is owed what an accusation is owed, from
    the day it came; nothing is ever taken away by it.
    """
    later = [m for m in settled if overlaps(m.claim, opener.claim)]
    return (*opener.classes, *(item for m in later for item in m.classes))


def _meant_for(
    rule: Rule, classes: tuple[tuple[Purpose, Path], ...], station: StationKind | None, channel: str | None
) -> bool:
    if rule.stations and station is not None and station not in rule.stations:
        return False
    if rule.channels and channel is not None and channel not in rule.channels:
        return False
    return any(
        (not rule.purposes or purpose in rule.purposes) and (not rule.paths or path in rule.paths)
        for purpose, path in classes
    )


def _on_that_day(matter: Matter, rule: Rule, opener: Milestone) -> bool:
    """Whether the rule asks for no common day with another fact, or that fact happened on the opener's day."""
    return rule.same_day_as is None or any(
        m.name == rule.same_day_as and m.on == opener.on and overlaps(m.claim, opener.claim)
        for m in matter.milestones
    )


def _runs_already(rule: Rule, opener: Milestone, earlier: tuple[Milestone, ...]) -> bool:
    """Whether the same clock already runs: one claim, one unit, one paper open a clock once.

    What was answered, handed back or led elsewhere, and then comes to the same unit once more, opens it anew.
    """
    if rule.each:
        return False
    runs, ends = False, {*rule.discharged_by, *rule.voided_by}
    for m in earlier:
        if m.name in rule.opens and (m.claim, m.unit, m.paper) == (opener.claim, opener.unit, opener.paper):
            runs = True
        elif runs and m.name in ends and m.on <= opener.on and _answers(m, rule, opener):
            runs = False
    return runs


def _confirmed(rule: Rule, presumption: Milestone, matter: Matter) -> bool:
    """Whether the day that a presumed clock stands in for has become known, for every claim it is about."""
    known = {
        m.claim
        for m in matter.milestones
        if m.name in rule.opens and m.unit == presumption.unit and m.on >= presumption.on
    }
    every = {claim.number for claim in matter.claims} if presumption.claim == WHOLE else {presumption.claim}
    return WHOLE in known or every <= known


def _obligation(
    matter: Matter, rule: Rule, opener: Milestone, calendar: WorkCalendar, *, presumed: bool
) -> Obligation:
    start, excluded = _start(matter, rule, opener), _excluded(matter, rule, opener)
    extended = _extension(matter, rule, opener, start, calendar) if rule.extension else 0
    due = rule.due(start, calendar, extend=extended, excluded=excluded)
    ordered = opener.due_by if rule.set_by_sender else None
    legal = ordered if due is None else due.legal
    handed = _first(matter, rule, rule.timely_by, opener)
    proved = _first(matter, rule, rule.discharged_by, opener)
    closed = None if proved is not None and proved.on == opener.on else _closed(matter, rule, opener)
    if proved is not None and closed is not None and closed[0] < proved.on and _in_time(closed[0], legal):
        proved = handed = None
    closed = None if proved is not None else _waived(matter, rule, opener) or closed
    strict = ordered if due is None else due.strict
    limits = [day for day in (strict, opener.due_by) if day is not None]
    return Obligation(
        id=f"{rule.id}/{opener.claim}/{opener.entry.hex[-12:]}",
        rule=rule.id,
        kind=rule.kind,
        article=rule.article,
        owner=rule.owner,
        to=rule.to,
        unit=opener.unit,
        claim=opener.claim,
        opened_on=opener.on,
        due_strict=strict,
        due_office=min(limits) if limits else None,
        due_legal=legal,
        provisional=presumed or (due is not None and due.provisional),
        presumed=presumed,
        extended=extended + excluded,
        handed_on=None if handed is None else handed.on,
        discharged_on=None if proved is None else proved.on,
        discharged_by="" if proved is None else proved.name,
        voided_on=None if closed is None else closed[0],
        void_reason="" if closed is None else closed[1],
    )


def _in_time(day: date, last: date | None) -> bool:
    """Whether that day lies in the time of the clock; a clock without a last day has time for ever."""
    return last is None or day <= last


def _extension(matter: Matter, rule: Rule, opener: Milestone, start: date, calendar: WorkCalendar) -> int:
    """Days by which the clock was extended: by the first extension, before the original time was over, up to the most.

    A second one, a late one, or what is beyond the most (other organs') is a fact and moves no day (条例第三十四条).
    """
    granted = [m for m in matter.milestones if m.name == "extended" and overlaps(m.claim, opener.claim)]
    first = min(granted, key=lambda m: m.on, default=None)
    if first is None:
        return 0
    original = rule.due(start, calendar)
    late = original is not None and not _in_time(first.on, original.legal)
    return 0 if late else min(first.days, rule.extension)


def _excluded(matter: Matter, rule: Rule, opener: Milestone) -> int:
    """Days of hearing since the clock began, where the rule does not count them (条例第三十六条第二款)."""
    if "hearing" not in rule.excludes:
        return 0
    return sum(
        m.days
        for m in matter.milestones
        if m.name == "heard" and m.on >= opener.on and overlaps(m.claim, opener.claim)
    )


def _start(matter: Matter, rule: Rule, opener: Milestone) -> date:
    """Day 0: the opening fact's, or that of the fact the rule counts from."""
    if rule.counts_from is None:
        return opener.on
    found = [m for m in matter.milestones if m.name == rule.counts_from and overlaps(m.claim, opener.claim)]
    return found[-1].on if found else opener.on


def _first(matter: Matter, rule: Rule, names: tuple[str, ...], opener: Milestone) -> Milestone | None:
    """The earliest fact of these names that answers the opener: same claim, same unit, not before it.

    What the petitioner or the parties may do is done at another organ than the one that opened it: any unit counts.

    A duty of the whole matter that is answered claim by claim is answered when the last claim is.
    """
    if not names:
        return None
    answers = [
        m
        for m in matter.milestones
        if m.name in names
        and m.on >= opener.on
        and _answers(m, rule, opener)
        and (not (rule.any_unit or rule.each) or _not_before(matter, m, opener))
    ]
    return _of_every_claim(matter, opener, answers)


def _not_before(matter: Matter, fact: Milestone, opener: Milestone) -> bool:
    """Whether a fact was written down with the opener or after it.

    Two acts may bear the same millisecond. Then the one order of entries decides in which the milestones stand, which is
    the same for everybody in whatever order packages came.
    """
    if fact.at != opener.at:
        return fact.at > opener.at
    return matter.milestones.index(fact) >= matter.milestones.index(opener) or fact.entry == opener.entry


def _of_every_claim(matter: Matter, opener: Milestone, facts: list[Milestone]) -> Milestone | None:
    """The earliest of these facts; for a duty of the whole matter one of the whole, or the last of one for each claim."""
    whole = [m for m in facts if opener.claim != WHOLE or m.claim == WHOLE]
    by_claim = {m.claim: m for m in reversed(facts) if m.claim != WHOLE}
    if opener.claim == WHOLE and by_claim and len(by_claim) == len(matter.claims):
        whole.append(max(by_claim.values(), key=lambda m: m.on))
    return min(whole, key=lambda m: m.on, default=None)


def _answers(fact: Milestone, rule: Rule, opener: Milestone) -> bool:
    """Whether a fact is about the opener's claim and of its unit, or of anybody where the rule takes anybody's."""
    mine = not opener.unit or fact.unit == opener.unit or rule.owner in NOT_AN_ORGAN or rule.any_unit
    mine = mine or fact.name in OF_THE_PARTIES
    return mine and overlaps(fact.claim, opener.claim)


def _waived(matter: Matter, rule: Rule, opener: Milestone) -> tuple[date, str] | None:
    """The day and reason for which the duty was lifted from the start: name or address unclear (23(2))."""
    if not matter.unreachable or not rule.waived_if:
        return None
    direct = not matter.routings and matter.forwarded_from is None
    if "address-unclear" in rule.waived_if or (direct and "address-unclear-direct" in rule.waived_if):
        return opener.on, "address-unclear"
    return None


def _closed(matter: Matter, rule: Rule, opener: Milestone) -> tuple[date, str] | None:
    """The day and reason a later fact closed the clock undischarged, or None.

    Closing never removes a miss: `Obligation.status` keeps what was already overdue on that day.
    """
    ended = [
        m
        for m in matter.milestones
        if m.name in ENDING
        and m.on >= opener.on
        and m.entry != opener.entry
        and overlaps(m.claim, opener.claim)
    ]
    found = (_of_every_claim(matter, opener, ended), _first(matter, rule, rule.voided_by, opener))
    ending = min((m for m in found if m is not None), key=lambda m: m.on, default=None)
    if ending is not None:
        return ending.on, ending.name
    if _meant_for(rule, matter.classes_of(opener.claim), None, None):
        return None
    settled = [m for m in matter.milestones if m.name in RECLASSIFYING and _not_before(matter, m, opener)]
    return (settled[-1].on, "reclassified") if settled else None
