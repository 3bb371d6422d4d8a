"""Tables for other systems: every column from a fact, in their words, and a report of what they cannot hold."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from app.clock import FixedClock
from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Path, Purpose
from app.domain.codes import header_use
from app.domain.office import StationKind
from app.domain.people import People, Petitioner
from app.domain.provincial_state import ProvincialState
from app.errors import BadInput, NotAllowed, NotFound
from app.exchange.profiles.bridge import SHIPPED, bridge_profile, profile_text, read_profile
from app.services.bridging import Bridged, Loss, bridged
from app.services.perform import perform
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

DAYS = (date(2026, 3, 1), date(2026, 3, 31))
NEVER_OURS = ("jabz", "sfssbz", "rdwt", "sfyfzjzf", "cxm", "cxmzt")
"""Marks that this program does not make, and the code that belongs to the petitioner."""


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def table(made: Bridged) -> list[dict[str, object]]:
    sheet = load_workbook(io.BytesIO(made.data)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row), "no formula"
    return [dict(zip([str(title) for title in head], row, strict=True)) for row in rows]


def one(desk: Session, profile: str = "provincial") -> dict[str, object]:
    (row,) = table(bridged(desk, bridge_profile(profile), *DAYS))
    return row


def test_the_provinces_nineteen_columns_are_filled_from_facts(desk: Session) -> None:
    number = registers(desk, phones=("13900000001", "0373-0000002"), id_number="11010519491231002X").number
    row = one(desk)
    assert len(row) == 19
    assert row["信访件编号"] == number and row["姓名"] == "张示范" and row["手机号码"] == "13900000001"
    assert (row["信访形式"], row["信访目的"], row["是否办结"]) == ("来访", "求决", "否")
    assert row["信访件状态"] == "受理申请审查中" and row["信访日期"] == "2026-03-02"
    assert not row["是否全国初次信访"], "nobody here can know it"


def test_the_state_follows_the_procedure_and_the_day() -> None:
    memory = FakeMemory()
    founded(memory, StationKind.DEPARTMENT)
    desk = session(memory)
    number = registers(desk).number
    perform(desk, number, Classify(purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE))
    perform(desk, number, Accept())
    assert one(desk)["信访件状态"] == "受理"
    late = replace(desk, clock=FixedClock(START.replace(month=9)))
    assert one(late)["信访件状态"] == "超期未作出处理意见"


def test_what_the_table_cannot_hold_is_told_and_the_journal_keeps_it(desk: Session) -> None:
    long = "补偿款至今没有付清。" * 600
    people = People(petitioners=(Petitioner(name="张示范"), Petitioner(name="李示范")))
    claims = (
        ClaimGiven(text=long, purpose=Purpose.CLAIM),
        ClaimGiven(text="另一件事。", purpose=Purpose.SUGGESTION),
    )
    number = registers(desk, people=people, claims=claims).number
    made = bridged(desk, bridge_profile("provincial"), *DAYS)
    assert [(item.why, item.column, item.count) for item in made.lost] == [
        (Loss.MORE_CLAIMS, "", 1),
        (Loss.MORE_PEOPLE, "", 1),
        (Loss.CUT, "概况", len(long)),
    ]
    cell = str(table(made)[0]["概况"])
    assert len(cell) == 4000 and cell.endswith(f"（全文 {len(long)} 字，见附件）")
    assert {item.number for item in made.lost} == {number}


def test_an_accusation_leaves_with_number_day_and_channel_only(desk: Session) -> None:
    registers(desk, "某人收受财物，线索见材料。", name="王某某", purpose=Purpose.ACCUSATION)
    for profile in SHIPPED:
        made = bridged(desk, bridge_profile(profile), *DAYS)
        assert [item.why for item in made.lost] == [Loss.SEALED]
        text = str(table(made))
        assert "王某某" not in text and "收受" not in text and "示范村" not in text


def test_long_digits_stay_text_and_nothing_becomes_a_formula(desk: Session) -> None:
    registers(
        desk, '=HYPERLINK("x")', name="+张示范", id_number="11010519491231002X", phones=("13900000001",)
    )
    row = one(desk, "interface")
    assert row["zjhm"] == "11010519491231002X" and row["sjh"] == "13900000001"
    assert (row["xb"], row["csrq"], row["zjlx"]) == ("0", "1949-12-31", "111")


@pytest.mark.parametrize("name", SHIPPED)
def test_no_column_rates_or_watches_anybody_and_what_stays_empty_says_why(name: str) -> None:
    profile = bridge_profile(name)
    for column in profile.columns:
        if not column.value:
            assert column.why
        assert header_use(column.title).use != "dropped" or not column.value
    filled = {column.title for column in profile.columns if column.value}
    assert filled.isdisjoint(NEVER_OURS)


def test_an_office_writes_its_own_mapping(desk: Session) -> None:
    registers(desk)
    text = profile_text("provincial").replace('title = "姓名"', 'title = "信访人"')
    made = bridged(desk, read_profile(text, "own"), *DAYS)
    assert table(made)[0]["信访人"] == "张示范"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('value = "name"', 'value = "score"', "score"),
        ('title = "姓名"', 'title = "住址"', "住址"),
        ('examining = "受理申请审查中"', "", ProvincialState.EXAMINING),
        ('sheet = "信访件"', 'sheet = ""', "sheet"),
        ("[flags]", "[flag]", "flags"),
        ("width = 12\n", 'width = 12\ncolour = "red"\n', "colour"),
        ("[[columns]]", "[[columns", ""),
    ],
)
def test_a_mapping_with_a_mistake_writes_nothing(old: str, new: str, what: str) -> None:
    text = profile_text("provincial")
    assert old in text
    with pytest.raises(BadInput, match=r"bridge\.mapping") as caught:
        read_profile(text.replace(old, new, 1), "own")
    assert what in str(caught.value.details["what"])


def test_who_acts_on_no_matters_gets_no_table_and_an_unknown_profile_is_told(desk: Session) -> None:
    with pytest.raises(NotAllowed):
        bridged(session(desk.memory, "auditor"), bridge_profile("provincial"), *DAYS)
    with pytest.raises(NotFound, match=r"bridge\.profile"):
        bridge_profile("national")


def test_a_channel_without_a_word_of_theirs_is_told(desk: Session) -> None:
    registers(desk, channel="sent_down")
    made = bridged(desk, bridge_profile("provincial"), *DAYS)
    assert [(item.why, item.column) for item in made.lost] == [(Loss.NO_WORD, "信访形式")]
