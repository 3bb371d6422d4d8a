"""Codes in pictures, read away from the program itself: screenshots, several codes in one, PDFs, and everything bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from app.errors import AppError, BadInput
from app.qr.receipt_code import ReceiptCode
from app.qr.sealed_code import PageKey
from tests.papers.worn_slips import printed
from tests.phone import SAMPLE, shown
from tests.phone_picture import picture, png, png_file
from tests.ui.scan_files import bomb, pdf
from ui.messages import message_of
from ui.scans.code_reader import ChildCodeReader

PUBLIC = PageKey(bytes(range(32))).public
LONG = replace(SAMPLE, story="村里修路占用我家承包地，至今没有补偿，多次找村里没有结果。" * 40)


def read(path: Path) -> tuple[str, ...]:
    return ChildCodeReader().in_file(path)


def test_a_screenshot_gives_its_text(tmp_path: Path) -> None:
    (text,) = shown(SAMPLE, PUBLIC, date(2026, 3, 2))
    assert read(png_file(tmp_path / "phone.png", text)) == (text,)
    assert ChildCodeReader().in_picture(png(text)) == (text,)


def test_several_codes_in_one_picture_are_all_read(tmp_path: Path) -> None:
    texts = shown(LONG, PUBLIC, date(2026, 3, 2), room=150)
    assert len(texts) > 1
    assert set(read(png_file(tmp_path / "phone.png", *texts))) == set(texts)


def test_a_pdf_of_two_pages(tmp_path: Path) -> None:
    texts = shown(LONG, PUBLIC, date(2026, 3, 2), room=150)[:2]
    pages = [picture(text).convert("RGB") for text in texts]
    assert read(pdf(tmp_path / "phone.pdf", pages)) == tuple(texts)


def test_codes_that_are_not_ours_are_not_told(tmp_path: Path) -> None:
    ours = ReceiptCode(number="LX07-26-00001-C", token="0" * 32).payload()
    assert read(png_file(tmp_path / "a.png", "HTTPS://EXAMPLE.COM", ours)) == (ours,)
    assert read(png_file(tmp_path / "b.png", "HTTPS://EXAMPLE.COM")) == ()
    assert len(ChildCodeReader().in_picture(png("XFP7:ABC"))) == 1, (
        "one of a later program is told, to be said"
    )


def test_a_slip_is_read_too(tmp_path: Path) -> None:
    page = printed("1a" * 16, 150)
    page.save(tmp_path / "slip.png")
    (text,) = read(tmp_path / "slip.png")
    assert text.startswith("XFS1:")


@pytest.mark.parametrize("kind", ["empty", "words", "bomb", "cut", "gone"])
def test_what_is_no_picture_is_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bad.png"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "words":
        path.write_text("XFP1:这不是图片")
    elif kind == "bomb":
        bomb(path)
    elif kind == "cut":
        whole = png(*shown(SAMPLE, PUBLIC, date(2026, 3, 2)))
        path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(AppError) as refused:
        read(path)
    assert refused.value.code.startswith("scanned.")
    assert "bad.png" in message_of(refused.value).says or refused.value.code in (
        "scanned.page_too_large",
        "scanned.page_damaged",
    )
    if kind in ("words", "cut"):
        with pytest.raises(BadInput):
            ChildCodeReader().in_picture(path.read_bytes())


def test_an_empty_page_has_no_code(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), "white").save(tmp_path / "white.png")
    assert read(tmp_path / "white.png") == ()
