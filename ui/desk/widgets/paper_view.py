"""A paper on the screen, page under page, as it will come out of the printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ui.desk.widgets.forgetting import Forgetting
from ui.desk.widgets.measured import Measured
from ui.theme import current


class PaperView(Forgetting, Measured, QPdfView):
    """Shows the bytes of one PDF. Knows nothing of what they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # not children of the view: a document that dies inside the dying view calls it back and crashes
        self._document, self._buffer = QPdfDocument(), QBuffer()
        self.setDocument(self._document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.measure()

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount()

    def measure(self) -> None:
        """Room enough to read half a page."""
        self.setMinimumHeight(current.theme.px(300))

    def show_pdf(self, data: bytes) -> None:
        """Shows these bytes, from the first page."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        """Shows nothing."""
        self._document.close()
        self._buffer.close()
