"""The history tells every act in words: no code of the program stands in it."""

from __future__ import annotations

import re
import string
import types
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import pytest

from app.domain import history
from app.domain.acts.recording import EXTERNAL_FACTS
from app.domain.claims import Ending
from app.domain.codes import LIST_OF_FIELD, codes
from app.domain.fields import describe
from app.domain.law import Law, shipped_profiles
from app.domain.roadmap import STEPS, stations
from app.papers.catalogue import catalogue, paper_kind
from app.services.timeline import SILENT
from resources.loader import words as words_of
from ui.messages import words

KINDS = [k for k in history.ENTRY_KINDS.values() if k not in history.OTHER_ENTRIES and k.name not in SILENT]


def enums_of(kind: type) -> list[tuple[str, type[StrEnum]]]:
    """The coded fields of an act or entry with their enumerations."""
    found = []
    for name, hint in get_type_hints(kind).items():
        for item in (hint, *(get_args(hint) if isinstance(hint, types.UnionType) else ())):
            if isinstance(item, type) and issubclass(item, StrEnum):
                found.append((name, item))
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_entry_has_its_sentence_of_its_own_fields(kind: Any) -> None:
    sentence = str(words("timeline")[kind.name])
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    assert names <= {spec.name for spec in describe(kind.type)}


@pytest.mark.parametrize(
    "kind", [*(k.type for k in KINDS), *(k.type for k in history.ACT_KINDS.values())], ids=lambda kind: kind.__name__
)  # fmt: skip
def test_every_code_of_an_act_has_a_word(kind: type) -> None:
    for name, enum in enums_of(kind):
        assert set(enum) - {"undecided"} <= {code.code for code in codes(LIST_OF_FIELD[name])}, name


def test_facts_states_and_endings_have_words() -> None:
    assert set(EXTERNAL_FACTS) <= {code.code for code in codes("milestones")}
    standing = [state for station in stations() for state in station.states]
    assert {state for state, _ in STEPS} <= set(standing) <= set(words_of()["states"])
    assert len(set(standing)) == len(standing), "a state stands on one station"
    assert [station.id for station in stations()] == list(words("stations")) == list(words("station_doors"))
    assert {str(item) for item in Ending if item} == {code.code for code in codes("endings")}


def test_a_yes_in_an_entry_is_a_word_of_its_own() -> None:
    for key in words_of("words/road.toml")["flags"]:
        kind, _, name = key.partition(".")
        assert name in {spec.name for spec in describe(history.ENTRY_KINDS[kind].type)}


def test_a_paper_of_a_ground_or_path_has_a_title_even_without_a_template() -> None:
    law = Law.shipped(frozenset(profile.name for profile in shipped_profiles()))
    papers = {ground.notice for ground in law.grounds} | set(law.notices)
    papers |= {paper for path in law.paths.values() for paper in (path.notice, path.decision) if paper}
    made_here = {kind.kind for kind in catalogue()}
    for paper in papers:
        assert re.search("[\u4e00-\u9fff]", paper_kind(paper).title)
        assert paper in made_here or not paper_kind(paper).stations, "never offered, only recorded"
