"""A new data key from the window: the person has left, the folder is copied under the new key, what came of it is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.bootstrap.rotating import KeyChanged, rotate_keys
from ui.desk.shell import Shell
from ui.desk.widgets.notice import NoticePage
from ui.messages import message_of
from ui.tasks import Tasks

NOTICE = "notice"


class KeyRotation(QObject):
    """One change of the data key."""

    ended = Signal()
    """What came of it was read: the folder is to be opened anew."""

    def __init__(self, shell: Shell, tasks: Tasks, desk: Desk, reason: str) -> None:
        super().__init__(shell)
        self._shell = shell
        self._text = words_of("words/keeping_window.toml")["rotation"]
        self._show(NoticePage(self._text["running_title"], self._text["running"]))

        def work() -> KeyChanged:
            tasks.finish_reads()  # nothing may look at what is closed
            desk.sign_everything()
            return rotate_keys(desk, reason=reason)

        tasks.write(work, self._changed, self._failed, asker=self)

    def _changed(self, done: KeyChanged) -> None:
        text = self._text
        told = [text["done"].format(generation=done.generation, days=done.kept_days)]
        if done.left_out:
            told.append(text["left_out"].format(slots=" ".join(done.left_out)))
        if done.damaged:
            told.append(text["damaged"].format(count=done.damaged))
        if done.backup_problem is not None:
            told.append(text["not_saved"].format(why=message_of(done.backup_problem).says))
        self._show(NoticePage(text["title"], *told, act=text["act"]))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self.ended.emit()
            raise error
        found = message_of(error)
        self._show(NoticePage(self._text["failed_title"], found.says, found.do, act=self._text["act"]))

    def _show(self, page: NoticePage) -> None:
        page.done.connect(self.ended)
        self._shell.forget_pages()
        self._shell.add_page(NOTICE, lambda: page)
        self._shell.show_page(NOTICE)
