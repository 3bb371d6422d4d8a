"""Areas of a page are removed, never covered: the new picture holds nothing of them, and nothing of the old file besides."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw
from PIL.ExifTags import Base

from app.domain.areas import Area, read_area
from app.errors import BadInput, Unavailable
from ui.scans.remover import ChildAreaRemover
from ui.scans.removing import without

SECRET = b"JIN-QUE-HUA-13912345678"
AREA = Area(203, 149, 605, 251)


def letter(*, noise: int = 7) -> bytes:
    """A colourful page whose file says who wrote it in every place that JPEG has for that."""
    page = Image.new("RGB", (1000, 1400), (250, 248, 240))
    draw, dice = ImageDraw.Draw(page), random.Random(noise)
    for _ in range(400):
        at = dice.randrange(950), dice.randrange(1350)
        draw.rectangle((*at, at[0] + 30, at[1] + 20), fill=tuple(dice.randrange(256) for _ in range(3)))
    exif = Image.Exif()
    exif[Base.Artist] = SECRET.decode()
    exif[Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(Base.ExifOffset)[Base.UserComment] = SECRET
    made = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    page.save(made, "JPEG", quality=92, exif=exif, comment=SECRET, xmp=xmp, icc_profile=SECRET * 20)
    small = io.BytesIO()
    page.resize((160, 224)).save(small, "JPEG")
    # a small copy behind the end of the picture, as telephones leave one
    return made.getvalue() + small.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_every_point_of_an_area_is_one_colour_and_the_rest_is_there() -> None:
    data = letter()
    made = opened(without(data, (AREA,)))
    before, after = opened(data).convert("RGB"), made.convert("RGB")
    assert after.size == before.size
    assert after.crop((AREA.left, AREA.top, AREA.right, AREA.bottom)).getcolors() == [(402 * 102, (0, 0, 0))]
    beside = (0, 400, 1000, 1400)
    pairs = zip(
        before.crop(beside).resize((50, 50)).tobytes(),
        after.crop(beside).resize((50, 50)).tobytes(),
        strict=True,
    )
    assert max(abs(one - other) for one, other in pairs) < 40


def test_nothing_of_the_old_file_is_left() -> None:
    data = letter()
    assert data.count(SECRET) > 4, "the test of the test: it says who wrote it"
    made = without(data, (AREA,))
    picture = opened(made)
    assert SECRET not in made and b"xmp" not in made.lower() and not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert picture.info["dpi"] == (200, 200), "the resolution is stated"
    assert made.count(b"\xff\xd8\xff") == 1, "no small copy"
    assert made.rstrip(b"\0").endswith(b"\xff\xd9"), "nothing behind the end"


def test_what_was_in_an_area_changes_no_byte_of_the_result() -> None:
    """Two letters that differ in the area only give the very same picture."""
    one = opened(letter()).convert("RGB")
    other = one.copy()
    ImageDraw.Draw(other).rectangle((210, 150, 600, 250), fill=(255, 0, 255))
    files = []
    for page in (one, other):
        made = io.BytesIO()
        page.save(made, "JPEG", quality=95, subsampling=0)
        files.append(without(made.getvalue(), (AREA,)))
    assert files[0] == files[1]


def test_an_area_reaches_to_the_edge_and_no_further() -> None:
    made = opened(without(letter(), (Area(900, 1300, 5000, 5000),)))
    assert made.size == (1000, 1400)
    assert made.convert("RGB").crop((900, 1300, 1000, 1400)).getcolors() == [(10_000, (0, 0, 0))]


def test_the_child_does_it_by_a_pipe_and_answers_what_it_cannot_open() -> None:
    remover = ChildAreaRemover()
    data = letter()
    assert remover.without(data, (AREA,)) == without(data, (AREA,))
    bomb = io.BytesIO()
    Image.new("L", (3000, 3000)).save(bomb, "JPEG")
    for bad in (b"\xff\xd8\xff nonsense", data[:2000], b"", b"%PDF-1.4", bomb.getvalue()):
        with pytest.raises(BadInput, match=r"scanned\.page_damaged"):
            remover.without(bad, (AREA,))


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unavailable, match=r"scanned\.child"):
        ChildAreaRemover(patience=0.01).without(letter(), (AREA,))


@pytest.mark.parametrize("text", ["", "1,2,3", "5,5,5,9", "9,1,2,3", "-1,2,3,4", "a,b,c,d", "1,2,3,123456"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"redaction\.area"):
        read_area(text)


def test_an_area_is_read_as_it_is_written() -> None:
    assert read_area(AREA.text) == AREA
    assert AREA.whole_blocks == Area(192, 144, 608, 256)
