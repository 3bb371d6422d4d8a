"""Checks that need more than one matter: what a refusal names, letters that all say the same, scans used twice.

Each compares leads (`app.domain.check.Lead`) that every matter left in its projections; no walk over the journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.domain.check import Finding, Lead, found, require_check
from app.domain.matter import Matter
from app.readmodels import LeadRow
from app.services.reading import public_matter
from app.services.session import Session

LINKS = "LINK"
"""Leads that are links between matters."""


def compared(session: Session) -> Iterator[tuple[str, Finding]]:
    """Findings of K08, K09, K25, K32 and K47, with the number of the matter."""
    looks = (_pending_elsewhere, _ended_elsewhere, _same_letters, _body_above, _scan_twice)
    for look in looks:
        yield from look(session)


def _pending_elsewhere(session: Session) -> Iterator[tuple[str, Finding]]:
    """K08: turned away as pending in a matter of ours that was not accepted, or was over (条例第十九条第三款)."""
    for row in _leads(session, "K08"):
        other = public_matter(session, row.lead.key)
        if other is not None and not _runs(session, other, row.lead.on):
            yield row.number, _about(row.lead, other.number, reference=row.lead.key)


def _ended_elsewhere(session: Session) -> Iterator[tuple[str, Finding]]:
    """K09: "no longer taken on", but the matter named has no last opinion that was served (条例第三十六条第三款)."""
    for row in _leads(session, "K09"):
        other = public_matter(session, row.lead.key)
        if other is None:
            continue
        served = [m.on for m in other.milestones if m.name == "re-examination-proved"]
        if not served or min(served) > row.lead.on:
            yield row.number, _about(row.lead, other.number, reference=row.lead.key)


def _same_letters(session: Session) -> Iterator[tuple[str, Finding]]:
    """K25: an opinion that says word for word what another one says; households of one matter are linked and excepted."""
    counts = require_check("K25").counts
    group = _groups(session)
    rows = _leads(session, "K25")
    letters = [_sentences(row.lead) for row in rows]
    by_sentence: dict[str, list[int]] = defaultdict(list)
    for place, sentences in enumerate(letters):
        shared: dict[int, int] = defaultdict(int)
        for digest, length in sentences.items():
            for earlier in by_sentence[digest]:
                shared[earlier] += length
            by_sentence[digest].append(place)
        whole = sum(sentences.values())
        same = [
            (length * 100 // whole, earlier)
            for earlier, length in shared.items()
            if whole >= counts["least"]
            and rows[earlier].number != rows[place].number
            and group.get(rows[earlier].number, -1) != group.get(rows[place].number, -2)
        ]
        percent, earlier = max(same, default=(0, 0))
        if percent >= counts["percent"]:
            other = rows[earlier].number
            yield rows[place].number, _about(rows[place].lead, other, other=other, percent=percent)


def _groups(session: Session) -> Mapping[str, int]:
    """Number → the group of matters that are linked with it, directly or through others: one event, one letter."""
    group: dict[str, int] = {}
    for place, row in enumerate(_leads(session, LINKS)):
        joined = {group[number] for number in (row.number, row.lead.key) if number in group}
        group.update({number: place for number, old in list(group.items()) if old in joined})
        group.update({row.number: place, row.lead.key: place})
    return group


def _body_above(session: Session) -> Iterator[tuple[str, Finding]]:
    """K32: decided on review by a body that is not above the unit in this office's table (条例第三十五条)."""
    for row in _leads(session, "K32"):
        decider, _, body = row.lead.key.partition("|")
        unit, reviewer = session.office.unit(decider), session.office.unit(body)
        above = () if unit is None else unit.review_bodies
        names = {body} if reviewer is None else {reviewer.code, reviewer.name}
        if above and not names.intersection(above):
            yield row.number, _about(row.lead, row.lead.key, unit=body)


def _scan_twice(session: Session) -> Iterator[tuple[str, Finding]]:
    """K47: one sealed scan is filed in two matters (条例第四十条第一款: 弄虚作假)."""
    first: dict[str, str] = {}
    for row in _leads(session, "K47"):
        owner = first.setdefault(row.lead.key, row.number)
        if owner != row.number:
            yield row.number, _about(row.lead, owner, what="scan", other=owner)


def _about(lead: Lead, subject: str, **details: object) -> Finding:
    made = found(lead.check, lead.on, lead.claim, subject=subject)
    return replace(made, details=tuple((name, str(value)) for name, value in details.items()))


def _sentences(lead: Lead) -> Mapping[str, int]:
    return {digest: int(length) for digest, _, length in (item.partition(":") for item in lead.key.split())}


def _leads(session: Session, check: str) -> list[LeadRow]:
    return session.memory.queries.leads(check)


def _runs(session: Session, other: Matter, day: date) -> bool:
    """Whether the other matter was accepted by that day and its handling was not over."""
    return any(
        duty.rule == "handling"
        and duty.opened_on <= day
        and (duty.due_legal is None or day <= duty.due_legal)
        and (duty.discharged_on is None or duty.discharged_on >= day)
        for duty in session.known(other).obligations
    )
