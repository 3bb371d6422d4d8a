"""A mediation on paper from the command line: notices for each, the record, the agreement, receipts, scans, the volume."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.journeys.mediating import MediationRoom, party
from tests.journeys.room import Answer, Folder, text_of

ZHANG, LI = party("applicant", "张示范", address="示范村一号"), party("respondent", "李邻居")
PAYS = [
    {"clause_kind": "pay", "what": "赔偿青苗款", "by": [2], "to": [1], "fen": 80_000, "due": "2026-04-01"}
]


def prints(folder: Folder, on: str, kind: str, number: str, *words: str, code: int = 0) -> list[Answer]:
    """A paper of the file, written to a file of its kind."""
    out = str(folder.room / f"{kind}.pdf")
    return folder(on, "mediation", "paper", kind, number, *words, "--out", out, code=code)


def pages(folder: Folder, name: str, count: int) -> str:
    """A scan of some pages as a PDF."""
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    path = folder.room / name
    writer.write(path)
    return str(path)


def picture(folder: Folder, name: str) -> str:
    path = folder.room / name
    Image.new("L", (1240, 600), 230).save(path)
    return str(path)


def settled(folder: Folder) -> tuple[MediationRoom, str, str]:
    """Two neighbours who settled within a matter: the room, the matter, the mediation."""
    room = MediationRoom(folder)
    matter = room.matter("03-02", "邻居移了界石。")
    number = str(room.opens("03-03", [ZHANG, LI], matter=matter, claim=1)["number"])
    room.ready("03-03", number)
    room.sits("03-04", number, [1, 2])
    room.act("03-05", number, "make-agreement", facts="界石被移，占地两分", clauses=PAYS)
    return room, matter, number


def test_a_file_is_printed_signed_scanned_and_bound(folder: Folder) -> None:
    room, matter, number = settled(folder)
    copies = prints(folder, "03-05", "M03", number, "--all")
    assert [item["party"] for item in copies] == [1, 2]
    assert "李邻居：" in text_of(Path(copies[1]["file"])) and copies[1]["file"].endswith("M03-2.pdf")
    (draft,) = prints(folder, "03-05", "M04", number, "--party", "1", "--draft")
    assert {"session.at", "office.phone"} <= {item["name"] for item in draft["asks"]}
    assert draft["document_number"] is None
    told = (
        "--set",
        "session.at=2026-03-06 09:00",
        "--set",
        "session.place=第一调解室",
        "--set",
        "phone=0373-1",
    )
    (notice,) = prints(folder, "03-05", "M04", number, "--party", "1", *told)
    assert notice["document_number"] == "示调知〔2026〕1号"
    for kind in ("M02", "M07", "M08"):
        prints(folder, "03-05", kind, number)
    agreement = folder.room / "M08.pdf"
    assert "人民币800.00元（大写：捌佰元整）" in text_of(agreement)
    (again,) = prints(folder, "03-06", "M08", number, "--again")
    assert hashlib.sha256(agreement.read_bytes()).hexdigest() == again["sha256"]

    signature = f"picture=@{picture(folder, 'hand.png')}"
    room.act("03-06", number, "sign-agreement", "signed_how=handwriting", "who=party:1", signature)
    room.signs("03-06", number)
    signed = pages(folder, "signed.pdf", 2)
    room.act("03-06", number, "file-scan", "paper=M08", f"scan=@{signed}")
    room.act(
        "03-06", number, "file-piece", "name=现场照片", "given_by=1", f"sha256=@{picture(folder, 'p.jpg')}"
    )
    receipt = f"receipt=@{pages(folder, 'bank.pdf', 1)}"
    room.act("03-20", number, "record-fulfilment", "promise=1/1", receipt)
    prints(folder, "03-20", "M12", number, "--party", "1")
    said = text_of(folder.room / "M12.pdf")
    assert "履行签收" in said and "人民币800.00元（大写：捌佰元整）" in said
    (court,) = prints(folder, "03-20", "M13", number, code=2)
    assert court["error"]["code"] == "mediation.bars_not_looked_at"
    prints(folder, "03-20", "M13", number, "--set", "bars_looked_at=yes")

    out = folder.room / "volume.pdf"
    (made,) = folder("03-21", "mediation", "volume", number, "--out", str(out), "--with", "fonds=0123")
    titles = [item["title"] for item in made["items"]]
    assert titles == [
        "人民调解受理登记表", "调解权利义务告知书（甲方）", "调解权利义务告知书（乙方）", "人民调解通知书（甲方）",
        "现场照片", "人民调解记录（第1次）", "人民调解协议书", "人民调解协议书（签署件）", "签名影像（甲方）",
        "人民调解回访记录（甲方）", "履行凭证（1/1，2026-03-20）", "司法确认申请书",
    ]  # fmt: skip
    assert any("人民调解记录（第1次）：没有签署件扫描" in line for line in made["missing"])
    assert not any("人民调解协议书" in line for line in made["missing"])
    assert len(PdfReader(out).pages) == made["pages"] + 3
    assert "0123" in text_of(out) and matter in text_of(out)
    (listed,) = folder("03-21", "mediation", "papers", number)
    assert {item["kind"] for item in listed["papers"]} == {"M02", "M03", "M04", "M07", "M08", "M12", "M13"}
    refused = {offer["kind"]: offer["refused"] for offer in listed["offers"]}
    assert refused["M02"] is None and refused["M11"]["code"] == "mediation.not_ended"


def test_what_is_no_scan_is_not_kept_and_what_no_paper_asks_is_refused(folder: Folder) -> None:
    room, matter, number = settled(folder)
    prints(folder, "03-05", "M08", number)
    text = folder.file("notes.txt", "界石")
    assert room.act("03-05", number, "file-scan", "paper=M08", f"scan=@{text}", code=2)["code"]
    pdf = pages(folder, "hand.pdf", 1)
    wrong = room.act(
        "03-05", number, "sign-agreement", "signed_how=handwriting", "who=party:1", f"picture=@{pdf}", code=2
    )
    assert wrong["code"] == "mediation.file_what", "the picture of a signature is a picture"
    gone = room.act("03-05", number, "file-scan", "paper=M08", "scan=@nowhere.pdf", code=2)
    assert gone["code"] == "file.unreadable"
    (strange,) = prints(folder, "03-05", "M08", number, "--set", "total=1", code=2)
    assert strange["error"]["code"] == "mediation.paper_not_asked"
    (on_matter,) = folder("03-05", "paper", "M08", matter, "--out", str(folder.room / "x.pdf"), code=1)
    assert on_matter["error"]["code"] == "mediation.in_the_room"
