"""Going back to an earlier state, from the page that shows why a folder does not open, or from the settings.

The window imports this module when somebody asks for it; everything that waits for a disk runs in a worker. Finding and
restoring use the write lane: what was being closed is closed before, and what was called off has ended before the next.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.clock import CHINA
from app.errors import AppError
from app.services.restore_choices import Choice, Offer, Soundness
from resources.loader import words as words_of
from ui.bootstrap.backups import Restored
from ui.bootstrap.bringing_back import bring_back, look_for, soundness
from ui.desk.exchange_desk import sticks
from ui.desk.pages.bring_back import BringBackPage, Wanted
from ui.desk.shell import Shell
from ui.desk.widgets.notice import NoticePage
from ui.messages import message_of_code
from ui.tasks import Progress, Task, Tasks

PAGE = "bring-back"


class BringingBack(QObject):
    """One attempt to bring a data folder back."""

    brought_back = Signal()
    """The folder is there again, and what came of it was read."""
    left = Signal()
    """Somebody went back without restoring anything."""
    failed = Signal(object)
    """The AppError that is said at the foot, where no field is to blame."""

    def __init__(self, shell: Shell, tasks: Tasks, folder: Path, *, entries: int = 0, at: str = "") -> None:
        super().__init__(shell)
        self._shell, self._tasks, self._folder = shell, tasks, folder
        self._entries, self._at = entries, at
        self._task: Task | None = None
        self.page = BringBackPage()
        self.page.chosen.connect(self._look_at)
        self.page.asked.connect(self._begin)
        self.page.again.connect(self.look)
        self.page.left.connect(self._leave)
        shell.forget_pages()
        shell.add_page(PAGE, lambda: self.page)
        shell.show_page(PAGE)
        self.look()

    def look(self) -> None:
        """Looks for backups, also on sticks that were plugged in meanwhile."""
        folder, entries, plugged = self._folder, self._entries, sticks()
        self.page.wait_for_offer()
        self._tasks.write(
            lambda: look_for(folder, plugged, entries=entries), self._show, self._refused, asker=self.page
        )

    def _show(self, found: Offer) -> None:
        self.page.show_offer(found)

    def _look_at(self, choice: Choice) -> None:
        def show(found: Soundness) -> None:
            self.page.show_soundness(choice, found)

        self._tasks.read(lambda: soundness(choice), show, self._refused, asker=self.page, question=PAGE)

    def _begin(self, wanted: Wanted) -> None:
        folder, at = self._folder, self._at

        def work(progress: Progress) -> Restored:
            return bring_back(
                folder,
                wanted.choice,
                wanted.typed,
                last_seen=wanted.last_seen,
                without_papers=wanted.without_papers,
                at=at,
                step=lambda stage: progress(0, 0, stage),
            )

        self._task = self._tasks.long(
            work,
            self._restored,
            self._refused,
            progressed=lambda _done, _total, stage: self.page.show_stage(stage),
            asker=self.page,
            writes=True,
        )

    def _leave(self) -> None:
        """Esc: calls a running restore off; else goes back."""
        if self._task is None:
            self.left.emit()
            return
        self._task.cancel()
        self.page.show_stopping()
        # after it in the same lane: it has ended when this one begins
        self._tasks.write(lambda: None, lambda _: self._called_off(), asker=self.page)

    def _called_off(self) -> None:
        if self._task is not None:
            self._task = None
            self.page.rest()
            self._shell.message.show_message(message_of_code("bring_back.called_off"))

    def _refused(self, error: Exception) -> None:
        self._task = None
        self.page.rest()
        if not isinstance(error, AppError):
            raise error
        if not self.page.refuse(error):
            self.failed.emit(error)

    def _restored(self, done: Restored) -> None:
        self._task = None
        text = words_of("words/keeping_window.toml")["brought_back"]
        page = NoticePage(text["title"], *_told(done, text), act=text["act"])
        page.done.connect(self.brought_back)
        self._shell.forget_pages()
        self._shell.add_page("notice", lambda: page)
        self._shell.show_page("notice")


def _told(done: Restored, text: dict[str, str]) -> tuple[str, ...]:
    """What came of it, a sentence each."""
    at = datetime.fromisoformat(done.at).astimezone(CHINA)
    told = [text["restored"].format(entries=f"{done.entries:,}", at=f"{at:%Y-%m-%d %H:%M}")]
    told += [text["skipped"].format(first=lost.first, last=lost.last) for lost in done.unaccounted]
    if not done.unaccounted:
        told.append(text["nothing_skipped"])
    told.append(text["goes_on"])
    if done.aside is not None:
        told.append(text["aside"].format(folder=done.aside))
    return tuple(told)
