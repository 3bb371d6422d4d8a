"""一天没有电: three people are written down on paper; next day the sheets are scanned in whatever order they lay.

One sheet was spoiled, one is missing; nothing is closed before both have their reason. Everybody's day is the day on which
they came, and whoever asks with the slip in the hand is found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.journeys.room import OFFICE, Answer, Folder
from tests.papers.rendering import pictures_of
from tests.ui.scan_files import pdf

PAPER, NEXT = "03-10", "03-11"
NAMES = ("张示范", "李示范", "王示范")


def enters(folder: Folder, sheet: str, name: str, scan: Path, code: int = 0) -> Answer:
    """A sheet as the clerk reads it off the paper."""
    row = {
        "name": name,
        "address": "示范村一号",
        "content": f"{name}：承包地补偿款没有付清。",
        "purpose": "申诉求决",
    }
    file = folder.file("sheet.json", json.dumps(row))
    (told,) = folder(NEXT, "outage", "enter", sheet, file, "--scan", str(scan), code=code)
    return told


def test_a_day_without_power(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    out = folder.room / "pack.pdf"
    ((row,), pack) = (folder("03-02", "outage", "list"), _printed(folder, out))
    assert row == [], "nobody had thought of it"
    sheets = pack["sheets"]

    # the power is gone: three people, one sheet spoiled, the fifth taken away by somebody who did not come back
    pages = pictures_of(out.read_bytes(), dots=150)[2:7]
    scan = pdf(folder.room / "scan.pdf", [pages[3], pages[0], pages[1]])

    # the day after: which day, how many sheets, which times
    late = enters(folder, sheets[0], NAMES[0], scan, code=1)
    assert late["error"]["code"] == "outage.no_day" and sheets[0] in late["error"]["text"]
    (day,) = folder(
        NEXT, "outage", "day", "1", "--on", f"2026-{PAPER}", "--last", "5", "--times", "9:05 0940 - 10:30 -"
    )
    assert [sheet["at"] for sheet in day["sheets"]] == ["09:05", "09:40", None, "10:30", None]

    told = [
        enters(folder, sheet, name, scan)
        for sheet, name in zip((sheets[3], sheets[0], pack["codes"][1]), NAMES, strict=True)
    ]
    assert [item["pages"] for item in told] == [1, 1, 1], "each found its own page"
    (shown,) = folder(NEXT, "outage", "show", "1")
    assert [sheet["number"] for sheet in shown["sheets"]] == [
        told[1]["number"],
        told[2]["number"],
        None,
        told[0]["number"],
        None,
    ]

    error = _closed(folder, code=1)["error"]
    assert error["code"] == "outage.sheets_wait" and sheets[2] in error["text"] and sheets[4] in error["text"]
    folder(NEXT, "forms", "void", sheets[2], "--reason", "写坏，留在本里")
    folder(NEXT, "forms", "void", sheets[4], "--reason", "被来访人带走，没有送回")
    assert _closed(folder)["closed"] is True

    # everybody's day is the one on paper, said as it is
    matter = folder.shown(NEXT, told[1]["number"])
    assert (matter["received_on"], matter["registered_on"], matter["backfilled"]) == (
        f"2026-{PAPER}",
        f"2026-{NEXT}",
        False,
    )
    assert (matter["sheet"]["number"], matter["sheet"]["written_at"]) == (sheets[0], "09:05")
    first, second = _visits(folder, PAPER), _visits(folder, NEXT)
    assert (first["visits"], first["outage"]) == (3, 3)
    assert (second["visits"], second["outage_entered"]) == (0, 3)
    due = folder.owed(NEXT, told[1]["number"], within=60)
    assert {row["due_legal"] for row in due.values()} >= {"2026-03-25"}, "fifteen days from the day on paper"

    # the visitor comes with the slip; the printed receipt names it
    (found,) = folder(NEXT, "search", sheets[0])
    assert [hit["number"] for hit in (found if isinstance(found, list) else [found])] == [told[1]["number"]]
    folder.paper(NEXT, "D02", told[1]["number"])
    assert sheets[0] in folder.words_of("D02") and "09:05" in folder.words_of("D02")
    ((kept,),) = (folder(NEXT, "outage", "list"),)
    assert (kept[0]["state"], kept[0]["entered"], kept[0]["void"], kept[0]["free"]) == ("in_use", 3, 2, 1)
    folder.clean(NEXT)


def _printed(folder: Folder, out: Path) -> Any:
    (made,) = folder("03-02", "outage", "print", "--count", "6", "--out", str(out))
    return made


def _closed(folder: Folder, code: int = 0) -> Answer:
    (told,) = folder(NEXT, "outage", "close", "1", code=code)
    return told


def _visits(folder: Folder, day: str) -> dict[str, int]:
    """The figures of the day report, by name."""
    (report,) = folder(NEXT, "day-report", "--day", f"2026-{day}")
    return {item["figure"]: item["batches"] for item in report["figures"]}
