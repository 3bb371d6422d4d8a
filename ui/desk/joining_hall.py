"""A computer joins a hall from the first start. The window imports this module when somebody asks for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, BadInput
from resources.loader import words as words_of
from ui.bootstrap.joining import Joined, join_hall
from ui.desk.pages.join_hall import JoinHallPage, JoinWish
from ui.desk.shell import Shell
from ui.desk.widgets.notice import NoticePage
from ui.tasks import Tasks

PAGE = "join-hall"


class JoiningHall(QObject):
    """One attempt to join."""

    joined = Signal()
    """The folder is there, and what came of it was read."""
    left = Signal()
    """Somebody went back without joining."""
    failed = Signal(object)
    """The AppError that is said at the foot, where no line is to blame."""

    def __init__(self, shell: Shell, tasks: Tasks, folder: Path, *, at: str = "") -> None:
        super().__init__(shell)
        self._shell, self._tasks, self._folder, self._at = shell, tasks, folder, at
        self.page = JoinHallPage()
        self.page.asked.connect(self._begin)
        self.page.left.connect(self.left)
        shell.forget_pages()
        shell.add_page(PAGE, lambda: self.page)
        shell.show_page(PAGE)

    def _begin(self, wish: JoinWish) -> None:
        folder, at = self._folder, self._at

        def work() -> Joined:
            try:
                data = Path(wish.file).read_bytes()
            except (OSError, ValueError) as error:
                raise BadInput("file.unreadable", field="file", file=Path(wish.file).name) from error
            return join_hall(
                folder,
                data,
                wish.code,
                account=wish.account,
                password=wish.password,
                spare=wish.spare,
                at=at,
            )

        self._tasks.write(work, self._done, self._refused, asker=self.page)

    def _done(self, made: Joined) -> None:
        text: dict[str, str] = words_of("words/hall.toml")["joined_page"]
        told = text["spare"].format(spare=made.spare) if made.spare else text["no_spare"]
        page = NoticePage(
            text["title"],
            text["says"].format(office=made.office, station=made.station),
            told,
            act=text["act"],
        )
        page.done.connect(self.joined)
        self._shell.forget_pages()
        self._shell.add_page("notice", lambda: page)
        self._shell.show_page("notice")

    def _refused(self, error: Exception) -> None:
        self.page.wait("")
        if not isinstance(error, AppError):
            raise error
        if not self.page.refuse(error):
            self.failed.emit(error)
