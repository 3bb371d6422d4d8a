"""Code lists: every code has a label, every place its full name, and typing a few letters finds a
category."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import codes as lists
from app.domain import identity_card
from app.domain.codes import (
    CODE_LISTS,
    category,
    codes,
    find_category,
    find_code,
    header_use,
    label,
    national_purpose,
    region,
    regions_in,
    text_of,
    townships_of,
    version,
)
from app.errors import NotFound
from resources.loader import read_table

REGISTER_FIELDS = [
    "key",
    "channel",
    "received_on",
    "name",
    "id_type",
    "id_number",
    "phone",
    "address",
    "area",
    "people",
    "purpose",
    "category",
    "content",
    "requested",
    "confidential",
    "anonymous",
    "representatives",
    "backfilled",
    "accused",
    "accused_units",
]


@pytest.mark.parametrize("list_name", CODE_LISTS)
def test_every_code_is_unique_and_labelled(list_name: str) -> None:
    entries = codes(list_name)
    assert len({entry.code for entry in entries}) == len(entries)
    assert all(label(list_name, entry.code) == entry.label != "" for entry in entries)
    assert all(entry.code.isascii() for entry in entries)


@pytest.mark.parametrize(
    ("list_name", "expected"),
    [
        ("purposes", "claim suggestion accusation undecided"),
        (
            "paths",
            "litigation arbitration party_appeal administrative_procedure duty_performance "
            "petition_procedure",
        ),
        ("station_kinds", "office township department desk"),
        ("id_documents", " ".join(identity_card.KINDS)),
    ],
)
def test_lists_that_code_relies_on(list_name: str, expected: str) -> None:
    assert {entry.code for entry in codes(list_name)} == set(expected.split())


def test_everyday_words_find_their_code() -> None:
    for list_name, word, code in (
        ("channels", "来访", "walk_in"),
        ("channels", "走访", "walk_in"),
        ("channels", "visit", "walk_in"),
        ("id_documents", "身份证", "resident_card"),
        ("purposes", "申诉求决类", "claim"),
    ):
        found = find_code(list_name, word)
        assert found is not None and found.code == code
    assert find_code("channels", "飞鸽") is None


def test_unknown_lists_and_codes_say_so() -> None:
    with pytest.raises(NotFound, match=r"codes\.unknown_code"):
        label("channels", "pigeon")
    with pytest.raises(NotFound, match=r"codes\.unknown_list"):
        codes("../words")


def test_old_purposes_become_the_three_classes() -> None:
    assert [national_purpose(word) for word in ("求决", "申诉", "意见建议", "揭发控告", "99", "表扬")] == [
        "claim",
        "claim",
        "suggestion",
        "accusation",
        "undecided",
        None,
    ]


@pytest.mark.parametrize(
    ("code", "path", "level"),
    [
        ("410721", "河南省新乡市新乡县", 3),
        ("110101", "北京市东城区", 3),
        ("441900", "广东省东莞市", 2),
        ("659012", "新疆维吾尔自治区白杨市", 3),
        ("410000", "河南省", 1),
        ("410721101", "河南省新乡市新乡县翟坡镇", 4),
    ],
)
def test_a_place_has_its_full_name(code: str, path: str, level: int) -> None:
    found = region(code)
    assert found is not None and (found.path, found.level) == (path, level)


def test_retired_and_unknown_places_are_unknown() -> None:
    assert region("411023") is region("410721999") is region("") is region("x") is None


def test_the_townships_of_one_county() -> None:
    names = [found.name for found in townships_of("410721")]
    assert names == ["翟坡镇", "小冀镇", "七里营镇", "朗公庙镇", "古固寨镇", "大召营镇", "合河乡"]
    assert townships_of("441900") == townships_of("没有") == ()


def test_the_picker_goes_down_level_by_level() -> None:
    assert len(regions_in("")) == 34
    assert "410700" in {found.code for found in regions_in("410000")}
    assert {found.level for found in regions_in("650000")} == {2, 3}
    assert regions_in("410721") == townships_of("410721")
    assert all(region(found.parent) for found in regions_in("410000"))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("自然资源", ("国土资源",)),
        ("征地", ("国土资源", "土地征收")),
        ("tdzs", ("国土资源", "土地征收")),
        ("讨薪", ("劳动和社会保障", "工资福利")),
        ("物业", ("城乡建设", "住房保障与房地产", "物业服务")),
        ("生态环境 污染", ("环境保护", "环境污染")),
    ],
)
def test_typing_ahead_finds_the_category_first(typed: str, path: tuple[str, ...]) -> None:
    assert find_category(typed)[0].path == path


def test_typing_ahead_is_limited_and_may_find_nothing() -> None:
    assert len(find_category("其他", limit=3)) == 3
    assert find_category("量子隧穿") == ()
    assert {found.level for found in find_category("", limit=99)} == {1}
    found = category("010101")
    assert found is not None and found.path == ("城乡建设", "安全生产", "事故处理")


@given(st.text(max_size=8), st.integers(0, 5))
def test_typing_anything_never_fails(typed: str, limit: int) -> None:
    assert len(find_category(typed, limit)) <= limit


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("信访人姓名", "name"),
        (" 证件号码 ", "id_number"),
        ("手机号*", "phone"),
        ("住址（现住）", "address"),
        ("投诉内容", "content"),
        ("received_on", "received_on"),
        ("信访形式", "channel"),
    ],
)
def test_chinese_headers_become_fields(header: str, field: str) -> None:
    assert (header_use(header).use, header_use(header).field) == ("field", field)


def test_every_field_of_register_has_a_header_and_no_header_has_two() -> None:
    rows = read_table("codes/spreadsheet_headers.tsv")
    assert {row["field"] for row in rows} == set(REGISTER_FIELDS)
    assert len({row["header"] for row in rows}) == len(rows)
    assert all(header_use(field).field == field for field in REGISTER_FIELDS)


@pytest.mark.parametrize(
    "header", ["是否扬言", "重点人员标志", "特殊人员", "越级次数", "信用等级", "政治面貌"]
)
def test_columns_about_watching_persons_are_dropped(header: str) -> None:
    assert header_use(header).use == "dropped"


def test_other_columns_are_only_unknown() -> None:
    assert header_use("统一社会信用代码").use == header_use("备注").use == "unknown"


def test_editions_are_named() -> None:
    assert version("regions") == version("townships") == "2026-09-11"
    assert version("classification")


def test_importing_reads_no_table() -> None:
    code = "import sys, app.domain.codes as c; sys.exit(c._regions.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_code_that_the_list_has_no_more_keeps_its_text_and_is_offered_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = {("classification", "0399"): "劳动社保|老农保", ("channels", "telegram"): "电报"}
    monkeypatch.setattr(lists, "_retired", lambda: old)
    found = category("0399")
    assert found is not None and found.path == ("劳动社保", "老农保") and found.label == "老农保"
    assert label("channels", "telegram") == text_of("channels", "telegram") == "电报"
    assert find_code("channels", "telegram") is None and find_category("老农保") == ()
    assert "telegram" not in [item.code for item in codes("channels")]


def test_a_code_that_nobody_knows_stays_itself_and_becomes_no_other() -> None:
    assert text_of("channels", "of-tomorrow") == "of-tomorrow"
    assert text_of("channels", "walk_in") == label("channels", "walk_in")
    assert category("999902") is None
    assert all(row["list"] in CODE_LISTS and row["label"] for row in read_table("codes/retired.tsv"))
