"""Writing to a stick in three steps: which one, for whom and how large, then written, read back and let go of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.errors import AppError, BadInput
from app.services.exchange import ExchangeDesk
from app.services.handing_over import Prepared
from resources.loader import words as words_of
from ui.desk import stick_desk
from ui.desk.hall import Hall
from ui.desk.stick_desk import EJECTING, SEALING, WRITING, Stick, WrittenStick
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of
from ui.tasks import Progress, Task
from ui.theme import State

MOST_SIDES = 6
MEGABYTE = 1024 * 1024


class StickPage(PageFrame):
    """The page of the steps."""

    left = Signal()
    """Esc: back to the exchange."""

    def __init__(self, hall: Hall, desk: Callable[[], ExchangeDesk]) -> None:
        text: dict[str, Any] = words_of("words/stick.toml")["stick_page"]
        super().__init__(text["title"], text["keys"])
        self._text, self._hall, self._desk = text, hall, desk
        self._prepared: tuple[Prepared, ...] | None = None
        self._written: WrittenStick | None = None
        self._task: Task | None = None
        self.table = RowTable(self._table_columns(), key=lambda row: row.place, empty=text["empty"])
        self.table.chosen.connect(lambda _: self._show())
        self.fields = {"typed": Field(text["typed"], QLineEdit(), hint=text["typed_hint"])}
        which = Card(text["which"], text["which_keys"])
        which.content.addWidget(self.table, 1)
        which.add_row(FieldRow(self.fields["typed"]))
        self.main.addWidget(which, 1)
        self.sides = [StatusNote() for _ in range(MOST_SIDES + 1)]
        self.result = StatusNote()
        for title, notes in ((text["whom"], self.sides), (text["result"], [self.result])):
            card = Card(title)
            for note in notes:
                card.content.addWidget(note)
            self.main.addWidget(card)
        self.next = self.add_act(text["prepare"], is_next=True)
        self.next.clicked.connect(lambda: self.submit())
        self.slip = self.add_act(text["slip"])
        self.slip.clicked.connect(lambda: self.save_slip())
        self.back = self.add_act(text["back"])
        self.back.clicked.connect(lambda: self._leave())
        self.remark.show_keys(text["remark"])
        for keys, act in (("Ctrl+Return", self.next), ("Ctrl+Enter", self.next), ("Ctrl+S", self.slip)):
            QShortcut(QKeySequence(keys), self).activated.connect(act.click)
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(self.look)
        self.setFocusProxy(self.table)
        self._show()
        self.look()

    def look(self) -> None:
        """Looks which sticks are there, and at the place that was typed."""
        typed = self.fields["typed"].text.strip()
        more, desk = (typed,) if typed else (), self._desk
        self._hall.write(lambda: stick_desk.look_for_sticks(desk(), more), self.show_sticks, asker=self)

    def show_sticks(self, found: tuple[Stick, ...]) -> None:
        """Shows the sticks."""
        self.table.show_rows(found)
        self._show()

    def submit(self) -> None:
        """The next step: sealing what is new, then writing it to the chosen stick."""
        clear_refusals(self.fields)
        if self._task is not None:
            return
        desk, prepared = self._desk, self._prepared
        if prepared is None or self._written is not None:
            self._written = None
            self._run(lambda progress: stick_desk.prepare_packages(desk(), progress), self._ready)
            return
        row = self.table.current_row
        if not isinstance(row, Stick):
            self._refused(BadInput("stick.nothing_chosen", field="typed"))
            return
        place = row.place
        self._run(lambda progress: stick_desk.write_stick(desk(), place, prepared, progress), self._done)

    def save_slip(self) -> None:
        """Saves the slip that goes with what was written."""
        written, desk, name = self._written, self._desk, self._text["slip_name"]
        if written is not None and written.handed:
            self._hall.write(
                lambda: stick_desk.save_slips(desk(), written, name),
                lambda paths: self._hall.say("stick.slip_saved", path="、".join(paths)),
                asker=self,
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _run(self, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        def finished(found: Any) -> None:
            self._task = None
            done(found)
            self._show()

        self._task = self._hall.tasks.long(
            work, finished, self._failed, progressed=self._progressed, asker=self, writes=True
        )
        self._show()

    def _ready(self, found: tuple[Prepared, ...]) -> None:
        self._prepared = found

    def _done(self, written: WrittenStick) -> None:
        self._written, self._prepared = written, None
        said = self._text["done_ejected" if written.ejected else "done_pull"]
        entries = sum(item.package.entries for item in written.handed)
        self.result.say(said.format(count=len(written.handed), entries=entries), State.DONE)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._show()
        if not isinstance(error, AppError):
            raise error
        self._refused(error)

    def _refused(self, error: AppError) -> None:
        message = message_of(error)
        self.result.say(f"{message.says}{message.do}", State.LATE)
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)

    def _progressed(self, done: int, total: int, stage: str) -> None:
        if self._task is not None:
            said = {SEALING: "sealing", WRITING: "writing", EJECTING: "ejecting"}.get(stage, "waiting")
            self.result.say(self._text[said].format(done=done, total=total), State.WAITING)

    def _leave(self) -> None:
        """Esc: calls off what runs, or goes back."""
        if self._task is None:
            self.left.emit()
            return
        self._task.cancel()
        self.result.say(self._text["stopping"], State.SOON)
        # after it in the same lane: it has ended when this one begins
        self._hall.write(lambda: None, lambda _: self._called_off(), asker=self)

    def _called_off(self) -> None:
        if self._task is not None:
            self._task, self._prepared = None, None
            row = self.table.current_row
            place = row.place if isinstance(row, Stick) else ""
            self.result.say(self._text["stopped"].format(place=place), State.SOON)
            self._show()

    def _show(self) -> None:
        text, running = self._text, self._task is not None
        ready = self._prepared is not None and self._written is None
        self.next.setText(text["write" if ready else "prepare"])
        self.next.setEnabled(not running and not (ready and not self._needs()))
        self.slip.setVisible(self._written is not None and bool(self._written.handed))
        self.back.setText(text["stop" if running else "back"])
        self.table.setEnabled(not running)
        if not self.result.text:
            self.result.say(text["waiting"], State.WAITING)
        self.table.viewport().update()
        for note, (said, state) in zip(
            self.sides, [*self._whom(), *[("", State.WAITING)] * len(self.sides)], strict=False
        ):
            note.say(said, state)

    def _needs(self) -> bool:
        return any(item.packages for item in self._prepared or ())

    def _whom(self) -> list[tuple[str, State]]:
        """For whom the packages are, which key opens them, how much room they need."""
        text = self._text
        if self._prepared is None:
            return [] if self._written is not None else [(text["not_prepared"], State.WAITING)]
        if not self._needs():
            return [(text["nothing"], State.DONE)]
        said = []
        for item in [one for one in self._prepared if one.packages][: MOST_SIDES // 2]:
            size = _worded(item.size, text)
            about = {"office": item.office, "station": item.station, "packages": len(item.packages)}
            said.append((text["to"].format(**about, entries=item.entries, size=size), State.IN_TIME))
            said.append((text["fingerprint"].format(fingerprint=item.fingerprint), State.WAITING))
        needs = text["needs"].format(size=_worded(stick_desk.needed(self._prepared), text))
        return [*said, (needs, State.WAITING)]

    def _state(self, row: Stick) -> tuple[str, State]:
        text = self._text
        if row.refused is not None:
            return text["of_others"], State.LATE
        if not row.writable:
            return text["read_only"], State.LATE
        if self._prepared is not None and row.room < stick_desk.needed(self._prepared):
            return text["too_small"], State.LATE
        return text["usable"], State.DONE

    def _table_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["place"], text=lambda row: row.place),
            Column(title=text["room"], text=lambda row: _worded(row.room, text), width=160, firm=True),
            Column(
                title=text["state"],
                text=lambda row: self._state(row)[0],
                width=220,
                state=lambda row: self._state(row)[1],
            ),
        )


def _worded(size: int, text: dict[str, Any]) -> str:
    if size < MEGABYTE:
        return str(text["kilobytes"]).format(size=-(-size // 1024))
    if size < 1024 * MEGABYTE:
        return str(text["megabytes"]).format(size=size / MEGABYTE)
    return str(text["gigabytes"]).format(size=size / MEGABYTE / 1024)
