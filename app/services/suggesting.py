"""Learning the class suggestion from this office's own confirmed matters (C11): which texts, when, and the result.

Only matters that were brought here, lie open and are no accusation; only the words of their claims. Nothing of it is
recorded: the model can be made again at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.matter import Matter
from app.domain.suggestion import Accuracy, learning
from app.domain.suggestion_training import Turn, train
from app.readmodels import MatterRow
from app.services.reading import public_matter
from app.services.session import Session

YEARS = 12
"""How far back confirmed matters are looked for."""
_STEP = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What came of learning: how many confirmed texts there were, how many are needed, and the accuracy, if any."""

    texts: int
    needed: int
    accuracy: Accuracy | None


def confirmed_texts(session: Session, turn: Callable[[int], object]) -> list[tuple[str, str]]:
    """Words and category of the newest confirmed claims of this office; `turn` is called after each matter read."""
    how, found = learning(), list[tuple[str, str]]()
    last = session.today()
    first = last - timedelta(days=366 * YEARS)
    while last >= first and len(found) < how.most_texts:
        rows = session.memory.queries.registered_between(last - _STEP + timedelta(days=1), last)
        for row in reversed(rows):
            if len(found) >= how.most_texts:
                break
            found += _texts_of(session, row)
            turn(len(found))
        last -= _STEP
    return found


def retrain(session: Session, turn: Turn) -> Learned:
    """Learns anew from what is confirmed now, and keeps the model; with too few texts the start by words stays.

    `turn` is called after every piece of work and may pause or call it off. Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    how, suggester = learning(), session.suggester
    texts = confirmed_texts(session, lambda done: turn(0, 0))
    model = train(texts, how, turn)
    if model is None or suggester is None:
        return Learned(texts=len(texts), needed=how.least_texts, accuracy=None)
    suggester.keep(model, len(texts))
    return Learned(texts=len(texts), needed=how.least_texts, accuracy=model.accuracy)


def is_worth_learning(session: Session) -> bool:
    """Whether there are enough confirmed matters, and noticeably more than last time. Counts rows, reads no text."""
    suggester, how = session.suggester, learning()
    if suggester is None:
        return False
    wanted = max(how.least_texts, int(suggester.texts * (1 + how.growth)))
    if suggester.texts >= how.most_texts:
        return False
    return _confirmed(session, wanted) >= wanted


def _confirmed(session: Session, enough: int) -> int:
    """How many matters have a class, counted back from today until there are enough."""
    last, count = session.today(), 0
    first = last - timedelta(days=366 * YEARS)
    while last >= first and count < enough:
        rows = session.memory.queries.registered_between(last - _STEP + timedelta(days=1), last)
        count += sum(_may_teach(row) for row in rows)
        last -= _STEP
    return count


def _may_teach(row: MatterRow) -> bool:
    return bool(row.category) and not row.restricted


def _texts_of(session: Session, row: MatterRow) -> list[tuple[str, str]]:
    if not _may_teach(row):
        return []
    # without any key: what lies under seal cannot be learned from, whoever is signed in
    matter = public_matter(session, row.number)
    if matter is None or not _teaches(matter, session.office.station):
        return []
    made = []
    for claim in matter.claims:
        text = f"{claim.words.text}\n{claim.words.requested}".strip()
        if claim.category and text:
            made.append((text, claim.category))
    return made


def _teaches(matter: Matter, station: str) -> bool:
    """Whether a matter may be learned from: our own, open, no accusation, nobody asked to be kept secret."""
    hidden = matter.is_accusation or matter.story_sealed or matter.people_sealed or matter.confidential
    return matter.station == station and matter.voided_on is None and not hidden
