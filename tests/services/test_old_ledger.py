"""Old ledgers in: any table by a decided mapping, as matters from before; no clock begins, bad rows stop no good ones."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.acts.receiving import VisitAgain
from app.errors import BadInput
from app.exchange.profiles.bridge import bridge_profile
from app.exchange.profiles.old_ledger import LedgerMapping, mapping_text, read_mapping
from app.services.bridging import bridged
from app.services.entering import waiting_entries
from app.services.finding import search
from app.services.imports import Undone, list_imports, undo_import
from app.services.old_ledger import LedgerRun
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.selfcheck import self_check
from app.services.session import Session
from tests.desks import START, founded, registers, session, whole
from tests.fakes import FakeMemory
from ui.old_ledger_file import (
    LedgerFile,
    columns_over,
    ledger_rows,
    look_into,
    mapping_of,
    words_of_ledger,
    write_bad,
)

BOOK = "示范县 2019 年来访登记簿"
HEAD = (
    "序号",
    "编号",
    "来访日期",
    "姓名",
    "联系电话",
    "主要诉求",
    "来访方式",
    "承办单位",
    "处理结果",
    "结案日期",
)
ROWS = (
    ("1", "2019-001", "2019年3月5日", "张示范", "13900000001（本人）", "承包地被占，要求补偿", "窗口递交", "示范镇",
     "已补偿", "2019-05-01"),
    ("2", "2019-002", "43530", "李示范", "0373-5680001 李示范之子", "欠薪三个月", "来信", "人社局", "", ""),
    ("3", "2019-003", "2019.13.40", "王示范", "", "低保", "窗口递交", "", "", ""),
    ("4", "2019-004", "二〇一九年四月十二日", "赵示范", "", "修路", "窗口递交", "", "", ""),
)  # fmt: skip


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def book(path: Path, rows: Sequence[Sequence[str]] = ROWS, encoding: str = "gb18030") -> Path:
    """A book as offices keep it: a title above, blank lines, a sum at the end."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([BOOK])
        writer.writerow([])
        writer.writerow(HEAD)
        writer.writerows(rows)
        writer.writerow([])
        writer.writerow(["合计", "", "", f"{len(rows)} 件"])
    return path


def decided(found: LedgerFile, **more: str) -> LedgerMapping:
    """The guess, with what a person chose."""
    made = mapping_of(found, BOOK)
    return replace(made, columns={**made.columns, **more}, words={"channel": {"窗口递交": "walk_in"}})


def run(at: Session, found: LedgerFile, mapping: LedgerMapping, *, trial: bool = False) -> LedgerRun:
    made = LedgerRun(at, mapping, columns_over(found, mapping), trial=trial)
    if not trial:
        made.begin(found.imported)
    with ledger_rows(found) as rows:
        for _ in made.register(rows):
            pass
    made.finish()
    return made


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_head_and_columns_are_guessed_by_words_and_content(tmp_path: Path, encoding: str) -> None:
    found = look_into(book(tmp_path / "a.csv", encoding=encoding))
    assert (found.head.row, found.head.titles[:3]) == (3, ("序号", "编号", "来访日期"))
    assert {item.title: item.field for item in found.guessed} == {
        "序号": "skip", "编号": "ledger_number", "来访日期": "received_on", "姓名": "name", "联系电话": "phone",
        "主要诉求": "content", "来访方式": "channel", "承办单位": "unit", "处理结果": "outcome", "结案日期": "ended_on",
    }  # fmt: skip
    assert found.guessed[3].samples == ("张示范", "李示范", "王示范")
    by_content = look_into(book(tmp_path / "b.csv", [("1", "x", "2019-01-01", "孙示范", "13900000002", "y")]))
    assert next(item for item in by_content.guessed if item.title == "联系电话").by == "head"


def test_columns_with_strange_heads_are_guessed_by_what_stands_in_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    story = "村里修路占用我家承包地，至今没有补偿"
    rows = [("何时", "谁", "怎么找他", "甲")]
    rows += [(f"2019-03-0{n}", "张示范", f"1390000000{n}", story) for n in range(1, 6)]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    found = look_into(path)
    assert [(item.field, item.by) for item in found.guessed] == [
        ("received_on", "content"),
        ("skip", ""),
        ("phone", "content"),
        ("content", "content"),
    ]


def test_a_workbook_with_merged_titles_and_a_head_of_two_lines(tmp_path: Path, desk: Session) -> None:
    made = Workbook()
    notes = made.active
    assert notes is not None
    notes.append(["填表说明"])
    sheet = made.create_sheet("来访")
    sheet.append([BOOK])
    sheet.merge_cells("A1:F1")
    sheet.append(["编号", "信访人", None, "来访日期", "反映问题", "重点人员标志"])
    sheet.append([None, "姓名", "手机", None, None, None])
    sheet.append(["一", "张示范", 13900000001, 43530, "承包地被占", "是"])
    path = tmp_path / "a.xlsx"
    made.save(path)
    found = look_into(path)
    assert found.sheet == "来访" and (found.head.row, found.head.lines) == (3, 2)
    assert found.head.titles[:5] == ("编号", "姓名", "手机", "来访日期", "反映问题")
    mapping = mapping_of(found, BOOK)
    stubborn = replace(mapping, columns={**mapping.columns, "重点人员标志": "content"})
    columns = columns_over(found, stubborn)
    assert columns.dropped == ("重点人员标志",), "what watches persons is never read"
    done = run(desk, found, stubborn)
    assert done.counts["registered"] == 1
    matter = view_matter(desk, search(desk, "承包地")[0].number).known.matter
    assert str(matter.received_on) == "2019-03-06" and matter.people.petitioners[0].phones == ("13900000001",)
    assert matter.claims[0].words.text == "承包地被占"


def test_words_that_no_list_knows_are_listed_once(tmp_path: Path) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    mapping = mapping_of(found, BOOK)
    assert [(item.field, item.word, item.count) for item in words_of_ledger(found, mapping)] == [
        ("channel", "窗口递交", 3)
    ]
    assert words_of_ledger(found, decided(found)) == ()


def test_good_rows_do_not_wait_for_bad_ones(tmp_path: Path, desk: Session) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    done = run(desk, found, decided(found))
    assert done.counts == {"registered": 3, "repeated": 0, "refused": 1} and done.passed_over == 2
    (bad,) = done.bad
    assert (bad.row, bad.error.code, bad.error.field) == (6, "ledger.day_unreadable", "received_on")
    mended = tmp_path / "bad.xlsx"
    write_bad(mended, found.head, done.bad)
    made = load_workbook(mended)
    sheet = made.active
    assert sheet is not None and str(sheet.cell(2, 11).value).startswith("日期“2019.13.40”看不懂")
    sheet.cell(2, 3).value = "2019-03-14"
    made.save(mended)
    again = look_into(mended)
    assert again.head.titles[:10] == HEAD
    assert run(desk, again, decided(again)).counts == {"registered": 1, "repeated": 0, "refused": 0}
    assert run(desk, found, decided(found)).counts == {"registered": 0, "repeated": 3, "refused": 1}


def test_the_book_again_under_the_same_name_registers_nothing_twice(tmp_path: Path, desk: Session) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    run(desk, found, decided(found))
    assert run(desk, found, decided(found)).counts["repeated"] == 3


def test_a_matter_of_an_old_ledger_has_its_own_day_and_year_and_opens_no_clock(
    tmp_path: Path, desk: Session
) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    run(desk, found, decided(found))
    assert registers(desk).number.startswith("LX07-26-00001"), "no number of this year was taken"
    (hit,) = search(desk, "承包地被占")
    known = view_matter(desk, hit.number).known
    matter = known.matter
    assert hit.number.startswith("LX07-19-0000") and str(matter.received_on) == "2019-03-05"
    assert matter.from_ledger and matter.backfilled and matter.imported
    assert matter.ledger is not None and (matter.ledger.ledger, matter.ledger.unit) == (BOOK, "示范镇")
    assert known.obligations == ()
    assert [row.number for row in due(desk)] == [row.number for row in due(desk) if "-26-" in row.number]
    assert all("-26-" in item.number for item in waiting_entries(desk))
    assert not [line for line in self_check(desk) if line.number == hit.number]
    today = desk.today()
    assert bridged(desk, bridge_profile("provincial"), today, today).rows == 1, "it is no matter of today"
    assert view_matter(desk, "2019-001").known.matter.number == hit.number, "found by the number of the book"


def test_what_goes_on_afterwards_is_ours_again(tmp_path: Path, desk: Session) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    run(desk, found, decided(found))
    (hit,) = search(desk, "承包地被占")
    assert perform(desk, hit.number, VisitAgain(persons=1, asked="补偿还没有到", told="已记下")) is not None


def test_undoing_gives_up_what_nobody_worked_on(tmp_path: Path, desk: Session) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    done = run(desk, found, decided(found))
    (hit,) = search(desk, "承包地被占")
    perform(desk, hit.number, VisitAgain(persons=1, asked="补偿还没有到", told="已记下"))
    told = list(undo_import(desk, done.number, "对应错了列"))
    assert sorted(item.outcome for item in told) == sorted([Undone.KEPT, Undone.VOIDED, Undone.VOIDED])
    assert list_imports(desk)[0].undone is not None
    assert run(desk, found, decided(found)).counts == {"registered": 2, "repeated": 1, "refused": 1}


def test_a_trial_writes_nothing(tmp_path: Path, desk: Session) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    before = len(whole(desk).state.entries)
    done = run(desk, found, decided(found), trial=True)
    assert done.counts == {"registered": 3, "repeated": 0, "refused": 1} and done.number == ""
    assert len(whole(desk).state.entries) == before


def test_an_accusation_of_an_old_ledger_is_dark_too(tmp_path: Path, desk: Session) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "日期,事由,目的,处理结果\n2019-03-01,反映某干部收钱,揭发控告,查无实据\n", encoding="utf-8"
    )
    found = look_into(path)
    columns = {"日期": "received_on", "事由": "content", "目的": "purpose", "处理结果": "outcome"}
    mapping = replace(mapping_of(found, BOOK), columns=columns)
    run(desk, found, mapping)
    (matter,) = (
        view_matter(session(whole(desk), "clerk2"), n).known.matter for n in desk.memory.queries.restricted()
    )
    assert matter.from_ledger and matter.ledger is None and matter.story_sealed


def test_a_bad_row_of_an_accusation_is_copied_into_no_other_table(tmp_path: Path, desk: Session) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,事由,目的\n某天,反映某干部收钱,揭发控告\n某天,修路,求决\n", encoding="utf-8")
    found = look_into(path)
    columns = {"日期": "received_on", "事由": "content", "目的": "purpose"}
    done = run(desk, found, replace(mapping_of(found, BOOK), columns=columns))
    assert [bool(item.cells) for item in done.bad] == [False, True]
    write_bad(tmp_path / "bad.xlsx", found.head, done.bad)
    sheet = load_workbook(tmp_path / "bad.xlsx").worksheets[0]
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["事由", "修路"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"来访日期": "received_on"}, "ledger.no_story"),
        ({"主要诉求": "content"}, "ledger.no_day_column"),
    ],
)
def test_a_mapping_of_which_no_matter_can_come_is_refused(
    tmp_path: Path, columns: dict[str, str], code: str
) -> None:
    found = look_into(book(tmp_path / "a.csv"))
    with pytest.raises(BadInput) as refused:
        columns_over(found, LedgerMapping(ledger=BOOK, columns=columns))
    assert refused.value.code == code


def test_a_mapping_is_kept_and_read_again_and_its_mistakes_have_a_line() -> None:
    made = LedgerMapping(
        ledger='一号"簿"',
        columns={"来访\n日期": "received_on", "事由": "content"},
        words={"channel": {"窗口递交": "walk_in"}},
    )
    assert read_mapping(mapping_text(made)) == made
    for old, new, line in (("content", "story", 5), ("walk_in", "by_foot", 8), ("[columns]", "[columns", 3)):
        with pytest.raises(BadInput) as refused:
            read_mapping(mapping_text(made).replace(old, new))
        assert (refused.value.code, refused.value.details["line"]) == ("ledger.mapping", line)
    with pytest.raises(BadInput) as refused:
        read_mapping(mapping_text(replace(made, columns={"甲": "name", "乙": "name"})))
    assert refused.value.code == "ledger.field_twice"


def test_a_book_of_letters_is_told_once_and_a_channel_is_never_made_up(tmp_path: Path, desk: Session) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,事由\n2019-03-01,修路占地\n", encoding="utf-8")
    found = look_into(path)
    run(desk, found, mapping_of(found, BOOK, None, "letter"))
    assert view_matter(desk, search(desk, "修路占地")[0].number).known.matter.channel == "letter"
    undecided = replace(decided(look_into(book(tmp_path / "b.csv"))), words={"channel": {"窗口递交": ""}})
    done = run(desk, look_into(tmp_path / "b.csv"), undecided)
    assert done.counts["refused"] == 3, "the third row has no day besides"
    assert {item.error.code for item in done.bad} == {"ledger.word_unknown", "ledger.day_unreadable"}


def test_head_and_sheet_may_be_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.csv")
    assert look_into(path, row=4).head.titles[3] == "张示范"
    for row in (0, 3):
        assert look_into(path, row=row).head.row == 3
    with pytest.raises(BadInput) as refused:
        look_into(path, row=90)
    assert refused.value.code == "ledger.no_head"
    book_file = Workbook()
    book_file.save(tmp_path / "b.xlsx")
    with pytest.raises(BadInput) as refused:
        look_into(tmp_path / "b.xlsx", sheet="别的")
    assert refused.value.code == "table.no_sheet"
    (tmp_path / "c.csv").write_bytes(b"")
    for name, code in (("c.csv", "table.empty"), ("d.json", "file.unreadable")):
        with pytest.raises(BadInput) as refused:
            look_into(tmp_path / name)
        assert refused.value.code == code


def test_a_book_larger_than_what_is_read_at_once(tmp_path: Path, desk: Session) -> None:
    rows = [
        (str(n), f"2019-{n}", "2019-03-05", "张示范", "", "修路占用承包地" * 20, "来信") for n in range(900)
    ]
    found = look_into(book(tmp_path / "a.csv", rows))
    done = run(desk, found, decided(found), trial=True)
    assert done.counts == {"registered": 900, "repeated": 0, "refused": 0}


def test_another_file_under_the_same_name_is_not_read(tmp_path: Path, desk: Session) -> None:
    path = book(tmp_path / "a.csv")
    found = look_into(path)
    book(path, ROWS[:1])
    with pytest.raises(BadInput) as refused:
        run(desk, found, decided(found))
    assert refused.value.code == "import.other_file"


def test_nothing_that_came_since_the_office_began_here_comes_in_without_its_clocks(
    desk: Session, tmp_path: Path
) -> None:
    late = ("5", "2026-009", START.date().isoformat(), "钱示范", "", "噪声扰民", "窗口递交", "", "", "")
    early = ("6", "2026-001", (START.date() - timedelta(days=1)).isoformat(), *late[3:])
    found = look_into(book(tmp_path / "book.csv", (*ROWS[:1], late, early)))
    made = run(desk, found, decided(found))
    assert [(bad.error.code, bad.error.field) for bad in made.bad] == [("ledger.after_start", "received_on")]
    assert made.counts["registered"] == 2
