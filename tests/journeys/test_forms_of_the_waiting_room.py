"""Forms lie ready in the waiting room; twelve people fill one in, and it finds its matter by its code."""

from __future__ import annotations

import re

from app.papers import qr
from tests.journeys.room import OFFICE, Folder, text_of
from tests.papers.rendering import pictures_of


def test_a_representatives_sheet_is_filled_in_before_there_is_a_number(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    out = folder.room / "forms.pdf"
    (made,) = folder("03-02", "forms", "print", "D05", "--count", "3", "--out", str(out))
    assert made["count"] == 3 and len(made["codes"]) == 3
    assert "集体访代表推选书" in text_of(out) and OFFICE in text_of(out)
    scanned = [text for page in pictures_of(out.read_bytes(), dots=150) for text in codes_on(page)]
    assert scanned == made["codes"]

    number = folder.registers("03-02", "申诉求决", persons=12)
    folder.act("03-02", number, "bind-form", code=scanned[1])
    (form,) = [line for line in folder.shown("03-02", number)["entries"] if line["kind"] == "form-bound"]
    assert form
    other = folder.registers("03-02", "意见建议")
    error = folder.refused("03-02", other, "bind-form", code=scanned[1])
    assert error["code"] == "form.bound_elsewhere" and number in error["text"]

    scan = folder.room / "scan.png"
    pictures_of(out.read_bytes(), dots=150)[1].save(scan)
    ((state,),) = folder("03-02", "forms", "show", "--scan", str(scan))
    assert (state["code"], state["state"], state["number"]) == (scanned[1], "bound", number)

    folder("03-02", "forms", "void", scanned[2], "--reason", "写坏")
    assert folder.refused("03-02", other, "bind-form", code=scanned[2])["code"] == "form.voided"
    ((row,),) = folder("03-02", "forms", "list")
    assert (row["title"], row["count"], row["bound"], row["void"], row["free"]) == (
        "集体访代表推选书",
        3,
        1,
        1,
        1,
    )
    assert re.fullmatch("[0-9a-f]{28}", row["series"])
    again = folder.room / "again.pdf"
    folder("03-03", "forms", "again", row["series"], "--out", str(again))
    assert again.read_bytes() == out.read_bytes()
    folder.clean("03-03")


def codes_on(page: object) -> list[str]:
    """The codes that a scanner finds on a page."""
    return qr.texts_in(page, thorough=True)  # type: ignore[arg-type]


def test_a_notice_is_not_printed_empty(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    (answer,) = folder("03-02", "forms", "print", "D11", "--out", str(folder.room / "x.pdf"), code=1)
    assert answer["error"]["code"] == "form.not_blank"
    assert folder("03-02", "forms", "list") == [[]]
