"""Rows of a file become registrations: cleaned, never guessed, never blocked without need, never doubled."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from app.domain.claims import Purpose
from app.errors import AppError, BadInput
from app.exchange.profiles.county import FIELDS
from app.services import intake
from app.services.registration import register_matter
from app.services.session import Session
from tests.desks import founded, session
from tests.fakes import FakeMemory

TODAY = date(2026, 3, 2)
STORY = "村里修路占用我家承包地，补偿款至今没有付清。"
FULL = {
    "key": "K-1",
    "channel": "来信",
    "received_on": "2026/3/1",
    "name": "张 示范",
    "id_type": "居民身份证",
    "id_number": "11010519491231002x",
    "phone": "138 0000 0000、0373-1234567",
    "address": "示范村一号",
    "area": "410721",
    "people": "3",
    "purpose": "申诉求决",
    "category": "",
    "content": STORY,
    "requested": "付清余款",
    "confidential": "是",
    "anonymous": "否",
    "representatives": "张示范、李示范",
    "backfilled": "1",
    "accused": "",
    "accused_units": "",
}
HEADERS = [
    "登记编号",
    "信访形式",
    "信访日期",
    "信访人姓名",
    "联系电话",
    "家庭住址",
    "信访人数",
    "信访内容",
    "诉求",
]
CELLS = ["4107-1", "来访", "2026-03-01", "王示范", "13800000000", "示范村二号", "2", STORY, "付清"]


def taken(values: dict[str, Any]) -> intake.Intake:
    return intake.to_intake(values, key="k", today=TODAY, area="410721", area_code=None)


def test_every_field_of_the_contract_reaches_the_registration() -> None:
    assert set(FIELDS) == set(FULL)
    made = taken(FULL).command
    person = made.people.petitioners[0]
    assert (made.channel, made.received_on, made.persons_came) == ("letter", date(2026, 3, 1), 3)
    assert (person.name, person.name_as_typed) == ("张示范", "张 示范")
    assert (person.id_type, person.id_number, person.sex, person.born_on) == (
        "resident_card", "11010519491231002X", "female", "1949-12-31",
    )  # fmt: skip
    assert (person.phones, person.address) == (("13800000000", "03731234567"), "示范村一号")
    assert (made.claims[0].text, made.claims[0].requested, made.claims[0].purpose) == (
        STORY, "付清余款", Purpose.CLAIM,
    )  # fmt: skip
    assert (made.place, made.confidential, made.anonymous, made.backfilled) == ("410721", True, False, True)
    assert [r.name for r in made.people.representatives] == ["张示范", "李示范"]


def test_a_row_that_names_the_accused_is_sealed_whatever_else_it_says() -> None:
    made = taken({**FULL, "accused": " 王某，副镇长 ", "accused_units": "示范镇人民政府、U2"}).command
    assert made.restricted and made.accused == "王某，副镇长"
    assert made.accused_units == ("示范镇人民政府", "U2")
    assert taken({"content": STORY, "accused_units": ["U1", " "]}).command.accused_units == ("U1",)
    assert not taken(FULL).command.restricted


def test_a_kind_of_document_that_nobody_knows_is_taken_as_another_one() -> None:
    (person,) = taken({**FULL, "id_type": "渔船证"}).command.people.petitioners
    assert person.id_type == "other"


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"content": STORY}, "register.identity_unclear"),
        ({"content": STORY, "people": 12}, "register.no_representatives"),
        ({"content": STORY, "area": "某某村"}, "register.area_unknown"),
        ({"content": STORY, "purpose": "打听"}, "register.purpose_unknown"),
        ({"content": STORY, "category": "ｑｑｑ"}, "register.category_unknown"),
        ({"content": STORY + "\u200b\u202e"}, "text.hidden_characters"),
        ({"content": STORY, "name": "张\u3000示范"}, "name.repaired"),
    ],
)
def test_what_is_odd_is_told_and_registered_all_the_same(values: dict[str, Any], warning: str) -> None:
    assert warning in taken(values).warnings


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"received_on": "2026-02-30"}, "field.type", "received_on"),
        ({"received_on": "99999999999999999999-1-1"}, "field.type", "received_on"),
        ({"received_on": 5.5}, "field.type", "received_on"),
        ({"people": "viele"}, "register.head_count", "people"),
        ({"people": 0}, "register.head_count", "people"),
        ({"people": True}, "register.head_count", "people"),
        ({"people": "9999999"}, "register.head_count", "people"),
        ({"channel": "信鸽"}, "register.channel_unknown", "channel"),
        ({"name": "张\x00"}, "name.forbidden_character", "name"),
        ({"name": "张" * 51}, "name.too_long", "name"),
        ({"name": ["张"]}, "field.type", "name"),
        ({"content": "a\ud800"}, "text.forbidden_character", "content"),
        ({"content": "长" * 50_001}, "text.too_long", "content"),
        ({"name": "张示范", "phone": {"a": 1}}, "field.type", "phone"),
    ],
)
def test_what_cannot_be_read_names_its_field(values: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(AppError) as caught:
        taken({"content": STORY, **values})
    assert (caught.value.code, caught.value.field) == (code, field)


def test_who_leaves_a_telephone_and_no_name_can_still_be_called() -> None:
    made = taken({"content": STORY, "phone": "13800000000"})
    assert made.command.people.petitioners[0].phones == ("13800000000",)
    assert "register.identity_unclear" in made.warnings


def test_an_accusation_is_dark_from_the_file_on() -> None:
    assert taken({"content": STORY, "purpose": "检举控告"}).command.restricted


@pytest.mark.parametrize("word", ["举报", "控告村干部", "检举", "揭发控告", "检举控告类"])
def test_what_may_be_an_accusation_is_dark_before_anybody_decided(word: str) -> None:
    assert taken({"content": STORY, "purpose": word}).command.restricted


@pytest.mark.parametrize("word", ["求决", "建议意见", "打听", ""])
def test_what_is_none_stays_open(word: str) -> None:
    assert not taken({"content": STORY, "purpose": word}).command.restricted


@pytest.mark.parametrize(
    ("word", "kept", "told"),
    [("是", True, False), ("√", True, False), ("保密", True, False), ("否", False, False), ("", False, False),
     ("不保密", False, False), ("尽量", True, True)],
)  # fmt: skip
def test_a_wish_for_secrecy_is_never_lost_to_a_word(word: str, kept: bool, told: bool) -> None:
    made = taken({"content": STORY, "confidential": word})
    assert made.command.confidential is kept
    assert ("register.confidential_unclear" in made.warnings) is told


def test_an_unclear_word_for_anonymous_drops_no_name() -> None:
    made = taken({"content": STORY, "name": "张示范", "anonymous": "不清楚"})
    assert (
        made.command.people.petitioners[0].name == "张示范" and "register.anonymous_unclear" in made.warnings
    )


@pytest.mark.parametrize(
    ("word", "code"), [("翟坡镇", "410721101"), ("新乡县", "410721"), ("410721", "410721")]
)
def test_a_place_of_the_county_may_be_given_by_name(word: str, code: str) -> None:
    assert taken({"content": STORY, "area": word}).command.place == code


@pytest.mark.parametrize("word", ["城乡建设_住房保障与房地产_x", "农村农业", "甲/城乡建设"])
def test_a_category_of_three_levels_in_one_cell(word: str) -> None:
    assert taken({"content": STORY, "category": word}).command.claims[0].category


@pytest.mark.parametrize(("word", "count"), [("3人", 3), ("１２ 名", 12), ("2.0", None)])
def test_a_head_count_with_its_word(word: str, count: int | None) -> None:
    if count is None:
        with pytest.raises(BadInput):
            taken({"content": STORY, "people": word})
    else:
        assert taken({"content": STORY, "people": word}).command.persons_came == count


def test_an_anonymous_row_keeps_no_name() -> None:
    made = taken({"content": STORY, "name": "张示范", "anonymous": "是"})
    assert made.command.people.petitioners == () and made.command.anonymous
    assert "register.identity_unclear" not in made.warnings


# ---------------------------------------------------------------- files


def sheet(*rows: list[str], encoding: str = "utf-8", headers: list[str] = HEADERS) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_countys_sheet_is_read_in_each_of_its_encodings(encoding: str) -> None:
    (row,) = intake.read_file("台账.CSV", sheet(CELLS, encoding=encoding)).rows
    made = taken(dict(row.values)).command
    assert (made.people.petitioners[0].name, made.persons_came, made.claims[0].text) == ("王示范", 2, STORY)
    assert (row.row, row.values["key"]) == (2, "4107-1"), "the row a clerk sees, under its header"


def test_the_same_rows_as_lines_and_as_a_list() -> None:
    rows = [{"content": STORY}, {"信访内容": STORY, "姓名": "王示范"}]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    read = [[dict(r.values) for r in intake.read_file(name, data.encode()).rows] for name, data in (
        ("a.jsonl", "\ufeff" + lines + "\n\n"), ("a.json", json.dumps(rows)),
    )]  # fmt: skip
    assert read[0] == read[1] == [{"content": STORY}, {"content": STORY, "name": "王示范"}]
    (single,) = intake.read_file("one.json", json.dumps(rows[0]).encode()).rows
    assert single.values == {"content": STORY}


def test_columns_that_rate_or_watch_people_are_dropped_and_counted() -> None:
    headers = [*HEADERS, "是否重点人员", "风险等级", "备注"]
    file = intake.read_file("a.csv", sheet([*CELLS, "是", "高", "无"], headers=headers))
    (row,) = file.rows
    assert file.dropped_columns == {"是否重点人员", "风险等级"}
    assert "高" not in row.values.values() and set(row.values) <= set(FIELDS)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"x", "intake.kind"),
        ("a", b"x", "intake.kind"),
        ("a.csv", b"\xff\xff\xff", "intake.encoding"),
        ("a.json", b"{", "intake.json"),
        ("a.json", b"[" * 100_000, "intake.json"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(name: str, data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        list(intake.read_file(name, data).rows)
    assert caught.value.code == code


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def run(at: Session, name: str, data: bytes) -> list[str]:
    """What becomes of every row: a number, 'again', or the code of its error."""
    told = []
    for row, key in intake.keyed(intake.read_file(name, data).rows):
        try:
            if row.error is not None:
                raise row.error
            values = intake.to_intake(row.values, key=key, today=at.today(), area="410721", area_code=None)
            made = register_matter(at, values.command, key=key)
            told.append("again" if made.repeated else made.number)
        except AppError as error:
            told.append(error.code)
    return told


def lines(*rows: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows).encode()


def test_bad_rows_in_the_middle_stop_no_good_ones(desk: Session) -> None:
    data = lines(
        {"content": "一"}, "{broken", [1], {"content": ""}, {"content": "二", "people": 0}, {"content": "二"}
    )
    assert run(desk, "a.jsonl", data) == [
        "LX07-26-00001-C", "intake.json", "intake.row_shape", "register.no_content", "register.head_count",
        registered(desk, 2),
    ]  # fmt: skip


def registered(at: Session, sequence: int) -> str:
    return next(r.number for r in at.memory.queries.newest() if int(r.number[8:13]) == sequence)


def test_an_endless_cell_is_a_bad_row_and_no_bug(desk: Session) -> None:
    data = sheet(CELLS[:1] + CELLS[1:], ["2", *CELLS[1:7], "长" * 140_000, ""], ["3", *CELLS[1:]])
    first, second, third = run(desk, "a.csv", data)
    assert (first, second, third) == ("LX07-26-00001-C", "intake.row_shape", registered(desk, 2))


def test_running_a_file_again_registers_nothing_twice(desk: Session) -> None:
    data = lines(
        {"content": "一"}, {"content": "一"}, {"content": "二", "key": "K"}, {"content": "三", "key": "K"}
    )
    first = run(desk, "a.jsonl", data)
    assert first[3] == "again", "the same key is the same row, whatever it says"
    assert len({*first[:3]}) == 3, "two equal rows of one file are two visits"
    assert run(desk, "a.jsonl", data) == ["again"] * 4
    assert len(desk.memory.queries.newest()) == 3


def test_the_key_does_not_depend_on_the_order_of_the_columns(desk: Session) -> None:
    run(desk, "a.jsonl", lines({"content": "一", "name": "张示范"}))
    assert run(desk, "a.jsonl", lines({"name": "张示范", "content": "一"})) == ["again"]


def test_rows_with_a_value_that_is_no_json_are_told_apart(desk: Session) -> None:
    """Spreadsheets exported with NaN for an empty cell: each row is itself, and none is lost as a repetition."""
    one = '{"content": "一", "representatives": NaN}'
    other = '{"content": "二", "representatives": NaN}'
    first = run(desk, "a.jsonl", lines(one))
    assert run(desk, "b.jsonl", lines(other)) == [registered(desk, 2)] != first
    assert run(desk, "b.jsonl", lines(other)) == ["again"]


def test_a_row_that_was_refused_can_be_put_right_and_registered(desk: Session) -> None:
    assert run(desk, "a.jsonl", lines({"key": "K", "content": ""})) == ["register.no_content"]
    assert run(desk, "a.jsonl", lines({"key": "K", "content": "一"})) == ["LX07-26-00001-C"]
