"""Opening files from a scanner: several pages in one, and everything bad, away from the program itself."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.errors import AppError, BadInput
from app.papers import qr
from app.qr.form_code import FormCode
from app.scanning import ScannedPage
from tests.papers.worn_slips import code, printed
from tests.ui.scan_files import bomb, bomb_in_a_pdf, pdf, tiff
from ui.messages import message_of
from ui.scans.frames import BrokenFrame, read_frame, write_frame
from ui.scans.reader import ChildScanReader

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
ONE, TWO = "1a" * 16, "2b" * 16


@pytest.fixture(scope="module")
def pages() -> list[Image.Image]:
    """A slip, an empty sheet, another slip that stands on its head."""
    first = printed(ONE, 150)
    return [first, Image.new("RGB", first.size, (250, 249, 246)), printed(TWO, 150).rotate(180)]


def read(path: Path) -> list[ScannedPage]:
    return list(ChildScanReader().read(path))


def test_the_code_of_an_empty_form_comes_back_from_the_child(tmp_path: Path) -> None:
    form = FormCode(series="5e" * 14, place=7)
    sheet = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(sheet)
    for row, cells in enumerate(qr.make(form.payload()).rows):
        for column, dark in enumerate(cells):
            if dark:
                left, top = 100 + column * 6, 100 + row * 6
                draw.rectangle((left, top, left + 5, top + 5), fill="black")
    (page,) = read(pdf(tmp_path / "form.pdf", [sheet]))
    assert (page.forms, page.slips, page.blank) == ((form,), (), False)


@pytest.mark.parametrize("kind", ["pdf", "tif"])
def test_several_slips_in_one_file_are_split_read_and_stood_upright(
    pages: list[Image.Image], tmp_path: Path, kind: str
) -> None:
    path = (pdf if kind == "pdf" else tiff)(tmp_path / f"scan.{kind}", pages)
    found = read(path)
    assert [(p.page, p.slips, p.blank, p.refused) for p in found] == [
        (1, (code(ONE),), False, ""),
        (2, (), True, ""),
        (3, (code(TWO),), False, ""),
    ]
    upright = Image.open(io.BytesIO(found[2].picture)).convert("L").resize((82, 116))
    straight = pages[2].rotate(180).convert("L").resize((82, 116))
    difference = sum(abs(a - b) for a, b in zip(upright.tobytes(), straight.tobytes(), strict=True))
    assert difference / len(upright.tobytes()) < 6, "the picture was turned with the code"


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_one_slip_in_one_picture(pages: list[Image.Image], tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"scan.{kind}"
    pages[0].copy().save(path)
    (found,) = read(path)
    assert found.slips == (code(ONE),) and found.picture.startswith(b"\xff\xd8")


def test_a_damaged_page_does_not_take_the_others_with_it(pages: list[Image.Image], tmp_path: Path) -> None:
    path = tiff(tmp_path / "scan.tif", [pages[0], pages[0], pages[2]])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(b ^ 0x5A for b in data[middle : middle + 2000])
    path.write_bytes(bytes(data))
    found = read(path)
    assert [p.refused for p in found] == ["", "scanned.page_damaged", ""]
    assert (found[0].slips, found[2].slips) == ((code(ONE),), (code(TWO),))


def refusal(path: Path) -> AppError:
    with pytest.raises(BadInput) as caught:
        read(path)
    found = message_of(caught.value)
    assert path.name in found.says and found.says.endswith("。") and found.do.endswith("。")
    return caught.value


def test_a_password_a_bomb_and_rubbish_are_each_told_in_a_sentence(
    pages: list[Image.Image], tmp_path: Path
) -> None:
    locked = pdf(tmp_path / "locked.pdf", pages[:1], password="secret")
    assert refusal(locked).code == "scanned.password"
    assert refusal(bomb(tmp_path / "bomb.png")).code == "scanned.page_too_large"
    for name, content, wanted in (
        ("empty.pdf", b"", "scanned.empty"),
        ("zeros.jpg", bytes(5000), "scanned.empty"),
        ("broken.pdf", b"%PDF-1.4 nothing more", "scanned.damaged"),
        ("letter.docx", b"PK\x03\x04 a letter", "scanned.kind"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert refusal(path).code == wanted
    assert refusal(tmp_path / "gone.pdf").code == "scanned.not_readable"


def test_a_page_as_large_as_a_house_is_shown_as_refused(pages: list[Image.Image], tmp_path: Path) -> None:
    (found,) = read(pdf(tmp_path / "house.pdf", pages[:1], size=(20_000, 20_000)))
    assert (found.page, found.refused, found.picture) == (1, "scanned.page_too_large", b"")


@pytest.mark.slow
def test_a_picture_that_unfolds_to_a_gigabyte_stays_in_the_child(tmp_path: Path) -> None:
    (found,) = read(bomb_in_a_pdf(tmp_path / "bomb.pdf"))
    assert found.blank or found.refused, "nothing is shown, nothing is read"


def test_a_child_that_does_not_come_back_is_ended_and_the_page_is_told(
    pages: list[Image.Image], tmp_path: Path
) -> None:
    path = pdf(tmp_path / "scan.pdf", pages[:1])
    found = list(ChildScanReader(patience=0.001).read(path))
    assert [(p.page, p.refused) for p in found] == [(1, "scanned.gave_out")]


def test_the_child_is_told_no_secret_and_writes_no_file(
    pages: list[Image.Image], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[dict[str, str]] = []
    real = subprocess.Popen

    def watching(*given: object, env: dict[str, str], **more: object) -> object:
        started.append(env)
        return real(*given, env=env, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "somewhere")
    monkeypatch.setattr(subprocess, "Popen", watching)
    path = pdf(tmp_path / "scan.pdf", pages[:1])
    before = sorted(tmp_path.iterdir())
    read(path)
    assert started and not any(name.startswith("PETITION_DESK_") for name in started[0])
    assert sorted(tmp_path.iterdir()) == before


def test_the_program_itself_opens_no_picture() -> None:
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, ui.scans.reader; print('PIL' in sys.modules, 'PySide6' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert seen.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x00\x00\x05[]", b"\xff\xff\xff\xff", b"\x00\x00\x00\x02{}"])
def test_a_frame_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(data))


def test_frames_come_back_as_they_went() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, {"page": 1}, b"picture")
    write_frame(pipe, {"end": 1})
    pipe.seek(0)
    assert read_frame(pipe) == ({"page": 1, "size": 7}, b"picture")
    assert read_frame(pipe) == ({"end": 1, "size": 0}, b"")
    assert read_frame(pipe) is None
