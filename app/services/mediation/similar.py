"""Solved cases of this computer that are like this one (同类已结案件): how they ended, for how much, of nobody named.

No name, no number, no word of them is shown. Mediations held in private and those of confidential matters are no example.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from app.domain.mediation.likeness import alike, sketch_of
from app.services.mediation.reading import whole_mediation
from app.services.session import Session

LOOKED_AT = 5000
"""Newest settled cases of the same kind that are compared."""
LEAST = 0.08
"""Likeness below which two disputes have no more in common than any two of a kind."""
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """One solved case without its names: how alike (0 to 1), the sum in fen, days to the agreement, whether it was kept."""

    similarity: float
    fen: int
    days: int
    parties: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCases:
    """The most alike, the most alike first; of those with a sum the lowest, the middle and the highest, in fen."""

    cases: tuple[SimilarCase, ...]
    lowest: int = 0
    middle: int = 0
    highest: int = 0


def similar_cases(session: Session, number: str) -> SimilarCases:
    """What solved cases say of this one. Raises NotFound("mediation.unknown"), NotAllowed("role.reads_no_matters")."""
    state, _ = whole_mediation(session, number)
    mine = sketch_of(state.dispute)
    queries = session.memory.queries.mediations
    found = dict(alike(mine, queries.sketches(state.dispute_kind, LOOKED_AT), LEAST))
    found.pop(number, None)
    nearest = sorted(found, key=lambda other: found[other], reverse=True)[:SHOWN]
    rows = sorted(queries.solved(nearest), key=lambda row: nearest.index(row.number))
    cases = tuple(
        SimilarCase(
            similarity=round(found[row.number], 2),
            fen=row.fen,
            days=row.days,
            parties=row.parties,
            kept=row.kept,
        )
        for row in rows
    )
    sums = sorted(case.fen for case in cases if case.fen)
    if not sums:
        return SimilarCases(cases=cases)
    return SimilarCases(cases=cases, lowest=sums[0], middle=median_low(sums), highest=sums[-1])
