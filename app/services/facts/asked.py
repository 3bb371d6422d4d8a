"""What the clerk says when a paper is made (`ask` in a template): read from text, checked, put among the facts.

A text may stand for any type: a list is a row a line, its columns parted by `|`, or JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.errors import BadInput
from app.papers.catalogue import FactField, PaperKind
from app.papers.wording import evaluate
from app.services.occasion import Facts

YES = frozenset({"1", "yes", "true"})
COLUMN = "|"


def with_asked(kind: PaperKind, gathered: Mapping[str, Any], extra: Mapping[str, object]) -> Facts:
    """The gathered facts with what the clerk said, or the template's own guess where nothing was said.

    Raises BadInput("paper.fact_unreadable") for a text that is no value of its type.
    """
    facts: Facts = dict(gathered)
    for field in kind.asked:
        given = extra.get(field.name) or extra.get(field.name.rsplit(".", 1)[-1], "")
        if given not in ("", None):
            put(facts, field.name, typed(field, given))
        elif field.default is not None and not found(facts, field.name):
            put(facts, field.name, evaluate(field.default, _forgiving(gathered)))
    return facts


def guesses_of(kind: PaperKind, facts: Mapping[str, Any], said: Mapping[str, object]) -> dict[str, str]:
    """What the paper says of itself where the clerk said nothing, as text, by name of the asked fact."""
    made = {
        field.name: _as_text(found(facts, field.name)) for field in kind.asked if not said.get(field.name)
    }
    return {name: text for name, text in made.items() if text}


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        rows = (row.values() if isinstance(row, Mapping) else (row,) for row in value)
        return "\n".join(f" {COLUMN} ".join(str(part) for part in row) for row in rows)
    return "" if value is None or isinstance(value, bool | Mapping) else str(value)


def typed(field: FactField, given: object) -> object:
    """The value of a fact from what was typed. Raises BadInput("paper.fact_unreadable")."""
    if not isinstance(given, str):
        return given
    text = given.strip()
    match field.type:
        case "flag":
            return text.lower() in YES
        case "number":
            if not text.lstrip("-").isdecimal():
                raise BadInput("paper.fact_unreadable", field=field.name, label=field.label)
            return int(text)
        case "list":
            return _rows(field, text)
    return given


def _rows(field: FactField, text: str) -> list[object]:
    if text.startswith("["):
        try:
            rows = json.loads(text)
        except ValueError as error:
            raise BadInput("paper.fact_unreadable", field=field.name, label=field.label) from error
        return [_row(field, row) for row in rows]
    return [_row(field, line) for line in text.splitlines() if line.strip()]


def _row(field: FactField, row: object) -> object:
    if isinstance(row, Mapping):
        return {inner.name: typed(inner, row[inner.name]) for inner in field.fields if inner.name in row}
    if not field.fields:
        return {"text": str(row).strip()}
    parts = [part.strip() for part in str(row).split(COLUMN, len(field.fields) - 1)]
    return {inner.name: typed(inner, part) for inner, part in zip(field.fields, parts, strict=False) if part}


def found(facts: Mapping[str, Any], path: str) -> object:
    """The value at a dotted name, or None."""
    value: object = facts
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def put(facts: Facts, path: str, value: object) -> None:
    """Sets the value at a dotted name, making the tables on the way."""
    *parents, last = path.split(".")
    for part in parents:
        inner = facts.get(part)
        made: Facts = dict(inner) if isinstance(inner, Mapping) else {}
        facts[part] = made
        facts = made
    facts[last] = value


def only_declared(kind: PaperKind, facts: Mapping[str, Any]) -> Facts:
    """Of the facts, those that the template declares: what a paper does not say is not kept with it."""
    kept: Facts = {}
    for field in kind.facts:
        value = found(facts, field.name)
        if value is None:
            continue
        if field.fields and isinstance(value, list):
            names = {inner.name for inner in field.fields}
            value = [
                {name: item for name, item in row.items() if name in names}
                if isinstance(row, Mapping)
                else row
                for row in value
            ]
        put(kept, field.name, value)
    return kept


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _forgiving(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return _Forgiving(facts)
