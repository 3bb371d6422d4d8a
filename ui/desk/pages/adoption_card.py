"""The before/after list of an adoption in the settings: looked at first, adopted when confirmed, done in small steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.changes_of_duties import Change
from app.errors import AppError
from app.services.adoption import Adoption, Proposal
from app.services.adoption_preview import MovedDuty, Preview, preview
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.state_mark import StateMark
from ui.tasks import Progress, Task
from ui.theme import State

IDLE, LOOKING, SEEN, ADOPTING = "idle", "looking", "seen", "adopting"


def profile_words() -> dict[str, Any]:
    """The words of overlays and of the before/after list."""
    found: dict[str, Any] = words_of("words/profiles_page.toml")["profiles"]
    return found


class AdoptionCard(Card):
    """What an adoption would change: a summary, how much becomes late, and the list."""

    def __init__(self) -> None:
        text = self._text = profile_words()
        super().__init__(text["preview"])
        self.summary = text_label("", "body")
        self.summary.setWordWrap(True)
        self.late = StateMark(State.DONE, text["late_none"])
        self.table = RowTable(_columns(), key=lambda row: row.duty.either.id, empty=text["nothing"])
        self.content.addWidget(self.summary)
        self.content.addWidget(self.late)
        self.content.addWidget(self.table, 1)
        self.hide()

    def show_work(self, words: str) -> None:
        """Says how far the work is."""
        self.summary.setText(words)

    def begin(self, subject: str, since: date) -> None:
        """Comes to the front with nothing in it yet."""
        self.set_title(self._text["preview"].format(subject=subject, since=since.isoformat()))
        self.summary.setText("")
        self.late.hide()
        self.table.show_rows(())
        self.show()

    def show_preview(self, found: Preview) -> None:
        """Shows what would change."""
        text = self._text
        self.summary.setText(
            text["summary"].format(
                matters=found.matters,
                new=found.count(Change.NEW),
                moved=found.count(Change.MOVED),
                ended=found.count(Change.ENDED),
            )
        )
        if found.late:
            self.late.show_state(State.LATE, text["late"].format(count=found.late))
        else:
            self.late.show_state(State.DONE, text["late_none"])
        self.late.show()
        self.table.show_rows(found.rows)


class AdoptionFlow(QObject):
    """One adoption at a time: look, confirm, recompute. Knows no section; `changed` tells that another state is there."""

    changed = Signal()
    adopted = Signal()
    """An adoption was recorded, and every due day follows it or will."""

    def __init__(
        self, hall: Hall, steps: Stepwise, card: AdoptionCard, subject: Callable[[Proposal], str]
    ) -> None:
        super().__init__(card)
        self._hall, self._steps, self._card, self._subject = hall, steps, card, subject
        self._text = profile_words()
        self._task: Task | None = None
        self._proposal: Proposal | None = None
        self._adoption: Adoption | None = None
        self.state = IDLE
        """idle, looking, seen or adopting."""
        steps.stepped.connect(self._tell_steps)
        steps.ended.connect(self._ended)

    def look(self, propose: Callable[[], Proposal], refused: Callable[[AppError], object]) -> None:
        """Asks what would change; `refused` gets what stands in the way. Off the GUI thread, and can be called off."""
        if self.state != IDLE:
            return

        def work(progress: Progress) -> Preview:
            return preview(self._hall.session, propose(), lambda done, total: progress(done, total))

        def failed(error: AppError) -> object:
            self._back()
            return refused(error)

        self._card.begin("", self._hall.session.today())
        self._set(LOOKING)
        self._task = self._hall.long(work, self._seen, failed, progressed=self._tell_look, asker=self)

    def adopt(self) -> None:
        """Records what was looked at, then recomputes the due days in the write lane."""
        if self.state != SEEN or self._proposal is None or self._steps.is_running:
            return
        self._adoption = Adoption(self._hall.session, self._proposal)
        self._set(ADOPTING)
        self._steps.run(self._adoption)

    def give_up(self) -> None:
        """Calls the look off, or leaves what was seen unconfirmed. An adoption that was begun goes on."""
        if self.state == LOOKING and self._task is not None:
            self._task.cancel()
        if self.state in (LOOKING, SEEN):
            self._back()

    def _seen(self, found: Preview) -> None:
        self._proposal = found.proposal
        self._card.begin(self._subject(found.proposal), found.proposal.since)
        self._card.show_preview(found)
        self._set(SEEN)
        self._card.table.setFocus()

    def _tell_look(self, done: int, total: int, _stage: str) -> None:
        self._card.show_work(self._text["working"].format(done=done, total=total))

    def _tell_steps(self) -> None:
        if self._adoption is not None:
            done, total = self._adoption.done, self._adoption.total
            self._card.show_work(self._text["recomputing"].format(done=done, total=total))

    def _ended(self, _answer: object, error: Exception | None) -> None:
        adoption, self._adoption = self._adoption, None
        if adoption is None:
            return
        proposal = self._proposal
        self._back()
        if isinstance(error, AppError):
            self._hall.say_error(error)
        elif proposal is not None:
            self._hall.say("law.adopted", subject=self._subject(proposal))
        self.adopted.emit()

    def _back(self) -> None:
        self._proposal, self._task = None, None
        self._card.hide()
        self._set(IDLE)

    def _set(self, state: str) -> None:
        self.state = state
        self.changed.emit()


def _columns() -> tuple[Column, ...]:
    text = profile_words()

    def day(value: date | None) -> str:
        return str(text["none"]) if value is None else value.isoformat()

    def change(row: MovedDuty) -> str:
        return str(text["becomes_late"] if row.becomes_late else text["changes"][row.duty.change])

    return (
        Column(
            title=text["change"],
            text=change,
            width=130,
            state=lambda row: State.LATE if row.becomes_late else State.IN_TIME,
        ),
        Column(title=text["number"], text=lambda row: row.number, width=160, firm=True),
        Column(title=text["before"], text=lambda row: day(row.before), width=110, firm=True),
        Column(title=text["after"], text=lambda row: day(row.after), width=110, firm=True),
        Column(title=text["duty"], text=lambda row: row.title),
    )
