"""A talk with the petitioner (谈话笔录), typed while they sit there: question and answer, read back, signed; Esc leads back.

Two modes: the form, and the paper with the pad below it. The petitioner's own screen follows the form where it is on, and a
voice reads it where one is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut

from app.changes import Changes
from app.domain.acts.conversing import SignConversation
from app.domain.conversation import SPEAKER, Conversation, ReadHow
from app.domain.spoken_record import SignedHow
from app.errors import AppError
from app.services.conversations import (
    ConversationView,
    conversation_paper,
    conversation_view,
    sign_on_screen,
)
from app.services.handwriting import Signing, StationSigner
from app.services.papers import MadePaper
from app.services.perform import Performed, perform
from app.services.session import Session
from ui.desk.hall import Hall
from ui.desk.pages.conversation_beside import BesidePetitioner, SentencesCard
from ui.desk.pages.conversation_form import ConversationForm
from ui.desk.pages.conversation_words import SIGN, SUPPLEMENT, signer_words, talk_words
from ui.desk.pages.delivery_signing import SigningCard
from ui.desk.pages.mediation_signing import PAPER_WIDEST
from ui.desk.widgets.card import Card
from ui.desk.widgets.foot import Foot
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.messages import words
from ui.printing import Printer
from ui.theme import current


class ConversationPage(PageFrame):
    """The page of the talks of one matter at a time."""

    left = Signal()
    """Esc in the form: back to the matter."""

    def __init__(
        self, hall: Hall, printer: Callable[[], Printer], signer: Callable[[], StationSigner]
    ) -> None:
        text = self._text = words("conversation")
        super().__init__(text["title"], text["keys"], side=True)
        self._hall, self._printer = hall, printer
        self._view: ConversationView | None = None
        self._number = ""
        self._signing_place = 0
        self._anew = self._busy = False
        self._made: MadePaper | None = None
        self.form = ConversationForm(hall)
        self.beside = BesidePetitioner(hall, self.form, self)
        self.beside.confirmed.connect(self._confirm)
        self.signing = SigningCard(hall, signer, self._keep_signature)
        self.main.addWidget(self.form)
        self.signing.view.setMaximumWidth(current.theme.px(PAPER_WIDEST))
        self.main.addWidget(self.signing, 1)
        self.sentences = SentencesCard(
            text["sentences_card"], text["statements_keys"], self.form.questions.put_question
        )
        self._talks = Card(text["talks_card"])
        self._lines = text_label("", "small")
        self._lines.setWordWrap(True)
        self._talks.content.addWidget(self._lines)
        self.side.addWidget(self.sentences)
        self.side.addWidget(self._talks)
        self.side.addStretch(1)
        self.foot = Foot(self)
        self.signing.taken.connect(self.read)
        hall.bus.changed.connect(self._changed)
        self._add_keys()
        self._show_form()
        self.setFocusProxy(self.form.questions)

    @property
    def number(self) -> str:
        """Whose talks are written down; empty before the first."""
        return self._number

    @property
    def view(self) -> ConversationView | None:
        """What was read last."""
        return self._view

    @property
    def is_signing(self) -> bool:
        """Whether a paper and the pad stand there."""
        return bool(self._signing_place)

    def open(self, number: str) -> None:
        """Shows the talks of another matter, or of the same one anew."""
        if self._view is not None:
            self.form.keep()
        self._number, self._view, self._anew = number, None, False
        self.header.set_title(f"{self._text['title']}  {number}")
        self._show_form()
        self.read()

    def read(self) -> None:
        """Reads the matter."""
        session, number = self._hall.session, self._number
        self._hall.read(
            lambda: conversation_view(session, number), self._show, asker=self, question="conversation"
        )

    def begin_anew(self) -> None:
        """Begins another talk, though the last one still lacks a signature."""
        if self._view is not None and not self.is_signing:
            self.form.keep()
            self._anew = True
            self.form.begin(self._view, anew=True)

    def save(self, *, prints: bool = False) -> None:
        """Writes the talk down, and brings its paper to be signed; `prints`: it comes out of the printer as well."""
        if self._busy:
            return
        try:
            act = self.form.value()
        except AppError as error:
            self._refuse(error)
            return
        session, number, place = self._hall.session, self._number, self.form.place
        self._busy = True

        def written(done: Performed | None) -> None:
            self._busy = False
            last = place if act.conversation else len(done.known.matter.conversations) if done else place
            self.form.written(last)
            self._hall.say("conversation.recorded", place=last)
            self.beside.done()
            self.bring_paper(last, prints=prints)

        self._hall.write(lambda: perform(session, number, act), written, self._refuse, asker=self)

    def bring_paper(self, place: int, *, prints: bool = False) -> None:
        """Brings the paper of that talk with the pad below it."""
        session, number = self._hall.session, self._number

        def made(paper: MadePaper) -> None:
            self._made, self._signing_place = paper, place
            self.read()
            if prints:
                self.print_it()

        self._hall.write(lambda: conversation_paper(session, number, place), made, self._refuse, asker=self)

    def print_it(self) -> None:
        """Prints the paper that stands there; from the form: writes it down first."""
        if not self.is_signing:
            self.save(prints=True)
        elif self._made is not None:
            self._hall.print_paper(self._printer(), self._made, asker=self)

    def sign_on_paper(self) -> None:
        """The next one signed the sheet with ink."""
        held = self._held()
        if held is None or not held.missing:
            return
        who = held.missing[0]
        act = SignConversation(conversation=held.place, who=who, signed_how=SignedHow.INK)
        session, number = self._hall.session, self._number
        name = signer_words(held, who, session.accounts.name_of)

        def written(_: Performed | None) -> None:
            self._hall.say("conversation.signed_on_paper", who=name)
            self.read()

        self._hall.write(lambda: perform(session, number, act), written, self._refuse, asker=self)

    def begin_act(self, act: str) -> None:
        """Brings the form of an act on the last talk at the matter's page: a refusal to sign, an addition."""
        held = self._held()
        if held is None:
            return
        filled = {"conversation": str(held.place)}
        if act == SIGN:
            who = held.missing[0] if held.missing else f"{SPEAKER}:1"
            filled |= {"who": who, "signed_how": str(SignedHow.REFUSED)}
        field = "reason" if act == SIGN else "words"
        self.form.keep()
        self.left.emit()
        self._hall.asked_for_act.emit(self._number, act, field, filled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_signing:
            self.open(self._number)
        else:
            self.form.keep()
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.beside.leave()
        super().hideEvent(event)

    def _add_keys(self) -> None:
        text = self._text
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+Return", self.foot.press),
            ("Ctrl+Enter", self.foot.press),
            ("Ctrl+P", self.print_it),
            ("Alt+0", self.form.tick_told),
            ("Alt+N", self.begin_anew),
            ("Alt+X", self.signing.pad.clear),
            ("Alt+P", self.sign_on_paper),
            ("Alt+R", partial(self.begin_act, SIGN)),
            ("Alt+U", partial(self.begin_act, SUPPLEMENT)),
            (str(text["second_key"]), self.beside.turn_screen),
            (str(text["voice_key"]), self.beside.turn_voice),
            *((f"Alt+{at}", partial(self.sentences.put, at - 1)) for at in range(1, 10)),
        ]
        for sequence, act in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(_called, act))

    def _show(self, view: ConversationView) -> None:
        before, self._view = self._view, view
        self.sentences.offer(view.sentences)
        self.beside.show_view(view)
        lines = [talk_words(item, self._text) for item in view.conversations]
        self._lines.setText("\n".join(lines) or str(self._text["none_yet"]))
        if self.is_signing:
            self._show_signing()
        elif before is None:
            self.form.begin(view)
            self._show_form()

    def _show_form(self) -> None:
        text = self._text
        self._signing_place, self._made = 0, None
        self.signing.forget()
        self.signing.hide()
        self.sentences.show()
        self.form.show()
        acts: list[tuple[str, Callable[[], object]]] = [
            (text["save"], self.save),
            (text["print"], self.print_it),
        ]
        last = None if self._view is None else self._view.last
        if last is not None and last.signed:
            acts.append((text["supplement"], partial(self.begin_act, SUPPLEMENT)))
        elif last is not None and not self._anew:
            acts.append((text["new"], self.begin_anew))
        self.foot.offer(*acts, (text["leave"], self.left.emit))
        self.form.questions.setFocus()

    def _show_signing(self) -> None:
        """The paper for the next one who has to sign; when nobody is left, the page says so and goes back."""
        text, held, made = self._text, self._held(), self._made
        if held is None or made is None or made.record is None:
            return
        if not held.missing:
            self._hall.say("conversation.all_signed")
            self.open(self._number)
            return
        who = held.missing[0]
        self.form.hide()
        self.sentences.hide()
        self.signing.show()
        name_of = self._hall.session.accounts.name_of
        title = str(text["signing_of"]).format(who=signer_words(held, who, name_of))
        self.signing.put_before(self._number, made.record.id, made.pdf, title, name_of(held.name_of(who)))
        self.foot.offer(
            (text["take"], self.signing.take),
            (text["clear"], self.signing.pad.clear),
            (text["on_paper"], self.sign_on_paper),
            (text["refused"], partial(self.begin_act, SIGN)),
            (text["print_it"], self.print_it),
            (text["back"], partial(self.open, self._number)),
        )
        self.bring_to_sight(self.signing.pad)
        self.signing.pad.setFocus()

    def _keep_signature(
        self, session: Session, number: str, given: Signing, signer: Callable[[], StationSigner]
    ) -> Performed:
        held = self._held()
        who = held.missing[0] if held is not None and held.missing else ""
        return sign_on_screen(session, number, self._signing_place, who, given, signer)

    def _held(self) -> Conversation | None:
        """The talk whose paper stands there, else the last one."""
        view = self._view
        if view is None or not view.conversations:
            return None
        return view.conversations[self._signing_place - 1] if self._signing_place else view.last

    def _confirm(self) -> None:
        self.form.read_how.take(ReadHow.SELF)
        self._hall.say("conversation.confirmed")

    def _refuse(self, error: AppError) -> None:
        self._busy = False
        if not self.form.refuse(error):
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if self._number and self.isVisible() and changes.settings:
            self.read()


def _called(act: Callable[[], object]) -> None:
    act()
