"""Typing a matter into the national system: in its order, in its words, cut where it must be, our number never cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.access import Exported
from app.domain.acts.correcting import Void, void
from app.domain.claims import Purpose
from app.domain.history import read_value
from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused
from app.exchange.profiles.entry_order import OWN_FILE, order_text, read_order, shipped_order
from app.services.entering import (
    EntrySheet,
    entry_sheet,
    fitted,
    note_copied,
    record_entry,
    waiting_entries,
)
from app.services.perform import write
from app.services.reading import due
from app.services.session import Session
from tests.desks import founded, registers, session, whole
from tests.fakes import FakeMemory
from ui.entry_order import order_of
from ui.messages import message_of

ORDER = shipped_order()


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def texts(made: EntrySheet) -> dict[str, str]:
    return {item.title: item.text for item in made.fields}


def test_the_fields_come_in_the_systems_order_and_words(desk: Session) -> None:
    number = registers(desk, phones=("13900000001",), id_number="11010519491231002X").number
    made = entry_sheet(desk, number, ORDER)
    assert [item.title for item in made.fields] == [column.title for column in ORDER.fields]
    told = texts(made)
    assert (told["信访形式"], told["信访目的"], told["证件类型"]) == ("来访", "求决", "居民身份证")
    assert (told["姓名"], told["性别"], told["手机号码"]) == ("张示范", "女", "13900000001")
    assert told["概况"].endswith(f"〔{number}〕")
    chosen_there = next(item for item in made.fields if item.title == "是否全国初次信访")
    assert chosen_there.why and not chosen_there.is_given


def test_a_long_summary_is_cut_visibly_and_the_number_stays_whole(desk: Session) -> None:
    number = registers(desk, text="补偿款没有付清。" * 900).number
    summary = next(item for item in entry_sheet(desk, number, ORDER).fields if item.title == "概况")
    assert len(summary.text) == summary.longest == 4000 and summary.whole == 7200
    assert summary.text.endswith(f"……〔{number}〕")


@pytest.mark.parametrize("longest", [0, 3, 17, 18, 19, 30, 37, 38, 400])
def test_whatever_the_limit_the_end_is_never_cut(longest: int) -> None:
    end = "〔LX07-26-00001-3〕"
    made, was = fitted("修路占地" * 10, longest, end, "……")
    assert made.endswith(end)
    assert len(made) <= max(longest, len(end)) or not longest
    assert bool(was) == (0 < longest < 40 + len(end))


def test_a_sitting_is_one_entry_of_the_access_chain(desk: Session) -> None:
    number = registers(desk).number
    before = len(whole(desk).state.looks)
    made = entry_sheet(desk, number, ORDER)
    for item in made.fields:
        note_copied(desk, number, item)
    (look,) = whole(desk).state.looks[before:]
    read = read_value(look)
    assert read is not None and isinstance(read[1], Exported)
    assert (read[1].what, read[1].about, read[1].names) == ("system-entry", number, True)


def test_the_sitting_goes_on_where_it_stopped_and_a_changed_text_waits_again(desk: Session) -> None:
    number, other = registers(desk).number, registers(desk, text="另一件。").number
    made = entry_sheet(desk, number, ORDER)
    note_copied(desk, number, made.fields[0])
    note_copied(desk, number, made.fields[0])
    again = entry_sheet(desk, number, ORDER)
    assert again.fields[0].copied and again.next == 1
    assert again.ticked(1).next == 2
    assert entry_sheet(desk, other, ORDER).next == 0, "each matter has its own ticks"
    changed = read_order(order_text().replace('walk_in = "来访"', 'walk_in = "走访"'), "own")
    assert entry_sheet(desk, number, changed).next == 0


def test_their_number_ends_the_duty_and_telling_the_petitioner_is_next(desk: Session) -> None:
    number = registers(desk).number
    assert [item.number for item in waiting_entries(desk)] == [number]
    done = record_entry(desk, number, ORDER, " 4107212026000001 ", "8812")
    assert done is not None and waiting_entries(desk) == ()
    assert "query-code-told" in {row.obligation.rule for row in due(desk)}
    assert record_entry(desk, number, ORDER, "4107212026000001", "8812") is None, "pressed twice"
    assert entry_sheet(desk, number, ORDER).recorded == "4107212026000001"


@pytest.mark.parametrize(("given", "code"), [("", "entry.number_missing"), ("4" * 61, "entry.number_long")])
def test_a_number_that_is_none_is_refused_at_its_field(desk: Session, given: str, code: str) -> None:
    number = registers(desk).number
    with pytest.raises(BadInput) as refused:
        record_entry(desk, number, ORDER, given)
    assert (refused.value.code, refused.value.field) == (code, "number")


def test_an_accusation_is_given_to_nobody_this_way(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    before = len(whole(desk).state.looks)
    for who in (desk, session(whole(desk), "leader")):
        with pytest.raises(Refused) as refused:
            entry_sheet(who, number, ORDER)
        assert refused.value.code == "entry.accusation"
    assert len(whole(desk).state.looks) == before, "nothing was opened"
    assert waiting_entries(desk) == ()


def test_who_cannot_open_the_people_is_given_nothing(desk: Session) -> None:
    number = registers(desk, confidential=True).number
    assert texts(entry_sheet(desk, number, ORDER))["姓名"] == "张示范"
    with pytest.raises(Refused) as refused:
        entry_sheet(session(whole(desk), "clerk2"), number, ORDER)
    assert refused.value.code == "entry.people_sealed"


def test_administrators_ended_and_unknown_matters_are_refused(desk: Session) -> None:
    number = registers(desk).number
    with pytest.raises(NotAllowed):
        entry_sheet(session(whole(desk), "sysadmin"), number, ORDER)
    with pytest.raises(NotFound):
        entry_sheet(desk, "LX07-26-09999-0", ORDER)
    write(desk, number, lambda matter, setting, work: void(matter, Void(reason="重复录入"), setting))
    with pytest.raises(Refused) as refused:
        entry_sheet(desk, number, ORDER)
    assert refused.value.code == "matter.voided"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('value = "sex"', 'value = "gender"', 'value = "gender"'),
        ("numbered = true", "numbered = false", "numbered"),
        ('number_end = "〔{number}〕"', 'number_end = "〔〕"', "number_end"),
        ('system = "全国信访信息系统"', 'system = ""', 'system = ""'),
        ("[flags]", "[flags", "[flags"),
    ],
)
def test_a_mistake_in_the_offices_own_order_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    text = order_text().replace(old, new, 1)
    (tmp_path / OWN_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        order_of(tmp_path)
    assert refused.value.code == "entry.mapping"
    expected = next((n for n, row in enumerate(text.splitlines(), 1) if line and row.startswith(line)), 0)
    assert refused.value.details["line"] == expected
    assert f"第 {expected} 行" in message_of(refused.value).says


def test_the_offices_own_order_is_taken_and_an_unreadable_one_said(tmp_path: Path) -> None:
    assert order_of(None) == order_of(tmp_path) == ORDER
    (tmp_path / OWN_FILE).write_text(order_text().replace("全国信访信息系统", "省系统"), encoding="utf-8")
    assert order_of(tmp_path).system == "省系统"
    (tmp_path / OWN_FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AppError) as refused:
        order_of(tmp_path)
    assert refused.value.code == "file.unreadable"
