"""Old ledgers (旧台账): which column of somebody's own table is which field of ours, which of its words is which code.

Guessed by head words and by what stands in the columns, decided by a person, kept as a mapping for the next file. A
mapping is a TOML text; a mistake in it is refused at its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from app.domain.codes import codes, find_code, header_use, national_purpose
from app.errors import BadInput
from app.exchange.headers import use_of
from app.exchange.profiles.bridge import FAULTS, fault_in, parsed
from app.exchange.profiles.county import FIELDS
from app.exchange.profiles.returned import plain
from app.exchange.raw_table import Head, RawRow, day_of_cell
from resources.loader import read_toml

SKIP: Final = "skip"
"""A column that is left out."""
OF_LEDGER: Final = ("ledger_number", "unit", "outcome", "ended_on")
"""What a book says besides what a registration says."""
GIVEN: Final = tuple(name for name in FIELDS if name not in ("key", "backfilled"))
ALL: Final = (*GIVEN, *OF_LEDGER, SKIP)
"""Whatever a column may be."""
SEVERAL: Final = frozenset({"phone", "content", "outcome", "address"})
"""Fields that may come from several columns; of others the first filled one counts."""
DAYS: Final = frozenset({"received_on", "ended_on"})
CODED: Final[Mapping[str, str]] = {
    "channel": "channels",
    "purpose": "purposes",
    "id_type": "id_documents",
    "category": "classification",
}
"""Fields whose words become codes, each with its list."""
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[2-8]\d{6,7})(?!\d)")
STORY = 18
"""Characters from which on a cell reads like a story, on average."""
MOST_WORDS = 300
"""Different words of one field that are listed; a column with more is none of codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMapping:
    """A way of reading one kind of ledger: its name, the field of each title, the code of each word by field.

    `channel` is how all of its matters came in where no column says so.
    """

    ledger: str
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    channel: str = ""

    def field_of(self, title: str) -> str:
        """The field of a column of that title; `skip` where it is left out."""
        return self.columns.get(title, SKIP)

    def code_of(self, name: str, word: str) -> str:
        """The code of a word: as the mapping says, else as our lists know it; empty for none."""
        said = self.words.get(name, {}).get(word)
        if said is not None:
            return said
        found = find_code(CODED[name], word)
        if found is not None:
            return found.code
        return (national_purpose(word) or "") if name == "purpose" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedColumn:
    """One column as it is offered: its place, title, the field that is guessed, how, and some of its values."""

    index: int
    title: str
    field: str
    by: str
    samples: tuple[str, ...] = ()


def guessed_columns(head: Head, rows: Sequence[RawRow], samples: int = 3) -> tuple[GuessedColumn, ...]:
    """What each column may be, by its head and by its content; no field is guessed for two columns unless it may be."""
    taken: set[str] = set()
    made: dict[int, GuessedColumn] = {}
    width = max((len(head.titles), *(len(row.cells or ()) for row in rows)))
    titles = [head.titles[at] if at < len(head.titles) else "" for at in range(width)]
    values = [
        [row.cells[at].strip() for row in rows if row.cells and at < len(row.cells)] for at in range(width)
    ]
    for by in ("head", "content"):
        for at, title in enumerate(titles):
            filled = [value for value in values[at] if value]
            if at in made or not (title or filled):
                continue
            guess = _by_head(title) if by == "head" else _by_content(filled)
            if not guess and by == "head":
                continue
            if guess in taken and guess not in SEVERAL:
                guess = ""
            taken.add(guess)
            made[at] = GuessedColumn(
                index=at,
                title=title,
                field=guess or SKIP,
                by=by if guess else "",
                samples=tuple(dict.fromkeys(filled))[:samples],
            )
    return tuple(made[at] for at in sorted(made))


def _by_head(title: str) -> str:
    word = plain(title)
    for name, heads in _heads().items():
        if word in heads:
            return name
    use = use_of(title) if title else None
    if use is not None and use.field is not None and use.field != "backfilled":
        return "ledger_number" if use.field == "key" else use.field
    return SKIP if title and header_use(title).use == "dropped" else ""


def _by_content(filled: Sequence[str]) -> str:
    """The field that most of the values look like."""
    if not filled:
        return ""
    half = (len(filled) + 1) // 2
    if sum(bool(_IDENTITY.fullmatch(value)) for value in filled) >= half:
        return "id_number"
    if sum(bool(_PHONE.search(value)) and len(value) < 40 for value in filled) >= half:
        return "phone"
    if sum(day_of_cell(value) is not None for value in filled) >= half:
        return "received_on"
    for name in ("channel", "purpose"):
        if sum(find_code(CODED[name], value) is not None for value in filled) >= half:
            return name
    return "content" if sum(map(len, filled)) >= STORY * len(filled) else ""


def is_dropped(title: str) -> bool:
    """Whether a column rates or watches persons: it is never read, whatever a mapping says."""
    return bool(title) and header_use(title).use == "dropped"


def phones_in(text: str) -> str:
    """The numbers of a cell that also holds names; the cell itself where it holds none."""
    found = _PHONE.findall(text)
    return str(_raw()["mark"]).join(found) if found else text


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums others up: its first filled cell says so."""
    first = next((plain(cell) for cell in cells if cell.strip()), "")
    return any(first.startswith(word) for word in _raw()["totals"])


def read_mapping(text: str) -> LedgerMapping:
    """Reads a mapping. Raises BadInput("ledger.mapping") with what is wrong and in which line."""
    try:
        mapping = _made(parsed(text))
        _require_known(mapping)
    except FAULTS as error:
        what, line = fault_in(text, error)
        raise BadInput("ledger.mapping", field="mapping", what=what, line=line) from error
    require_once(mapping)
    return mapping


def mapping_text(mapping: LedgerMapping) -> str:
    """A mapping as the text that `read_mapping` reads."""
    lines = [f"ledger = {_quoted(mapping.ledger)}"]
    lines += [f"channel = {_quoted(mapping.channel)}"] if mapping.channel else []
    lines += ["", "[columns]"]
    lines += [f"{_quoted(title)} = {_quoted(name)}" for title, name in mapping.columns.items()]
    for name, listed in mapping.words.items():
        if listed:
            lines += ["", f"[words.{name}]"]
            lines += [f"{_quoted(word)} = {_quoted(code)}" for word, code in listed.items()]
    return "\n".join(lines) + "\n"


def _require_known(mapping: LedgerMapping) -> None:
    for name in mapping.columns.values():
        if name not in ALL:
            raise ValueError(name)
    if mapping.channel and mapping.channel not in {code.code for code in codes("channels")}:
        raise ValueError(mapping.channel)
    for name, listed in mapping.words.items():
        if name not in CODED:
            raise ValueError(name)
        known = {code.code for code in codes(CODED[name])}
        for code in listed.values():
            if code and code not in known:
                raise ValueError(code)


def require_once(mapping: LedgerMapping) -> None:
    """Raises BadInput("ledger.field_twice") where two columns are the same field and only one can count."""
    used = [name for name in mapping.columns.values() if name != SKIP]
    twice = next((name for name in used if used.count(name) > 1 and name not in SEVERAL), "")
    if twice:
        raise BadInput("ledger.field_twice", field="columns", name=twice)


def require_complete(mapping: LedgerMapping) -> None:
    """Raises BadInput("ledger.no_story", "ledger.no_day_column") for a mapping of which no matter can come."""
    used = set(mapping.columns.values())
    if not used & {"content", "requested"}:
        raise BadInput("ledger.no_story", field="columns")
    if "received_on" not in used:
        raise BadInput("ledger.no_day_column", field="columns")


def _made(raw: Mapping[str, Any]) -> LedgerMapping:
    ledger, columns, words = raw.get("ledger", ""), raw.get("columns"), raw.get("words", {})
    if not isinstance(ledger, str):
        raise ValueError("ledger")
    if not isinstance(columns, dict) or not columns:
        raise ValueError("columns")
    if not isinstance(words, dict) or not all(isinstance(item, dict) for item in words.values()):
        raise ValueError("words")
    return LedgerMapping(
        ledger=ledger.strip(),
        channel=str(raw.get("channel", "")),
        columns={str(title): str(name) for title, name in columns.items()},
        words={
            str(name): {str(word): str(code) for word, code in listed.items()}
            for name, listed in words.items()
        },
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def _heads() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(plain(head) for head in heads) for name, heads in _raw()["heads"].items()}


@cache
def _raw() -> dict[str, Any]:
    return read_toml("spreadsheets/ledger.toml")
