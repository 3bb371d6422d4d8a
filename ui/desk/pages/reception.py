"""The registration page (接待): one screen for a walk-in, a letter, a call; everything by keys; nothing modal.

Registration is unconditional: checks warn beside their field, only a registration without any words is refused. All
work goes through the lanes of `hall`; what is typed is kept in drafts until it has a number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.codes import codes
from app.domain.day_file import TicketOutcome
from app.errors import AppError
from app.services.registration import RegisteredMatter
from ui.desk.hall import Hall
from ui.desk.pages.reception_again import ComingAgain
from ui.desk.pages.reception_booked import BookedToday
from ui.desk.pages.reception_card import CardTaking
from ui.desk.pages.reception_claims import ClaimsCard, PlaceCard
from ui.desk.pages.reception_column import SideColumn
from ui.desk.pages.reception_drafts import DraftChips, DraftKeeper
from ui.desk.pages.reception_faults import marked_fields, say_fault
from ui.desk.pages.reception_insight import Ground, Insight
from ui.desk.pages.reception_lines import EnquiryCard, ReasonLine
from ui.desk.pages.reception_outage import SheetTaking
from ui.desk.pages.reception_people import PeopleCard
from ui.desk.pages.reception_queue import Queueing
from ui.desk.pages.reception_registering import Registering
from ui.desk.pages.reception_repeats import ReceptionRepeats
from ui.desk.pages.reception_scanned import Scanning
from ui.desk.pages.reception_second import BesideVisitor
from ui.desk.pages.reception_state import FormTyped
from ui.desk.pages.reception_strip import FLAGS, Strip, print_keys, section
from ui.desk.pages.reception_suggesting import ClaimSuggestions
from ui.desk.pages.repeats_card import repeats_words
from ui.desk.widgets.camera_card import CameraCard
from ui.desk.widgets.choice import Choice
from ui.desk.widgets.curtain import Curtain
from ui.desk.widgets.dropping import Dropping
from ui.desk.widgets.key_guard import KeyGuard
from ui.desk.widgets.page import NARROW, PageFrame
from ui.messages import message_of, words
from ui.theme import current


class ReceptionPage(PageFrame):
    """What a clerk has on the screen while a person is talking."""

    receipt_ready = Signal(object)
    """The MadePaper of a receipt: to be shown and printed."""
    registered = Signal(object)
    """The RegisteredMatter of every registration made here."""
    visit_again_asked = Signal(str)
    """The number of the matter that the person came again about."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = section("page")
        super().__init__(text["title"], text["keys"], side=True)
        self.hall = hall
        self._prints = False
        self.registering = Registering(hall, self)
        self._fill_main()
        self.column = SideColumn(hall, self.side, self)
        self.column.place = lambda: self.place.place_editor.code
        self.camera = CameraCard(hall)
        self.side.insertWidget(0, self.camera)
        self.drafts = DraftKeeper(hall, self.form, self.take, self)
        self.sheet.drafts = self.drafts
        self.chips = DraftChips(self.drafts)
        self.header.add_chip(self.chips)
        self.insight = Insight(hall, self.form, self)
        self.insight.person_at = lambda: self.people.at
        self.beside = BesideVisitor(hall, self.form, self)
        self.queueing = Queueing(hall, self)
        self.side.insertWidget(1, self.queueing.card)
        self.booked = BookedToday(hall, self.form, self.take, self)
        self.side.insertWidget(2, self.booked.card)
        self.again = ComingAgain(hall, self.drafts, self.form, self)
        self.suggesting = ClaimSuggestions(hall, self.claims, self)
        covered = (self.strip, self.enquiry, self.people, self.claims, self.place)
        self.repeats = ReceptionRepeats(hall, self.column, self.form, self.insight.told, covered)
        self.main.insertWidget(0, self.repeats.card, 1)
        self.curtain = Curtain(self)
        self.curtain.cover(self.editors)
        self.guard = KeyGuard(self, self._keys())
        self._connect()
        self.setFocusProxy(self.people.name.editor)
        self.remark.show_keys(text["remark"])
        self.drafts.start()
        self.insight.start()

    def _fill_main(self) -> None:
        channels = tuple(Choice(code=each.code, word=each.label) for each in codes("channels"))
        self.strip = Strip(channels)
        self.enquiry = EnquiryCard(self.hall)
        self.people = PeopleCard()
        self.claims = ClaimsCard()
        self.place = PlaceCard(self.hall.session.account.name)
        self._parts = (self.strip, self.people, self.claims, self.place)
        self.scanning = Scanning(
            self.hall, self.form, self.take, marked_fields(self.people, self.claims, self.place), self
        )
        self.sheet = SheetTaking(self.hall, self.form, self.take, self)
        self.main.addWidget(self.sheet.card)
        for card in (self.strip, self.enquiry, self.people, self.claims, self.place):
            self.main.addWidget(card, 1 if card is self.claims else 0)
        self.card = CardTaking(self.hall, self.people, self)
        self.reason = ReasonLine()
        self.content.insertWidget(1, self.scanning.line)
        self.content.insertWidget(2, self.card.line)
        self.content.insertWidget(3, self.sheet.line)
        self.content.insertWidget(5, self.reason)
        self.next = self.add_act(self._text["register_and_print"], is_next=True)
        self.next.clicked.connect(lambda: self.register(with_receipt=True))
        self.add_act(self._text["register"]).clicked.connect(lambda: self.register(with_receipt=False))
        self.add_act(self._text["keep"]).clicked.connect(self.keep)

    def _connect(self) -> None:
        for part in self._parts:
            part.touched.connect(self._touched)
            part.touched.connect(self.beside.follow)
        self.beside.confirmed.connect(self.scanning.confirm)
        self.strip.sealing.connect(lambda _: self.beside.follow())
        column, registering = self.column, self.registering
        self.people.asked.connect(self.insight.person_changed)
        self.people.unfolded.connect(lambda: self.curtain.cover(self.editors))
        self.claims.classed.connect(self._settle_seal)
        self.strip.sealing.connect(lambda _: self._settle_seal())
        self.strip.titled.connect(self.header.set_title)
        self.strip.marks["anonymous"].toggled.connect(self.people.set_anonymous)
        self.insight.grounded.connect(self._stand_on)
        self.insight.knows.connect(column.earlier.show_rows)
        self.insight.causes.connect(column.duties.show_caused)
        self.drafts.recovered.connect(column.done.show_recovered)
        self.strip.marks["anonymous"].toggled.connect(self.card.keep_out)
        self.scanning.changed.connect(self._touched)
        self.card.changed.connect(self._touched)
        self.card.passed_on.connect(lambda over: self.scanning.decide(over=over))
        self.scanning.answered.connect(self.camera.close_camera)
        self.camera.read.connect(self.scanning.take_text)
        self.camera.failed.connect(self.scanning.refuse)
        self.guard.moved.connect(self.scanning.wedge.follow)
        self.dropping = Dropping(self)
        self.dropping.dropped.connect(self.scanning.take_file)
        self.people.unfolded.connect(self.dropping.watch_fields)
        column.linked.connect(self._touched)
        column.linked.connect(self.insight.person_changed)
        column.visit_again_asked.connect(lambda _: self.drafts.flush())
        column.visit_again_asked.connect(self.again.asked)
        column.visit_again_asked.connect(lambda _: self.repeats.fold())
        column.visit_again_asked.connect(self.visit_again_asked)
        column.explained.connect(lambda: self.bring_to_sight(column.why))
        column.guide.taken.connect(self.claims.take_way)
        self.sheet.changed.connect(self._touched)
        registering.done.connect(self.sheet.registered)
        registering.done.connect(lambda _: self.suggesting.note())
        registering.done.connect(self._registered)
        registering.done.connect(lambda _: self.booked.done())
        registering.done.connect(lambda made: self.queueing.became(TicketOutcome.REGISTERED, made.number))
        self.queueing.called.connect(self.booked.received)
        self.booked.matter_wanted.connect(column.visit_again_about)
        self.booked.filled.connect(self._touched)
        self.booked.filled.connect(self.people.name.editor.setFocus)
        self.enquiry.noted.connect(lambda number: self.queueing.became(TicketOutcome.ENQUIRY, number))
        registering.failed.connect(self._refused)
        registering.receipt_made.connect(self.receipt_ready)
        registering.receipt_made.connect(lambda _: column.receipt_made())
        registering.receipt_failed.connect(column.receipt_failed)
        self.reason.given.connect(self._give_up_for)
        self.guard.moved.connect(self._moved)

    def _keys(self) -> dict[str, Callable[[], object]]:
        people, column = self.people, self.column
        direct = (people.name, self.claims.story, self.place.place, people.people, self.claims.purpose)
        marks = section("strip")["keys"]
        return {
            "Ctrl+P": lambda: self.register(with_receipt=True),
            "Ctrl+S": lambda: self.register(with_receipt=False),
            "Esc": self.keep,
            "Ctrl+Shift+D": self.give_up,
            "Ctrl+E": self.enquiry.open,
            "Ctrl+L": column.link,
            "Ctrl+O": self.repeats.open_it,
            repeats_words()["key"]: self.repeats.open,
            repeats_words()["apart_key"]: self.repeats.tell_apart,
            repeats_words()["undo_key"]: column.take_apart_back,
            "F8": column.visit_again,
            **{key: partial(self.suggesting.take, at) for at, key in enumerate(words("suggestion")["keys"])},
            "F9": self.guide,
            "F10": column.explain,
            "Ctrl+Return": lambda: self._several().add_one(),
            "Ctrl+Enter": lambda: self._several().add_one(),
            "Alt+PgDown": lambda: self._several().turn(1),
            "Alt+PgUp": lambda: self._several().turn(-1),
            "Alt+Down": partial(self.repeats.choose, 1),
            "Alt+Up": partial(self.repeats.choose, -1),
            "Alt+.": people.put_dot,
            "Alt+0": people.say_no_phone,
            "Alt+Y": self.scanning.confirm,
            "Alt+Z": self.scanning.undo,
            "Alt+K": partial(self.card.decide, over=False),
            "Alt+R": partial(self.card.decide, over=True),
            "Alt+D": self.card.again,
            "Ctrl+Shift+2": self.beside.turn,
            "Ctrl+N": self.queueing.call,
            "Ctrl+Shift+N": self.queueing.again,
            "Ctrl+Shift+M": self.queueing.not_come,
            "Ctrl+Shift+K": self.queueing.show_screen,
            "Alt+W": self.sheet.turn,
            "Alt+X": self.sheet.undo,
            "Alt+L": self.sheet.follow,
            "Ctrl+Shift+T": self.booked.give,
            "Ctrl+Shift+A": self.booked.arrived,
            "Ctrl+Shift+X": self.booked.missed,
            "Ctrl+Shift+Down": partial(self.booked.choose, 1),
            "Ctrl+Shift+Up": partial(self.booked.choose, -1),
            "Alt+I": self.scanning.choose_file,
            "Alt+C": self.camera.turn,
            "Alt+O": self.scanning.open_used,
            "Alt+M": people.unfold,
            "Alt+G": people.toggle_guardian,
            **{f"Ctrl+{slot}": partial(self.switch, slot) for slot in range(1, 5)},
            **{f"Alt+{at}": field.editor.setFocus for at, field in enumerate(direct, start=1)},
            **{marks[name]: self.strip.marks[name].toggle for name in FLAGS},
        }

    @property
    def editors(self) -> list[QWidget]:
        """Every editor that holds something of the matter: what the curtain covers."""
        people = self.people
        fields = (people.name, people.identity, people.phone, people.address, people.representatives)
        rare = () if people.more is None else people.more.editors
        return [*(field.editor for field in fields), *rare, *self.claims.telling, *self.place.editors[:3]]

    def form(self) -> FormTyped:
        """Everything as it is typed now."""
        made = self.strip.typed(self.column.typed())
        whole = self.scanning.typed(self.place.typed(self.claims.typed(self.people.typed(made))))
        return self.sheet.typed(whole)

    def take(self, form: FormTyped) -> None:
        """Puts a form on the screen, in place of what was there."""
        self.repeats.fold()
        self.column.take_draft(form)
        for part in self._parts:
            part.take(form)
        self.scanning.take(form)
        self.sheet.take(form)
        self.card.forget()
        self.measure()
        self._settle_seal()

    def register(self, *, with_receipt: bool) -> None:
        """Registers what stands in the form; with the receipt, if asked for."""
        if self.registering.busy:
            return
        if self.scanning.unchecked:
            self.scanning.remind()
            return
        form = self.form()
        self.drafts.flush()
        self._prints = with_receipt
        self.guard.hold()
        self.registering.register(form, self.drafts.slot.key, with_receipt=with_receipt)

    def switch(self, slot: int) -> None:
        """Puts the other draft into the form."""
        if not self.registering.busy and slot in self.drafts.slots:
            self.drafts.switch(slot)
            self.people.name.editor.setFocus()

    def keep(self) -> None:
        """Saves the draft and says so; nothing is ever lost by it. What lies open is folded first."""
        focused = self.focusWidget()
        for line in (self.reason, self.enquiry):
            if line.isVisible() and focused is not None and line.isAncestorOf(focused):
                line.hide()
                self.people.name.editor.setFocus()
                return
        if self.repeats.fold() or self.camera.fold() or self.card.fold() or self.scanning.fold():
            return
        if self.column.fold():
            return
        self.drafts.flush()
        if not self.form().is_blank:
            self.hall.say("draft.kept", draft=self.drafts.name)

    def guide(self) -> None:
        """Opens the guide chart that fits what is typed, or folds it (导引)."""
        self.column.guide.turn(self.claims.category_editor.code)
        self.bring_to_sight(self.column.guide)

    def give_up(self) -> None:
        """Gives the draft up: with a name or a story in it, for a reason that is asked for at the foot."""
        if self.form().holds_something:
            self.reason.open(self.drafts.name)
        else:
            self._give_up_for("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused is not None:
            following = self._after(focused)
            if following is not None:
                following.setFocus(Qt.FocusReason.TabFocusReason)
                self.bring_to_sight(following)
                event.accept()
                return
        super().keyPressEvent(event)

    def measure(self) -> None:
        """The story takes what is left of the screen; where the page scrolls anyway, it gets room of its own."""
        super().measure()
        if hasattr(self, "claims"):
            scrolls = self.width() < current.theme.px(NARROW)
            told = bool(self.scanning.line.text)  # a story that came from a code is read to the visitor
            self.claims.story_editor.set_lines(4 if scrolls else 3 if told else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def hideEvent(self, event: QHideEvent) -> None:
        self.drafts.flush()
        self.beside.leave()
        super().hideEvent(event)

    def _after(self, editor: QWidget) -> QWidget | None:
        """Where Enter leads: along what a clerk asks first to last; Tab goes through everything."""
        people, claims = self.people, self.claims
        asked = (people.name, people.identity, people.phone, people.address, claims.story,
                 claims.request, claims.category, self.place.place)  # fmt: skip
        order = [field.editor for field in asked]
        return next((there for here, there in pairwise(order) if here is editor), None)

    def _several(self) -> PeopleCard | ClaimsCard:
        """What there may be several of: the people while the cursor is among them, else the claims."""
        focused = self.focusWidget()
        among_people = focused is not None and self.people.isAncestorOf(focused)
        return self.people if among_people else self.claims

    def _touched(self) -> None:
        self.drafts.touch()
        self.insight.form_changed()

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        self.curtain.follow(old, new)
        if new is not None:
            among_people = self._several() is self.people
            self.people.here, self.claims.here = among_people, not among_people
            print_keys(self.people, "people", len(self.people.persons), here=among_people)
            print_keys(self.claims, "claims", len(self.claims.claims), here=not among_people)
            QTimer.singleShot(0, new, lambda: self.bring_to_sight(new))
        if self.drafts.typing and not self.registering.busy:
            self.drafts.flush()
        today = self.people.today
        if today is not None and old in (self.strip.received, self.strip.postmark):
            self.strip.check_days(today)

    def _settle_seal(self) -> None:
        """An accusation, known or suspected: the form darkens, and nothing beside it repeats what was typed."""
        sealed = self.form().sealed
        if sealed == self.curtain.drawn:
            return
        self.curtain.draw(sealed)
        self.people.set_quiet(sealed)
        self.suggesting.set_quiet(sealed)
        self.column.earlier.set_quiet(sealed)
        self.booked.set_quiet(sealed)
        self.claims.ask_for_accused(sealed)
        self.strip.show_seal(sealed)
        self.remark.show_keys(self._text["remark_accusation" if sealed else "remark"])
        self.drafts.changed.emit()

    def _stand_on(self, ground: Ground) -> None:
        around = ground.around
        self.people.stand_on(around)
        self.people.offer_places(ground.places)
        self.claims.offer_units(ground.units)
        self.place.offer_places(ground.county, ground.places)

    def _registered(self, made: RegisteredMatter) -> None:
        self.column.show_registered(made, with_receipt=self._prints)
        self.drafts.finish(made.number)
        self.people.name.editor.setFocus()
        self.bring_to_sight(self.column.done)
        self.guard.release()
        self.beside.registered(made)
        self.registered.emit(made)

    def _refused(self, error: AppError) -> None:
        self.guard.forget()
        if not self.scanning.took(error) and not say_fault(
            error, self.strip, self.people, self.claims, self.place
        ):
            self.hall.said.emit(message_of(error))
            self.people.name.editor.setFocus()

    def _give_up_for(self, reason: str) -> None:
        draft = self.drafts.name

        def done() -> None:
            self.reason.hide()
            self.people.name.editor.setFocus()
            self.guard.release()
            self.hall.say("draft.given_up", draft=draft)
            if reason:
                self.queueing.gave_up(reason)

        def failed(error: AppError) -> None:
            self.guard.forget()
            self.reason.say(message_of(error).says)

        self.guard.hold()
        self.drafts.give_up(reason, done, failed)
