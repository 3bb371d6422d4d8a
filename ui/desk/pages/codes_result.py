"""What the last scan turned out to be: a state in shape, word and colour, sentences, and what to compare with the paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.places import Found
from app.services.notice_codes import WELL_SIGNED, Standing, Verdict, Verified
from app.services.poster_round import Scanned
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.state_mark import StateMark
from ui.notice_words import compared, is_sound, notice_sentences
from ui.theme import State

ASKING = (Verdict.REVOKED_BEFORE, Verdict.ENDED, Verdict.NEWER, Verdict.UNKNOWN_KEY)
"""Not known to be forged: the office must be asked."""


class ResultCard(Card):
    """The last scan of the page. It says nothing of who scanned."""

    told = Signal()
    """Something new is shown: where there is little room the page brings it to sight."""

    def __init__(self, text: dict[str, Any]) -> None:
        super().__init__(text["result"])
        self._text = text
        self._box = QWidget()
        self.content.addWidget(self._box)
        self.says: list[str] = []
        """The sentences that are shown."""
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before the first scan."""
        self._show(None, "", [str(self._text["nothing"])], [])

    def show_notice(self, found: Verified) -> None:
        """What the code of a notice is."""
        good = is_sound(found)
        asking = found.verdict in ASKING
        state = State.IN_TIME if good else State.SOON if asking else State.LATE
        word = "notice_good" if good else "notice_ask" if asking else "notice_bad"
        rows = compared(found) if found.verdict in WELL_SIGNED else []
        told = notice_sentences(found)
        if rows:
            told = told[: len(told) - len(rows)]
        stands = found.standing in (Standing.STANDS, Standing.NOT_ASKED)
        self._show(state, str(self._text[word if stands or not good else "notice_bad"]), told, rows)

    def show_scan(self, found: Scanned, count: int) -> None:
        """What the codes on a poster say together; `count` were scanned."""
        words = self._text["findings"]
        state = State.IN_TIME if found.found is Found.FINE else State.LATE
        if found.found is Found.UNREADABLE:
            state = State.WAITING
        rows = [
            (str(self._text["labels"][name]), value)
            for name, value in (
                ("place", found.place),
                ("serial", f"{found.serial:06d}" if found.serial else ""),
                ("expected", found.expected),
                ("other", found.other),
            )
            if value
        ]
        told = [str(self._text["scanned"]).format(count=count), str(self._text["hints"][found.found.value])]
        self._show(state, str(words[found.found.value]), told, rows)

    def _show(self, state: State | None, word: str, told: list[str], rows: list[tuple[str, str]]) -> None:
        self.says = [*([word] if word else []), *told, *(f"{label} {value}" for label, value in rows)]
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        at = 0
        if state is not None:
            grid.addWidget(StateMark(state, word), at, 0, 1, 2)
            at += 1
        for sentence in told:
            label = text_label(sentence, "body")
            label.setWordWrap(True)
            grid.addWidget(label, at, 0, 1, 2)
            at += 1
        for name, value in rows:
            grid.addWidget(text_label(name, "small"), at, 0)
            shown = text_label(value, "body")
            shown.setWordWrap(True)
            grid.addWidget(shown, at, 1)
            at += 1
        grid.setColumnStretch(1, 1)
        self.content.replaceWidget(self._box, box)
        self._box.deleteLater()
        self._box = box
        self.told.emit()
