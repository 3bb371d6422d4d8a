"""The drafts of the page: two side by side, saved by themselves, found again after a power cut (rulings.md 10).

The page reads and fills the form; this keeps what it holds. Before the stored drafts are known nothing is saved and
nothing is lost: what was typed meanwhile gets a slot of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.clock import from_milliseconds
from app.errors import AppError
from app.services.drafts import Recovered, drop_draft, give_up_draft, recover_drafts, save_draft
from ui.desk.hall import Hall
from ui.desk.pages.reception_state import BLANK, FormTyped, form_of
from ui.desk.pages.reception_strip import section
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.messages import message_of
from ui.theme import current

SLOTS = (1, 2)
"""The drafts that always stand side by side."""
SILENCE = 800
"""Milliseconds without a key after which a draft is saved."""


def new_key() -> str:
    """A fresh idempotency key for a registration."""
    return secrets.token_hex(16)


@dataclass(slots=True)
class Slot:
    """One draft: the key of its registration, its form as last seen, as last saved, and when (UTC ms, 0: never)."""

    key: str = field(default_factory=new_key)
    form: FormTyped = BLANK
    saved: FormTyped = BLANK
    saved_at: int = 0
    failed: bool = False


class DraftKeeper(QObject):
    """Saves what `read` gives, a field at a time; `fill` puts a draft back into the form."""

    changed = Signal()
    """Something of the drafts is to be shown anew."""
    recovered = Signal(str)
    """The number of a registration that was made, but never seen."""
    went_live = Signal()
    """The stored drafts are known; from now on everything is saved."""

    def __init__(
        self, hall: Hall, read: Callable[[], FormTyped], fill: Callable[[FormTyped], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._hall, self._read, self._fill = hall, read, fill
        self.slots = {slot: Slot() for slot in SLOTS}
        self.current = SLOTS[0]
        self.live = False
        self.typing = False
        self._timer = QTimer(self, singleShot=True, interval=SILENCE)
        self._timer.timeout.connect(self.flush)

    @property
    def slot(self) -> Slot:
        """The draft in the form."""
        return self.slots[self.current]

    @property
    def name(self) -> str:
        """What the draft in the form is called."""
        return name_of(self.current)

    def start(self) -> None:
        """Fetches the stored drafts."""
        hall = self._hall
        hall.write(lambda: recover_drafts(hall.session, hall.drafts), self._found, asker=self)

    def touch(self) -> None:
        """Something was typed: it is saved when the field is left or the keys fall silent."""
        first = not self.typing
        self.typing = True
        self._timer.start()
        if first:
            self.changed.emit()

    def flush(self) -> None:
        """Saves the draft in the form, if it is not what was saved last."""
        self._timer.stop()
        if not self.live:
            return
        slot = self.slot
        slot.form = self._read()
        self.typing = False
        if slot.form != slot.saved:
            self._save(self.current, slot)
        self.changed.emit()

    def switch(self, to: int) -> None:
        """Puts another draft into the form; the one that was there is saved."""
        if to == self.current or to not in self.slots:
            return
        self.slot.form = self._read()
        self.flush()
        self.current = to
        self._show(self.slot.form)
        self.changed.emit()

    def finish(self, number: str) -> None:
        """The draft in the form was registered and its number shown: it is put away, the form begins anew."""
        hall, current = self._hall, self.current
        self._clear(current)
        hall.write(lambda: drop_draft(hall.session, hall.drafts, current, number), lambda _: None, asker=self)

    def give_up(self, reason: str, done: Callable[[], object], failed: Callable[[AppError], object]) -> None:
        """Gives the draft in the form up; with a name or story in it, for a reason. The form is cleared after that."""
        hall, current, content = self._hall, self.current, self._read().held()
        self._timer.stop()

        def gone(_: object) -> None:
            self._clear(current)
            done()

        hall.write(
            lambda: give_up_draft(hall.session, hall.drafts, current, content, reason),
            gone,
            failed,
            asker=self,
        )

    def _clear(self, slot: int) -> None:
        """Begins a draft anew; one beyond the usual two goes away. A form that shows another draft stays."""
        shown = slot == self.current
        self.slots[slot] = Slot()
        if slot > max(SLOTS):
            del self.slots[slot]
            self.current = SLOTS[0] if shown else self.current
        if shown:
            self._show(self.slot.form)
        self.changed.emit()

    def _show(self, form: FormTyped) -> None:
        """Fills the form; that is no typing."""
        self._fill(form)
        self.typing = False
        self._timer.stop()

    def _found(self, found: list[Recovered]) -> None:
        typed = self._read()
        for item in found:
            if item.number:
                self.recovered.emit(item.number)
            else:
                form = form_of(item.content)
                self.slots[item.slot] = Slot(key=item.key, form=form, saved=form, saved_at=item.saved_at)
        if not typed.is_blank:
            self._make_room(typed)
        elif not self.slot.form.is_blank:
            self._show(self.slot.form)
        self.live = True
        self.went_live.emit()
        self.flush()

    def _make_room(self, typed: FormTyped) -> None:
        """What was typed before the stored drafts were known gets the first slot that is free."""
        free = (slot for slot in range(1, len(self.slots) + 2) if self.slots.get(slot, Slot()).form.is_blank)
        self.current = next(free)
        self.slots.setdefault(self.current, Slot()).form = typed

    def _save(self, number: int, slot: Slot) -> None:
        hall, form, key = self._hall, slot.form, slot.key
        if form.is_blank:
            slot.saved, slot.saved_at = form, 0
            hall.write(lambda: drop_draft(hall.session, hall.drafts, number), lambda _: None, asker=self)
            return

        def saved(at: int) -> None:
            slot.saved_at, slot.failed = at, False
            self.changed.emit()

        def failed(error: AppError) -> None:
            slot.failed, slot.saved = True, BLANK
            hall.said.emit(message_of(error))
            self.changed.emit()

        slot.saved = form
        hall.write(
            lambda: save_draft(hall.session, hall.drafts, number, key, form.to_content()),
            saved,
            failed,
            asker=self,
        )


def name_of(slot: int) -> str:
    """What a draft is called: 草稿一."""
    names = section("drafts")["names"]
    return str(names[slot - 1]) if slot <= len(names) else f"{names[0][:2]}{slot}"


class DraftChips(Measured, QWidget):
    """The drafts at the head of the page: the one in the form, and the others with their keys."""

    def __init__(self, keeper: DraftKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._labels: dict[int, tuple[QLabel, QLabel]] = {}
        self.measure()
        keeper.changed.connect(self.show_drafts)
        self.show_drafts()

    def measure(self) -> None:
        """The gap between the chips."""
        self._line.setSpacing(current.theme.px(12))

    @property
    def texts(self) -> dict[int, str]:
        """What each chip says, by slot."""
        shown = {slot: [x for x in pair if not x.isHidden()] for slot, pair in self._labels.items()}
        return {slot: labels[0].text() for slot, labels in shown.items() if labels}

    def show_drafts(self) -> None:
        """Says of each draft what it is and when it was saved."""
        for slot in sorted(self._keeper.slots):
            if slot not in self._labels:
                self._labels[slot] = (text_label("", "chip", self), text_label("", "small", self))
                for label in self._labels[slot]:
                    self._line.addWidget(label)
        for slot, (chip, small) in self._labels.items():
            in_form = slot == self._keeper.current
            chip.setVisible(in_form)
            small.setVisible(not in_form and slot in self._keeper.slots)
            if in_form:
                chip.setText(self._current_words())
            elif slot in self._keeper.slots:
                small.setText(self._other_words(slot))

    def _current_words(self) -> str:
        keeper, text = self._keeper, section("drafts")
        if not keeper.live:
            return str(text["waiting"]).format(draft=keeper.name)
        if keeper.slot.failed:
            return str(text["failed"]).format(draft=keeper.name)
        if keeper.typing:
            return str(text["typing"]).format(draft=keeper.name)
        if not keeper.slot.saved_at:
            return str(text["empty"]).format(draft=keeper.name)
        time = from_milliseconds(keeper.slot.saved_at).strftime("%H:%M:%S")
        return str(text["saved"]).format(draft=keeper.name, time=time)

    def _other_words(self, slot: int) -> str:
        text, form = section("drafts"), self._keeper.slots[slot].form
        if form.is_blank:
            return str(text["other_empty"]).format(draft=name_of(slot), slot=slot)
        called = text["sealed"] if form.sealed else form.called or text["unnamed"]
        return str(text["other"]).format(draft=name_of(slot), name=called, slot=slot)
