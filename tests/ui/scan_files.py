"""Files as scanners, and people who wish a program ill, hand them over."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def pdf(
    path: Path, pages: Sequence[Image.Image], *, password: str = "", size: tuple[float, float] = A4
) -> Path:
    """Scanned pages as a PDF, as copiers send them."""
    lock = StandardEncryption(password, strength=128) if password else None
    made = Canvas(str(path), pagesize=size, encrypt=lock)
    for page in pages:
        data = io.BytesIO()
        page.copy().save(data, "JPEG", quality=70)  # Pillow leaves its settings on what it saves
        made.drawImage(ImageReader(data), 0, 0, *size)
        made.showPage()
    made.save()
    return path


def tiff(path: Path, pages: Sequence[Image.Image]) -> Path:
    """Several pages in one TIFF."""
    pages[0].save(path, "TIFF", save_all=True, append_images=list(pages[1:]), compression="tiff_deflate")
    return path


def bomb(path: Path, side: int = 60_000) -> Path:
    """A PNG of a few hundred bytes that says it is larger than any paper."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(1000)))
        + _chunk(b"IEND", b"")
    )
    return path


def bomb_in_a_pdf(path: Path, side: int = 20_000) -> Path:
    """A PDF of one ordinary page with a picture on it that unfolds to more than a gigabyte."""
    packer = zlib.compressobj(9)
    row = bytes(side * 3)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n" % (side, side, len(data))
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /XObject << /I 4 0 R >> >> >>",
        image + data + b"\nendstream",
        b"<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    path.write_bytes(bytes(out))
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
