"""Figures of the mediation room (调解统计): each with its definition, numerator, denominator and the cases behind it.

They count what bodies and mediators did, never what parties are like (features.md H11, H14; law.md 5.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.domain.mediation.register import Register
from app.mediation_ports import MediationRow
from app.papers.workbook import CellValue
from app.services.ledger import require_order
from app.services.looking import record_export
from app.services.mediation.reading import HANDLING, read_register
from app.services.registers import register_sheet
from app.services.session import Session

LONGEST_AGO = timedelta(days=730)
"""How long before its end handling may have begun to be found: sixty days, thirty more, and what was late."""
CENT = Decimal("0.01")
WHOLE_WEIGHT = 100
FEN = Decimal(100)
AVERAGE, SHARE, COUNT = "average", "share", "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationFigure:
    """One figure: its name and kind (count, share, average), how many of how many, and the numbers behind the first.

    The definition stands under its name in resources/words/mediation_figures.toml. Of an average, `count` is the sum.
    """

    name: str
    kind: str
    count: int
    of: int = 0
    numbers: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """As it is printed: a count, `37.88`, or a dash where nothing is counted; half up, two decimals."""
        if self.kind == COUNT:
            return str(self.count)
        if not self.of:
            return "\u2014"
        weight = WHOLE_WEIGHT if self.kind == SHARE else 1
        return str((Decimal(self.count * weight) / Decimal(self.of)).quantize(CENT, ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorFigures:
    """What one body or mediator did in a period: opened, settled, failed, and what finance pays for it (fen)."""

    code: str
    name: str
    opened: int
    settled: int
    failed: int
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFigures:
    """All figures of a period, and the same work by body and by mediator."""

    first: date
    last: date
    figures: tuple[MediationFigure, ...]
    bodies: tuple[MediatorFigures, ...]
    mediators: tuple[MediatorFigures, ...]


def room_figures(session: Session, first: date, last: date) -> RoomFigures:
    """The figures of a period. Raises NotAllowed("role.reads_no_matters"), BadInput("register.days_out_of_order")."""
    require_order(first, last)
    queries = session.memory.queries.mediations
    opened = queries.opened_between(first, last)
    came = queries.ended_between(first, last)
    settled = [row for row in came if _in(row.effective_on, first, last)]
    failed = [row for row in came if row.effective_on is None and row.began_on is not None]
    refused = [row for row in came if row.effective_on is None and row.began_on is None]
    due = [row for row in queries.promises(first, last) if first <= row.due <= last]
    kept = [row for row in due if row.kept_on is not None and row.kept_on <= row.due]
    days = sum((row.effective_on - row.opened_on).days for row in settled if row.effective_on is not None)
    register = read_register(session)
    return RoomFigures(
        first=first,
        last=last,
        figures=(
            _count("opened", opened),
            _count("of_matters", [row for row in opened if row.matter]),
            _count("refused", refused),
            _count("settled", settled),
            _count("failed", failed),
            MediationFigure(
                name="success",
                kind=SHARE,
                count=len(settled),
                of=len(settled) + len(failed),
                numbers=_numbers(settled),
            ),
            MediationFigure(
                name="kept_in_time",
                kind=SHARE,
                count=len(kept),
                of=len(due),
                numbers=tuple(dict.fromkeys(row.number for row in kept)),
            ),
            MediationFigure(name="days_to_agreement", kind=AVERAGE, count=days, of=len(settled)),
            _count("confirmed", [row for row in came if row.confirmed_on is not None]),
            _share_of_matters(session, first, last),
        ),
        bodies=_by(opened, settled, failed, lambda row: row.body, register, mediators=False),
        mediators=_by(opened, settled, failed, lambda row: row.mediator, register, mediators=True),
    )


def subsidy_workbook(session: Session, first: date, last: date) -> bytes:
    """The list for finance (个案补贴表): each mediator's settled cases by body, times the body's rate; recorded.

    Raises NotAllowed("role.reads_no_matters"), BadInput("register.days_out_of_order").
    """
    require_order(first, last)
    register = read_register(session)
    settled = [
        row
        for row in session.memory.queries.mediations.ended_between(first, last)
        if _in(row.effective_on, first, last)
    ]
    together: dict[tuple[str, str], int] = {}
    for row in settled:
        together[row.mediator, row.body] = together.get((row.mediator, row.body), 0) + 1
    rows: list[dict[str, CellValue]] = []
    for place, ((mediator, body), count) in enumerate(sorted(together.items()), 1):
        rate = register.bodies[body].rate_fen if body in register.bodies else 0
        rows.append(
            {
                "place": place,
                "mediator": _name(register, mediator, mediators=True),
                "body": _name(register, body, mediators=False),
                "count": count,
                "rate": str(Decimal(rate) / FEN),
                "sum": str(Decimal(rate * count) / FEN),
            }
        )
    record_export(session, "mediation_subsidy", f"{first}/{last}", len(rows))
    total = sum(Decimal(str(row["sum"])) for row in rows)
    return register_sheet(
        "mediation_subsidy",
        rows,
        training=session.office.training,
        office=session.office.name,
        first=first,
        last=last,
        count=len(settled),
        total=total,
    )


def _share_of_matters(session: Session, first: date, last: date) -> MediationFigure:
    """Of the matters whose handling ended in the period, those that ended with a settlement (调解化解占比)."""
    rows = session.memory.queries.of_rules([HANDLING], first - LONGEST_AGO, last, session.today())
    ended = {
        row.number: row.obligation.discharged_by
        for row in rows
        if _in(row.obligation.discharged_on, first, last)
    }
    settled = tuple(number for number, by in ended.items() if by == "settled")
    return MediationFigure(
        name="share_of_matters", kind=SHARE, count=len(settled), of=len(ended), numbers=settled
    )


def _by(
    opened: Sequence[MediationRow],
    settled: Sequence[MediationRow],
    failed: Sequence[MediationRow],
    key: Callable[[MediationRow], str],
    register: Register,
    *,
    mediators: bool,
) -> tuple[MediatorFigures, ...]:
    codes = sorted({key(row) for row in (*opened, *settled, *failed) if key(row)})
    return tuple(
        MediatorFigures(
            code=code,
            name=_name(register, code, mediators=mediators),
            opened=sum(key(row) == code for row in opened),
            settled=sum(key(row) == code for row in settled),
            failed=sum(key(row) == code for row in failed),
            fen=sum(_rate(register, row.body) for row in settled if key(row) == code),
        )
        for code in codes
    )


def _rate(register: Register, body: str) -> int:
    return register.bodies[body].rate_fen if body in register.bodies else 0


def _name(register: Register, code: str, *, mediators: bool) -> str:
    found = (register.mediators if mediators else register.bodies).get(code)
    return code if found is None else found.name


def _count(name: str, rows: Sequence[MediationRow]) -> MediationFigure:
    return MediationFigure(name=name, kind=COUNT, count=len(rows), numbers=_numbers(rows))


def _numbers(rows: Iterable[MediationRow]) -> tuple[str, ...]:
    return tuple(row.number for row in rows)


def _in(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last
