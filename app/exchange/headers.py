"""Where the header of a table stands and what its columns are: titles above it, two-line heads, several names for one.

Columns that rate or watch persons are named and dropped; columns nobody knows are named and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.codes import HeaderUse, header_use
from app.errors import BadInput
from app.exchange.profiles.county import FIELDS

LOOKED_AT = 30
"""Rows from the top among which the header is looked for."""
JOINED = frozenset({"phone"})
"""Fields of which a person may have several: all columns count. Of others the first filled one is taken."""
JOINT = "\u3001"
"""What stands between several values of one cell."""
TELLING = frozenset({"content", "requested"})
"""A table without one of these cannot be a list of matters."""

Texts = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is read: its index from 0, its head, its field, and its place among columns of that field."""

    index: int
    head: str
    field: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table: its last row (from 1), the columns that are read, and the heads that are not."""

    row: int
    columns: tuple[Column, ...]
    dropped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the table gives."""
        return frozenset(column.field for column in self.columns)

    def require_clear(self) -> None:
        """Raises BadInput("sheet.header_twice") where two columns claim the same field with the same right."""
        claims: dict[tuple[str, int], Column] = {}
        for column in self.columns:
            first = claims.setdefault((column.field, column.place), column)
            if first is not column:
                raise BadInput("sheet.header_twice", field=column.field, first=first.head, second=column.head)


def use_of(head: str) -> HeaderUse:
    """What becomes of a column or JSON key with that name."""
    if head in FIELDS:
        return HeaderUse(use="field", field=head)
    return _use(head)


@lru_cache(maxsize=4096)
def _use(head: str) -> HeaderUse:
    return header_use(head)


def find_header(rows: Sequence[Texts]) -> Header | None:
    """The header among the first rows of a table: the row, or pair of rows, that names the most fields; or None."""
    best: Header | None = None
    for at, row in enumerate(rows[:LOOKED_AT]):
        for made in _candidates(at, row, rows):
            if best is None or len(made.fields) > len(best.fields):
                best = made
    if best is None or not (len(best.fields) > 1 or best.fields & TELLING):
        return None
    return best


def _candidates(at: int, row: Texts, rows: Sequence[Texts]) -> Iterator[Header]:
    yield _header(at + 1, row)
    below = rows[at + 1] if at + 1 < len(rows) else ()
    if _heads_too(below):
        together = [_lower_first(row, below, index) for index in range(max(len(row), len(below)))]
        yield _header(at + 2, together)


def _heads_too(row: Texts) -> bool:
    """Whether the row under a header is a second line of it: most of what stands there are heads."""
    filled = [text for text in row if text.strip()]
    known = sum(use_of(text.strip()).use == "field" for text in filled)
    return known >= 2 and known * 2 >= len(filled)


def _lower_first(row: Texts, below: Texts, index: int) -> str:
    under = below[index] if index < len(below) else ""
    return under if under.strip() else row[index] if index < len(row) else ""


def _header(row: int, heads: Texts) -> Header:
    columns: list[Column] = []
    dropped: list[str] = []
    unknown: list[str] = []
    for index, raw in enumerate(heads):
        head = " ".join(raw.split())
        if not head:
            continue
        use = use_of(head)
        if use.field is not None:
            columns.append(Column(index=index, head=head, field=use.field, place=use.place))
        elif use.use == "dropped":
            dropped.append(head)
        else:
            unknown.append(head)
    return Header(row=row, columns=tuple(columns), dropped=tuple(dropped), unknown=tuple(unknown))


def header_of_object(keys: Sequence[str]) -> Header:
    """The header of a JSON object: its keys as columns."""
    return _object_header(tuple(keys))


@lru_cache(maxsize=256)
def _object_header(keys: tuple[str, ...]) -> Header:
    return _header(0, keys)


def values_of(columns: Sequence[Column], cells: Mapping[int, object]) -> dict[str, object]:
    """The fields of one row from its cells by column: the first filled column of a field, or all of a joined one."""
    made: dict[str, object] = {}
    for column in sorted(columns, key=lambda c: (c.place, c.index)):
        value = cells.get(column.index)
        if value in (None, ""):
            continue
        if column.field not in made:
            made[column.field] = value
        elif column.field in JOINED and value != made[column.field]:
            made[column.field] = f"{made[column.field]}{JOINT}{value}"
    return made
