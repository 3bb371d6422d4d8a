"""Screens at a counter face visitors: every window that reads an identifying field says how it shows it, and keeps to it."""

from __future__ import annotations

import ast
from pathlib import Path

from app.domain.field_classes import record_classes
from app.domain.policy import FieldClass
from tests.trust.shown import GENERAL, SHOWN, WAYS

DESK = Path("ui/desk")
IDENTIFYING = frozenset({FieldClass.PERSONAL, FieldClass.SENSITIVE, FieldClass.INFORMER})


def identifying_fields() -> frozenset[str]:
    """Names of fields that may identify somebody, in any record."""
    found = {
        name
        for fields in record_classes().values()
        for name, classed in fields.items()
        if classed.kind in IDENTIFYING
    }
    return frozenset(found) - GENERAL


def readers(text: str) -> set[str]:
    """The identifying fields that a module reads."""
    wanted = identifying_fields()
    return {
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in wanted
    }


def test_every_window_that_reads_an_identifying_field_says_how_it_shows_it() -> None:
    found = {path.as_posix() for path in DESK.rglob("*.py") if readers(path.read_text(encoding="utf-8"))}
    assert found == set(SHOWN)
    assert {way for way, _ in SHOWN.values()} <= WAYS
    assert all(why for _, why in SHOWN.values())


def test_a_new_place_would_be_seen() -> None:
    assert readers("label.setText(row.id_number)\n") == {"id_number"}
    assert readers("text = lambda row: row.addressee.service_address\n") == {"service_address"}
    assert readers("label.setText(row.number)\n") == set()


def test_the_fields_are_taken_from_the_policy() -> None:
    assert {"name", "phones", "address", "id_number", "sender_address"} <= identifying_fields()
