"""Ctrl+F1: the handbook comes at the chapter of the page in front, from everywhere, and goes back to that page.

Bound before the first picture: the page and the chapters are loaded when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.desk.shell import Shell

if TYPE_CHECKING:
    from ui.desk.pages.handbook import HandbookPage
    from ui.handbook import Chapter

HANDBOOK = "handbook"
"""The page that explains the others; reached by its key, without a place in the rail."""
KEY = "Ctrl+F1"
SECTION = "handbook-section"
"""Property of a page that shows one of several sections: which one."""


def add_handbook(shell: Shell, ready: Callable[[HandbookPage], object] = lambda _: None) -> None:
    """Says how the page is made: it reads nothing of the office, so that it is there before anybody signed in, too.

    `ready` is told of the page: who is signed in can print.
    """
    shell.add_page(HANDBOOK, partial(_made, shell, ready))


class HandbookKey(QObject):
    """The key of the window. Each time the page comes, it shows the chapter of the page that was in front."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        QShortcut(QKeySequence(KEY), shell).activated.connect(self.turn)
        shell.page_shown.connect(self._shown)

    def turn(self) -> None:
        """Brings the handbook, or goes back."""
        shell = self._shell
        if shell.search.isVisible():
            shell.search.leave()
        if shell.current_page == HANDBOOK:
            shell.show_page(shell.came_from)
        elif shell.current_page:
            if not shell.offers(HANDBOOK):
                add_handbook(shell)
            shell.show_page(HANDBOOK)

    def _shown(self, name: str) -> None:
        """Loads the chapters, when the page is first shown."""
        if name != HANDBOOK:
            return
        from ui.desk.pages.handbook import HandbookPage

        page = self._shell.page(HANDBOOK)
        if isinstance(page, HandbookPage):
            page.open(chapter_of(self._shell, self._shell.came_from))


def chapter_of(shell: Shell, name: str) -> Chapter:
    """The chapter of a page; of the settings, that of the section which is shown. Loads the chapters."""
    from ui.handbook import chapter_at

    page = shell.page(name)
    return chapter_at(name, str(page.property(SECTION) or "") if page is not None else "")


def _made(shell: Shell, ready: Callable[[HandbookPage], object]) -> QWidget:
    """Loads the page, when it is asked for."""
    from ui.desk.pages.handbook import HandbookPage

    page = HandbookPage()
    page.left.connect(lambda: shell.show_page(shell.came_from))
    ready(page)
    return page
