"""Signing on the screen (手写签名影像): the exact paper above, the pad below; what is kept is bound to what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.handwriting import strokes_text
from app.domain.names import mask_name
from app.errors import AppError
from app.services.handwriting import Signing, StationSigner, take
from app.services.perform import Performed
from app.services.serving import Addressee, addressee_for
from app.services.session import Session
from ui.desk import delivery_desk
from ui.desk.hall import Hall
from ui.desk.pages.delivery_form import page_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.paper_view import PaperView
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.signature_pad import SignaturePad
from ui.desk.widgets.wrapped_line import WrappedLine

Keep = Callable[[Session, str, Signing, Callable[[], StationSigner]], Performed]
"""Keeps a picture of a signature on a paper of the matter with that number."""


class SigningCard(QWidget):
    """One paper, whole, and below it the pad."""

    taken = Signal()
    """A picture of a signature was kept."""
    changed = Signal()
    """Something was written, or taken away."""

    def __init__(self, hall: Hall, signer: Callable[[], StationSigner], keep: Keep = take) -> None:
        """`keep` is what keeps the picture, beside the paper alone or with what it means for it."""
        super().__init__()
        self._hall, self._signer, self._text = hall, signer, page_words()
        self._keep = keep
        self._number = self._paper = self._shown = ""
        self.view = PaperView(self)
        self.pad = SignaturePad(self._text["pad"])
        self.fields = {name: Field(self._text[name], QLineEdit()) for name in ("signer", "witness")}
        self.card = Card(self._text["pad"])
        note = WrappedLine(self._text["pad_note"], "hint")
        beside = QVBoxLayout()
        beside.addWidget(FieldRow(self.fields["signer"]))
        beside.addWidget(FieldRow(self.fields["witness"]))
        beside.addWidget(note)
        beside.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.pad)
        line.addLayout(beside, 1)
        self.card.content.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.card)
        self.pad.changed.connect(self.changed)
        self.setFocusProxy(self.fields["signer"].editor)

    @property
    def can_take(self) -> bool:
        """Whether a paper is shown and something was written."""
        return bool(self._shown) and not self.pad.is_empty

    def begin(self, number: str, paper: str, title: str) -> None:
        """Shows a paper to be signed, and asks for whom it is."""
        self._number, self._paper, self._shown = number, paper, ""
        self.card.set_title(f"{self._text['pad']}　{title}")
        self.view.forget()
        self.pad.clear()
        for field in self.fields.values():
            field.clear()
        clear_refusals(self.fields)
        session = self._hall.session
        self._hall.read(
            lambda: (delivery_desk.pdf_of(session, number, paper), addressee_for(session, number)),
            self._show,
            asker=self,
            question="signing",
        )

    def put_before(self, number: str, paper: str, pdf: bytes, title: str, signer: str) -> None:
        """Shows a paper that was just made or fetched, for this person to sign."""
        self._number, self._paper = number, paper
        self.card.set_title(title)
        self.pad.clear()
        for field in self.fields.values():
            field.clear()
        clear_refusals(self.fields)
        editor = self.fields["signer"].editor
        if isinstance(editor, QLineEdit):
            editor.setText(signer)
        self._show_bytes(pdf)

    def forget(self) -> None:
        """Shows nothing any more."""
        self._shown = ""
        self.view.forget()
        self.pad.clear()

    def take(self) -> None:
        """Keeps what was written, bound to the bytes that are shown."""
        if not self.can_take:
            return
        clear_refusals(self.fields)
        given = Signing(
            paper=self._paper,
            shown=self._shown,
            strokes=strokes_text(self.pad.strokes),
            signer=self.fields["signer"].text.strip(),
            witness=self.fields["witness"].text.strip(),
        )
        session, number, signer, keep = self._hall.session, self._number, self._signer, self._keep
        self._hall.write(lambda: keep(session, number, given, signer), self._taken, self._refuse, asker=self)

    def _show(self, found: tuple[bytes, Addressee]) -> None:
        pdf, addressee = found
        editor = self.fields["signer"].editor
        if isinstance(editor, QLineEdit) and not editor.text():
            editor.setText(addressee.name)
        self._show_bytes(pdf)

    def _show_bytes(self, pdf: bytes) -> None:
        self.view.show_pdf(pdf)
        # of the very bytes that were handed to the view, not of what a record says of them
        self._shown = hashlib.sha256(pdf).hexdigest()
        self.changed.emit()

    def _taken(self, _: object) -> None:
        self._hall.say("delivery.signed", signer=mask_name(self.fields["signer"].text.strip()))
        self.taken.emit()

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)
