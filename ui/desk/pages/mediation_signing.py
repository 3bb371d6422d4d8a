"""Signing the record of a sitting or the agreement on the screen (手写签名影像): the very paper above, the pad below.

One after the other signs; the file says so at once, and the paper that each saw is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.handwriting import strokes_text
from app.domain.mediation.state import Mediation
from app.domain.names import mask_name
from app.errors import AppError, BadInput
from app.services.handwriting import StationSigner
from app.services.mediation.acting import MediationStepTaken
from ui.desk import room_papers_desk
from ui.desk.hall import Hall
from ui.desk.pages.mediation_acts import missing_signers, name_of_signer
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.paper_view import PaperView
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.signature_pad import SignaturePad
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words
from ui.theme import current

if TYPE_CHECKING:
    from app.services.mediation.papers import MadeMediationPaper


SIDE_BY_SIDE = 640
"""Width of the form, in pixels of the 14-pixel desk, from which pad and fields stand side by side."""
PAPER_WIDEST = 820
"""A page that is wider shows its margin alone before somebody scrolls."""
PAD_LEAST = 240


class PadRoom(QWidget):
    """Where the pad lies: as wide as there is room, three to one. By itself it asks for little, so that it can shrink."""

    def __init__(self, pad: SignaturePad) -> None:
        super().__init__()
        self._pad = pad
        pad.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(current.theme.px(PAD_LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pad.fit(self.width())
        self.setFixedHeight(self._pad.height())


class RoomSigningForm(QWidget):
    """One paper, whole, and below it the pad and who signs."""

    taken = Signal()
    """A picture was kept; the file says that somebody signed."""
    all_signed = Signal()
    """Nobody is left who has to sign this paper."""

    def __init__(self, hall: Hall, signer: Callable[[], StationSigner]) -> None:
        super().__init__()
        text = self._text = words("room_signing")
        self._hall, self._signer = hall, signer
        self._state: Mediation | None = None
        self._sitting = 0
        self._paper = self._shown = ""
        self.view = PaperView(self)
        self.pad = SignaturePad(text["pad"])
        self.who = ChoiceField()
        self.fields = {
            "who": Field(text["who"], self.who),
            "signer": Field(text["signer"], QLineEdit(), hint=text["signer_hint"]),
            "witness": Field(text["witness"], QLineEdit()),
        }
        self.card = Card(text["pad"])
        beside = QVBoxLayout()
        for field in self.fields.values():
            beside.addWidget(FieldRow(field))
        beside.addWidget(WrappedLine(text["note"], "hint"))
        beside.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.addWidget(PadRoom(self.pad), 1)
        self._line.addLayout(beside, 1)
        self.card.content.addLayout(self._line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        paper = QHBoxLayout()
        paper.addWidget(self.view)
        self.view.setMaximumWidth(current.theme.px(PAPER_WIDEST))
        column.addLayout(paper, 1)
        column.addWidget(self.card)
        self.who.chosen.connect(self._name_signer)

    def begin(self, state: Mediation, sitting: int) -> None:
        """Brings the record of that sitting, or with 0 the agreement; it is made where none was made yet."""
        self._paper = self._shown = ""
        self._sitting = sitting
        self.view.forget()
        self.pad.clear()
        clear_refusals(self.fields)
        self._offer(state)
        session, number = self._hall.session, state.number
        self._hall.write(
            lambda: room_papers_desk.to_sign(session, number, sitting), self._show, self._refuse, asker=self
        )
        self.who.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current.theme.px(SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not way:
            self._line.setDirection(way)

    def take(self) -> None:
        """Keeps what was written, bound to the bytes that are shown."""
        state = self._state
        if state is None or not self._shown:
            return
        clear_refusals(self.fields)
        if not self.who.code:
            self._refuse(BadInput("field.missing", field="who", name="who"))
            return
        if self.pad.is_empty:
            self._hall.say("handwriting.empty")
            return
        signing = room_papers_desk.Signed(
            paper=self._paper,
            shown=self._shown,
            who=self.who.code,
            strokes=strokes_text(self.pad.strokes),
            signer=self.fields["signer"].text.strip(),
            witness=self.fields["witness"].text.strip(),
        )
        session, number, signer = self._hall.session, state.number, self._signer
        self._hall.write(
            lambda: room_papers_desk.take_signature(session, number, signing, signer),
            self._taken,
            self._refuse,
            asker=self,
        )

    def _show(self, made: MadeMediationPaper) -> None:
        self.card.set_title(str(self._text["title"]).format(title=made.kind.title))
        self.view.show_pdf(made.pdf)
        # of the very bytes that were handed to the view, not of what a record says of them
        self._shown = hashlib.sha256(made.pdf).hexdigest()
        self._paper = "" if made.record is None else made.record.id

    def _taken(self, done: MediationStepTaken) -> None:
        self._hall.say("delivery.signed", signer=mask_name(self.fields["signer"].text.strip()))
        self.pad.clear()
        self._offer(done.mediation)
        self.taken.emit()
        if not missing_signers(done.mediation, self._sitting, self._text):
            self.all_signed.emit()

    def _offer(self, state: Mediation) -> None:
        """Who has not signed yet; the first of them stands there."""
        self._state = state
        missing = missing_signers(state, self._sitting, self._text)
        self.who.offer(missing)
        self.fields["signer"].clear()
        self.who.take_text("")
        if missing:
            self.who.take_code(missing[0].code)

    def _name_signer(self, choice: Choice | None) -> None:
        editor = self.fields["signer"].editor
        if self._state is not None and choice is not None and isinstance(editor, QLineEdit):
            editor.setText(name_of_signer(self._state, self._sitting, choice.code, self._hall.session))

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)
