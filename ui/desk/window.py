"""The main window: opening the data folder, signing in, the shell with its pages, locking, closing.

Paints first and loads afterwards: the database, the papers and the pages are imported when the first picture has
been seen (rulings.md 27); the functions that do so say it.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLockFile, QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from app.changes import Changes
from app.clock import SystemClock
from app.errors import AppError, Conflict
from resources.loader import words as words_of
from ui import crash_reports
from ui.changes import ChangeBus
from ui.collector import (
    always,
    look_through_everything_again,
    spare_what_is_loaded,
    walk_everything_when,
)
from ui.desk import door
from ui.desk.application import make_application
from ui.desk.changing_station import ChangingStation
from ui.desk.handbook_desk import HandbookKey
from ui.desk.locking import LAPTOP, Locking, lock_after
from ui.desk.quiet import Quiet
from ui.desk.recent_people import RecentPerson, forget_people, note_person, recent_people
from ui.desk.settings_file import SettingsFile
from ui.desk.shell import Shell, pages_of_the_day
from ui.desk.widgets.notice import NoticePage
from ui.desk.widgets.rail import Page
from ui.messages import message_of, message_of_code
from ui.program import program_version
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.bootstrap.opening import Desk
    from ui.bootstrap.ways_in import WaysIn
    from ui.desk.clearing import Clearing
    from ui.desk.day import Day
    from ui.desk.opening import Founded
    from ui.desk.pages.choose_password import ChoosePasswordPage
    from ui.desk.pages.first_start import FirstStartPage, Wish
    from ui.desk.pages.sign_in import SignInPage, Ticket
    from ui.desk.people import Person
    from ui.desk.widgets.new_password import PasswordRules

    DoorPage = SignInPage | FirstStartPage | ChoosePasswordPage

LOCK_FILE = "window.lock"
IN_USE = 5
"""Exit code when another window has the folder."""
MUST_CHOOSE = frozenset({"password.must_change", "password.expired"})
"""Refusals after which an own password is chosen at the door."""
RESTORABLE = (
    "db.damaged",
    "db.none",
    "db.not_ours",
    "db.not_this_key",
    "db.wrong_key_or_damaged",
    "keys.file",
    "keys.lost",
    "keys.none",
    "keys.not_ours",
    "keys.not_this_folder",
    "keys.rotation_file",
    "keys.slot",
)
"""What is wrong with a folder that a backup would put right."""
_log = logging.getLogger("desk.window")


def open_window(folder: Path) -> int:
    """Opens the desk on a data folder and runs until it is closed; the answer is the exit code."""
    settings = SettingsFile(folder)
    application = make_application(sys.argv, theme=settings.settings.theme, body=settings.settings.size)
    window = DeskWindow(folder, settings, application)
    sys.excepthook = window.say_bug
    window.shell.show()
    answer = application.exec()
    window.close()
    return window.exit_code or answer


class _FirstPicture(QObject):
    """Tells once that the window has been painted."""

    seen = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.seen.emit)
        return False


class DeskWindow(QObject):
    """One window on one data folder: who is at the door, who is inside."""

    opened = Signal()
    """A person was signed in; the day's pages are there."""
    at_the_door = Signal()
    """The first start or the sign-in is shown."""

    def __init__(self, folder: Path, settings: SettingsFile, application: QApplication) -> None:
        super().__init__()
        self._folder = folder
        self._settings = settings
        self._text = words_of("words/window.toml")["window"]
        self._lock = QLockFile(str(folder / LOCK_FILE))
        self._ways: WaysIn | None = None
        self._at = ""
        self._code = ""
        self.exit_code = 0
        self.tasks = Tasks(self)
        self.bus = ChangeBus()
        self.tasks.committed.connect(self.bus.tell)
        self.bus.changed.connect(self._take_settings)
        self._clearing: Clearing | None = None
        self.day: Day | None = None
        """What belongs to the signed-in person, or None."""
        self.shell = Shell(self._text["title"], "", pages=built_pages())
        self.shell.closing.connect(self.close)
        self.quiet = Quiet(application)
        self.tasks.courtesy.somebody_types = self.quiet.somebody_types
        self._application = application
        walk_everything_when(application, lambda: self.quiet.is_quiet and not self.tasks.is_busy)
        self.quiet.key_pressed.connect(self.shell.message.clear)
        self.quiet.left_alone.connect(lambda: _left_alone(self))
        self.quiet.lock_after(lock_after(settings.settings))
        self.locking = Locking(self.shell, self.tasks, self)
        self.locking.wanted.connect(self.lock)
        self.quiet.resting.connect(self._rest)
        QShortcut(QKeySequence("Ctrl+Alt+L"), self.shell).activated.connect(lambda: self.lock())
        self.handbook = HandbookKey(self.shell)
        """The key of the handbook: at the door, too."""
        self.changing = ChangingStation(
            self.shell, self.tasks, folder, lambda: self.day is not None and self.day.together.is_away, self
        )
        """From a hall to the spare station and back."""
        self.changing.moves.connect(lambda place: _move(self, place))
        self._first = _FirstPicture(self)
        self._first.seen.connect(self._begin)
        self.shell.installEventFilter(self._first)

    def stand_at(self, instant: str) -> None:
        """Sets the clock of a training folder for the next sign-in (ISO time); tests live through months."""
        self._at = instant

    def say(self, error: AppError) -> None:
        """An error at the foot of the window."""
        self.shell.message.show_message(message_of(error))

    def say_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The door for bugs of the window: a number for the clerk, places without data for the log."""
        number = secrets.token_hex(3).upper()
        _log.error("bug %s: %s at %s", number, kind.__name__, " < ".join(crash_reports.places(trace)))
        crash_reports.keep(self._folder, number, kind, trace, SystemClock().now(), program_version)
        self.shell.message.show_message(message_of_code("bug", number=number))

    def lock(self, why: str = "by_hand", said: str = "") -> None:
        """Covers everything at once and drops the person's keys and views; what was typed is kept, the door is shown.

        `why`: by_hand, idle, system. `said`: the note at the door, where it is not the usual one.
        """
        if self.day is None:
            return
        self.locking.cover()

        def gone(lost: bool) -> None:
            self._show_door(locked=True)
            self.locking.shield.lower()
            laptop = self._settings.settings.place == LAPTOP
            self.locking.show(laptop=laptop)  # the door took the rail's lines away
            usual = "lock.lost" if lost else "lock.laptop" if laptop else "lock.kept"
            self.shell.message.show_message(message_of_code(said or usual))

        self._leave(lock=why, then=gone)

    def close(self) -> None:
        """Ends the session, waits for what is being written, gives the folder free."""
        self._leave()
        self.tasks.write(self.locking.end(), lambda _: None)
        self.tasks.finish_writes()
        self.tasks.close()
        walk_everything_when(self._application, always)
        self._lock.unlock()

    def _begin(self) -> None:
        self.shell.forget_pages()
        self.shell.add_page("opening", lambda: NoticePage(self._text["opening"]))
        self.shell.show_page("opening")
        if self._settings.problem is not None:
            self.say(self._settings.problem)
        if self._take_folder():
            folder = self._folder
            self.tasks.read(lambda: door.look(folder), self._found, self.say_cannot_open, asker=self)
        self.locking.listen()

    def _found(self, ways: WaysIn) -> None:
        self._ways = ways
        if ways.exists:
            self._show_door()
            self.tasks.write(door.warm_up, lambda _: None)  # whoever signs in comes after it in the same lane
        else:
            self._show_first_start()

    def say_cannot_open(self, error: Exception) -> None:
        """A page that says why the folder does not open; where a backup would help, with the way to one."""
        if not isinstance(error, AppError):
            raise error
        found = message_of(error)
        other = words_of("words/keeping_window.toml")["cannot_open"]["restore"]
        page = NoticePage(
            self._text["second_title"],
            found.says,
            found.do,
            act=self._text["second_close"],
            other=other if error.code in RESTORABLE else "",
        )
        page.done.connect(self.shell.close)
        page.other.connect(self._bring_back)
        self.shell.forget_pages()
        self.shell.add_page("notice", lambda: page)
        self.shell.show_page("notice")

    def _bring_back(self, entries: int = 0) -> None:
        """Loads what brings a folder back, when it is asked for. Whoever is inside leaves first."""
        from ui.desk.bringing_back import BringingBack

        self._leave()
        self.tasks.write(self.locking.end(), lambda _: None)
        self._lock.unlock()  # the folder may get another name
        restoring = BringingBack(self.shell, self.tasks, self._folder, entries=entries, at=self._at)
        restoring.left.connect(self._begin)
        restoring.brought_back.connect(self._begin)
        restoring.failed.connect(self.say)

    def _rotate(self, reason: str) -> None:
        """Loads what gives the folder a new data key. Whoever is inside leaves first."""
        from ui.desk.key_rotation import KeyRotation

        if self.day is None:
            return
        desk, self.day = self.day.leave(), None
        look_through_everything_again()
        self.tasks.call_off_reads()
        KeyRotation(self.shell, self.tasks, desk, reason).ended.connect(self._begin)

    def _take_folder(self) -> bool:
        """Takes the folder for this window; the command line may still use it. A folder not made yet is free."""
        if not self._folder.exists() or self._lock.isLocked():
            return True
        self._lock.setStaleLockTime(0)
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return True  # the folder cannot be written: nobody else's window holds it, and it opens for reading only
        pid = next((part for part in self._lock.getLockInfo() if type(part) is int), "?")
        self.exit_code = IN_USE
        self.say_cannot_open(Conflict("window.second", pid=pid))
        return False

    def _show_first_start(self) -> None:
        """Loads the wizard's page, after the first picture."""
        from ui.desk.pages.first_start import FirstStartPage

        page = FirstStartPage()
        page.people_given.connect(lambda people: self._check_people(page, people))
        page.finished.connect(lambda wish: self._make(page, wish))
        page.restore_asked.connect(self._bring_back)
        page.join_asked.connect(lambda: _join(self))
        self.shell.forget_pages()
        self.shell.add_page("first-start", lambda: page)
        self.shell.show_page("first-start")
        self.tasks.read(door.counties, page.offer_counties, asker=page)
        self.tasks.read(door.fresh_code, lambda code: self._keep_code(page, code), asker=page)
        self.at_the_door.emit()

    def _keep_code(self, page: FirstStartPage, code: str) -> None:
        self._code = code
        page.show_code(code)

    def _check_people(self, page: FirstStartPage, people: tuple[Person, ...]) -> None:
        self.tasks.read(
            lambda: door.checked(people), lambda _: page.accept_people(), self._at_page(page), asker=page
        )

    def _make(self, page: FirstStartPage, wish: Wish) -> None:
        folder, code = self._folder, self._code
        self.tasks.write(
            lambda: door.make(folder, wish, code), self._made_folder, self._at_page(page), asker=page
        )

    def _made_folder(self, made: Founded) -> None:
        self._code = ""
        self._ways = made.ways
        if self._take_folder():
            self._show_door()
            said = message_of_code("first_start.made")
            if made.keyring_problem is not None:
                why = message_of(made.keyring_problem)
                said = message_of_code("first_start.made_without_keyring", why=why.says)
            self.shell.message.show_message(said)

    def _show_door(self, *, locked: bool = False) -> None:
        """Loads the sign-in page, after the first picture."""
        from ui.desk.pages.sign_in import SignInPage

        if self._ways is None:
            raise AssertionError("the folder was looked at before")
        recent = recent_people(self._folder) if self._settings.settings.names else ()
        ways = self._ways
        page = SignInPage(training=ways.training, accounts=ways.accounts, locked=locked, recent=recent)
        page.asked.connect(lambda ticket: self._let_in(page, ticket))
        self.shell.forget_pages()
        self.shell.show_office(self._text["title"], "")
        self.shell.add_page("sign-in", lambda: page)
        self.shell.show_page("sign-in")
        self.at_the_door.emit()

    def _let_in(self, page: SignInPage, ticket: Ticket) -> None:
        folder, at, counter = self._folder, self._at, self._settings.settings.counter
        refused = self._at_page(page)

        def failed(error: Exception) -> None:
            if isinstance(error, AppError) and error.code in MUST_CHOOSE:
                why = error
                self.tasks.write(
                    lambda: door.password_rules(folder, ticket, at),
                    lambda rules: self._show_choosing(ticket, why, rules),
                    refused,
                    asker=page,
                )
            else:
                refused(error)
                self.changing.refused(error)

        self.tasks.write(lambda: door.let_in(folder, ticket, counter, at), self._enter, failed, asker=page)

    def _show_choosing(self, ticket: Ticket, why: AppError, rules: PasswordRules) -> None:
        """Loads the page on which an own password is chosen, when it is needed."""
        from ui.desk.pages.choose_password import ChoosePasswordPage

        page = ChoosePasswordPage(why, rules)
        folder, at, counter = self._folder, self._at, self._settings.settings.counter
        page.chosen.connect(
            lambda new: self.tasks.write(
                lambda: door.choose_password(folder, ticket, new, counter, at),
                self._enter,
                self._at_page(page),
                asker=page,
            )
        )
        page.left.connect(self._show_door)
        self.shell.forget_pages()
        self.shell.add_page("choose-password", lambda: page)
        self.shell.show_page("choose-password")

    def _enter(self, desk: Desk) -> None:
        """Loads the day's pages, after the first picture."""
        from ui.desk.day import Day
        from ui.desk.kept_place import lead_back

        self.shell.forget_pages()
        self.changing.entered()
        self.tasks.write(self.locking.end(), lambda _: None)
        spare_what_is_loaded()
        if self._settings.settings.names and not desk.session.office.training:
            person = desk.session.account
            note_person(self._folder, RecentPerson(account=person.id, name=person.name))
        self.day = Day(self.shell, desk, self.tasks, self.bus, self._settings)
        for problem in (desk.keyring_problem, desk.disk_problem, desk.keys_problem):
            if problem is not None:
                self.say(problem)
        lead_back(self.day, self.shell)
        self.day.hall.asked_to_bring_back.connect(self._bring_back)
        self.day.hall.asked_to_rotate.connect(self._rotate)
        self.day.taken_back.connect(lambda: self.lock("by_hand"))
        self.day.together.must_leave.connect(lambda: self.lock("system", "hall.must_leave"))
        self.opened.emit()

    def _leave(self, lock: str = "", then: Callable[[bool], object] | None = None) -> None:
        """The person goes, by a lock or for good. Loads the day's pages.

        With `then` the pages are emptied a piece in each turn, behind the cover; it is told whether something that was
        typed is not kept. Without, all of it is done at once.
        """
        from ui.desk.clearing import Clearing
        from ui.desk.leaving import Leaving

        if self._clearing is not None:
            self._clearing.finish()
        if self.day is None:
            return
        hall = bool(lock) and self._settings.settings.place != LAPTOP
        leaving = Leaving(self.shell, self.day.desk, lock=lock, stays=hall)
        self.day.leave()
        self.day = None
        pages = self.shell.take_pages()
        look_through_everything_again()
        self.tasks.call_off_reads()
        self.tasks.forget_all()
        tasks, locking = self.tasks, self.locking

        def close() -> None:
            tasks.finish_reads()  # nothing may look at what is closed: not the board, not a backup
            locking.hall = leaving.close()

        tasks.write(close, lambda _: locking.go_on() if self.day is None else None)
        lost = leaving.place.lost

        def cleared() -> None:
            self._clearing = None
            tasks.committed.connect(self.bus.tell)
            if then is not None:
                then(lost)

        tasks.committed.disconnect(self.bus.tell)  # what is cleared away listens no more
        self._clearing = Clearing(self.shell, locking.shield, pages, cleared)
        if then is None:
            self._clearing.finish()
        else:
            self._clearing.begin()

    def _take_settings(self, changes: Changes) -> None:
        wait = lock_after(self._settings.settings)
        if changes.settings and wait != self.quiet.locks_after:
            self.quiet.lock_after(wait)
        if changes.settings and not self._settings.settings.names:
            forget_people(self._folder)

    def _rest(self) -> None:
        if self.day is not None:
            self.day.rest(lambda: self.quiet.is_quiet)

    def _at_page(self, page: DoorPage) -> _Refusing:
        return _Refusing(self, page)


def _left_alone(window: DeskWindow) -> None:
    """A long silence locks the desk; the hall's own screen waits in silence and shows nothing that needs a lock."""
    if window.day is None or window.day.self_service is None:
        window.lock("idle")


def _join(window: DeskWindow) -> None:
    """Loads what makes this computer a window of a hall, when it is asked for."""
    from ui.desk.joining_hall import JoiningHall

    joining = JoiningHall(window.shell, window.tasks, window._folder, at=window._at)
    joining.left.connect(window._begin)
    joining.joined.connect(window._begin)
    joining.failed.connect(window.say)


def _move(window: DeskWindow, folder: Path) -> None:
    """Whoever is inside leaves; the door of another folder is shown: a hall's desk, its spare station."""
    window._leave()
    window.tasks.write(window.locking.end(), lambda _: None)
    window._folder = folder
    window._begin()


class _Refusing:
    """Shows an error at the page that has the field, or else at the foot; hands bugs on."""

    def __init__(self, window: DeskWindow, page: DoorPage) -> None:
        self._window, self._page = window, page

    def __call__(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._page.wait("")
            raise error
        if error.code in RESTORABLE:
            self._window.say_cannot_open(error)
        elif not self._page.refuse(error):
            self._window.say(error)


def built_pages() -> tuple[Page, ...]:
    """The pages of the rail that exist: a key that leads nowhere is not printed."""
    return tuple(page for page in pages_of_the_day() if page.id in BUILT)


BUILT = ("today", "reception", "matters", "mediation", "delivery", "leaders", "exchange", "codes", "settings")
"""The pages that are there by now; `ui/desk/day.py` knows how each is made."""
