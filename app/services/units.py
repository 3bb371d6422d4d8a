"""The office's table of units (单位表): taking it in from a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from app.domain.account import Role
from app.domain.codes import codes, find_code
from app.domain.entry import StreamKind, single
from app.domain.fields import from_json
from app.domain.office import Unit, UnitsListed
from app.errors import BadInput
from app.services.session import Session, office_of
from resources.loader import words

COLUMNS = ("code", "name", "address", "phone", "duty_phone", "hours", "superior", "review_bodies", "serves")
LISTS = ("review_bodies", "serves")
"""Columns that hold several values, parted by "|"."""


def read_units(name: str, text: str) -> tuple[Unit, ...]:
    """The units of a .json or .csv file; kinds of body (`serves`) by code or by their ordinary name.

    Raises BadInput("units.file", "units.code_twice", "units.serves"), and what the fields refuse.
    """
    try:
        if name.lower().endswith(".json"):
            rows = json.loads(text)
        else:
            rows = [_named(row) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))]
    except ValueError as error:
        raise BadInput("units.file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput("units.file")
    for row in rows:
        for name in LISTS:
            if isinstance(row.get(name), str):
                row[name] = [part.strip() for part in row[name].split("|") if part.strip()]
    units = tuple(from_json(Unit, row) for row in rows)
    if len({unit.code for unit in units}) != len(units):
        raise BadInput("units.code_twice")
    return tuple(replace(unit, serves=tuple(_body(word) for word in unit.serves)) for unit in units)


def _named(row: dict[str, str]) -> dict[str, object]:
    """A row by the names of fields: heads of columns may be those, or the words on the screen."""
    heads: dict[str, str] = words("words/routing.toml")["unit_columns"]
    named = {heads.get((head or "").strip(), head): value for head, value in row.items()}
    return {name: value for name, value in named.items() if name in COLUMNS and value}


def _body(word: str) -> str:
    found = find_code("bodies", word)
    if found is None:
        allowed = ", ".join(code.code for code in codes("bodies"))
        raise BadInput("units.serves", field="serves", given=word, allowed=allowed)
    return found.code


def list_units(session: Session, units: tuple[Unit, ...]) -> int:
    """Adds or replaces units. Raises NotAllowed("role.other_needed"), Conflict when somebody was faster."""
    session.require_role(Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.CLERK)
    stream = single(StreamKind.OFFICE)
    with session.work() as work:
        after = work.stream_head(stream)
        draft = session.draft(stream, UnitsListed(units=units), session.today(), None)
        work.append([replace(draft, after=after)])
        work.commit()
    session.office = office_of(session.memory)
    return len(units)
