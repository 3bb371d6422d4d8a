"""Codes on papers: what they hold, how they are made, and the reading back that every one must pass
before use.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

from app.errors import BadInput, Damaged
from app.qr.evaluation_code import parse_evaluation
from app.qr.families import Family, family_of
from app.qr.form_code import parse_form
from app.qr.receipt_code import ReceiptCode, parse
from app.qr.slip_code import SlipCode, parse_slip

__all__ = [
    "Matrix",
    "ReceiptCode",
    "SlipCode",
    "known_payload",
    "make",
    "parse",
    "parse_slip",
    "read_image",
    "texts_in",
]

QUIET_ZONE = 4
"""Empty cells around a code (ISO/IEC 18004, 6.3.8)."""
PROOF_SCALE = 3
"""Picture points a cell when a code is read back."""
MASKS = (2, 3, 0, 1, 4, 5, 6, 7)
"""Masks in the order tried: choosing the best of eight costs six times the rest; reading back is the
better judge.
"""
LARGEST_PICTURE = 50_000_000
"""Picture points; a larger image is refused unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A code as rows of cells, True for dark, without quiet zone. `payload` is what it was read back as."""

    rows: tuple[tuple[bool, ...], ...]
    payload: str

    @property
    def side(self) -> int:
        """Cells along one side, quiet zone included."""
        return len(self.rows) + 2 * QUIET_ZONE


def _bitmap(rows: list[list[bool]], scale: int) -> Image.Image:
    side = len(rows) + 2 * QUIET_ZONE
    blank = b"\xff" * side
    edge = b"\xff" * QUIET_ZONE
    cells = b"".join(edge + bytes(0 if cell else 255 for cell in row) + edge for row in rows)
    content = blank * QUIET_ZONE + cells + blank * QUIET_ZONE
    return Image.frombytes("L", (side, side), content).resize(
        (side * scale, side * scale), Image.Resampling.NEAREST
    )


_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def known_payload(text: str) -> str:
    """`text` as one of our codes says it: of a receipt, a delivery slip, a rating, a form printed empty.

    Raises BadInput("paper.receipt_code_unreadable", "slip.code_unreadable", "asking.code_unreadable",
    "form.code_unreadable") for anything else.
    """
    family = family_of(text)
    if family is Family.SLIP:
        return parse_slip(text).payload()
    if family is Family.EVALUATION:
        return parse_evaluation(text).payload()
    if family is Family.FORM:
        return parse_form(text).payload()
    return parse(text).payload()


def texts_in(image: Image.Image, *, thorough: bool) -> list[str]:
    """The texts of all QR codes in a picture; `thorough` also turns, shrinks and inverts it."""
    found = zxingcpp.read_barcodes(
        image,
        formats=_FORMATS,
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [result.text for result in found if result.valid]


def make(payload: str, *, worn: bool = False) -> Matrix:
    """The code of `payload`, made with qrcode and read back with zxing-cpp.

    Error correction M; Q for paper that will be `worn`: folded, stained, and read from a bad scan.

    Raises Damaged("paper.code_not_read_back") when no mask gives a code that reads back as exactly `payload`.
    """
    for mask in MASKS:
        maker = qrcode.QRCode(
            error_correction=ERROR_CORRECT_Q if worn else ERROR_CORRECT_M, border=0, mask_pattern=mask
        )
        plain = re.fullmatch(r"[0-9A-Z $%*+\-./:]+", payload) is not None
        maker.add_data(QRData(payload.encode("ascii"), mode=MODE_ALPHA_NUM) if plain else payload, optimize=0)
        maker.make(fit=True)
        rows = [[bool(cell) for cell in row] for row in maker.modules]
        if texts_in(_bitmap(rows, PROOF_SCALE), thorough=False) == [payload]:
            return Matrix(rows=tuple(tuple(row) for row in rows), payload=payload)
    raise Damaged("paper.code_not_read_back")


def read_image(content: bytes) -> list[str]:
    """The texts of all QR codes in a picture (PNG, JPEG or BMP bytes); empty when there is none.

    Raises BadInput("paper.receipt_code_unreadable") when the bytes are no picture, or one that is too large.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise BadInput("paper.receipt_code_unreadable")
            return texts_in(picture.convert("L"), thorough=True)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput("paper.receipt_code_unreadable") from error
