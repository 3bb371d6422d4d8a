"""Page object of a talk: what a clerk does there by keys while the petitioner sits there. All persons are invented."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.pages_matter import ALT, CONTROL, MatterDesk, PaperTray
from tests.ui.pages_window import Window
from tests.ui.test_delivery import write_on
from ui.desk.conversation_screen import ConversationScreen
from ui.desk.pages.conversation import ConversationPage

SHIFT = Qt.KeyboardModifier.ShiftModifier


class VoiceThatKeeps:
    """A voice that reads until it is hushed, and keeps what it was given."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_reading = False

    def say(self, sentence: str) -> None:
        """Begins."""
        self.said.append(sentence)
        self.is_reading = True

    def hush(self) -> None:
        """Leaves off."""
        self.is_reading = False


class Talk:
    """The talks of one matter, reached from it by Ctrl+Alt+T."""

    def __init__(self, window: Window, number: str) -> None:
        self.window = window
        self.printer = PaperTray()
        self.matter = MatterDesk(window, number, self.printer)
        self.matter.key(Qt.Key.Key_T, CONTROL | ALT)
        page = window.until("conversation")
        assert isinstance(page, ConversationPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(4):
            self.window.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the cursor is, and waits for what it does."""
        self.window.press(key, None, modifier)
        self.settle()

    def types(self, text: str) -> None:
        """Types where the cursor is."""
        self.window.keys(text)

    def answers(self, question: int, text: str) -> None:
        """Alt and the number of a question that is asked often; then what was answered."""
        self.page.form.questions.setFocus()
        self.key(Qt.Key(Qt.Key.Key_0 + question), ALT)
        self.types(text)

    def reads_back(self, how: str = "self") -> None:
        """How the petitioner came to know what was written down."""
        self.page.form.read_how.take(how)

    def saves(self) -> None:
        """Ctrl+Enter, and waits for the paper."""
        self.key(Qt.Key.Key_Return, CONTROL)

    def until_paper(self) -> None:
        """Waits until the paper stands there."""
        self.window.qtbot.waitUntil(
            lambda: self.page.is_signing and self.page.signing.view.pages > 0, timeout=15_000
        )
        self.settle()

    def signs(self) -> None:
        """The next one writes on the pad, and it is kept."""
        write_on(self.page.signing.pad, [(60, 60), (120, 140), (200, 70)], [(260, 40), (270, 150)])
        self.saves()

    def screen(self) -> ConversationScreen:
        """The petitioner's own screen, brought by its key."""
        self.key(Qt.Key.Key_2, CONTROL | SHIFT)
        screen = self.page.beside.screen
        assert screen is not None and screen.isVisible()
        self.window.activate()
        QApplication.processEvents()
        return screen


def seen_on(screen: ConversationScreen) -> str:
    """Everything that stands on it."""
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if not label.isHidden())
