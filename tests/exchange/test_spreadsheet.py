"""Tables as they come from counties: every dialect is read, nothing is guessed, bad rows stop no good ones."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import AppError, BadInput, Damaged, Unavailable
from app.exchange import workbook_rows
from app.exchange.profiles.county import FIELDS, county_sheet
from app.exchange.spreadsheet import SourceFile, SourceRow
from app.services.intake import read_file
from tests.exchange.sheets import HEADS, STORY, row, sheet_of, workbook_of

NINE_THIRTY = datetime.fromisoformat("2026-03-01T09:30")
ID = "410721199003070010"
WHOLE = sheet_of(*[row(f"第{n}件") for n in range(5)])


def read(data: bytes, name: str = "台账.xlsx") -> tuple[SourceFile, list[SourceRow]]:
    file = read_file(name, data)
    return file, list(file.rows)


def only(data: bytes, name: str = "台账.xlsx") -> SourceRow:
    (found,) = read(data, name)[1]
    return found


def error_of(found: SourceRow) -> tuple[str, str | None]:
    assert found.error is not None
    return found.error.code, found.error.field


def remarks_of(found: SourceRow) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_a_row_of_the_countys_sheet() -> None:
    cells = {
        "登记编号": "4107-1",
        "信访形式": "来信",
        "证件号码": ID,
        "手机号码": 13800000000,
        "来访人数": 3.0,
    }
    found = only(sheet_of(row(**cells, 收到日期=NINE_THIRTY)))
    assert found.error is None and found.row == 2
    assert found.values == {
        "key": "4107-1", "channel": "来信", "received_on": "2026-03-01", "name": "张示范", "id_number": ID,
        "phone": "13800000000", "people": "3", "content": STORY,
    }  # fmt: skip


def test_the_template_names_every_field_once() -> None:
    assert sorted(column.field for column in county_sheet().columns) == sorted(FIELDS)
    found = only(
        sheet_of([f"文字{n}" for n in range(len(FIELDS))], heads=[c.title for c in county_sheet().columns])
    )
    assert set(found.values) == set(FIELDS)


# ---------------------------------------------------------------- where the header stands


def test_titles_above_the_header_empty_rows_below_and_a_gap() -> None:
    rows = [["示范县信访事项登记台账"], [], ["2026年3月"], HEADS, [], row(), [None] * 9, row("第二件"), []]
    _, found = read(workbook_of({"台账": rows}))
    assert [(item.row, item.values["content"]) for item in found] == [(6, STORY), (8, "第二件")]


def test_a_header_on_two_lines_with_merged_cells() -> None:
    rows = [
        ["登记台账"],
        ["序号", "信访人", None, None, "收到日期", "投诉内容"],
        [None, "姓名", "证件号码", "住址", None, None],
        [1, "张示范", ID, "示范村", date(2026, 3, 1), STORY],
    ]

    def merge(book: Any) -> None:
        for area in ("A1:F1", "B2:D2", "A2:A3", "E2:E3", "F2:F3"):
            book.active.merge_cells(area)

    file, (found,) = read(workbook_of({"台账": rows}, merge))
    assert found.row == 4 and file.unknown_columns == {"序号"}
    assert found.values == {
        "name": "张示范", "id_number": ID, "address": "示范村", "received_on": "2026-03-01", "content": STORY,
    }  # fmt: skip


def test_a_first_row_that_happens_to_hold_a_head_is_no_second_line() -> None:
    found = only(sheet_of(row(姓名="匿名")))
    assert found.values["name"] == "匿名"


def test_the_sheet_whose_header_fits_is_chosen_and_named() -> None:
    def hide(book: Any) -> None:
        book["旧表"].sheet_state = "hidden"

    sheets = {
        "说明": [["请看第二张表"]],
        "三月": [HEADS, row()],
        "旧表": [HEADS, row("不该读到")],
        "摘要": [("姓名", "投诉内容"), ("李示范", "摘要")],
    }
    file, found = read(workbook_of(sheets, hide))
    assert (file.sheet, file.left_sheets) == ("三月", ("摘要",))
    assert [item.values["content"] for item in found] == [STORY]


@pytest.mark.parametrize(
    "sheets", [{"空": []}, {"别的": [("物品", "数量"), ("桌子", 3)]}, {"人": [("姓名",)]}]
)
def test_a_workbook_without_a_list_of_matters_is_refused_whole(sheets: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"sheet\.no_header"):
        read(workbook_of(sheets))


def test_two_columns_with_the_same_claim_refuse_the_file() -> None:
    with pytest.raises(BadInput, match=r"sheet\.header_twice") as caught:
        read(sheet_of(heads=("姓名", "信访内容", "内容")))
    assert caught.value.details == {"first": "信访内容", "second": "内容"}
    with pytest.raises(BadInput, match=r"sheet\.header_twice"):
        read("姓名,姓名,投诉内容\n甲,乙,丙\n".encode(), "a.csv")


def test_columns_in_a_known_order_complete_each_other_row_by_row() -> None:
    """The province's list has a day of the petition and one of registering; neither is lost, neither is doubled."""
    heads = ("登记日期", "信访日期", "手机号码", "联系电话", "概况", "投诉内容")
    _, found = read(sheet_of(
        ("2026-03-03", "2026-03-01", "13800000000", "0373-5680000", "概", STORY),
        ("2026-03-03", None, None, "0373-5680000", "概", None),
        heads=heads,
    ))  # fmt: skip
    assert found[0].values == {
        "received_on": "2026-03-01", "phone": "13800000000、0373-5680000", "content": STORY,
    }  # fmt: skip
    assert found[1].values == {"received_on": "2026-03-03", "phone": "0373-5680000", "content": "概"}


def test_what_nobody_knows_is_named_and_what_watches_people_is_dropped() -> None:
    file, (found,) = read(
        sheet_of((STORY, "无", "高", "是"), heads=("投诉内容", "备注", "风险等级", "重点人员标志"))
    )
    assert (file.unknown_columns, file.dropped_columns) == ({"备注"}, {"风险等级", "重点人员标志"})
    assert found.values == {"content": STORY}


def test_the_names_of_the_national_interface_are_heads_too() -> None:
    found = only(sheet_of(("A1", "张示范", STORY), heads=("XFJBH", "XM", "TSNR")))
    assert found.values == {"key": "A1", "name": "张示范", "content": STORY}


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_rows_that_were_only_numbered_are_no_rows(name: str) -> None:
    rows = [("序号", "姓名", "投诉内容"), (1, "甲", STORY), (2, None, None), (3, " ", "")]
    if name == "a.csv":
        data = "\n".join(",".join(str(cell or "") for cell in item) for item in rows).encode()
    else:
        data = workbook_of({"台账": rows})
    assert [item.row for item in read(data, name)[1]] == [2]


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize("value", [410721199003070010, 4.1072119900307e17, "4.10721E+17"])
@pytest.mark.parametrize("head", ["证件号码", "登记编号"])
def test_a_number_that_lost_digits_is_refused_and_never_rebuilt(value: Any, head: str) -> None:
    _, (bad, good) = read(sheet_of(row(**{head: value}), row("第二件")))
    assert error_of(bad)[0] == "sheet.digits_lost"
    assert good.error is None and good.row == 3


def test_numbers_that_kept_their_digits_are_text() -> None:
    assert only(sheet_of(row(证件号码=410721900307001))).values["id_number"] == "410721900307001"


@pytest.mark.parametrize("text", ["'" + ID, f'="{ID}"', "\t" + ID])
def test_tricks_that_keep_long_digits_as_text_are_taken_off(text: str) -> None:
    data = f'证件号码,投诉内容\n"{text.replace(chr(34), chr(34) * 2)}",{STORY}\n'.encode()
    assert only(data, "a.csv").values["id_number"] == ID


def test_a_serial_is_a_day_and_says_so() -> None:
    for value in (46082, 46082.5):
        found = only(sheet_of(row(收到日期=value)))
        assert found.values["received_on"] == "2026-03-01" and remarks_of(found) == ["sheet.serial_day"]
    assert only(f"收到日期,投诉内容\n46082,{STORY}\n".encode(), "a.csv").values["received_on"] == "2026-03-01"


def test_a_workbook_of_the_date_system_of_1904() -> None:
    def old(book: Any) -> None:
        book.epoch = NINE_THIRTY.replace(year=1904, month=1, day=1, hour=0, minute=0)

    found = only(workbook_of({"a": [HEADS, row(收到日期=44620)]}, old))
    assert found.values["received_on"] == "2026-03-01"


@pytest.mark.parametrize("value", [3, -1.5, 99999999999, 1e300])
def test_a_number_that_is_no_day(value: float) -> None:
    assert error_of(only(sheet_of(row(收到日期=value)))) == ("sheet.day_unreadable", "received_on")


def with_formula(cached: str) -> bytes:
    """A workbook whose story is a formula; `cached` is what the spreadsheet program kept of its result."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet_of(row("@@"), row("第二件")))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                start = text.index(b'<c r="I2"')
                end = text.index(b"</c>", start) + 4
                text = text[:start] + cached.encode() + text[end:]
            new.writestr(part.filename, text)
    return made.getvalue()


def test_a_formula_gives_what_was_last_computed_and_a_warning() -> None:
    data = with_formula('<c r="I2" t="str"><f>A1&amp;"x"</f><v>算好的内容</v></c>')
    _, (found, second) = read(data)
    assert found.values["content"] == "算好的内容" and remarks_of(found) == ["sheet.formula"]
    assert second.remarks == ()


def test_a_formula_without_a_result_refuses_its_row_only() -> None:
    _, (found, second) = read(with_formula('<c r="I2"><f>A1</f></c>'))
    assert error_of(found) == ("sheet.formula_without_value", "content")
    assert found.values["name"] == "张示范" and second.error is None


def test_a_formula_that_gives_nothing_is_an_empty_cell() -> None:
    _, (found, _) = read(with_formula('<c r="I2" t="str"><f>""</f><v></v></c>'))
    assert found.error is None and "content" not in found.values


def test_an_error_of_a_formula_is_no_story() -> None:
    _, (found, _) = read(with_formula('<c r="I2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert error_of(found) == ("sheet.cell_error", "content")


@pytest.mark.parametrize("text", ["=1+1", "+86 电话", "@SUM(A1)", "-无-"])
def test_what_begins_like_a_formula_is_a_story(text: str) -> None:
    def as_text(book: Any) -> None:
        book.active["I2"].data_type = "s"

    assert only(workbook_of({"a": [HEADS, row(text)]}, as_text)).values["content"] == text


def test_a_full_cell_may_have_been_cut() -> None:
    found = only(sheet_of(row("长" * 32_767)))
    assert len(str(found.values["content"])) == 32_767 and remarks_of(found) == ["sheet.cell_full"]
    assert only(f"投诉内容,姓名\n{'长' * 50_000},甲\n".encode(), "a.csv").remarks == ()


def test_escaped_control_characters_are_read_as_what_they_are() -> None:
    assert only(sheet_of(row("甲_x000D_乙_x005F_x0041_"))).values["content"] == "甲\r乙_x0041_"


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_each_encoding_and_with_each_separator(separator: str, encoding: str) -> None:
    text = f'台账\r\n姓名{separator}投诉内容\r\n\r\n张示范{separator}"补偿款，\n没有{separator}付清"\r\n'
    found = only(text.encode(encoding), "a.csv")
    assert found.row == 4 and found.values == {"name": "张示范", "content": f"补偿款，\n没有{separator}付清"}


def test_a_quote_that_is_never_closed_is_told_and_hides_no_row_before_it() -> None:
    _, (first, second) = read(f'姓名,投诉内容\n甲,{STORY}\n乙,"没有关上\n丙,{STORY}\n'.encode(), "a.csv")
    assert first.error is None and error_of(second)[0] == "intake.row_shape"


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"PK\x03\x04 no zip", BadInput, "sheet.not_a_workbook"),
        (b"", BadInput, "sheet.not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), BadInput, "sheet.locked"),
    ],
)
def test_what_is_no_workbook(data: bytes, kind: type[AppError], code: str) -> None:
    with pytest.raises(kind) as caught:
        read(data)
    assert caught.value.code == code


def test_a_zip_of_something_else_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("xl/worksheets/sheet1.xml", "<a>")
    with pytest.raises(BadInput, match=r"sheet\.not_a_workbook"):
        read(made.getvalue())


def test_a_workbook_that_unfolds_beyond_measure_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_rows, "LARGEST", 1000)
    with pytest.raises(Unavailable, match=r"sheet\.too_large"):
        read(sheet_of(row()))


def test_a_sheet_that_breaks_off_says_where() -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet_of(*[row(f"第{n}件") for n in range(60)]))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part, text[: text.index(b'<row r="50"')] if "sheet1" in part.filename else text)
    rows = read_file("a.xlsx", made.getvalue()).rows
    with pytest.raises(Damaged, match=r"sheet\.broken_off"):
        list(rows)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, 6000), value=st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_refused_and_never_a_bug(place: int, value: bytes) -> None:
    data = bytearray(WHOLE)
    place %= len(data)
    data[place : place + len(value)] = value
    try:
        for found in read(bytes(data))[1]:
            assert found.row <= 1_048_576
    except AppError as error:
        assert error.code in ("sheet.not_a_workbook", "sheet.broken_off", "sheet.no_header", "sheet.header_twice",
                              "sheet.too_large", "sheet.locked")  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300), head=st.sampled_from([b"", "姓名,投诉内容\n".encode(), b"\xff\xfe"]))
def test_any_bytes_as_a_text_table_are_rows_or_a_refusal(data: bytes, head: bytes) -> None:
    try:
        read(head + data, "a.csv")
    except AppError as error:
        assert error.code in ("intake.encoding", "sheet.no_header", "sheet.header_twice")


def test_a_workbook_with_a_style_that_is_not_there_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """What reads it says so on the output, where another program reads our lines."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet_of(row(收到日期="2026-03-02")))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b'name="Normal" xfId="0"', b'name="Normal" xfId="9"'))
    with pytest.raises(BadInput):
        read_file("table.xlsx", made.getvalue())
    assert capsys.readouterr().out == ""
