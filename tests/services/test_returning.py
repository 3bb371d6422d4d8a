"""The list that comes back: matched by our number or by theirs, recorded as their word, beside ours, never over it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.domain.acts.recording import RecordNumber
from app.domain.claims import Purpose
from app.errors import BadInput, NotAllowed
from app.exchange.profiles.returned import (
    ReturnedProfile,
    columns_of,
    read_returned,
    returned_text,
    shipped_returned,
)
from app.exchange.raw_table import likely_head, raw_table
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.returning import Outcome, ReturnedRow, read_back
from app.services.session import Session
from tests.desks import founded, registers, session, whole
from tests.fakes import FakeMemory

TITLES = (
    "信访件编号", "姓名", "信访人数", "住址", "手机号码", "问题属地", "信访目的", "内容分类", "信访日期", "登记日期",
    "限办时间", "信访形式", "概况", "是否办结", "是否全国初次信访", "联名信或集体访", "信访件状态", "登记部门", "登记人",
)  # fmt: skip
THEIRS = "4107212026000001"


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def line(number: str = THEIRS, ours: str = "", **more: str) -> dict[str, str]:
    """A row of the list about a visit of the second of March."""
    return {
        "信访件编号": number, "姓名": "张示范", "信访人数": "1", "信访目的": "求决", "信访日期": "2026-03-02",
        "信访形式": "来访", "概况": "修路占地" + (f"〔{ours}〕" if ours else ""), "是否办结": "否",
        "是否全国初次信访": "是", "联名信或集体访": "否", "信访件状态": "受理申请审查中", **more,
    }  # fmt: skip


def as_csv(*rows: Mapping[str, str], titles: tuple[str, ...] = TITLES, above: str = "") -> bytes:
    made = io.StringIO()
    made.write(above)
    writer = csv.writer(made)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([row.get(title, "") for title in titles])
    return made.getvalue().encode("gb18030")


def read(
    at: Session,
    data: bytes,
    *,
    name: str = "list.csv",
    content: str = "a",
    trial: bool = False,
    profile: ReturnedProfile | None = None,
) -> list[ReturnedRow]:
    profile = profile or shipped_returned()
    table = raw_table(name, io.BytesIO(data))
    head = likely_head(table.first(table.sheets[0]), lambda title: bool(profile.value_of(title)))
    rows = (row for row in table.rows(table.sheets[0]) if row.row > head.row)
    return list(read_back(at, profile, columns_of(profile, head), rows, content, trial=trial))


def entries(at: Session) -> int:
    return len(whole(at).state.entries)


def test_our_number_at_the_end_of_the_summary_finds_the_matter(desk: Session) -> None:
    number = registers(desk).number
    (row,) = read(desk, as_csv(line(ours=number), above="信访件清单（导出）,,\n,,\n"))
    assert (row.outcome, row.number, row.by) == (Outcome.TOLD, number, "summary")
    (word,) = view_matter(desk, number).known.matter.system_words
    assert (word.told.state, word.told.first, word.told.joint) == ("受理申请审查中", "yes", "no")
    assert [item.field for item in row.differences] == ["number"], "their number was never recorded here"


def test_failing_that_their_number_and_nothing_else(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, RecordNumber(system=shipped_returned().system, number=THEIRS))
    rows = read(desk, as_csv(line(), line("4107212026000002"), line("", ours="LX07-26-09999-9")))
    assert [row.outcome for row in rows] == [Outcome.TOLD, Outcome.UNMATCHED, Outcome.REFUSED]
    assert rows[0].by == "number" and rows[0].differences == ()
    assert rows[1].maybe == (number,), "the same name is a suggestion"
    assert rows[1].number == ""


def test_the_list_again_and_an_old_list_after_a_newer_one_change_nothing(desk: Session) -> None:
    number = registers(desk).number
    first = as_csv(line(ours=number))
    read(desk, first, content="a")
    newer = as_csv(line(ours=number, 信访件状态="受理"))
    assert [row.outcome for row in read(desk, newer, content="b")] == [Outcome.TOLD]
    before = entries(desk)
    for data, content in ((newer, "b"), (first, "a"), (newer, "c")):
        assert [row.outcome for row in read(desk, data, content=content)] == [Outcome.UNCHANGED]
    assert entries(desk) == before
    assert [word.told.state for word in view_matter(desk, number).known.matter.system_words] == [
        "受理申请审查中",
        "受理",
    ]


def test_nothing_of_ours_is_written_over_and_no_clock_moves(desk: Session) -> None:
    number = registers(desk).number
    before = view_matter(desk, number).known
    row = line(
        ours=number,
        信访件状态="已作出处理意见",
        信访日期="2026/3/1",
        信访人数="3",
        是否办结="是",
        信访形式="来信",
    )
    (told,) = read(desk, as_csv(row))
    after = view_matter(desk, number).known
    assert after.obligations == before.obligations
    assert (after.matter.received_on, after.matter.persons_came, after.matter.channel) == (
        before.matter.received_on,
        before.matter.persons_came,
        before.matter.channel,
    )
    assert {item.field: (item.ours, item.theirs) for item in told.differences} == {
        "number": ("", THEIRS),
        "state": ("受理申请审查中", "已作出处理意见"),
        "received_on": ("2026-03-02", "2026-03-01"),
        "persons": ("1", "3"),
        "channel": ("来访", "来信"),
        "ended": ("no", "yes"),
    }


def test_a_trial_writes_nothing(desk: Session) -> None:
    number = registers(desk).number
    before = entries(desk)
    assert [row.outcome for row in read(desk, as_csv(line(ours=number)), trial=True)] == [Outcome.TOLD]
    assert entries(desk) == before


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"信访件状态": "处理中"}, "returned.word_unknown", "state"),
        ({"信访日期": "三月"}, "returned.day_unreadable", "received_on"),
        ({"是否办结": "也许"}, "returned.word_unknown", "ended"),
        ({"信访件编号": ""}, "returned.no_number", "number"),
    ],
)
def test_a_row_that_cannot_be_read_stops_no_other(
    desk: Session, wrong: dict[str, str], code: str, field: str
) -> None:
    number = registers(desk).number
    rows = read(desk, as_csv({**line(), **wrong}, line(ours=number)))
    assert [row.outcome for row in rows] == [Outcome.REFUSED, Outcome.TOLD]
    assert rows[0].error is not None and (rows[0].error.code, rows[0].error.field) == (code, field)


def test_marks_about_the_control_of_persons_are_dropped(desk: Session) -> None:
    number = registers(desk).number
    titles = (*TITLES, "重点人员标志", "稳控责任人", "颜色")
    data = as_csv({**line(ours=number), "重点人员标志": "是", "颜色": "红"}, titles=titles)
    profile = shipped_returned()
    table = raw_table("list.csv", io.BytesIO(data))
    columns = columns_of(profile, likely_head(table.first(""), lambda title: bool(profile.value_of(title))))
    assert "重点人员标志" in columns.dropped and columns.unknown == ("颜色",)
    (row,) = read(desk, data)
    assert row.outcome is Outcome.TOLD
    (word,) = view_matter(desk, number).known.matter.system_words
    assert "是" not in (word.told.unit, word.told.state, word.told.rating)


def test_of_an_accusation_nothing_is_compared(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    (row,) = read(desk, as_csv(line(ours=number, 信访人数="9")))
    assert row.outcome is Outcome.TOLD and row.differences == ()


def test_a_workbook_with_long_numbers_and_serial_days(desk: Session, tmp_path: Path) -> None:
    number = registers(desk).number
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["全县信访件清单"])
    sheet.append(["信访件编号", "信访日期", "概况", "信访件状态"])
    sheet.append([THEIRS, 46083, f"修路〔{number}〕", "受理"])
    sheet.append([4107212026000001234, 46083, "别的", "受理"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    rows = read(desk, path.read_bytes(), name="list.xlsx")
    assert [row.outcome for row in rows] == [Outcome.TOLD, Outcome.REFUSED]
    assert rows[1].error is not None and rows[1].error.code == "returned.digits_lost"
    (word,) = view_matter(desk, number).known.matter.system_words
    assert str(word.told.received_on) == "2026-03-02"


def test_who_acts_on_no_matters_reads_no_list(desk: Session) -> None:
    with pytest.raises(NotAllowed):
        read(session(whole(desk), "auditor"), as_csv(line()))


def test_a_table_that_is_no_such_list_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        columns_of(
            shipped_returned(), likely_head(raw_table("a.csv", io.BytesIO(b"a,b\n1,2\n")).first(""), bool)
        )
    assert refused.value.code == "returned.no_head"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"受理" = "accepted"', '"受理" = "agreed"', "agreed"),
        ("rating = [", "colour = [", "colour"),
        ('number_end = "〔{number}〕"', 'number_end = "〔〕"', "number_end"),
        ("[flags]", "[flag]", "flags"),
    ],
)
def test_a_mistake_in_the_profile_is_refused_at_its_line(old: str, new: str, what: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_returned(returned_text().replace(old, new, 1))
    assert (refused.value.code, refused.value.details["what"]) == ("returned.mapping", what)
    assert refused.value.details["line"] or what == "flags"
