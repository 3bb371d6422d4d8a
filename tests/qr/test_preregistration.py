"""The fields of what a visitor wrote before coming: each comes back, and what no honest page writes is refused by name."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.qr.preregistration import (
    MOST_EVIDENCE,
    MOST_LINE,
    MOST_STORY,
    PreRegistration,
    from_text,
    to_text,
)

WHOLE = PreRegistration(
    name="买买提·吐尔逊",
    id_type="resident_card",
    id_number="11010519491231002X",
    phone="13900000000",
    area="410721",
    address="示范镇示范村三组",
    place="410721",
    place_words="村东头机井旁",
    purpose="claim",
    category="",
    persons="3",
    evidence=("承包合同", "照片两张"),
    story="第一段。\n\n第二段，=1+1 也只是字。",
)
GOLDEN = (
    "买买提·吐尔逊\nresident_card\n11010519491231002X\n13900000000\n410721\n示范镇示范村三组\n410721\n村东头机井旁\n"
    "claim\n\n3\n承包合同\t照片两张\n第一段。\n\n第二段，=1+1 也只是字。"
)
line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=30)


def test_the_golden_text() -> None:
    assert to_text(WHOLE) == GOLDEN and from_text(GOLDEN) == WHOLE


@given(line, line, st.lists(line.filter(bool), max_size=4), st.lists(line, max_size=5).map("\n".join))
def test_whatever_was_written_comes_back(name: str, address: str, evidence: list[str], story: str) -> None:
    given_ = PreRegistration(name=name, address=address, evidence=tuple(evidence), story=story)
    assert from_text(to_text(given_)) == given_


def test_nothing_has_to_be_said() -> None:
    assert from_text(to_text(PreRegistration())) == PreRegistration()


@pytest.mark.parametrize("field", [item.name for item in fields(PreRegistration) if item.type == "str"])
@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb", "a\tb", "a\x1b[31mb"])
def test_what_no_keyboard_writes_is_refused_by_name(field: str, bad: str) -> None:
    with pytest.raises(BadInput, match=r"prereg\.field") as caught:
        to_text(replace(WHOLE, **{field: bad}))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("name", "长" * (MOST_LINE + 1)),
        ("story", "长" * (MOST_STORY + 1)),
        ("persons", "三"),
        ("persons", "-1"),
        ("evidence", tuple("证" for _ in range(MOST_EVIDENCE + 1))),
        ("evidence", ("",)),
        ("evidence", ("一\t二",)),
        ("name", "两\n行"),
    ],
)
def test_what_is_too_much_is_refused_by_name(field: str, bad: object) -> None:
    with pytest.raises(BadInput, match=r"prereg\.field") as caught:
        to_text(replace(WHOLE, **{field: bad}))  # type: ignore[arg-type]
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "张三", "\n" * 11])
def test_too_few_lines_are_no_text_of_ours(text: str) -> None:
    with pytest.raises(BadInput, match=r"code\.altered"):
        from_text(text)
