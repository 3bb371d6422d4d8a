"""The buttons at the foot of a page whose acts change with what is shown. The first is the next thing to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from ui.desk.widgets.page import PageFrame

Handler = Callable[[], object]
MOST = 6
"""Buttons at most."""


class Foot:
    """A fixed row of buttons that get other words and other work."""

    def __init__(self, page: PageFrame) -> None:
        self._buttons = [page.add_act("", is_next=at == 0) for at in range(MOST)]
        self._handlers: list[Handler] = []
        for at, button in enumerate(self._buttons):
            button.clicked.connect(partial(self.press, at))
            button.hide()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """Those that can be seen."""
        return tuple(button for button in self._buttons if not button.isHidden())

    def offer(self, *acts: tuple[str, Handler]) -> None:
        """These acts and no others, each with its words (and key) and what it does."""
        self._handlers = [handler for _, handler in acts]
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(acts))
            if at < len(acts):
                button.setText(acts[at][0])

    def press(self, at: int = 0, _checked: bool = False) -> None:
        """Does what the button at this place says."""
        if at < len(self._handlers):
            self._handlers[at]()
