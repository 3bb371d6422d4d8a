"""What helps while a talk is written down: the petitioner's own screen, a voice that reads aloud, questions by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.services.conversations import ConversationView
from ui.desk.conversation_screen import ConversationScreen
from ui.desk.hall import Hall
from ui.desk.pages.conversation_form import ConversationForm
from ui.desk.pages.conversation_words import coming_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_chip import KeyChip
from ui.devices.voice import Voice, installed_voice
from ui.messages import words


class BesidePetitioner(QObject):
    """Screen and voice; both are off until their keys are pressed, and go when the form goes out of sight."""

    confirmed = Signal()
    """The petitioner touched that it is right."""

    def __init__(self, hall: Hall, form: ConversationForm, parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._form = hall, form
        self._view: ConversationView | None = None
        self.voice: Voice | None = None
        """The voice of this computer, once it was asked for; tests put their own."""
        self.screen: ConversationScreen | None = None
        """The screen, while it stands."""
        form.changed.connect(self.follow)

    def show_view(self, view: ConversationView) -> None:
        """Whose talk it is."""
        if self._view is not None and self._view.number != view.number:
            self.leave()
        self._view = view

    def turn_screen(self) -> None:
        """Brings the screen, or takes it away."""
        if self.screen is not None:
            self.screen.close()
            return
        self.screen = ConversationScreen(self._hall)
        self.screen.closed.connect(self._closed)
        self.screen.confirmed.connect(self.confirmed)
        self.screen.open()
        self.follow()

    def follow(self) -> None:
        """Something was typed."""
        if self.screen is not None and self._view is not None and not self._form.isHidden():
            self.screen.show_said(self._form.statements, self._coming(), dark=self._view.dark)

    def done(self) -> None:
        """It was written down."""
        if self.screen is not None and self._view is not None:
            self.screen.show_done(self._coming(), dark=self._view.dark)

    def turn_voice(self) -> None:
        """Reads what was written aloud, or leaves off; where no Chinese voice is installed, that is said."""
        if self.voice is not None and self.voice.is_reading:
            self.voice.hush()
            return
        if self._view is not None and self._view.dark:
            self._hall.say("conversation.not_aloud")
            return
        if self.voice is None:
            self.voice = installed_voice()
        text = self._form.questions.text.strip()
        if self.voice is None:
            self._hall.say("conversation.no_voice")
        elif not self._form.statements:
            self._hall.say("conversation.nothing_to_read")
        else:
            self.voice.say(text)

    def leave(self) -> None:
        """The form goes out of sight: nobody sees or hears it any more."""
        if self.screen is not None:
            self.screen.close()
        if self.voice is not None:
            self.voice.hush()

    def _coming(self) -> str:
        if self._view is None:
            return ""
        return coming_words(self._view, self._form.fields["next_at"].text, words("conversation"))

    def _closed(self) -> None:
        self.screen = None


class SentencesCard(Card):
    """Questions that are asked again and again, each with its key."""

    def __init__(self, title: str, keys: str, put: Callable[[str], object]) -> None:
        super().__init__(title, keys)
        self._put = put
        self._sentences: tuple[str, ...] = ()
        self._chips: list[KeyChip] = []

    def offer(self, sentences: tuple[str, ...]) -> None:
        """These and no others."""
        if sentences == self._sentences:
            return
        self._sentences = sentences
        for chip in self._chips:
            self.content.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [KeyChip(sentence, f"Alt+{at}") for at, sentence in enumerate(sentences, 1)]
        for at, chip in enumerate(self._chips):
            chip.setToolTip(chip.text())
            chip.clicked.connect(partial(self.put, at))
            self.content.addWidget(chip)

    def put(self, at: int, _clicked: bool = False) -> None:
        """Puts the question at that place into the form."""
        if at < len(self._sentences) and not self.isHidden():
            self._put(self._sentences[at])
