"""Who writes what: every field that an act can change belongs to exactly one group, and the program does as it says."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from app.domain import history
from app.domain.acts.correcting import CORRECTABLE, Corrected
from app.domain.acts.differing import DecisionUndone, DifferenceDecided
from app.domain.history import ENTRY_KINDS, OTHER_ENTRIES
from app.domain.kinds import EntryKind, the_desks
from app.domain.ownership import FILE, Differ, Writer, ownership, read_ownership
from app.errors import Damaged
from resources.loader import read_toml

OTHERS = {kind.name for kind in OTHER_ENTRIES}
ON_MATTERS = [kind for kind in ENTRY_KINDS.values() if kind.name not in OTHERS]
CLASSES = {"purpose", "path", "category"}


def test_every_kind_of_entry_on_a_matter_belongs_to_exactly_one_group() -> None:
    table = ownership()
    listed = [name for group in table.groups for name in group.entries] + [*table.by_field]
    assert sorted(listed) == sorted(kind.name for kind in ON_MATTERS)


def test_every_act_makes_entries_of_a_group() -> None:
    modules = [module for module in history._ACT_MODULES if getattr(module, "ACTS", ())]
    grouped = {name for group in ownership().groups for name in group.entries} | ownership().by_field
    for module in modules:
        assert {kind.name for kind in module.ENTRIES} <= grouped, module.__name__


def test_every_field_that_can_be_put_right_belongs_to_exactly_one_group() -> None:
    fields = [name for group in ownership().groups for name in group.fields]
    assert sorted(fields) == sorted({*CORRECTABLE, *CLASSES})


@pytest.mark.parametrize("kind", ON_MATTERS, ids=lambda kind: kind.name)
def test_only_what_the_station_alone_owns_is_refused_to_others(kind: EntryKind) -> None:
    group = ownership().of_entry(kind.name)
    if group is not None:
        assert (kind.desk_only is the_desks) == (group.after is Writer.STATION)


@pytest.mark.parametrize("field", CORRECTABLE)
def test_a_word_on_a_field_is_the_desks_alone_where_the_table_says_so(field: str) -> None:
    group = ownership().of_field(field)
    assert group is not None
    alone = group.after is Writer.STATION
    made = (
        ("corrected", Corrected(field=field)),
        ("difference-decided", DifferenceDecided(field=field)),
        ("decision-undone", DecisionUndone(field=field, decision="")),
    )
    for kind, value in made:
        assert ENTRY_KINDS[kind].desk_only(value) is alone


def test_the_groups_are_those_of_the_design() -> None:
    rules = {group.id: (group.before, group.after, group.differ) for group in ownership().groups}
    assert rules["registration"] == (Writer.STATION, Writer.STATION, Differ.STATION)
    assert rules["identity"] == (Writer.STATION, Writer.EITHER, Differ.ASK)
    assert rules["classes"] == (Writer.STATION, Writer.COUNTY, Differ.COUNTY)
    assert rules["desk"][2] is rules["mediation"][2] is Differ.UNION
    assert rules["evaluation"][2] is Differ.FIRST
    assert rules["merging"] == (Writer.NOBODY, Writer.COUNTY, Differ.COUNTY)


def test_a_field_of_a_newer_program_is_asked_about_and_is_the_desks_alone() -> None:
    assert ownership().rule("of-tomorrow") is Differ.ASK
    assert ownership().desk_alone("of-tomorrow")
    assert ownership().of_entry("of-tomorrow") is None


def _spoiled(**change: Any) -> dict[str, Any]:
    data = copy.deepcopy(read_toml(FILE))
    data["group"]["identity"] |= change
    return data


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"group": {}}, "by_field"),
        ({**read_toml(FILE), "more": 1}, "more"),
        (_spoiled(differ="whoever"), "whoever"),
        (_spoiled(after="somebody"), "somebody"),
        (_spoiled(comment="x"), "identity.comment"),
        (_spoiled(fields=["name", "name"]), "name"),
        (_spoiled(fields=["place"]), "place"),
        (_spoiled(entries=["classified"]), "classified"),
        (_spoiled(fields="name"), "identity.fields"),
        (_spoiled(entries=[""]), "identity.entries"),
    ],
)
def test_a_faulty_table_is_refused_at_its_place(data: dict[str, Any], place: str) -> None:
    with pytest.raises(Damaged, match=r"ownership\.file") as caught:
        read_ownership(data)
    assert place in caught.value.details["place"]


def test_a_group_without_a_rule_is_refused() -> None:
    data = read_toml(FILE)
    del data["group"]["desk"]["differ"]
    with pytest.raises(Damaged, match=r"ownership\.file"):
        read_ownership(data)
