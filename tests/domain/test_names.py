"""Names and stories: repaired where a machine spoiled them, refused only where they could harm, masked in
lists."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.names import (
    NAME_LIMIT,
    clean_name,
    clean_text,
    hidden_characters,
    mask_name,
    mask_number,
    mask_phone,
    pinyin_initials,
    search_key,
    sounds,
)
from app.errors import BadInput
from resources.loader import read_toml


@pytest.mark.parametrize(
    ("typed", "stored", "repair"),
    [
        ("王\ue863", "王䶮", "private_use"),
        ("\ufeff张\u200b三", "张三", "zero_width"),
        ("　张　三 \n", "张三", "spaces"),
        ("John　 Smith", "John Smith", "spaces"),
        ("张Ａ１", "张A1", "full_width"),
        *((f"阿卜杜拉{dot}买买提", "阿卜杜拉·买买提", "dot") for dot in "•・･‧∙⋅.．"),
    ],
)  # fmt: skip
def test_what_a_machine_spoiled_is_put_right(typed: str, stored: str, repair: str) -> None:
    name = clean_name(typed)
    assert (name.text, name.changed) == (stored, True)
    assert repair in name.repairs
    assert all(read_toml("words/fields.toml")["repairs"][each] for each in name.repairs)


@pytest.mark.parametrize(
    "name",
    ["张三", "㛃", "𬴂", "\U00030ede", "﨑山", "\uf914", "阿依古丽·买买提", "J.R. Smith", "A.B", "\ue000某"],
)
def test_a_name_as_given_is_left_alone(name: str) -> None:
    assert clean_name(name) == clean_name(clean_name(name).text)
    assert (clean_name(name).text, clean_name(name).changed) == (name, False)


def test_spaces_around_the_dot_go() -> None:
    assert clean_name("阿卜杜拉 • 买买提").text == "阿卜杜拉·买买提"


@pytest.mark.parametrize(
    "bad", ["张\x00三", "张\u202e三", "张\u200f三", "张\n三", "张\x7f", "张\ud800", "张\u2028三", "张\t三"]
)
def test_harmful_characters_are_refused(bad: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_name(bad)
    assert (refused.value.code, refused.value.field) == ("name.forbidden_character", "name")


@pytest.mark.parametrize(
    ("bad", "code"), [("", "name.empty"), ("　 \u200b", "name.empty"), ("张" * 51, "name.too_long")]
)
def test_length_of_a_name(bad: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_name(bad)
    assert refused.value.code == code
    assert clean_name("张" * NAME_LIMIT).text == "张" * NAME_LIMIT


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("张三·•.． 　\u200b\ue863Ａ1a\u30fb𬴂"), st.characters()),
        max_size=12,
    )
)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    try:
        once = clean_name(raw).text
    except BadInput:
        return
    assert clean_name(once).text == once
    assert not clean_name(once).changed


def test_a_story_keeps_its_lines_and_loses_what_hides() -> None:
    raw = "第一行\r\n第二行\r\t\u202e倒写\x07\ufeff\ue863"
    assert clean_text(raw, field="content") == "第一行\n第二行\n\t倒写䶮"
    assert hidden_characters(raw) == 3


@pytest.mark.parametrize("bad", ["一\x00二", "一\udc00二"])
def test_a_story_that_cannot_be_stored_is_refused(bad: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_text(bad, field="content")
    assert (refused.value.code, refused.value.field) == ("text.forbidden_character", "content")


def test_a_story_too_long_tells_the_figure() -> None:
    assert len(clean_text("字" * 50_000, field="content")) == 50_000
    with pytest.raises(BadInput) as refused:
        clean_text("字" * 50_001, field="content")
    assert refused.value.details == {"length": 50_001, "limit": 50_000}


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("张", "*"),
        ("", ""),
        ("𬴂某", "𬴂*"),
        ("阿卜杜拉·买买提", "阿***·***"),
        ("John Smith", "J*** *****"),
        ("某县宏达商贸有限公司", "某县****有限公司"),
        ("翟坡镇东大村村民委员会", "翟坡****村民委员会"),
    ],
)
def test_lists_show_only_the_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_masked_numbers_and_phones() -> None:
    assert mask_number("410721199003070010") == "410***********0010"
    assert mask_number("E12345678") == "E******78"
    assert mask_number("123") == "***"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("0373-5680000") == "0373-***0000"
    assert mask_phone("0373-5680000-801") == "0373-***0000-***"
    assert mask_phone("5680000") == "***0000"
    assert mask_phone("66123") == "*****"


@given(st.text(max_size=60))
def test_masking_hides_all_but_a_few(text: str) -> None:
    for mask, most in ((mask_number, 7), (mask_phone, 60)):
        assert len(mask(text)) == len(text)
        assert sum(a == b != "*" for a, b in zip(mask(text), text, strict=True)) <= max(most, 0)
    assert len(mask_name(text)) <= len(text)


def test_a_name_is_found_however_it_was_typed() -> None:
    keys = {
        search_key(name)
        for name in ("阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉 . 买买提", "阿卜杜拉买买提")
    }
    assert keys == {"阿卜杜拉买买提"}
    assert search_key("ＪＯＨＮ Smith") == "johnsmith"
    assert search_key("王\ue863") == "王䶮"


@given(st.text(max_size=30))
def test_a_search_key_is_its_own_key(name: str) -> None:
    assert search_key(search_key(name)) == search_key(name)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("曾建国", ("zjg", "cjg")),
        ("单雄", ("sx", "dx")),
        ("张三", ("zs",)),
        ("尉迟恭", ("ycg", "wcg")),
        ("覃某", ("qm", "tm")),
        ("阿依古丽·买买提", ("ayglmmt",)),
        ("John", ("john",)),
        ("··", ()),
    ],
)
def test_initials_with_both_readings(name: str, initials: tuple[str, ...]) -> None:
    assert pinyin_initials(name) == initials


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("曾建国", ("ǀzengǀjianǀguo", "ǀcengǀjianǀguo")),
        ("章建国", ("ǀzhangǀjianǀguo",)),
        ("尉迟恭", ("ǀyuǀchiǀgong", "ǀweiǀchiǀgong")),
        ("··", ()),
    ],
)
def test_sounds_keep_their_syllables_apart(name: str, sound: tuple[str, ...]) -> None:
    assert sounds(name) == sound


def test_importing_the_module_does_not_load_the_pinyin_dictionary() -> None:
    code = "import sys, app.domain.names; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
