"""The pages part of the card of a transcript: areas are drawn on a kept page, and the page is made anew without them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.areas import Area
from app.errors import AppError
from app.scanning import AreaRemover
from app.services.redacting import PageAreas, propose_pages
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.delivery_scans import SlipPicture
from ui.desk.redaction_desk import RedactionView, anew_image, page_image, preview_image
from ui.desk.widgets.area_picture import AreaPicture
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.scans.remover import ChildAreaRemover
from ui.theme import current


class RedactionPages(Measured, QWidget):
    """One page at a time: left as it is, with what shall go; right as it will be. A second person sees what waits."""

    proposed = Signal(str)
    """Pages went to a second person; the word to say."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._text = words_of("words/redaction.toml")["redaction_pages"]
        self._hall, self._number = hall, ""
        self.remover: AreaRemover = ChildAreaRemover()
        self.busy = False
        self._pages: tuple[str, ...] = ()
        self._shown: tuple[str, ...] | None = None
        self._reviewing = False
        self._at = 0
        self._drawn: dict[str, tuple[Area, ...]] = {}
        self.picture, self.result = AreaPicture(), SlipPicture()
        self._told = text_label("", "small")
        self._told.setWordWrap(True)
        self.previous, self.next = QPushButton(self._text["previous"]), QPushButton(self._text["next"])
        self.preview, self.send = QPushButton(self._text["preview"]), QPushButton(self._text["send"])
        content = QVBoxLayout(self)
        content.setContentsMargins(0, 0, 0, 0)
        content.addWidget(text_label(self._text["title"], "label"))
        content.addWidget(self._told)
        beside, buttons = QHBoxLayout(), QHBoxLayout()
        beside.addWidget(self.picture, 1)
        beside.addWidget(self.result, 1)
        for button in (self.previous, self.next, self.preview, self.send):
            buttons.addWidget(button)
        buttons.addStretch(1)
        content.addLayout(beside)
        content.addLayout(buttons)
        self.previous.clicked.connect(lambda: self._turn(-1))
        self.next.clicked.connect(lambda: self._turn(1))
        self.preview.clicked.connect(self.show_preview)
        self.send.clicked.connect(self.propose)
        self.picture.changed.connect(self._keep_areas)
        self.measure()
        self.hide()

    def measure(self) -> None:
        """Both pictures need the same room."""
        if hasattr(self, "result"):
            self.result.setMinimumSize(current.theme.px(300), current.theme.px(400))

    @property
    def told(self) -> str:
        """What is said above the pictures."""
        return self._told.text()

    def show_pages(self, number: str, view: RedactionView) -> None:
        """The pages of a matter, or those of the transcript that waits for this person."""
        waiting = view.waiting
        self._reviewing = waiting is not None and waiting.confirmable
        pages = waiting.transcript.files if waiting is not None and self._reviewing else view.pages
        self.setVisible(bool(pages))
        for widget in (self.picture, self.preview, self.send):
            widget.setVisible(not self._reviewing)
        if (number, pages) != (self._number, self._shown):
            self._number, self._pages, self._shown, self._at = number, pages, pages, 0
            self._drawn = {}
            self._load()

    def forget(self) -> None:
        """Lets go of every picture."""
        self._pages, self._shown, self._drawn, self.busy = (), None, {}, False
        self.picture.show_image(None)
        self.result.show_image(None)
        self.hide()

    def _turn(self, step: int) -> None:
        if self._pages:
            self._at = (self._at + step) % len(self._pages)
            self._load()

    def _load(self) -> None:
        self.picture.show_image(None)
        self.result.show_image(None)
        if not self._pages:
            return
        self._say()
        session, number, page = self._hall.session, self._number, self._pages[self._at]
        read = anew_image if self._reviewing else page_image
        self._hall.read(
            lambda: read(session, number, page), partial(self._loaded, page), asker=self, question="page"
        )

    def _loaded(self, page: str, image: QImage) -> None:
        if not self._pages or page != self._pages[self._at]:
            return
        if self._reviewing:
            self.result.show_image(image)
        else:
            self.picture.show_image(image, self._drawn.get(page, ()))

    def _keep_areas(self) -> None:
        if self._pages:
            self._drawn[self._pages[self._at]] = self.picture.areas
            self.result.show_image(None)
            self._say()

    def _say(self) -> None:
        key = "reviewing" if self._reviewing else "at"
        areas = len(self._drawn.get(self._pages[self._at], ()))
        self._told.setText(self._text[key].format(page=self._at + 1, of=len(self._pages), areas=areas))

    def show_preview(self) -> None:
        """Makes the page anew and shows it; nothing is kept."""
        if self.busy or not self._pages or self._reviewing:
            return
        page = PageAreas(page=self._pages[self._at], areas=self.picture.areas)
        session, number, remover, self.busy = self._hall.session, self._number, self.remover, True
        self._told.setText(self._text["working"])
        self._hall.read(
            lambda: preview_image(session, number, page, remover), self._previewed, self._refuse, asker=self
        )

    def _previewed(self, image: QImage) -> None:
        self.busy = False
        self.result.show_image(image)
        if self._pages:
            self._say()

    def propose(self) -> None:
        """Makes every page on which something was drawn anew, and proposes them as one transcript."""
        pages = [
            PageAreas(page=page, areas=self._drawn[page]) for page in self._pages if self._drawn.get(page)
        ]
        if self.busy or self._reviewing:
            return
        if not pages:
            self._told.setText(self._text["nothing_drawn"])
            return
        session, number, remover, self.busy = self._hall.session, self._number, self.remover, True
        reason = self._text["usual_reason"]
        self._told.setText(self._text["working"])
        self._hall.write(
            lambda: propose_pages(session, number, pages, remover, reason=reason),
            lambda _done: self._sent(),
            self._refuse,
            asker=self,
        )

    def _sent(self) -> None:
        self.busy = False
        self._drawn = {}
        if self._pages:
            self._load()
        self.proposed.emit("redaction.proposed")

    def _refuse(self, error: AppError) -> None:
        self.busy = False
        if self._pages:
            self._say()
        self._hall.say_error(error)
