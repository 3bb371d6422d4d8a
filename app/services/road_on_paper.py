"""The road map on paper for the petitioner (路线图): where the matter is, what was done, who must do what, the next door.

Plain words from resources/words/roadmap.toml. What fits on one page of large letters is chosen here: the first step and
the latest ones, the duties that come first, and for each claim only the remedy that the law gives its path.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from app.domain.claims import Claim, Path
from app.domain.matter import Matter, overlaps
from app.domain.obligations import Obligation, Status
from app.domain.office import StationKind
from app.domain.remedy import OF_STATION, HandlingLevel, Remedy, remedy_of
from app.domain.roadmap import state_of_claim, stops
from app.errors import Refused
from app.services.occasion import Facts, Occasion
from resources.loader import words

_WORDS: Final = "words/roadmap.toml"
LINE: Final = 24.0
"""Full-width characters on one line of the page."""
ROOM: Final = 18
"""Lines for claims, steps, duties and doors together; the title, the stations and the foot take the others."""
MOST_CLAIMS, MOST_DUTIES, FEWEST_STEPS, MOST_STEPS = 5, 2, 2, 6
CLAIM_WORDS: Final = 11
"""Characters of a claim's request on its line."""
FINAL: Final = frozenset({"concluded", "re-examining", "recognised", "concluded-by-law", "refused-again"})
"""States after which the petition procedure has no further body to ask."""


def road_map(occasion: Occasion) -> Facts:
    """The facts of the page; of an accusation or a confidential matter only where to ask for it."""
    matter, office = occasion.matter, occasion.session.office
    first = matter.people.first
    dark = matter.confidential or matter.is_accusation
    claims = [] if dark or len(matter.claims) == 1 else _claims(matter)
    duties = [] if dark else _duties(occasion)
    doors = [] if dark else _doors(occasion)
    if sum(map(_lines, (*claims, *duties, *doors))) > ROOM - FEWEST_STEPS:
        duties = duties[:1]
    used = sum(_lines(text) for text in (*claims, *duties, *doors))
    return {
        "office": {"name": office.name, "phone": office.phone},
        "matter": {"number": matter.number},
        "petitioner": {"name": "" if first is None else first.name},
        "asked_on": occasion.today.isoformat(),
        "confidential": dark,
        "stations": _stations(occasion, dark=dark),
        "claims": claims,
        "steps": [] if dark else _steps(occasion, ROOM - used),
        "duties": duties,
        "doors": doors,
    }


def _stations(occasion: Occasion, *, dark: bool) -> list[Facts]:
    """The eight stations with the one where the matter stands and those where it has been."""
    names = _words("road_page_stations")
    return [
        {
            "name": names[stop.station],
            "here": stop.here and not dark,
            "passed": stop.reached_on is not None and not (stop.here or dark),
        }
        for stop in stops(occasion.matter, occasion.known.obligations, occasion.today)
    ]


def _words(section: str) -> dict[str, Any]:
    return dict(words(_WORDS)[section])


def _say(name: str, **values: object) -> str:
    return str(_words("road_page")[name]).format(**values)


def _lines(text: str) -> int:
    """How many lines a text takes: letters and digits are half as wide."""
    width = sum(0.5 if ord(character) < 0x2E80 else 1.0 for character in text)
    return max(1, -int(-width // LINE))


def _named(occasion: Occasion, unit: str) -> str:
    """The name of a unit, organ or station; without one, this office."""
    if not unit or unit == occasion.session.office.station:
        return occasion.session.office.name
    found = occasion.session.office.unit(unit)
    return unit if found is None else found.name


def _printed(day: date | None) -> str:
    return "" if day is None else _say("day", year=day.year, month=day.month, day=day.day)


def _claims(matter: Matter) -> list[str]:
    """A line for each claim: what it asks, and where it stands."""
    told = [
        _say(
            "claim",
            number=claim.number,
            text=_cut(claim.words.requested or claim.words.text),
            state=words()["states"][state_of_claim(matter, claim.number)],
        )
        for claim in matter.claims[:MOST_CLAIMS]
    ]
    more = len(matter.claims) - len(told)
    return [*told, *([_say("more_claims", count=more)] if more else [])]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CLAIM_WORDS else line[: CLAIM_WORDS - 1] + "\u2026"


def _steps(occasion: Occasion, room: int) -> list[Facts]:
    """What was done when, oldest first: the first and the latest ones, as many as there is room for."""
    phrases = _words("road_page_steps")
    told: dict[tuple[str, str], Facts] = {}
    for fact in sorted(occasion.matter.milestones, key=lambda m: m.on):
        if fact.name in phrases:
            what = str(phrases[fact.name]).format(unit=_named(occasion, fact.unit))
            told[fact.on.isoformat(), what] = {"on": fact.on.isoformat(), "what": what}
    steps = list(told.values())
    most = min(MOST_STEPS, max(FEWEST_STEPS, room))
    if len(steps) <= most:
        return steps
    return [steps[0], *steps[len(steps) - most + 1 :]]


def _duties(occasion: Occasion) -> list[str]:
    """Who must do what for the petitioner by which day, the soonest first; a missed day is not hidden."""
    owed = [item for item in occasion.known.obligations if _is_told(occasion, item)]
    owed.sort(key=lambda item: (item.due_legal is None, item.due_legal or date.max))
    told: list[str] = []
    for item in owed:
        missed = item.status(occasion.today) is Status.MISSED
        name = "duty_missed" if missed else "duty" if item.due_legal is not None else "duty_without_day"
        told.append(
            _say(
                name,
                who=_named(occasion, item.unit),
                what=occasion.session.law.rule(item.rule).title,
                day=_printed(item.due_legal),
                article=item.article,
            )
        )
    found = list(dict.fromkeys(told))[:MOST_DUTIES]
    return found or [_say("nothing_owed")]


def _is_told(occasion: Occasion, item: Obligation) -> bool:
    rule = occasion.session.law.rule(item.rule)
    owed = item.status(occasion.today) in (Status.OPEN, Status.MISSED) and item.kind == "duty"
    return owed and bool(item.article) and rule.to == "petitioner" and not (rule.internal or rule.presumed)


def _doors(occasion: Occasion) -> list[str]:
    """The lawful next door of each claim; claims with the same one are told together."""
    by_text: dict[str, list[int]] = {}
    for claim in occasion.matter.claims:
        text = _door(occasion, claim)
        if text:
            by_text.setdefault(text, []).append(claim.number)
    if len(by_text) <= 1 and sum(map(len, by_text.values())) == len(occasion.matter.claims):
        return list(by_text)
    join = _say("join")
    return [
        _say("door_of_claims", numbers=join.join(map(str, numbers)), text=text)
        for text, numbers in by_text.items()
    ]


def _door(occasion: Occasion, claim: Claim) -> str:
    matter, state = occasion.matter, state_of_claim(occasion.matter, claim.number)
    remedy = _remedy(occasion, claim)
    if remedy is Remedy.NONE or matter.ended:
        return ""
    if state in FINAL:
        return _say("final")
    if state == "refused":
        return _say("refused")
    if remedy is Remedy.REVIEW:
        return _review(occasion, claim)
    if remedy is Remedy.RECONSIDERATION:
        return _reconsideration(occasion, claim)
    return _say("other_law" if remedy is Remedy.OTHER_LAW else "not_settled")


def _remedy(occasion: Occasion, claim: Claim) -> Remedy | None:
    """What a first decision over the claim will offer; None while class or path are not settled.

    Who will decide is not known yet: the page speaks of an administrative body.
    """
    try:
        return remedy_of(
            occasion.session.law, (claim,), HandlingLevel.HANDLING, OF_STATION[StationKind.OFFICE]
        )
    except Refused:
        return None


def _review(occasion: Occasion, claim: Claim) -> str:
    """Review, and after it re-examination: with the last day where it runs, else from when it will run."""
    asked = {"review-request": "review", "re-examination-request": "re_examination"}
    windows = list(_windows(occasion, claim, tuple(asked)))
    if not windows:
        return _say("review_later", days=_length(occasion, "review-request"), body=_bodies(occasion, claim))
    last = windows[-1]
    body = _bodies(occasion, claim) if last.rule == "review-request" else _say("body_above_review")
    status = last.status(occasion.today)
    if status is Status.OPEN:
        return _say(f"{asked[last.rule]}_open", day=_printed(last.due_strict), body=body)
    if status is Status.USED and last.rule == "review-request":
        return _say("re_examination_later", days=_length(occasion, "re-examination-request"))
    return _say("final") if status is Status.USED else _say("review_lapsed", day=_printed(last.due_legal))


def _reconsideration(occasion: Occasion, claim: Claim) -> str:
    """Reconsideration and the courts, never a review (law.md 1.4, 10)."""
    first = "first_reconsideration" if claim.path is Path.DUTY_PERFORMANCE else ""
    rules = ("reconsideration-request", "litigation-request")
    found = {window.rule: window for window in _windows(occasion, claim, rules)}
    running = {rule: w for rule, w in found.items() if w.status(occasion.today) is Status.OPEN}
    if not found:
        days, months = (_length(occasion, rule) for rule in rules)
        text = _say("reconsideration_later", days=days, months=months)
    elif len(running) == len(rules):
        earlier, later = (_printed(running[rule].due_strict) for rule in rules)
        text = _say("reconsideration_open", first=earlier, second=later)
    elif rules[1] in running:
        return _say("litigation_open", day=_printed(running[rules[1]].due_strict))
    else:
        return _say("remedy_lapsed")
    return text + (_say(first) if first else "")


def _windows(occasion: Occasion, claim: Claim, rules: tuple[str, ...]) -> Iterator[Obligation]:
    """Windows of these rules that were opened for the claim, in order of opening."""
    for item in occasion.known.obligations:
        concerned = item.rule in rules and overlaps(item.claim, claim.number)
        if concerned and item.status(occasion.today) is not Status.VOID:
            yield item


def _length(occasion: Occasion, rule: str) -> int:
    length = occasion.session.law.rule(rule).length
    return 0 if length is None else length.n


def _bodies(occasion: Occasion, claim: Claim) -> str:
    """Who stands above the unit that decides this claim; each by name where the office's table knows them."""
    decider = "" if claim.answer is None else claim.answer.by
    sent = [r.unit for r in occasion.matter.routings if overlaps(r.claim, claim.number)]
    unit = occasion.session.office.unit(decider or (sent[-1] if sent else ""))
    bodies = () if unit is None else unit.review_bodies
    return _say("or").join(bodies) if bodies else _say("body_above")
