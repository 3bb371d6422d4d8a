"""Suggested classes as quiet chips: the class, the words that decided, its key. Pressing one fills the field, no more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.domain.codes import category
from app.domain.suggestion import Accuracy, Suggestion
from ui.desk.widgets.key_chip import KeyChip
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.messages import words
from ui.theme import current

SHOWN_WORDS = 2
"""Words that stand in a chip; all of them in its tip."""


class SuggestionChip(KeyChip):
    """One suggested class."""

    def __init__(self, item: Suggestion, key: str, about: str) -> None:
        text = words("suggestion")
        found = category(item.category)
        label = item.category if found is None else found.label
        telling = "、".join(item.words[:SHOWN_WORDS])
        super().__init__(text["chip"].format(label=label, words=telling) if telling else label, key)
        self.item = item
        self.setToolTip(text["tip"].format(words="、".join(item.words), key=key) + "\n" + about)
        self.setAccessibleDescription(self.toolTip())


def accuracy_words(accuracy: Accuracy | None) -> str:
    """How right the suggestions are, in a sentence; without a model that they come from words."""
    text = words("suggestion")
    if accuracy is None:
        return str(text["by_words"])
    return str(text["measured"]).format(
        learned=accuracy.learned,
        measured=accuracy.measured,
        top_1=f"{accuracy.top_1:.0%}",
        top_3=f"{accuracy.top_3:.0%}",
        silent=accuracy.silent,
    )


class SuggestionLine(Measured, QWidget):
    """Up to three chips, side by side or below each other; nothing is drawn while there is nothing to say.

    Side by side it takes the room that others leave; chips that do not fit whole are not shown.
    """

    picked = Signal(object)
    """The Suggestion that was pressed."""

    def __init__(self, *, below: bool = False) -> None:
        super().__init__()
        text = words("suggestion")
        self._below = below
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._layout = QBoxLayout(direction, self)
        self._title = text_label(text["title"], "hint")
        self._layout.addWidget(self._title)
        self._layout.addStretch(1)
        self.chips: list[SuggestionChip] = []
        if not below:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()
        self.measure()

    def measure(self) -> None:
        """Narrow gaps; side by side it is as high as a chip."""
        px = current.theme.px
        beside = 0 if self._below else px(14)
        self._layout.setContentsMargins(beside, 0, beside, px(8) if self._below else 0)
        self._layout.setSpacing(px(6))

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is shown."""
        return tuple(chip.item for chip in self.chips)

    def offer(self, found: Sequence[Suggestion], accuracy: Accuracy | None = None) -> None:
        """These classes in place of those that were here; none hides the line. `accuracy` is said in the tip."""
        if tuple(found) == self.suggestions:
            return
        for old in self.chips:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = [
            SuggestionChip(item, key, accuracy_words(accuracy))
            for item, key in zip(found, words("suggestion")["keys"], strict=False)
        ]
        for at, chip in enumerate(self.chips, start=1):
            self._layout.insertWidget(at, chip)
            chip.clicked.connect(lambda _=False, item=chip.item: self.picked.emit(item))
        self.setVisible(bool(self.chips))
        self._fit()

    def take(self, at: int) -> None:
        """Presses the chip at that place, from 0, if it is there."""
        if at < len(self.chips):
            self.picked.emit(self.chips[at].item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Side by side only whole chips are shown; the first always."""
        if self._below:
            return
        margins = self._layout.contentsMargins()
        gap = self._layout.spacing()
        room = self.width() - margins.left() - margins.right() - self._title.sizeHint().width() - gap
        for at, chip in enumerate(self.chips):
            room -= chip.sizeHint().width() + gap
            chip.setVisible(at == 0 or room >= 0)
