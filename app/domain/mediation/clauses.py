"""The clauses of an agreement (协议条款): who does what for whom, how much, by when; sums and days that hold together.

人民调解法第二十九条 asks for the parties, the facts and who answers for what, the terms, how and by when they are kept.
Sums are whole fen: no clause is off by a rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.errors import BadInput

FEN = 100
_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


class ClauseKind(StrEnum):
    """What is promised (条款类别): to pay, to give back, to do, to leave something be, to apologise, else."""

    PAY = "pay"
    GIVE_BACK = "give_back"
    DO = "do"
    REFRAIN = "refrain"
    APOLOGISE = "apologise"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of a payment (分期): by which day, how much in fen."""

    due: date
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause (条款). `by` and `to` are parties by their place from 1.

    `due` is the last day of what is done once, `instalments` of what is paid in parts. `at_once` is done when the agreement
    is signed (即时履行); `standing` binds for good, as to leave something be (长期).
    """

    clause_kind: ClauseKind
    what: str
    by: tuple[int, ...] = ()
    to: tuple[int, ...] = ()
    way: str = ""
    fen: int = 0
    due: date | None = None
    instalments: tuple[Instalment, ...] = ()
    at_once: bool = False
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One thing to be done by one day (履行事项): the clause by its place from 1, the part from 1, the day, the sum."""

    clause: int
    part: int
    due: date
    fen: int
    what: str

    @property
    def key(self) -> str:
        """As it is named in entries and lists: `2/1`."""
        return f"{self.clause}/{self.part}"


def fen_of(yuan: str, field: str = "amount") -> int:
    """A sum of yuan as people write it, in fen: `"3,000.5"` is 300050. Raises BadInput("mediation.no_sum")."""
    found = _YUAN.fullmatch(yuan.replace(",", "").replace("\uff0c", "").strip())
    if found is None:
        raise BadInput("mediation.no_sum", field=field, text=yuan[:20])
    return int(found[1]) * FEN + int((found[2] or "0").ljust(2, "0"))


def yuan_of(fen: int) -> str:
    """A sum in fen as yuan with two decimals: `3000.50`."""
    return f"{fen // FEN}.{fen % FEN:02d}"


def total_of(clauses: Sequence[Clause]) -> int:
    """All that is to be paid, in fen."""
    return sum(clause.fen for clause in clauses)


def promises_of(clauses: Sequence[Clause], effective_on: date) -> Iterator[Promise]:
    """What falls due by which day, clause by clause; what binds for good never falls due."""
    for place, clause in enumerate(clauses, 1):
        if clause.instalments:
            for part, item in enumerate(clause.instalments, 1):
                yield Promise(clause=place, part=part, due=item.due, fen=item.fen, what=clause.what)
        elif clause.at_once or clause.due is not None:
            due = effective_on if clause.at_once or clause.due is None else clause.due
            yield Promise(clause=place, part=1, due=due, fen=clause.fen, what=clause.what)


def checked(clauses: Sequence[Clause], parties: int, signed_on: date, total_fen: int | None = None) -> None:
    """Refuses clauses that nobody could keep or enforce; `total_fen` is the sum that the agreement names.

    Raises BadInput("mediation.no_clauses", "mediation.clause_empty", "mediation.clause_nobody",
    "mediation.clause_no_party", "mediation.clause_both", "mediation.clause_no_day", "mediation.clause_no_sum",
    "mediation.clause_day_past", "mediation.instalments_wrong", "mediation.instalments_order",
    "mediation.total_wrong"), each naming the clause.
    """
    if not clauses:
        raise BadInput("mediation.no_clauses", field="clauses")
    for place, clause in enumerate(clauses, 1):
        field = f"clauses.{place}"
        _who(clause, place, field, parties)
        _by_when(clause, place, field, signed_on)
        _how_much(clause, place, field)
    if total_fen is not None and total_fen != total_of(clauses):
        raise BadInput(
            "mediation.total_wrong", field="total", said=yuan_of(total_fen), sum=yuan_of(total_of(clauses))
        )


def _who(clause: Clause, place: int, field: str, parties: int) -> None:
    if not clause.what.strip():
        raise BadInput("mediation.clause_empty", field=field, clause=place)
    if not clause.by:
        raise BadInput("mediation.clause_nobody", field=field, clause=place)
    for number in (*clause.by, *clause.to):
        if not 1 <= number <= parties:
            raise BadInput("mediation.clause_no_party", field=field, clause=place, party=number)
    if set(clause.by) & set(clause.to):
        raise BadInput("mediation.clause_both", field=field, clause=place)


def _by_when(clause: Clause, place: int, field: str, signed_on: date) -> None:
    days = [item.due for item in clause.instalments] + ([clause.due] if clause.due is not None else [])
    if not days and not clause.at_once and not clause.standing:
        raise BadInput("mediation.clause_no_day", field=field, clause=place)
    if any(day < signed_on for day in days):
        raise BadInput("mediation.clause_day_past", field=field, clause=place)
    parts = [item.due for item in clause.instalments]
    if parts != sorted(set(parts)):
        raise BadInput("mediation.instalments_order", field=field, clause=place)


def _how_much(clause: Clause, place: int, field: str) -> None:
    paid = clause.clause_kind is ClauseKind.PAY
    if clause.fen < 0 or (paid and not clause.fen) or any(item.fen <= 0 for item in clause.instalments):
        raise BadInput("mediation.clause_no_sum", field=field, clause=place)
    if paid and not clause.to:
        raise BadInput("mediation.clause_nobody", field=field, clause=place)
    parts = sum(item.fen for item in clause.instalments)
    if clause.instalments and parts != clause.fen:
        raise BadInput(
            "mediation.instalments_wrong",
            field=field,
            clause=place,
            parts=yuan_of(parts),
            sum=yuan_of(clause.fen),
        )
