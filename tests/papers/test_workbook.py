"""Tables as .xlsx: opened by another program, the same bytes for the same rows, text stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from app.papers.workbook import CellValue, Look, Table, TableColumn, choices_in, neutral, workbook

ID = "410721199003070010"
COLUMNS = (
    TableColumn(title="编号", width=20, look=Look.LINE),
    TableColumn(title="日期", width=12, look=Look.DAY),
    TableColumn(title="人数", width=8, look=Look.NUMBER),
    TableColumn(title="内容", width=40),
)
ROWS: list[Sequence[CellValue]] = [(ID, date(2026, 3, 1), 3, "正文 & <标签>\n第二行"), ("=1+1", None, 0, "")]


def table(**more: Any) -> Table:
    return Table(name="登记", columns=COLUMNS, **more)


def opened(*tables: tuple[Table, Sequence[Sequence[CellValue]]]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(tables)))


def test_what_was_written_is_read_back_by_another_program() -> None:
    sheet = opened((table(), ROWS)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == ["编号", "日期", "人数", "内容"]
    assert values[1][0] == ID and values[1][1].date() == date(2026, 3, 1)
    assert values[1][2:] == [3, "正文 & <标签>\n第二行"]
    assert values[2] == ["=1+1", None, 0, None]


def test_long_digits_and_formula_like_texts_stay_text() -> None:
    sheet = opened((table(), ROWS)).active
    assert sheet["A2"].data_type == "s" and sheet["A2"].number_format == "@"
    assert sheet["A3"].data_type == "s" and sheet["A3"].quotePrefix
    assert not sheet["A2"].quotePrefix


def test_the_same_rows_are_the_same_bytes() -> None:
    assert workbook([(table(), ROWS)]) == workbook([(table(), iter(ROWS))])
    assert workbook([(table(), ROWS)]) != workbook([(table(), ROWS[:1])])


def test_a_register_is_printed_across_with_its_heads_on_every_page() -> None:
    sheet = opened((table(above=("台账", "三月"), below=("制表：",), footer="第 &P 页"), ROWS)).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$3" and sheet.oddFooter.center.text == "第 &P 页"
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("台账", "三月", "编号")
    assert sheet["A6"].value == "制表：" and {str(r) for r in sheet.merged_cells.ranges} == {
        "A1:D1", "A2:D2", "A6:D6",
    }  # fmt: skip


def test_choices_come_from_a_hidden_sheet() -> None:
    area = choices_in("代码", 0, 2)
    columns = (TableColumn(title="形式", width=10, choices=area, hint="选一项"),)
    form = Table(name="登记", columns=columns, prepared=100)
    lists = Table(name="代码", columns=(TableColumn(title="形式", width=10),), hidden=True)
    book = opened((form, ()), (lists, [("来访",), ("来信",)]))
    assert book["代码"].sheet_state == "hidden" and book["登记"].sheet_state == "visible"
    (rule,) = book["登记"].data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.formula1, rule.prompt) == (
        "A2:A101",
        "list",
        "'代码'!$A$2:$A$3",
        "选一项",
    )


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb"])
def test_what_xml_cannot_hold_is_left_out(text: str) -> None:
    assert opened((table(), [("1", None, 1, text)])).active["D2"].value == "ab"


def test_a_text_beyond_a_cell_is_cut_and_shows_it() -> None:
    told = opened((table(), [("1", None, 1, "长" * 50_000)])).active["D2"].value
    assert len(told) == 32_767 and told.endswith("长…")


def test_a_text_that_looks_like_an_escape_stays_what_it_is() -> None:
    data = workbook([(table(), [("1", None, 1, "甲_x0041_")])])
    assert "甲_x005F_x0041_" in openpyxl.load_workbook(io.BytesIO(data)).active["D2"].value


def test_a_long_story_gets_a_higher_row() -> None:
    sheet = opened((table(), [("1", None, 1, "短"), ("2", None, 1, "长" * 100)])).active
    assert sheet.row_dimensions[2].height is None and sheet.row_dimensions[3].height == 90


def test_many_columns_are_lettered_as_a_spreadsheet_does() -> None:
    wide = Table(name="宽", columns=tuple(TableColumn(title=str(n), width=5) for n in range(60)))
    sheet = opened((wide, [[str(n) for n in range(60)]])).active
    assert (sheet["AA2"].value, sheet["BH2"].value) == ("26", "59")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1", "'=1"), ("+86", "'+86"), ("-1", "'-1"), ("@x", "'@x"), (ID, "\t" + ID),
     ("11010519491231002X", "\t11010519491231002X"), ("13800000000", "13800000000"), ("甲=乙", "甲=乙"), ("", "")],
)  # fmt: skip
def test_a_csv_cell_is_no_formula_and_loses_no_digit(text: str, safe: str) -> None:
    assert neutral(text) == safe
