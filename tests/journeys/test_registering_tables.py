"""A county's spreadsheet at the command line: tried out, registered with a report, put right, undone."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.sheets import row, sheet_of
from tests.journeys.test_first_visit_on_the_command_line import Terminal
from tests.journeys.test_real_letters import letters

ID = "410721199003070010"


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """The command line of a training folder."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    made = Terminal(tmp_path, capsys)
    made.founds("office", "LX07")
    yield made
    os.environ.pop("PETITION_DESK_RECOVERY_FILE", None)


def kept(at: Terminal, name: str, data: bytes) -> str:
    """A file in the room."""
    (at.room / name).write_bytes(data)
    return str(at.room / name)


def cells(path: Path) -> list[list[Any]]:
    """What stands in the first sheet of a workbook."""
    return [list(line) for line in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def choices(book: Any) -> dict[str, list[str]]:
    """The hidden lists of the template, by their head."""
    return {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book.worksheets[2].columns
    }


def errors(answers: list[dict[str, Any]]) -> dict[int, str]:
    return {item["row"]: item["error"]["code"] for item in answers if "error" in item}


def test_tried_out_registered_put_right_and_registered_again(terminal: Terminal) -> None:
    table = sheet_of(
        row(证件号码=ID, 手机号码=13800000000), row(证件号码=410721199003070010), row("=1+1 不是公式".replace("=", "＝")),
        row("@SUM", 信访形式="信鸽"),
    )  # fmt: skip
    file = kept(terminal, "三月.xlsx", table)
    tried = terminal("register", file, "--dry-run", code=2)
    assert tried[-1] == {"registered": 2, "repeated": 0, "refused": 2, "trial": True}
    assert terminal("imports") == [] and [item.get("number") for item in tried[:-1]] == [None] * 4

    report = terminal.room / "报告.xlsx"
    done = terminal("register", file, "--report", str(report), code=2)
    assert errors(done) == errors(tried) == {3: "sheet.digits_lost", 5: "register.channel_unknown"}
    assert done[-1] == {"registered": 2, "repeated": 0, "refused": 2}
    heads, *rows = cells(report)
    assert heads[:4] == ["行号", "本机构登记编号", "结果", "说明"]
    assert [(line[0], line[1], line[2]) for line in rows] == [
        (2, done[0]["number"], "已登记"), (3, None, "未登记"), (4, done[2]["number"], "已登记"), (5, None, "未登记"),
    ]  # fmt: skip
    assert "不会替您猜" in rows[1][3] and rows[0][heads.index("证件号码")] == ID

    book = openpyxl.load_workbook(report)
    sheet = book.active
    sheet.cell(3, heads.index("证件号码") + 1).value = ID
    sheet.cell(5, heads.index("信访形式") + 1).value = "来信"
    book.save(terminal.room / "改好.xlsx")
    again = terminal("register", str(terminal.room / "改好.xlsx"))
    assert again[-1]["registered"] == 2 and again[-1]["repeated"] == 2
    assert set(again[-1]["unknown_columns"]) == {"行号", "本机构登记编号", "结果", "说明"}
    terminal.clean()


def test_the_report_as_csv_opens_without_a_formula_and_with_every_digit(terminal: Terminal) -> None:
    data = f"姓名,证件号码,投诉内容,备注,风险等级\n=甲,{ID},+86 的事,无,高\n".encode("gb18030")
    report = terminal.room / "报告.csv"
    terminal("register", kept(terminal, "a.csv", data), "--report", str(report))
    text = report.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    line, *closing = csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert [item["说明"] for item in closing] == [
        "不认识、没有登记的列：备注。",
        "按规定不接收涉及人员管控的列，已略去 1 列。",
    ]
    assert "高" not in line.values()
    assert (line["姓名"], line["证件号码"], line["投诉内容"]) == ("'=甲", "\t" + ID, "'+86 的事")
    assert not list(terminal.room.glob("*.part"))
    assert terminal("register", str(report))[-1]["repeated"] == 1, "the closing lines are no rows"


def test_an_import_is_listed_and_undone(terminal: Terminal) -> None:
    done = terminal("register", kept(terminal, "a.xlsx", sheet_of(row("一"), row("二"))))
    numbers = [item["number"] for item in done[:-1]]
    (listed,) = terminal("imports")
    assert listed["registered"] == 2 and listed["finished"] and "a.xlsx" not in json.dumps(listed)
    terminal("act", numbers[0], "visit-again", "asked=问进度")
    undone = terminal("imports", "undo", listed["import"], "--reason", "选错了表", code=1)
    assert [item.get("outcome") for item in undone[:-1]] == ["kept", "voided"]
    assert undone[-1] == {"voided": 1, "kept": 1, "voided_before": 0}
    assert terminal.one("show", numbers[1])["state"] == "voided"
    assert terminal("imports")[0]["undone"] == {"reason": "选错了表", "voided": 1, "kept": 1}
    assert terminal.refused("imports", "undo", "LX07-P26-00099", "--reason", "x", code=2) == "import.unknown"
    assert terminal.refused("imports", "undo", listed["import"], code=2) == "import.reason_missing"
    terminal.clean()


def test_a_file_that_cannot_be_read_stops_before_anything_is_registered(terminal: Terminal) -> None:
    good = kept(terminal, "a.xlsx", sheet_of(row()))
    bad = kept(terminal, "b.xlsx", sheet_of(heads=("姓名", "姓名", "投诉内容")))
    assert terminal.refused("register", good, bad, code=2) == "sheet.header_twice"
    assert terminal.refused("register", good, str(terminal.room / "none.csv"), code=2) == "file.unreadable"
    assert (
        terminal.refused("register", good, "--report", str(terminal.room / "r.pdf"), code=2) == "report.kind"
    )
    assert (
        terminal.refused("register", good, "--report", str(terminal.room / "no" / "r.csv"), code=5)
        == "file.unwritable"
    )
    assert terminal.refused("register", code=2) == "field.missing"
    assert terminal("imports") == []


def test_rows_of_several_files_say_which(terminal: Terminal) -> None:
    one = kept(terminal, "a.xlsx", sheet_of(row("一")))
    two = terminal.file("b.jsonl", {"content": "二"})
    *rows, counts = terminal("register", one, two)
    assert [(item["file"], item["row"]) for item in rows] == [("a.xlsx", 2), ("b.jsonl", 1)]
    assert counts == {"registered": 2, "repeated": 0, "refused": 0}


def test_the_template_is_filled_in_and_registered(terminal: Terminal) -> None:
    path = terminal.room / "空表.xlsx"
    terminal("register", "--template", str(path))
    book = openpyxl.load_workbook(path)
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    lists = choices(book)
    given = {
        "信访形式": "来信",
        "证件类型": "居民身份证",
        "证件号码": ID,
        "信访目的": "申诉求决",
        "内容分类": lists["内容分类"][0],
        "问题属地": lists["问题属地"][1],
        "投诉内容": "修路占地",
        "是否保密": "是",
        "是否匿名": "否",
    }
    for head, value in given.items():
        assert head not in lists or value in lists[head]
        sheet.cell(2, heads.index(head) + 1).value = value
    book.save(path)
    (made, counts) = terminal("register", str(path))
    assert counts["registered"] == 1 and [w["code"] for w in made["warnings"]] == [
        "register.identity_unclear"
    ]
    shown = terminal.one("show", made["number"])
    assert shown["channel"] == "letter" and shown["confidential"] and len(shown["place"]) == 9
    assert shown["claims"][0]["category"] != ""


def test_every_word_of_a_list_finds_back_to_its_code(terminal: Terminal) -> None:
    path = terminal.room / "空表.xlsx"
    terminal("register", "--template", str(path))
    book = openpyxl.load_workbook(path)
    categories = choices(book)["内容分类"]
    rows = [{"content": "x", "category": word} for word in categories]
    answers = terminal("register", terminal.file("c.jsonl", "\n".join(map(json.dumps, rows))), "--dry-run")
    told = {w["code"] for item in answers[:-1] for w in item["warnings"]}
    assert "register.category_unknown" not in told and len(categories) > 400


def through_a_workbook(terminal: Terminal, count: int) -> None:
    """Real letters as a county would send them, registered, and once more."""
    chosen = letters(count)
    data = sheet_of(*[row(text[:32_000], 登记编号=f"L{place}", 信访形式="来信") for place, text in chosen])
    file = kept(terminal, "来信.xlsx", data)
    done = terminal("register", file)
    assert done[-1]["registered"] == len(chosen), errors(done)
    assert terminal("register", file)[-1]["repeated"] == len(chosen)
    terminal.clean()


def test_a_sample_of_real_letters_comes_through_a_workbook(terminal: Terminal) -> None:
    through_a_workbook(terminal, 60)


@pytest.mark.slow
def test_all_real_letters_come_through_a_workbook(terminal: Terminal) -> None:
    through_a_workbook(terminal, 3000)
