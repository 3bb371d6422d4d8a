"""The pack for days without power on the page of the empty forms: whether one lies ready, and printing one with one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.errors import AppError, BadInput
from app.services.outages import PackState, outage_plan
from ui.desk import outage_desk
from ui.desk.hall import Hall
from ui.desk.outage_desk import Packs
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.messages import words
from ui.printing import Printer
from ui.theme import State

if TYPE_CHECKING:
    from app.services.outage_printing import PrintedPack


class PackCard(Card):
    """How many packs lie ready; it is too late to print one once the power is gone."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = words("outage_pack")
        super().__init__(text["title"], text["keys"])
        self._hall, self._printer = hall, printer
        plan = outage_plan()
        self.note = StatusNote(self)
        self.count = NumberField(1, plan.most, plan.forms)
        self.fields = {
            "count": Field(text["count"], self.count, hint=text["count_hint"].format(most=plan.most))
        }
        self.content.addWidget(self.note)
        self.add_row(FieldRow(self.fields["count"]))

    def read(self) -> None:
        """Reads how the packs stand."""
        session = self._hall.session
        self._hall.read(lambda: outage_desk.packs(session), self._show, asker=self, question="packs")

    def print_new(self) -> None:
        """Records a new pack and prints it."""
        clear_refusals(self.fields)
        session, count = self._hall.session, self.count.value
        if count is None:
            show_refusal(self.fields, BadInput("field.missing", field="count", name=self._text["count"]))
            return
        self._hall.write(lambda: outage_desk.record(session, count), self._recorded, self._refuse, asker=self)

    def _recorded(self, series: str) -> None:
        self.read()
        session = self._hall.session
        self.note.say(str(self._text["drawing"]), State.WAITING)
        self._hall.read(lambda: outage_desk.pack_file(session, series), self._print, asker=self)

    def _print(self, made: PrintedPack) -> None:
        self.read()
        title = f"{self._hall.session.office.station} P{made.pack:03d}"
        pack, count = made.pack, len(made.codes)
        self._hall.print_pdf(
            self._printer(),
            made.rendered.pdf,
            title,
            asker=self,
            done=lambda _: self._hall.say("outage.printed", pack=pack, count=count),
        )

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)

    def _show(self, found: Packs) -> None:
        """What waits to be entered goes before what lies ready."""
        text = self._text
        ready, old, wait = found.first(PackState.READY), found.first(PackState.OLD), found.to_enter
        if wait is not None:
            said, state = text["waiting"].format(pack=wait.pack, count=wait.waiting), State.LATE
        elif ready is not None:
            said = text["ready"].format(pack=ready.pack, day=short_day(ready.on), free=ready.free)
            state = State.DONE
        elif old is not None:
            said, state = text["old"].format(pack=old.pack, day=short_day(old.on)), State.SOON
        else:
            said, state = str(text["none"]), State.SOON
        self.note.say(said, state)
