"""The ledger of differences (不一致台账): which matters ever had one, what was said, who decided, what was dropped.

Found by the leads that every matter left in its projections; only those matters are read. Masked like every list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.acts.differing import DIFFERENCE
from app.domain.field_classes import shown
from app.domain.field_words import Difference, FieldWord, Settled, differences_shown, first_readings
from app.domain.policy import Relation
from app.services.reading import MatterView, public_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One difference of one matter, its words masked; `since` is the day on which the second word was said."""

    number: str
    since: date
    restricted: bool
    difference: Difference


def ledger_of_differences(session: Session, *, open_only: bool = False) -> tuple[LedgerLine, ...]:
    """Every difference there ever was, in the order of the matters; or those that somebody has to decide.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    made: list[LedgerLine] = []
    for number in _numbers(session, open_only=open_only):
        matter = public_matter(session, number)
        if matter is None:
            continue
        masked = shown(matter, session.account.role, Relation.OTHER, sealed=matter.restricted).said
        made += [
            LedgerLine(number=number, since=_since(item), restricted=matter.restricted, difference=item)
            for item in differences_shown(matter.said, masked, home=matter.station)
            if item.state is Settled.OPEN or not open_only
        ]
    return tuple(made)


def open_numbers(session: Session) -> tuple[str, ...]:
    """Numbers of the matters with a difference that waits for a decision; one question, no matter is read."""
    session.require_reader()
    return _numbers(session, open_only=True)


def _numbers(session: Session, *, open_only: bool) -> tuple[str, ...]:
    rows = session.memory.queries.leads(DIFFERENCE)
    wanted = f"{Settled.OPEN}|"
    return tuple(
        dict.fromkeys(row.number for row in rows if not open_only or row.lead.key.startswith(wanted))
    )


def _since(item: Difference) -> date:
    return sorted(word.on for word in item.words)[1]


def difference_object(item: Difference) -> dict[str, object]:
    """A difference as the JSON object of the command line."""
    decided = item.stands if item.state in (Settled.DECIDED, Settled.OVERTAKEN) else None
    return {
        "field": item.field,
        "claim": item.claim or None,
        "state": item.state.value,
        "words": [word_object(word) for word in item.words],
        "stands": word_object(item.stands),
        "decided_by": None if decided is None else decided.by,
        "decided_on": None if decided is None else decided.on.isoformat(),
        "reason": None if decided is None else decided.reason,
        "dropped": [entry.hex for entry in item.gone],
        "undone": [word_object(word) for word in item.undone],
    }


def word_object(word: FieldWord) -> dict[str, object]:
    """One word as the JSON object of the command line."""
    return {
        "entry": word.entry.hex,
        "value": word.uttered,
        "station": word.station,
        "by": word.by,
        "on": word.on.isoformat(),
        "confirmed": word.confirmed,
        "undone_on": None if word.undone_on is None else word.undone_on.isoformat(),
    }


def both_sides_object(view: MatterView) -> dict[str, object]:
    """What two sides wrote of a matter that is shown, as part of its JSON object."""
    matter = view.known.matter
    return {
        "differences": [difference_object(item) for item in view.differences],
        "first_readings": [
            {
                "field": item.field,
                "claim": item.claim or None,
                "value": item.uttered,
                "stands": item.stands.uttered,
                "by": None if item.word is None else item.word.by,
                "on": None if item.word is None else item.word.on.isoformat(),
            }
            for item in first_readings(matter.said, home=matter.station)
        ],
        "merged_into": matter.merged_into or None,
        "mergers": [
            {
                "into": item.into,
                "on": item.on.isoformat(),
                "by": item.by,
                "reason": item.reason,
                "undone_on": None if item.undone_on is None else item.undone_on.isoformat(),
            }
            for item in matter.mergers
        ],
    }
