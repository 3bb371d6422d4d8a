"""Found after a restart: what was registered, and whose number nobody saw. First on the board, until somebody says so."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.clock import from_milliseconds
from app.ports import FoundNumber
from app.services.drafts import find_unseen, note_seen, unseen
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label


class FoundCard(Card):
    """Hidden while there is nothing; opening a number shows its matter, the key says that all were seen."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        self._text = words_of("words/faults.toml")["found"]
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._looked = False
        self._lines: list[QWidget] = []
        self.numbers: tuple[str, ...] = ()
        """The numbers that are shown."""
        self.key = QShortcut(QKeySequence(self._text["key"]), parent)
        self.key.activated.connect(self.all_seen)
        self.show_found([])

    def look(self) -> None:
        """Looks once for what a restart left; the clerk has just sat down."""
        hall = self._hall

        def found(numbers: list[FoundNumber]) -> None:
            self._looked = True
            self.show_found(numbers)

        hall.write(lambda: find_unseen(hall.session, hall.drafts), found, asker=self)

    def read(self) -> None:
        """Reads what is still unseen."""
        hall = self._hall
        if self._looked:
            hall.read(
                lambda: unseen(hall.session, hall.drafts), self.show_found, asker=self, question="found"
            )

    def all_seen(self) -> None:
        """The clerk has seen them."""
        hall, numbers = self._hall, self.numbers
        if numbers:
            hall.write(
                lambda: note_seen(hall.session, hall.drafts, numbers),
                lambda _: self.show_found([]),
                asker=self,
            )

    def show_found(self, found: list[FoundNumber]) -> None:
        """Shows the numbers, a line each."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(item) for item in found]
        for line in self._lines:
            self.content.addWidget(line)
        self.numbers = tuple(item.number for item in found)
        self.key.setEnabled(bool(found))
        self.setVisible(bool(found))

    def _line(self, item: FoundNumber) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(item.number)
        button.clicked.connect(lambda: self._hall.asked_for_matter.emit(item.number))
        row.addWidget(button)
        at = from_milliseconds(item.saved_at).strftime("%m-%d %H:%M")
        row.addWidget(text_label(str(self._text["line"]).format(time=at), "body"))
        row.addStretch(1)
        return line
