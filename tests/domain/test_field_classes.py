"""Every column, row and record has a class; what somebody may not see is masked or gone, and nothing else is touched."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, String, Table

from app import mediation_ports, readmodels, serving_queries
from app.domain import field_classes
from app.domain.account import Role
from app.domain.booked_visits import ToldVisit
from app.domain.field_classes import (
    class_of,
    column_classes,
    mask_address,
    masked_text,
    read_classes,
    record_classes,
    shown,
)
from app.domain.field_words import FieldWord
from app.domain.matter import Correction, Matter
from app.domain.mediation.state import Mediation
from app.domain.people import People, Petitioner
from app.domain.policy import FieldClass, Relation
from app.errors import Damaged
from app.services.booked_visits import BookedLine
from db import tables

PERSON = Petitioner(
    name="张示范",
    id_number="410721199001011234",
    phones=("13800000000",),
    address="示范县示范乡示范村一号",
    born_on="1990-01-01",
)


def unclassed_columns(metadata: MetaData) -> set[str]:
    """Columns that stand in no list, and names in the lists that are no column."""
    there = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    told = {f"{name}.{column}" for name, kinds in column_classes().items() for column in kinds}
    return there ^ told


def records() -> set[type]:
    """Every row that a question answers with, and every record that a matter is made of."""
    found: set[type] = set()
    rows = [
        item
        for module in (readmodels, serving_queries, mediation_ports)
        for item in vars(module).values()
        if isinstance(item, type) and dataclasses.is_dataclass(item) and item.__module__ == module.__name__
    ]
    for start in (Matter, Mediation, ToldVisit, BookedLine, *rows):
        found |= set(within(start, found))
    return found


def within(kind: type, seen: set[type]) -> Iterator[type]:
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    hints = typing.get_type_hints(kind)
    for item in dataclasses.fields(kind):
        for part in flat(hints[item.name]):
            if isinstance(part, type) and dataclasses.is_dataclass(part):
                yield from within(part, seen)


def flat(hint: Any) -> Iterator[Any]:
    arguments = typing.get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        yield from flat(argument)


def unclassed_fields(kinds: set[type]) -> set[str]:
    told = record_classes()
    return {
        f"{kind.__name__}.{item.name}"
        for kind in kinds
        for item in dataclasses.fields(kind)
        if item.name not in told.get(kind.__name__, {})
    }


def test_every_column_has_a_class() -> None:
    assert unclassed_columns(tables.metadata) == set()


def test_a_new_column_without_a_class_is_noticed() -> None:
    planted = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(planted)
    Table("matter", planted, Column("health", String(8)), extend_existing=True)
    assert unclassed_columns(planted) == {"matter.health"}


def test_every_row_and_record_has_classes() -> None:
    found = records()
    assert {"Petitioner", "PaperRow", "AttemptRow", "DueRow", "Obligation"} <= {k.__name__ for k in found}
    assert unclassed_fields(found) == set()


def test_a_new_field_without_a_class_is_noticed_and_never_shown() -> None:
    @dataclasses.dataclass(frozen=True)
    class MatterRow:
        number: str = "LX07-26-00001-C"
        diagnosis: str = "x"

    assert unclassed_fields({MatterRow}) == {"MatterRow.diagnosis"}
    with pytest.raises(Damaged, match=r"policy\.classes"):
        shown(MatterRow(), Role.LEADER, Relation.OWN)


@pytest.mark.parametrize(
    "data",
    [{"A": {"secret": ["x"]}}, {"A": {"personal": ["x:blur"]}}, {"A": {"public": ["x"], "story": ["x"]}}],
)
def test_an_unknown_class_or_mask_or_a_field_twice_is_refused(data: dict[str, dict[str, list[str]]]) -> None:
    with pytest.raises(Damaged, match=r"policy\.classes"):
        read_classes(data)


def test_in_the_matter_being_worked_on_the_telephone_stands_open_and_the_identity_number_does_not() -> None:
    mine = shown(PERSON, Role.CLERK, Relation.OWN)
    assert (mine.name, mine.phones, mine.address) == (PERSON.name, PERSON.phones, PERSON.address)
    assert (mine.id_number, mine.born_on) == ("410***********1234", "")


def test_a_colleagues_petitioner_is_masked_and_an_archivist_gets_no_identity_number_at_all() -> None:
    theirs = shown(People(petitioners=(PERSON,)), Role.MEDIATOR, Relation.OTHER).petitioners[0]
    assert (theirs.name, theirs.phones) == ("张**", ("138****0000",))
    assert theirs.address == "示范县示范乡*****" == mask_address(PERSON.address)
    filed = shown(PERSON, Role.ARCHIVIST, Relation.OWN)
    assert (filed.name, filed.id_number) == ("张**", "")


def test_under_seal_people_and_story_are_gone_for_who_may_not_open_it() -> None:
    closed = shown(PERSON, Role.CLERK, Relation.RESTRICTED, sealed=True)
    assert dataclasses.asdict(closed) == dataclasses.asdict(Petitioner())
    told = class_of(readmodels.MatterRow, "excerpt")
    assert masked_text(told, "某某收钱", Role.HANDLER, Relation.RESTRICTED, sealed=True) == ""
    assert masked_text(told, "修路占地", Role.HANDLER, Relation.OTHER) == "修路占地"


def test_what_was_corrected_is_as_sensitive_as_the_field_it_stood_in() -> None:
    on = date(2026, 3, 2)
    number = Correction(field="id_number", before="410721199001011234", after="", reason="", on=on)
    assert shown(number, Role.LEADER, Relation.OWN).before == "410***********1234"
    place = Correction(field="place", before="一村", after="二村", reason="", on=on)
    assert shown(place, Role.LEADER, Relation.OWN) == place


def test_what_needs_no_mask_comes_back_as_the_same_value() -> None:
    row = readmodels.DayVisitRow(number="LX07-26-00001-C", kind="kept", channel="letter", persons=0)
    assert shown(row, Role.CLERK, Relation.OTHER) is row


def test_technical_values_are_for_nobody() -> None:
    kinds = {kind for columns in column_classes().values() for kind in columns.values()}
    secret = next(kind for kind in kinds if kind.kind is FieldClass.TECHNICAL)
    assert {masked_text(secret, "x", role, Relation.OWN) for role in Role} == {""}
    assert column_classes()["credential"]["wrapped"].kind is FieldClass.TECHNICAL


def test_the_masks_named_in_the_table_are_those_there_are() -> None:
    used = {kind.mask for kinds in record_classes().values() for kind in kinds.values()}
    assert used == set(field_classes.MASKS)


@pytest.mark.parametrize(
    ("field", "uttered", "seen"),
    [
        ("name", "张示范", "张**"),
        ("phone", "13800001234", "138****1234"),
        ("id_number", "410721199001011234", ""),
        ("address", "示范县示范乡示范村一号", "示范县示范乡*****"),
        ("of-tomorrow", "不知道是什么", ""),
    ],
)
def test_a_word_on_a_field_is_masked_as_that_field_is(field: str, uttered: str, seen: str) -> None:
    word = FieldWord(
        field=field, entry=UUID(int=1), on=date(2026, 1, 5), at=1, by="clerk", station="LX07", uttered=uttered
    )
    own, others = (shown(word, Role.CLERK, relation) for relation in (Relation.OWN, Relation.OTHER))
    if seen:
        assert (own.uttered, others.uttered) == (uttered, seen)
    else:
        assert uttered not in others.uttered
    assert shown(word, Role.CLERK, Relation.RESTRICTED, sealed=True).uttered == ""
