"""A page that says one thing: what is going on, or why there is nothing to work with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame


class NoticePage(PageFrame):
    """Title and sentences; with `act`, one button that Enter presses; with `other`, a second one that F9 presses."""

    done = Signal()
    other = Signal()
    """The second button."""

    def __init__(self, title: str, says: str = "", *more: str, act: str = "", other: str = "") -> None:
        super().__init__(title)
        self.says = says
        """What happened."""
        if says:
            card = Card()
            for sentence in filter(None, (says, *more)):
                label = text_label(sentence, "body")
                label.setWordWrap(True)
                card.content.addWidget(label)
            self.main.addWidget(card)
        self.main.addStretch(1)
        if act:
            button = self.add_act(act, is_next=True)
            button.clicked.connect(self.done)
            self.setFocusProxy(button)
        if other:
            self.add_act(other).clicked.connect(self.other)
            QShortcut(QKeySequence("F9"), self).activated.connect(self.other)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.done.emit()
        else:
            super().keyPressEvent(event)
