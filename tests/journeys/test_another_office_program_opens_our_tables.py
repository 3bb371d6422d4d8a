"""Every table that the hall hands out is opened by an office program that is not ours, in an instance of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.journeys.room import OFFICE, Folder, served

SPAN = ("--from", "2026-03-01", "--to", "2026-03-31")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="NO LIBREOFFICE, tables are not opened"),
]


def opened(files: list[Path], room: Path) -> dict[str, str]:
    """The first sheet of each file as LibreOffice reads it; its profile is made for this once, beside any running one."""
    profile = (room / "profile").as_uri()
    words = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    words += ["csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(room / "read"), *map(str, files)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    return {file.name: (room / "read" / f"{file.stem}.csv").read_text(encoding="utf-8") for file in files}


def test_ledgers_and_registers_open_with_their_titles_and_rows(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决", name="=cmd|'/c calc'!A1")
    folder.act("03-02", number, "forward", unit="U1")
    folder.act(
        "03-02",
        number,
        "leader-received",
        leader="王示范",
        post="副县长",
        instruction="请答复",
        unit="U1",
        on="2026-03-02",
    )
    notice = folder.paper("03-02", "D11", number)
    folder("03-02", "seal-basket", "--seal")
    folder.acts(
        "03-03", number,
        {"act": "deliver", "paper": "D11", "method": "post", "outcome": "sent", "tracking": "EX1", "on": "2026-03-03"},
    )  # fmt: skip
    folder.acts("03-06", number, served("D11", method="post", on="2026-03-05"))
    tables = {
        "ledger": ("ledger", *SPAN),
        "leaders": ("leader-log", *SPAN),
        "reviews": ("review-ledger", *SPAN),
        "seals": ("seal-register", *SPAN),
        "numbers": ("number-series", "--year", "2026"),
        "posted": ("post-list", "--day", "2026-03-03"),
    }
    files = []
    for name, words in tables.items():
        files.append(folder.room / f"{name}.xlsx")
        folder("03-06", *words, "--out", str(files[-1]))
    told = opened(files, folder.room)
    assert number in told["ledger.xlsx"] and "王示范" in told["leaders.xlsx"]
    assert (
        notice["document_number"] in told["seals.xlsx"] and notice["document_number"] in told["numbers.xlsx"]
    )
    assert "EX1" in told["posted.xlsx"]
    assert all(OFFICE in text for text in told.values()), "each says whose it is"
    assert "#NAME" not in told["ledger.xlsx"] and "Err:" not in told["ledger.xlsx"], (
        "a name is never a formula"
    )
