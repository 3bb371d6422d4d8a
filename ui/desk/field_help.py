"""Shift+F1: what the field with the cursor asks for, why, and by which article; typing goes on meanwhile.

The words are resources/help/fields.toml, by "act.field" or by the field's name; where nothing stands there the hint below
the field is shown whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from resources.loader import words
from ui.desk.widgets.field import HELP
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

KEY = "Shift+F1"
WIDE = 460
"""Pixels of the 14-pixel desk: about thirty characters on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What is said of one field; `article` is empty where practice and no text asks for it."""

    says: str
    article: str = ""


def help_words() -> dict[str, Any]:
    """The words around what is said."""
    found: dict[str, Any] = words("help/fields.toml")
    return found


def help_of(name: str) -> Help | None:
    """What is said of the field "act.field", or of every field of that name; None where nothing is."""
    known = help_words()["fields"]
    found = known.get(name) or known.get(name.rpartition(".")[2])
    return None if found is None else Help(says=str(found["says"]), article=str(found.get("article", "")))


class FieldHelp(Measured, QFrame):
    """Lies beside the field and takes no cursor: Esc, the key again or another field puts it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("search-panel")
        self._about: QWidget | None = None
        self._hint = ""
        self._title, self._says = text_label("", "card-title"), text_label("", "body")
        self._article = text_label("", "small")
        self._content = QVBoxLayout(self)
        for label in (self._title, self._says, self._article):
            label.setWordWrap(True)
            self._content.addWidget(label)
        self._leave_key = KeyHint()
        self._content.addWidget(self._leave_key)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._gone)
        self.measure()
        self.hide()

    @property
    def said(self) -> str:
        """What stands there now."""
        return "\n".join(filter(None, (self._title.text(), self._says.text(), self._article.text())))

    def measure(self) -> None:
        """The air around it."""
        px = current.theme.px
        self._content.setContentsMargins(px(14), px(10), px(14), px(10))
        self._content.setSpacing(px(6))

    def turn(self) -> None:
        """Brings what is said of the field with the cursor, or puts it away."""
        if self.isVisible():
            self.leave()
            return
        text = help_words()
        self._leave_key.show_keys(str(text["leave"]))
        editor, name = _asked()
        if editor is None:
            self._show(None, "", Help(says=str(text["no_field"])))
            return
        found = help_of(name) if name else None
        hint = editor.accessibleDescription()
        said = found or Help(says=hint or str(text["nothing"]))
        self._show(editor, editor.accessibleName(), said)

    def leave(self) -> None:
        """Puts it away."""
        if self._about is not None:
            self._about.removeEventFilter(self)
            self._about.setAccessibleDescription(self._hint)
            self._about = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if pressed and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # before the page's own Esc hears of it
            return True
        if pressed and event.type() is QEvent.Type.KeyPress:
            self.leave()
            return True
        return super().eventFilter(watched, event)

    def _show(self, editor: QWidget | None, title: str, said: Help) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._says.setText(said.says)
        self._article.setText(str(help_words()["article"]).format(article=said.article))
        self._article.setVisible(bool(said.article))
        self._about = editor
        if editor is not None:
            # a screen reader reads what describes the field that has the cursor
            self._hint = editor.accessibleDescription()
            editor.setAccessibleDescription(self.said)
            editor.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        """Below the field where there is room, else above it, else in the middle."""
        window, px = self.window(), current.theme.px
        width = min(px(WIDE), window.width() - px(24))
        self.setFixedWidth(width)
        height = self._content.totalHeightForWidth(width) if self._content.hasHeightForWidth() else 0
        self.setFixedHeight(max(height, self._content.minimumSize().height()))
        if self._about is None:
            self.move((window.width() - width) // 2, px(48))
            return
        corner, gap = self._about.mapTo(window, QPoint(0, 0)), px(24)
        below = corner.y() + self._about.height() + gap
        above = corner.y() - self.height() - gap
        fits = below + self.height() <= window.height() - px(8)
        top = below if fits else max(above, px(8))
        self.move(min(corner.x(), window.width() - width - px(12)), top)

    def _gone(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not self._about:
            self.leave()


def _asked() -> tuple[QWidget | None, str]:
    """The editor with the cursor and the name of its help; None where the cursor stands in no field."""
    widget = QApplication.focusWidget()
    while widget is not None:
        name = widget.property(HELP)
        if isinstance(name, str):
            return widget, name
        widget = widget.parentWidget()
    return None, ""
