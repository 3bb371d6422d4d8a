"""The pages of our own PDFs as pictures, drawn by QtPdf: codes are read back from them before anything is saved."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
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
    # A PDF has no paper of its own. Few and short calls into C, because each keeps the interpreter (decision 0210): to
    # turn colours into grey in a picture of its own, by Qt or by Pillow, would last five times as long as to paint in grey.
    paper = QImage(wide, high, QImage.Format.Format_Grayscale8)
    paper.fill(255)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(number, QSize(wide, high)))
    painter.end()
    return Image.frombytes("L", (wide, high), bytes(paper.constBits()), "raw", "L", paper.bytesPerLine())
