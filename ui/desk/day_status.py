"""The lines at the rail's foot: what presses, whether the journal is whole, how old the backup is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.account import READS_MATTERS
from app.errors import AppError, Damaged
from app.services.day_closing import closing
from app.services.inbox import unsigned
from app.services.key_care import DrillStanding, drill_standing
from app.services.mediation.reading import pressing_promises
from app.services.today import pressing
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.bootstrap.soundness import look_through
from ui.desk.backup_watch import BackupWatch
from ui.desk.hall import Hall
from ui.desk.rehearsal_watch import RehearsalWatch
from ui.desk.shell import Shell
from ui.desk.widgets.rail import StatusLine
from ui.own_files import changed_files
from ui.theme import State

SOON = 400
"""Milliseconds after an act until the lines follow: the page that shows what was done comes first."""


class DayStatus(QObject):
    """Reads and shows the lines of one signed-in person."""

    def __init__(
        self,
        shell: Shell,
        desk: Desk,
        hall: Hall,
        watch: BackupWatch,
        trials: RehearsalWatch,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._hall, self._watch = shell, desk, hall, watch
        self._text = words_of("words/window.toml")["window"]
        self._sound: bool | None = None
        self._counts = (0, 0, 0)
        self._grave: int | None = None
        self._drill: DrillStanding | None = None
        hall.checked.connect(self._found)
        self._unsigned = 0
        self._promises = (0, 0)
        self._trials = trials
        self.exchange: StatusLine | None = None
        """What is to be said of sending and fetching."""
        self.hall: StatusLine | None = None
        """What is to be said of the hall's server, or of the spare station."""
        trials.looked.connect(self.show)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.read)
        self._disk = desk.disk_problem
        watch.looked.connect(lambda _: self.show())
        watch.failed.connect(lambda _: self.show())

    @property
    def reads_matters(self) -> bool:
        """Whether this person may know how many matters press."""
        return self._desk.session.account.role in READS_MATTERS

    def read_soon(self) -> None:
        """Reads what presses a moment after the last of several acts."""
        self._soon.start()

    def read(self) -> None:
        """Reads what presses."""
        session = self._desk.session
        self._hall.read(self._look_at_disk, self._looked_at_disk, asker=self, question="disk")
        if self.reads_matters:
            self._hall.read(
                lambda: (pressing(session), unsigned(session)), self._count, asker=self, question="status"
            )
            self._hall.read(
                lambda: pressing_promises(session), self._show_promises, asker=self, question="promises"
            )

    def _look_at_disk(self) -> AppError | None:
        self._desk.keep_room()
        return self._desk.disk_problem

    def _looked_at_disk(self, problem: AppError | None) -> None:
        fresh = problem is not None and self._disk is None
        self._disk = problem
        if fresh and problem is not None:
            self._hall.say_error(problem)
        self.show()

    def _show_promises(self, pressing: tuple[int, int]) -> None:
        self._promises = pressing
        self.show()

    def check_chain(self) -> None:
        """Looks at every page, both chains and the key file, and says whether they are whole."""
        desk = self._desk
        self._hall.read(
            lambda: look_through(desk, papers=False).ok,
            self._checked,
            asker=self,
            question="chain",
            slow=True,
        )

    def check_keys(self) -> None:
        """Whether the recovery code was tried lately; training folders are not nagged."""
        session = self._desk.session
        if not session.office.training:
            self._hall.read(
                lambda: drill_standing(session.memory, session.now()),
                self._show_drill,
                asker=self,
                question="drill",
            )

    def check_program(self) -> None:
        """Whether the files of the program are as they were built."""

        def told(changed: tuple[str, ...]) -> None:
            if changed:
                self._hall.say_error(Damaged("program.changed", count=len(changed), file=changed[0]))

        self._hall.read(changed_files, told, asker=self, question="program", slow=True)

    def check_day(self) -> None:
        """The self-check at the start of the day: how much of this desk breaks a text."""
        session = self._desk.session
        if self.reads_matters:
            self._hall.read(
                lambda: len(closing(session).findings),
                self._hall.checked.emit,
                asker=self,
                question="grave",
                slow=True,
            )

    def show(self) -> None:
        """Shows the lines, the most pressing first."""
        unserved, due, late_duties = self._counts
        lines = []
        if self.reads_matters:
            lines = [
                StatusLine(
                    state=State.LATE if unserved else State.DONE,
                    text=self._text["unserved"].format(count=unserved),
                ),
                self._due(due, late_duties),
            ]
        if self._grave is not None:
            found = self._text["self_check"].format(count=self._grave)
            lines.append(StatusLine(state=State.LATE if self._grave else State.DONE, text=found))
        late, soon = self._promises
        if late or soon:
            text = words_of("words/mediation_page.toml")["mediation_page"]["rail"].format(count=late + soon)
            lines.append(StatusLine(state=State.LATE if late else State.SOON, text=text))
        if self._unsigned:
            text = words_of("words/inbox.toml")["inbox"]["rail"].format(count=self._unsigned)
            lines.append(StatusLine(state=State.SOON, text=text))
        if (problem := self._disk) is not None:
            words = str(words_of("words/faults.toml")["disk_line"][problem.code])
            state = State.SOON if problem.code == "disk.nearly_full" else State.LATE
            lines.append(StatusLine(state=state, text=words.format(**problem.details)))
        if (line := self._watch.line) is not None:
            lines.append(line)
        if (line := self._trials.line) is not None:
            lines.append(line)
        if self.exchange is not None:
            lines.insert(2 if self.exchange.state is not State.DONE else len(lines), self.exchange)
        if self._drill is not None and self._drill.due:
            text = words_of("words/keeping_window.toml")["keys_section"]["days_line"]
            lines.append(StatusLine(state=State.SOON, text=text.format(days=self._drill.days)))
        if self._sound is not None:
            chain = self._text["chain_ok" if self._sound else "chain_bad"]
            lines.append(StatusLine(state=State.DONE if self._sound else State.LATE, text=chain))
        if self._grave is None and self.reads_matters:  # last: what is not known yet presses least
            lines.append(StatusLine(state=State.WAITING, text=self._text["self_check_none"]))
        if self.hall is not None:
            lines.insert(0, self.hall)
        self._shell.show_status(lines)

    def _due(self, today: int, late: int) -> StatusLine:
        text = str(self._text["late" if late else "due_today"]).format(count=today, late=late)
        return StatusLine(state=State.LATE if late else State.SOON if today else State.DONE, text=text)

    def _count(self, answer: tuple[tuple[int, int, int], int]) -> None:
        self._counts, self._unsigned = answer
        self.show()

    def _found(self, grave: int) -> None:
        self._grave = grave
        self.show()

    def _show_drill(self, found: DrillStanding) -> None:
        self._drill = found
        self.show()

    def _checked(self, sound: bool) -> None:
        self._sound = sound
        self.show()
