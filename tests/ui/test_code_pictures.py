"""Codes in pictures, read away from the program itself: screenshots, several codes in one, PDFs, and everything bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from app.errors import AppError, BadInput, Unavailable
from app.papers import pdf_words
from app.papers.pdf_words import words_of_pdf
from app.qr.receipt_code import ReceiptCode
from app.qr.sealed_code import PageKey
from tests.papers.worn_slips import printed
from tests.phone import SAMPLE, shown
from tests.phone_picture import picture, png, png_file
from tests.ui.scan_files import bomb, pdf
from ui.code_texts import code_text, code_texts
from ui.messages import message_of
from ui.scans.code_reader import ChildCodeReader
from ui.scans.words_reader import words_in_pdf

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


def test_the_round_is_told_the_codes_of_others_too(tmp_path: Path) -> None:
    """A sticker beside our code: its text is what the round is about."""
    ours = ReceiptCode(number="LX07-26-00001-C", token="0" * 32).payload()
    photo = png_file(tmp_path / "photo.png", "HTTPS://XF.EXAMP1E.COM/FY", ours)
    assert sorted(code_texts(str(photo))) == ["HTTPS://XF.EXAMP1E.COM/FY", ours]
    assert code_texts(ours) == [ours], "what a scanner typed is taken as it is"
    assert code_texts(str(tmp_path / "nowhere.png")) == [str(tmp_path / "nowhere.png")]
    with pytest.raises(BadInput) as refused:
        code_text(str(photo))
    assert (refused.value.code, refused.value.details["count"]) == ("code.not_one", 2)
    pages = [picture("HTTPS://EXAMPLE.COM/A").convert("RGB")]
    assert code_texts(str(pdf(tmp_path / "county.pdf", pages))) == ["HTTPS://EXAMPLE.COM/A"]


def test_what_somebody_sends_is_opened_by_a_child_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that holds the journal opens neither the picture nor the PDF."""
    photo = png_file(tmp_path / "photo.png", "HTTPS://EXAMPLE.COM")
    paper = pdf(tmp_path / "notice.pdf", [Image.new("RGB", (60, 60), "white")])
    expected = words_of_pdf(paper.read_bytes())

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("opened here")

    monkeypatch.setattr(Image, "open", opened)
    monkeypatch.setattr(pdf_words, "PdfReader", opened)
    assert code_texts(str(photo)) == ["HTTPS://EXAMPLE.COM"]
    assert words_in_pdf(paper) == expected


@pytest.mark.parametrize(
    ("content", "code"), [(None, "file.unreadable"), (b"no pdf", "notice.pdf"), (b"%PDF-1.7 x", "notice.pdf")]
)
def test_a_notices_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "notice.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        words_in_pdf(path)
    assert refused.value.code == code and message_of(refused.value).says


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    paper = pdf(tmp_path / "notice.pdf", [Image.new("RGB", (60, 60), "white")])
    with pytest.raises(Unavailable) as gone:
        words_in_pdf(paper, patience=0.0)
    assert gone.value.code == "scanned.child"
