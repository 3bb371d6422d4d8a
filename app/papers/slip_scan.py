"""The codes on the picture of one scanned page: what is tried, in which order, until something is read.

Pure: a picture in, what was found out. No file, no database. A page that stands on its head, a crooked, pale or stained
one is turned, stretched and cut before it is given up; what cannot be read is said to be so and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from app.errors import BadInput
from app.qr.form_code import FormCode, parse_form
from app.qr.slip_code import SlipCode, parse_slip

SheetCode = SlipCode | FormCode
"""What a sheet of ours may bear: the code of a delivery receipt, or of a form that was printed empty."""
LEAST_CONTRAST = 4.0
"""Steps of grey between paper and anything printed; a page with less holds nothing (an empty sheet, a black one)."""
_SMALL = (96, 128)
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_BINARIZERS = (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)
CORNER = 0.45
"""How much of the sheet's width and height is cut out around a corner, where the codes stand."""
CODES_ON_A_SLIP = 2
"""When so many were read, the page is known; with fewer, more is tried, for another slip may lie on the same sheet."""
CODE_AT_150_DPI = 1300
"""Picture points across a sheet; with fewer a page is enlarged first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What one page holds: the slip codes in the order read, those of empty forms, and how to turn it upright.

    `turn` is 0, 90, 180 or 270 degrees clockwise. `blank` says that there is nothing printed on it at all.
    """

    slips: tuple[SlipCode, ...] = ()
    forms: tuple[FormCode, ...] = ()
    turn: int = 0
    blank: bool = False


def read_page(picture: Image.Image) -> PageReading:
    """The codes of slips and of empty forms on the picture of a page; others, and those with a wrong check, are none."""
    grey = picture.convert("L")
    if _is_blank(grey):
        return PageReading(blank=True)
    found: list[tuple[SheetCode, int]] = []
    for prepared, binarizer in _preparations(grey):
        found += _codes(prepared, binarizer)
        if len(found) >= CODES_ON_A_SLIP or any(isinstance(code, FormCode) for code, _ in found):
            return _reading(found)
    if not found:
        pieces = (_codes(piece, binarizer) for piece, binarizer in _pieces(grey))
        found = next((read for read in pieces if read), [])
    return _reading(found)


def _reading(found: list[tuple[SheetCode, int]]) -> PageReading:
    turns = {turn for _, turn in found}
    return PageReading(
        slips=tuple(dict.fromkeys(code for code, _ in found if isinstance(code, SlipCode))),
        forms=tuple(dict.fromkeys(code for code, _ in found if isinstance(code, FormCode))),
        turn=turns.pop() if len(turns) == 1 else 0,
    )


def _is_blank(grey: Image.Image) -> bool:
    small = grey.resize(_SMALL, Image.Resampling.BOX)
    middle = small.crop((6, 8, _SMALL[0] - 6, _SMALL[1] - 8))
    counts = middle.histogram()
    total = sum(counts)
    mean = sum(level * count for level, count in enumerate(counts)) / total
    variance = sum((level - mean) ** 2 * count for level, count in enumerate(counts)) / total
    return bool(variance**0.5 < LEAST_CONTRAST)


def _preparations(grey: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer]]:
    """The picture in the forms worth trying, the cheap ones first."""
    local, plain = _BINARIZERS
    yield grey, local
    if grey.width < CODE_AT_150_DPI:
        grey = _scaled(grey, CODE_AT_150_DPI / grey.width)
        yield grey, local
    stretched = ImageOps.autocontrast(grey, cutoff=1)
    yield stretched, plain
    yield grey.filter(ImageFilter.GaussianBlur(1.2)), local
    even = _evened(grey)
    yield even, local
    yield even, plain
    yield _scaled(grey, 0.6), local


def _pieces(grey: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer]]:
    """The corners of the sheet, enlarged, smoothed and turned: for a page on which nothing was found as a whole."""
    local = zxingcpp.Binarizer.LocalAverage
    for corner in _corners(grey):
        large = _scaled(corner, 2.0)
        for form in (large, large.filter(ImageFilter.GaussianBlur(2.0)), _evened(large)):
            for binarizer in _BINARIZERS:
                yield form, binarizer
        for angle in (-6.0, -3.0, 3.0, 6.0):
            yield corner.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255), local


def _scaled(grey: Image.Image, factor: float) -> Image.Image:
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    return grey.resize(size, Image.Resampling.LANCZOS)


def _evened(grey: Image.Image) -> Image.Image:
    """Stains and shadows taken away: each point against the lightest paper around it."""
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    difference = ImageChops.subtract(paper.resize(grey.size, Image.Resampling.BILINEAR), grey)
    return ImageOps.autocontrast(ImageOps.invert(difference), cutoff=1)


def _corners(grey: Image.Image) -> Iterator[Image.Image]:
    wide, high = round(grey.width * CORNER), round(grey.height * CORNER)
    for left in (grey.width - wide, 0):
        for top in (0, grey.height - high):
            yield grey.crop((left, top, left + wide, top + high))


def _codes(grey: Image.Image, binarizer: zxingcpp.Binarizer) -> list[tuple[SheetCode, int]]:
    found = zxingcpp.read_barcodes(
        grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer, try_invert=False
    )
    made = []
    for result in found:
        if not result.valid:
            continue
        code = _code(result.text)
        if code is not None:
            made.append((code, round(-result.orientation / 90) % 4 * 90))
    return made


def _code(text: str) -> SheetCode | None:
    for parse in (parse_slip, parse_form):
        try:
            return parse(text)
        except BadInput:
            continue
    return None
