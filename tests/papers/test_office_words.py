"""Which words of a template an office may change, and what a change may never do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.errors import AppError, BadInput, NotFound, Refused
from app.papers.blocks import MAKERS as LAID_OUT
from app.papers.catalogue import catalogue, paper_kind
from app.papers.office_words import editable, places_of, with_words, worded_template
from app.papers.office_words_check import fitting_words, names_for
from app.papers.plain import MAKERS, parts_of, words_of
from app.papers.render import render
from app.papers.sample_matter import sample_facts, sample_paper
from app.papers.wording import context_of

EDITABLE = [kind.kind for kind in catalogue() if editable(kind)]


def refused(kind: str, words: Mapping[str, str]) -> AppError:
    with pytest.raises(AppError) as error:
        fitting_words(paper_kind(kind), words)
    return error.value


def place_with(kind: str, part: str) -> tuple[str, str]:
    """The first place of a kind whose text holds `part`."""
    return next((p.place, p.text) for p in places_of(paper_kind(kind)) if part in p.text)


def test_strict_kinds_and_envelopes_are_not_for_the_office_to_word() -> None:
    strict = {kind.kind for kind in catalogue() if kind.strict}
    assert strict and not strict & set(EDITABLE) and "D55" not in EDITABLE
    for kind in ("D14", "D55"):
        error = refused(kind, {"1.text": "别的话"})
        assert isinstance(error, Refused) and error.code == "template.strict"


@pytest.mark.parametrize("kind", EDITABLE)
def test_every_text_of_every_editable_kind_can_be_put_in_other_words(kind: str) -> None:
    texts = {p.place: p.text + "（本局）" for p in places_of(paper_kind(kind))}
    assert fitting_words(paper_kind(kind), texts) == texts
    worded = with_words(paper_kind(kind), "1+T.1", texts)
    assert [p.text for p in places_of(worded)] == list(texts.values())
    assert with_words(paper_kind(kind), "1", {}).blocks == paper_kind(kind).blocks


def test_titles_signatures_remedies_and_bare_facts_stay_as_shipped() -> None:
    for kind in catalogue():
        for place in places_of(kind):
            assert place.block not in ("title", "signature") and "remedy." not in place.text
    row = [p.text for p in places_of(paper_kind("D01"))]
    assert "{{ matter.channel }}" not in row and "信访形式" in row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ matter.nummer }}", "template.unknown_name"),
        ("{{ sender }}", "template.unknown_name"),
        ("{{ matter.number.__class__ }}", "template.unknown_name"),
        ("{{ agent if nobody else '' }}", "template.unknown_name"),
        ("{{ 'a' * 1000000 }}", "template.not_allowed"),
        ("{{ 'a' | center(50000) }}", "template.not_allowed"),
        ("{{ blank(5000) }}", "template.not_allowed"),
        ("{% for one in claims %}一{% endfor %}", "template.not_allowed"),
        ("{{ matter.number ", "template.malformed"),
        ("依照《信访条例》办理。", "template.repealed_law"),
        ("越级上访的，不予登记。", "template.forbidden"),
        (" \n ", "template.empty_text"),
        ("长" * 2001, "template.too_long"),
        ("看不见的\x07字", "paper.control_characters"),
        ("没有字形：\U0001f600", "paper.no_glyph"),
    ],
)
def test_a_fault_in_a_text_is_told_with_its_place(text: str, code: str) -> None:
    place, _ = place_with("D28", "说明")
    error = refused("D28", {place: text})
    assert error.code == code
    assert error.field in (place, None)


def test_a_place_that_does_not_exist_and_a_text_that_changes_nothing() -> None:
    assert refused("D28", {"99.text": "说明"}).code == "template.unknown_place"
    assert refused("D28", {"10.cells.1.span": "3"}).code == "template.unknown_place"
    place, text = place_with("D28", "说明")
    assert refused("D28", {place: text}).code == "template.nothing_changed"


def test_what_must_be_said_cannot_be_lost_by_words() -> None:
    place, _ = place_with("D01", "登记单位")
    error = refused("D01", {place: "登记单位见上"})
    assert error.code == "template.lost_facts"
    assert error.details["missing"] == "登记单位, 登记编号, 登记时间"


def test_a_mandatory_number_cannot_be_lost_either() -> None:
    kind = paper_kind("D01")
    place, text = place_with("D01", "persons.present")
    error = refused("D01", {place: text.replace("{{ persons.present }}", "若干")})
    assert error.code == "template.lost_facts" and "来访人数" in str(error.details["missing"]), kind.kind


def test_a_mandatory_fact_that_is_hidden_behind_a_condition_is_lost() -> None:
    place, text = place_with("D01", "登记单位")
    assert refused(
        "D01", {place: text.replace("{{ office.name }}", "{{ office.name if agent else '' }}")}
    ).code == ("template.lost_facts")


def test_a_dark_matter_is_told_no_more_of_than_the_shipped_words_tell() -> None:
    place, text = place_with("D49", "{{")
    error = refused("D49", {place: text + "{{ steps }}"})
    assert error.code == "template.tells_more" and "办了什么" in str(error.details["told"])


def test_a_list_is_not_printed_as_it_is() -> None:
    place, text = place_with("D01", "登记单位")
    assert refused("D01", {place: text + "{{ claims }}"}).code == "template.not_allowed"


def test_a_row_may_use_the_names_of_its_list_and_no_other() -> None:
    names = dict(names_for(paper_kind("D01")))
    assert names["matter.number"] == "登记编号" and names["petitioners[].name"] == "信访人姓名"
    place, text = place_with("D24", "item.question")
    assert refused("D24", {place: text + "{{ item.nothing }}"}).code == "template.unknown_name"


def test_a_version_of_the_office_needs_its_words() -> None:
    place, text = place_with("D28", "说明")
    assert worded_template("D28", "1", None) == paper_kind("D28")
    worded = worded_template("D28", "1+LX07.1", {place: text + "（本局）"})
    assert worded.version == "1+LX07.1" and worded.facts == paper_kind("D28").facts
    with pytest.raises(NotFound, match=r"paper\.template_unknown"):
        worded_template("D28", "1+LX07.1", None)
    with pytest.raises(NotFound, match=r"paper\.template_unknown"):
        worded_template("D28", "9+LX07.1", {})


def test_the_office_s_words_stand_on_the_paper_and_the_rest_is_the_same() -> None:
    kind = paper_kind("D28")
    place, text = place_with("D28", "说明")
    context = context_of(kind, sample_facts(kind), None, False)
    before = words_of(parts_of(kind.blocks, context))
    after = words_of(parts_of(with_words(kind, "1+T.1", {place: text + "（本局）"}).blocks, context))
    assert after == before.replace(text, text + "（本局）") != before


def test_the_plain_words_know_every_kind_of_block() -> None:
    assert set(MAKERS) == set(LAID_OUT)


@pytest.mark.parametrize("size", ["ordinary", "bare", "crowded"])
def test_the_sample_matter_makes_every_editable_paper(size: str) -> None:
    for kind in catalogue():
        if not editable(kind) or (size == "crowded" and kind.prohibitions):
            continue
        assert render(sample_paper(kind, size)).pages >= 1  # type: ignore[arg-type]


def test_a_text_that_cannot_be_read_names_the_place() -> None:
    place, _ = place_with("D28", "说明")
    error = refused("D28", {place: "{{ matter.number | unknown }}"})
    assert isinstance(error, BadInput) and error.code in ("template.not_allowed", "template.malformed")
    assert error.field == place
