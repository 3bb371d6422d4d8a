"""The file of a closed matter is bound: papers in order, scans behind them, pages numbered, what is missing said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.journeys.room import OFFICE, Folder, served, text_of


def bookmarks(path: Path) -> list[str]:
    """The titles of all bookmarks from top to bottom."""
    found: list[str] = []

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                found.append(str(item["/Title"]))  # type: ignore[index]

    walk(PdfReader(path).outline)
    return found


def routed(folder: Folder) -> str:
    """A matter that was registered, forwarded and told."""
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.paper("03-02", "D01", number)
    folder.paper("03-02", "D02", number)
    folder.act("03-03", number, "forward", unit="U1")
    folder.paper("03-03", "D11", number)
    folder.paper("03-03", "D09", number)
    return number


def scan(folder: Folder, name: str) -> str:
    path = folder.room / name
    Image.new("L", (1240, 1754), 250).save(path)
    return str(path)


def test_the_papers_are_bound_in_the_order_of_the_file_with_scans_behind_them(folder: Folder) -> None:
    number = routed(folder)
    folder("03-03", "seal-basket", "--seal")
    folder("03-03", "file-scan", number, "D11", scan(folder, "sealed.png"))
    folder.acts("03-04", number, served("D11"))
    out = folder.room / "file.pdf"
    (made,) = folder("03-05", "case-file", number, "--out", str(out), "--with", "archive_number=甲001")
    titles = [item["title"] for item in made["items"]]
    assert titles == [
        "来访登记表",
        "信访事项登记回执",
        "信访事项转送函",
        "去向告知书",
        "去向告知书（盖章件）",
    ]
    last = made["items"][-1]["pages"]
    assert made["items"][0]["pages"].startswith("1") and last.split("-")[-1] == str(made["pages"])
    assert bookmarks(out) == [
        "卷宗封面", "卷内目录", "登记", *titled(made, 0), "信访材料", *titled(made, 1), "转送、交办",
        *titled(made, 2, 3, 4), "卷内备考表",
    ]  # fmt: skip
    missing = "\n".join(made["missing"])
    assert "信访事项转送函" in missing and "没有盖章件扫描" in missing
    assert "去向告知书" in missing and "没有送达回证" in missing
    text = text_of(out)
    assert "甲001" in text and "没有送达回证" in text, "cover, and the remarks at the end"
    subprocess.run(["qpdf", "--check", str(out)], check=True, capture_output=True)
    assert len(PdfReader(out).pages) == made["pages"] + 3


def titled(made: dict[str, object], *places: int) -> list[str]:
    items = made["items"]
    assert isinstance(items, list)
    return [f"{items[at]['title']} {items[at]['document_number'] or ''}".strip() for at in places]


def test_pages_bear_their_numbers_outside_at_the_top(folder: Folder) -> None:
    number = routed(folder)
    out = folder.room / "file.pdf"
    (made,) = folder("03-05", "case-file", number, "--out", str(out))
    for place in range(1, made["pages"] + 1):
        left = place % 2 == 0
        where = ["-x", "0" if left else "520", "-y", "15", "-W", "75", "-H", "25"]
        page = str(place + 2)
        run = subprocess.run(
            ["pdftotext", "-f", page, "-l", page, *where, str(out), "-"], capture_output=True, check=True
        )
        assert run.stdout.decode().strip() == str(place)


def test_a_step_without_its_paper_and_a_void_paper_are_told(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    (answer,) = folder("03-02", "case-file", number, code=1)
    assert answer["error"]["code"] == "case_file.nothing"
    folder.act("03-03", number, "forward", unit="U1")
    folder.paper("03-03", "D11", number)
    folder.act("03-03", number, "void-paper", paper="D11", reason="写错")
    new = folder.paper("03-03", "D11", number)
    (made,) = folder("03-05", "case-file", number)
    assert [item["document_number"] for item in made["items"]] == [new["document_number"]], (
        "the void one never left"
    )
    missing = "\n".join(made["missing"])
    assert "来访登记表：办过这一步" in missing and "信访事项转送函：办过这一步" in missing
    assert "还没有盖章" in missing and made["file"] is None


def test_a_replaced_paper_stays_in_the_file_as_void(folder: Folder) -> None:
    number = routed(folder)
    folder("03-03", "seal-basket", "--seal")
    folder.acts("03-04", number, served("D11"))
    folder.paper("03-05", "D11", number, "--replaces", "D11", "--reason", "单位写错")
    (made,) = folder("03-05", "case-file", number)
    notes = [item["note"] for item in made["items"] if item["title"] == "去向告知书"]
    assert notes == ["已作废", None]


def test_papers_of_accusations_are_bound_apart_and_nobody_else_opens_them(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "检举控告")
    folder.paper("03-02", "D01", number)
    (made,) = folder("03-05", "case-file", number, "--out", str(folder.room / "file.pdf"))
    assert [item["title"] for item in made["items"]] == ["来访登记表"]
    (answer,) = folder("03-05", "case-file", number, who="handler", code=4)
    assert answer["error"]["code"] == "paper.sealed"
    (answer,) = folder("03-05", "case-file", number, "--volume", "accusation", code=1)
    assert answer["error"]["code"] == "case_file.nothing", "no paper of the accusation itself was made yet"
    (answer,) = folder("03-05", "case-file", number, "--volume", "third", code=2)
    assert answer["error"]["code"] == "case_file.volume"


@pytest.mark.parametrize("fault", ["a PDF that is none", "a PDF with a password", "a picture that is none"])
def test_a_scan_that_cannot_be_bound_is_named_and_spoils_nothing(folder: Folder, fault: str) -> None:
    number = routed(folder)
    folder("03-03", "seal-basket", "--seal")
    path = folder.room / "scan"
    match fault:
        case "a PDF that is none":
            path.write_bytes(b"%PDF-1.7 not at all")
        case "a PDF with a password":
            plain = folder.room / "D11.pdf"
            subprocess.run(["qpdf", "--encrypt", "a", "b", "256", "--", str(plain), str(path)], check=True)
        case _:
            path.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    folder("03-03", "file-scan", number, "D11", str(path))
    (made,) = folder("03-05", "case-file", number, "--out", str(folder.room / "file.pdf"))
    assert "去向告知书（盖章件）：这一件不能并入" in "\n".join(made["missing"])
    assert [item["title"] for item in made["items"]][-1] == "去向告知书"
