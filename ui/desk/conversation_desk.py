"""Where the page of talks belongs in the window: made once, brought for a matter, left for the matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.services.handwriting import StationSigner
from ui.desk.hall import Hall
from ui.desk.pages.conversation import ConversationPage
from ui.desk.shell import Shell
from ui.printing import Printer

CONVERSATION: Final = "conversation"
"""The talks of one matter; reached from the matter, without a place in the rail."""


def add_conversations(
    shell: Shell, hall: Hall, printer: Callable[[], Printer], signer: Callable[[], StationSigner]
) -> None:
    """Lets a matter ask for the page of its talks; it is made when it is first asked for."""

    def made() -> ConversationPage:
        page = ConversationPage(hall, printer, signer)
        page.left.connect(lambda: hall.asked_for_page.emit("matter"))
        return page

    shell.add_page(CONVERSATION, made)
    hall.asked_to_talk.connect(partial(_show, shell))


def _show(shell: Shell, number: str) -> None:
    def there(page: QWidget) -> None:
        if isinstance(page, ConversationPage):
            page.open(number)

    shell.show_page(CONVERSATION)
    shell.when_made(CONVERSATION, there)
