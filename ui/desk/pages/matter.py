"""One matter: what is known, what is owed, what may be done, its papers. Opened from lists; Esc leads back.

Four modes, never a dialogue: the overview, the form of an act beside it, the choice of a paper beside it, and a paper
in the place of the overview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.acts.mediating import Step
from app.domain.guide import GuideLeaf
from app.domain.history import ACT_KINDS
from app.domain.strikable import STRIKE
from app.errors import AppError
from app.services.guiding import Advice, advice, form_of
from app.services.matter_sheet import MatterSheet, owed_by_act, sheet_of
from app.services.offering import ABOUT_PAPERS, SHEET_FOR_VISITORS
from app.services.perform import Performed, perform
from app.services.today import why
from resources.loader import words as words_of
from ui.desk.bound_keys import ACT_KEY
from ui.desk.hall import Hall
from ui.desk.pages.conversation_words import signer_choices
from ui.desk.pages.entry_strip import entry_words
from ui.desk.pages.looks_table import looks_words
from ui.desk.pages.matter_both_sides import DECIDE, both_sides_words
from ui.desk.pages.matter_both_texts import CODE as BOTH_TEXTS
from ui.desk.pages.matter_both_texts import BothTextsLine
from ui.desk.pages.matter_case_file import CaseFileCard, case_file_words
from ui.desk.pages.matter_lease import LeaseLine
from ui.desk.pages.matter_looks import LooksCard
from ui.desk.pages.matter_materials import MaterialsCard
from ui.desk.pages.matter_overview import Overview
from ui.desk.pages.matter_paper import PaperPlace
from ui.desk.pages.matter_paper_work import PaperWork
from ui.desk.pages.matter_redaction import RedactionCard
from ui.desk.pages.matter_repeats import MatterRepeats
from ui.desk.pages.matter_road import step_words
from ui.desk.pages.matter_side import MatterSide
from ui.desk.pages.matter_suggesting import FormSuggestions
from ui.desk.pages.matter_taking_back import TAKE_BACK, MatterTakingBack, done_words
from ui.desk.pages.matter_words import chips_of, matter_words, title_of
from ui.desk.pages.matters import state_words
from ui.desk.pages.what_if_card import what_if_words
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.act_form import FormSetting
from ui.desk.widgets.foot import Foot, Handler
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.messages import words
from ui.printing import Printer

AGAIN = "visit-again"
"""The act of somebody who comes again about a running matter: its form saves and prints by one key."""
ATTACH, RETURN = "attach", "return-material"
"""Acts whose files or places are chosen in the card of materials."""
ENDED_STEPS = frozenset({Step.FAILED, Step.REFUSED, Step.BROKEN})
"""After these a matter may go to the room anew."""
TALK = "record-conversation"
"""The act that has a page of its own."""
REDACTING = frozenset({"propose-redaction", "confirm-redaction"})
"""Acts that have a card of their own."""
NOTHING_WANTED: tuple[str, str, Mapping[str, str]] = ("", "", MappingProxyType({}))
"""No act waits for the matter to be read."""


class MatterPage(PageFrame):
    """The page of one matter at a time; `open` shows another."""

    left = Signal()
    """Esc in the overview: back to where it was opened."""

    def __init__(
        self,
        hall: Hall,
        printer: Callable[[], Printer],
        steps: Stepwise,
        receipts: Callable[[], Printer | None] = lambda: None,
    ) -> None:
        self._text = matter_words()
        super().__init__("", self._text["keys"], side=True)
        self._hall = hall
        self._number = ""
        self._sheet: MatterSheet | None = None
        self._wanted = NOTHING_WANTED
        self._state = text_label("", "chip")
        self._marks = text_label("", "warning")
        self.header.add_chip(self._state)
        self.header.add_chip(self._marks)
        self._printer, self._steps, self._receipts = printer, steps, receipts

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall = self._hall
        self.overview = Overview(hall)
        yield None
        self.case_file = CaseFileCard(hall, self._steps)
        self.looks = LooksCard(hall)
        self.lease = LeaseLine(hall)
        yield None
        self.materials = MaterialsCard(hall)
        covered = (self.overview, self.case_file, self.looks, self.materials)
        self.repeats = MatterRepeats(
            hall, lambda: None if self._sheet is None else self._sheet.matter, covered, self
        )
        self.main.addWidget(self.repeats.card, 1)
        for card in (self.lease, self.case_file, self.looks):
            self.main.addWidget(card)
        yield None
        self.redaction = RedactionCard(hall)
        self._cards = (self.repeats, self.redaction, self.case_file, self.materials, self.looks)
        self.main.addWidget(self.redaction)
        yield None
        self.paper = PaperPlace(hall, self._printer)
        self.main.addWidget(self.materials)
        self.main.addWidget(self.overview, 1)
        self.main.addWidget(self.paper, 1)
        yield None
        self.beside = MatterSide(hall, partial(_advise, self, hall))
        self.side.addWidget(self.beside)
        self.side.addStretch(1)
        self.foot = Foot(self)
        yield None
        self.papers = PaperWork(self, hall, self._receipts)
        self.suggesting = FormSuggestions(hall, self)
        self.both_texts = BothTextsLine(hall, self)
        self.taking_back = MatterTakingBack(hall, self)
        self._connect()
        self._add_keys()
        self.show_overview()
        self.setFocusProxy(self.overview.duties)
        yield self

    @property
    def number(self) -> str:
        """Whose page it is now; empty before the first."""
        return self._number

    @property
    def sheet(self) -> MatterSheet | None:
        """What was read last."""
        return self._sheet

    def open(self, number: str) -> None:
        """Shows another matter, or the same one anew."""
        self._number = number
        self._sheet = None
        self.header.set_title(self._text["title"].format(number=number))
        self.materials.leave()
        self.looks.leave()
        self.redaction.leave()
        self.repeats.leave()
        self.show_overview()
        self.lease.show_matter(number)
        self.read()

    def read(self) -> None:
        """Reads the matter."""
        session, number = self._hall.session, self._number
        self._hall.read(lambda: sheet_of(session, number), self.show_sheet, asker=self, question="matter")

    def show_sheet(self, sheet: MatterSheet) -> None:
        """Shows what was read, what is beside it and the form that is wanted a turn of the loop later each."""
        self._sheet = sheet
        self.header.set_title(title_of(sheet.matter))
        self._state.setText(state_words(sheet.state))
        self._marks.setText("  ".join(chips_of(sheet.matter)))
        self.overview.show_sheet(sheet)
        QTimer.singleShot(0, self, partial(self._show_beside, sheet))

    def _show_beside(self, sheet: MatterSheet) -> None:
        """What may be done; a form that is being filled stays."""
        if self._sheet is not sheet:
            return
        self.beside.show_offer(sheet.offer, issue=bool(sheet.papers))
        if self.beside.mode == "about":
            self.papers.tell_again()
        elif self.beside.mode == "acts" and not self.papers.is_open:
            self.show_overview(leaving=False)
        QTimer.singleShot(0, self, lambda: self.begin_when_read(*self._wanted))

    def begin_when_read(
        self, act: str, field: str = "", filled: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Brings the form of an act as soon as the matter was read: the cursor in `field`, `filled` standing there.

        An act about a paper begins at the paper; a paper that is owed, at the choice of its kind.
        """
        self._wanted = (act, field, filled)
        if self._sheet is None:
            return
        self._wanted = NOTHING_WANTED
        if act == TAKE_BACK:
            self.taking_back.ask(filled.get("entry", ""))
        elif act in ABOUT_PAPERS:
            self.papers.begin_about(act, filled.get("paper", ""))
        elif act == "issue":
            self.papers.begin()
        elif act:
            self.begin(act, filled)
            if self.beside.form is not None:
                self.beside.form.focus(field)

    def begin(self, act: str, filled: Mapping[str, str] = MappingProxyType({})) -> None:
        """Brings the form of an act if it is possible now; else says by which refusal it is not."""
        sheet = self._sheet
        if sheet is None:
            return
        if act in sheet.acts:
            if act == STRIKE:
                self.taking_back.ask()
            elif act == TALK:
                self._hall.asked_to_talk.emit(self._number)
            elif act == ATTACH:
                self.materials.open(self._number)
            elif act in REDACTING:
                self.redaction.open(self._number)
            elif act == RETURN and self.materials.chosen_place:
                self.bring_form(act, {}, {"material": self.materials.chosen_place, **filled})
            else:
                self.bring_form(act, {}, filled)
            return
        reason = next((item.reason for item in sheet.offer.barred if item.act == act), None)
        if reason is not None:
            self._hall.say_error(reason)

    def _connect(self) -> None:
        self.overview.duties.explained.connect(self._explain)
        self.overview.both_sides.chosen.connect(
            lambda field, entry: self.bring_form(DECIDE, {"field": field, "keep": entry, "value": ""})
        )
        self.beside.asked.connect(self.begin)
        self.beside.asked_what_if.connect(self.suppose)
        self.beside.asked_room.connect(partial(_to_room, self, self._hall))
        self.beside.asked_repeats.connect(self.repeats.open)
        self.beside.asked_looks.connect(lambda: self.looks.open(self._number))
        self.beside.asked_entry.connect(partial(_enter, self, self._hall))
        self.beside.asked_case_file.connect(lambda: self.case_file.open(self._number))
        self.beside.brought.connect(
            lambda card: QTimer.singleShot(0, self, partial(self.bring_to_sight, card))
        )
        self.beside.guide.taken.connect(partial(_take_way, self, self._hall))
        self._hall.bus.changed.connect(self._changed)

    def _add_keys(self) -> None:
        keys = words("act_keys")
        for act in ACT_KINDS:
            if act in keys and act not in ABOUT_PAPERS | {STRIKE}:
                self._key(str(keys[act]), partial(self.begin, act), ACT_KEY)
        self._key(str(keys["issue"]), self.papers.begin, ACT_KEY)
        for act in sorted(ABOUT_PAPERS & set(keys)):
            self._key(str(keys[act]), partial(self.papers.do, act), ACT_KEY)
        own = words("office_papers_keys")
        self._key(str(own["hand_on"]), self.papers.hand_on, ACT_KEY)
        self._key(str(own["replace_it"]), self.papers.replace_it, ACT_KEY)
        self._key(str(step_words()["barred_keys"]), self.beside.show_barred)
        self._key(str(what_if_words()["key"]), self.suppose)
        press = partial(self.redaction.go_on_or, self.foot.press)
        self._key("Ctrl+Return", press)
        self._key("Ctrl+Enter", press)
        self._key(words("guide")["key"], partial(_guide, self))
        for at, key in enumerate(words("suggestion")["keys"]):
            self._key(key, partial(self.suggesting.take, at))
        for at, key in enumerate(both_sides_words()["choose_keys"]):
            self._key(key, partial(self.overview.both_sides.choose, at))
        self._key(str(words("mediation_page")["from_matter_key"]), partial(_to_room, self, self._hall))
        self._key(case_file_words()["key"], lambda: self.case_file.open(self._number))
        self._key(str(entry_words()["key"]), partial(_enter, self, self._hall))
        self._key(looks_words()["key"], lambda: self.looks.open(self._number))
        for key, answer in self.repeats.keys.items():
            self._key(key, answer)
        self._key(str(keys[STRIKE]), self.taking_back.ask)
        self._key("Ctrl+P", partial(_print, self))
        self._key("Ctrl+S", self.papers.save)
        self._key(str(words("receipt_strip")["key"]), self.papers.print_strip)
        self._key(str(words_of("words/hall.toml")["lease"]["key"]), self.lease.take_over)

    def _key(self, sequence: str, act: Handler, name: str = "") -> None:
        shortcut = QShortcut(QKeySequence(sequence), self)
        shortcut.setObjectName(name)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def show_overview(self, *, leaving: bool = True) -> None:
        """Everything known, and the acts beside it. Who leaves a form lets others sit down; reading anew does not."""
        if leaving:
            self.lease.get_up()
        self.paper.forget()
        self.overview.show()
        self.beside.show_list()
        acts: list[tuple[str, Handler]] = []
        if self._sheet is not None and self._sheet.acts:
            first = self._sheet.acts[0]
            acts.append((self.beside.line_of(first), partial(self.begin, first)))
        if self._sheet is not None and self._sheet.papers:
            acts.append((self.beside.line_of("issue"), self.papers.begin))
        acts.append((self._text["back"], self.left.emit))
        self.foot.offer(*acts)
        self.remark.show_keys(self._text["sealed_note"])
        if self.isVisible():  # read anew behind another page, it leaves the cursor where somebody types
            self.overview.duties.setFocus()

    def suppose(self) -> None:
        """Asks what would follow if something happened on some day."""
        if self._sheet is not None:
            self.beside.suppose(self._number)

    def bring_form(
        self,
        act: str,
        given: dict[str, object],
        filled: Mapping[str, str] = MappingProxyType({}),
        about: str = "",
    ) -> None:
        """The form of an act; what is given is not asked, what is filled stands there to be confirmed."""
        if self._sheet is None:
            return
        setting = FormSetting(
            today=self._sheet.today,
            units=self._hall.session.office.units,
            claims=len(self._sheet.matter.claims),
            given=given,
            grounds=self._hall.session.law.grounds_of(act, self._sheet.today),
            filled=filled,
            choices=signer_choices(act, self._sheet.matter, self._hall.session.accounts.name_of),
            initials=self._hall.unit_initials,
        )
        self.lease.sit_down()
        self.both_texts.begin(self._sheet.matter)
        self.beside.show_form(act, ACT_KINDS[act].type, setting, about)
        self.suggesting.attach(self.beside.form, self._sheet.matter)
        QTimer.singleShot(0, self, lambda: self.bring_to_sight(self.beside.form or self.beside))
        acts: list[tuple[str, Handler]] = [(self._text["save_form"], self.submit)]
        if act == AGAIN:
            acts.append((self._text["save_and_print"], partial(self.submit, prints=True)))
        self.foot.offer(*acts, (self._text["leave_form"], self._leave_form))

    def _leave_form(self) -> None:
        if not self.papers.is_open:
            self.show_overview()
        else:
            self.papers.show_again()

    def submit(self, *, prints: bool = False) -> None:
        """Does the act of the form that is open; `prints`: with the sheet for somebody who came again."""
        form = self.beside.form
        if form is None:
            return
        try:
            value = form.value()
        except AppError as error:
            self._refuse(error)
            return
        session, number, seen = self._hall.session, self._number, self.both_texts.seen

        def failed(error: AppError) -> None:
            self._refuse(error)
            if error.code == BOTH_TEXTS and form is self.beside.form:
                self.both_texts.show(form, number, value)

        self._hall.write(
            lambda: perform(session, number, value, seen=seen),
            partial(self._done, form.act, value, prints=prints),
            failed,
            asker=self,
        )

    def perform(self, value: Any, done: Callable[[Performed | None], object]) -> None:
        """Performs an act in the write lane; a refusal is shown at its field."""
        session, number = self._hall.session, self._number
        self._hall.write(lambda: perform(session, number, value), done, self._refuse, asker=self)

    def _refuse(self, error: AppError) -> None:
        form = self.beside.form
        if form is None or not form.refuse(error):
            self._hall.say_error(error)

    def _done(self, act: str, value: Any, done: Performed | None, *, prints: bool) -> None:
        self.suggesting.note(value)
        self.show_overview()
        said = str(words("acts").get(act, act))
        owed = () if done is None else owed_by_act(self._hall.session, done, self._sheet)
        if owed:
            paper, key = owed[0].title, words("act_keys")["issue"]
            self._hall.say("matter.paper_owed", act=said, paper=paper, key=key)
        else:
            done_words(self._hall, done, said)
        if act == AGAIN and done is not None:
            self._hall.visited_again.emit(self._number)
            then = self.papers.print_it if prints else lambda: None
            self.paper.issue(self._number, SHEET_FOR_VISITORS, then=then)

    def _explain(self, row: Any) -> None:
        self.beside.explain(row, why(self._hall.session, row))
        self.bring_to_sight(self.beside)

    def _changed(self, changes: Changes) -> None:
        if self._number and (self._number in changes.matters or changes.settings):
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif any(card.leave() for card in self._cards) or self.beside.put_away():
            self.overview.duties.setFocus()
        elif self.beside.form is not None:
            self._leave_form()
        elif self.papers.is_open or self.beside.mode in ("papers", "barred"):
            self.show_overview()
        else:
            self.left.emit()


def _print(page: MatterPage) -> None:
    """Prints the paper that is shown; from the form of a further visit: writes it down, then prints the visitor's sheet."""
    form = page.beside.form
    if form is not None and form.act == AGAIN:
        page.submit(prints=True)
    else:
        page.papers.print_it()


def _to_room(page: MatterPage, hall: Hall) -> None:
    """Sends the matter to the mediation room; one that is there already is opened where it lies."""
    sheet = page.sheet
    if sheet is None or not hall.session.may_act():
        return
    there = [step.mediation for step in sheet.matter.mediations if step.mediation]
    ended = sheet.matter.mediations and sheet.matter.mediations[-1].step in ENDED_STEPS
    if there and not ended:
        hall.asked_for_mediation.emit(there[-1])
    else:
        hall.asked_to_mediate.emit(page.number)


def _enter(page: MatterPage, hall: Hall) -> None:
    """Brings the strip that copies the fields for the national system."""
    if page.sheet is not None and hall.session.may_act():
        hall.asked_to_enter.emit(page.number, False)


def _advise(page: MatterPage, hall: Hall, leaf: GuideLeaf) -> Advice:
    session, sheet = hall.session, page.sheet
    return advice(leaf, session.law, session.office, "" if sheet is None else sheet.matter.place)


def _guide(page: MatterPage) -> None:
    if page.sheet is not None:
        page.beside.guide.turn(page.sheet.matter.claims[0].category)
        page.bring_to_sight(page.beside.guide)


def _take_way(page: MatterPage, hall: Hall, told: Advice) -> None:
    """The form that the way leads to, filled; kept only when the clerk says so."""
    if page.sheet is None:
        return
    act, filled = form_of(told, page.sheet.matter)
    if act in page.sheet.acts:
        page.bring_form(act, {}, filled)
    else:
        hall.say("guide.not_now", act=str(words("acts").get(act, act)))
