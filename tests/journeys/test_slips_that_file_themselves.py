"""Slips are printed, signed, scanned and come back: on the command line, with real papers, codes and files."""

from __future__ import annotations

import json
import shutil
from random import Random

import pytest
from PIL import Image

from tests.journeys.room import OFFICE, Folder
from tests.papers.rendering import pictures_of
from tests.papers.worn_slips import Wear, worn
from tests.ui.scan_files import pdf, tiff

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
LIGHT = Wear(dots=150, stains=1, folds=1, pale=0.9)


def printed_slip(folder: Folder, name: str = "张示范") -> tuple[str, Image.Image]:
    """A notice that was sealed, and its printed slip; number of the matter and picture."""
    number = folder.registers("03-02", "申诉求决", name=name)
    folder.act("03-02", number, "forward", unit="U1")
    folder.paper("03-02", "D11", number)
    folder.act("03-02", number, "seal", paper="D11")
    folder.paper("03-02", "D33", number)
    (picture,) = pictures_of((folder.room / "D33.pdf").read_bytes(), dots=150)
    return number, picture.convert("RGB")


def states(rows: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [(row["page"], row["state"], row["number"]) for row in rows]


def test_signed_slips_find_their_matters_and_serve_them_when_the_clerk_says_so(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    first, one = printed_slip(folder)
    second, two = printed_slip(folder, "李示范")
    random = Random(5)
    pages = [
        worn(one, LIGHT, random),
        Image.new("RGB", one.size, "white"),
        worn(two, Wear(dots=150, upside_down=True, askew=3.0), random),
        worn(one, LIGHT, random),
    ]
    scan = str(pdf(folder.room / "scan.pdf", pages))
    assert [row["age"] for row in folder("03-06", "unserved")] == [4, 4]

    found = folder("03-06", "slips", scan)
    assert states(found) == [
        (1, "ready", first),
        (2, "blank", None),
        (3, "ready", second),
        (4, "twice", first),
    ]
    assert [row["addressee"] for row in found if row["state"] == "ready"] == ["张示范", "李示范"]
    assert len(folder("03-06", "unserved")) == 2, "reading files nothing"

    answers = [
        {"page": "scan.pdf#1", "on": "2026-03-04"},
        {"page": "scan.pdf#3", "on": "2026-03-05", "receiver": "李小", "relation": "子女"},
    ]
    given = folder.file("answers.jsonl", "\n".join(json.dumps(row) for row in answers))
    filed = folder("03-06", "slips", scan, "--file", "--answers", given)
    assert [row["state"] for row in filed] == ["done", "blank", "done", "filed"]
    assert folder("03-06", "unserved") == []
    for number, day, receiver in ((first, "2026-03-04", "张示范"), (second, "2026-03-05", "李小")):
        (delivery,) = folder.shown("03-06", number)["deliveries"]
        assert (delivery["on"], delivery["receiver"], delivery["outcome"]) == (day, receiver, "received")
        folder("03-06", "proof", number, delivery["slip"], "--out", str(folder.room / "proof.jpg"))
        with Image.open(folder.room / "proof.jpg") as kept:
            assert kept.height > 1500
    again = folder(
        "03-07", "slips", str(tiff(folder.room / "again.tif", pages[:1])), "--file", "--on", "2026-03-07"
    )
    assert [(row["state"], row["day"]) for row in again] == [("filed", "2026-03-04")]
    folder.clean("03-07")


def test_bad_files_are_lines_too_and_a_missing_day_files_nothing(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number, slip = printed_slip(folder)
    locked = str(pdf(folder.room / "locked.pdf", [slip], password="secret"))
    empty = folder.room / "empty.pdf"
    empty.write_bytes(b"")
    jpg = folder.room / "slip.jpg"
    slip.save(jpg)
    rows = folder("03-06", "slips", locked, str(empty), str(jpg), "--file", code=2)
    assert [(row["file"], row["state"]) for row in rows] == [
        ("locked.pdf", "refused"),
        ("empty.pdf", "refused"),
        ("slip.jpg", "ready"),
    ]
    assert [row["error"]["code"] for row in rows] == ["scanned.password", "scanned.empty", "slip.day_missing"]
    assert len(folder("03-06", "unserved")) == 1
    (done,) = folder("03-06", "slips", str(jpg), "--file", "--on", "2026-03-05")
    assert done["entries"] == ["delivery-attempted"] and done["number"] == number


def test_every_way_of_service_is_an_act_with_its_proof_on_the_command_line(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number, slip = printed_slip(folder)
    photo = folder.room / "door.jpg"
    slip.resize((200, 280)).save(photo)
    folder.act(
        "03-03", number, "deliver", paper="D11", method="in_person", outcome="refused", reason="说不认"
    )
    left = {"paper": "D11", "method": "left_at_address", "outcome": "received"}
    error = folder.refused("03-03", number, "deliver", **left)
    assert error["code"] == "deliver.no_witness" and "第八十九条" in error["text"]
    (answer,) = folder("03-03", "act", number, "deliver", "paper=D11", "method=left_at_address",
                       "outcome=received", f"evidence=@{photo}")  # fmt: skip
    assert answer["entries"] == ["delivery-attempted"]
    kept = folder.shown("03-03", number)["deliveries"][-1]["evidence"]
    back = folder.room / "back.jpg"
    folder("03-03", "proof", number, kept[0], "--out", str(back))
    assert back.read_bytes() == photo.read_bytes()

    other = printed_slip(folder, "李示范")[0]
    folder.acts(
        "03-04",
        other,
        {"act": "deliver", "paper": "D11", "method": "public_notice", "outcome": "sent", "place": "公告栏",
         "reason": "下落不明", "evidence": [f"@{photo}"]},
    )  # fmt: skip
    early = folder.refused("03-20", other, "deliver", paper="D11", method="public_notice", outcome="received")
    assert early["code"] == "deliver.notice_running" and "2026-04-03" in early["text"]
    (waiting,) = folder("03-20", "unserved")
    assert (waiting["full_on"], waiting["late"]) == ("2026-04-03", True)
    folder.act("04-07", other, "deliver", paper="D11", method="public_notice", outcome="received")
    assert folder.shown("04-07", other)["deliveries"][-1]["on"] == "2026-04-03"
    folder.clean("04-07")


def test_the_post_list_of_the_day(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number, _ = printed_slip(folder)
    folder.act("03-03", number, "deliver", paper="D11", method="post", outcome="sent", tracking="EX100")
    (row,) = folder("03-03", "post-list")
    assert (row["number"], row["name"], row["tracking"], row["returned"]) == (
        number,
        "张**",
        "EX100",
        False,
    )
    out = folder.room / "list.xlsx"
    folder("03-04", "post-list", "--day", "2026-03-03", "--out", str(out))
    assert out.read_bytes().startswith(b"PK")
    assert folder("03-04", "post-list") == []


def test_a_signature_on_the_screen_is_bound_to_the_paper_that_was_shown(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number, _ = printed_slip(folder)
    strokes = folder.file("strokes.json", json.dumps([[[100, 100, 0], [2000, 900, 300], [4000, 200, 600]]]))
    base = ["handwriting", number, "D11", "--strokes", strokes, "--signer", "张示范", "--witness", "李见证"]
    (wrong,) = folder("03-03", *base, "--shown", "0" * 64, code=1)
    assert wrong["error"]["code"] == "handwriting.other_document"
    (taken,) = folder("03-03", *base)
    assert taken["entries"] == ["handwriting-taken"]
    (found,) = folder("03-04", "handwriting-check", number)
    assert found["holds"] and found["ours"] and found["sha256"] == taken["document"]
    (delivery,) = folder("03-04", "unserved")
    assert delivery["number"] == number, "a picture of a signature serves nothing by itself"
    folder.clean("03-04")
