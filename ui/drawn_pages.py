"""The pages of our own PDFs as pictures, drawn by QtPdf: codes are read back from them before anything is saved."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from app.errors import Damaged

POINTS = 72.0


def drawn_pages(data: bytes, dots: int) -> list[Image.Image]:
    """Every page of a PDF at so many dots an inch, in greys. Raises Damaged("paper.code_not_read_back") for no PDF."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.status() is not QPdfDocument.Status.Ready:
            raise Damaged("paper.code_not_read_back")
        return [_drawn(document, number, dots) for number in range(document.pageCount())]
    finally:
        document.close()
        buffer.close()


def _drawn(document: QPdfDocument, number: int, dots: int) -> Image.Image:
    size = document.pagePointSize(number)
    wide, high = round(size.width() / POINTS * dots), round(size.height() / POINTS * dots)
    image = document.render(number, QSize(wide, high)).convertToFormat(QImage.Format.Format_RGBA8888)
    paper = Image.new("RGB", (wide, high), "white")
    drawn = Image.frombytes(
        "RGBA", (wide, high), bytes(image.constBits()), "raw", "RGBA", image.bytesPerLine()
    )
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper.convert("L")
