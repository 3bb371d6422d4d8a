"""One mediation: what is known, what may be done, each act by its key. Opened from lists; Esc leads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from app.changes import Changes
from app.domain.mediation.booking import Booking
from app.domain.mediation.kinds import ACTS
from app.domain.mediation.register import Register
from app.domain.mediation.state import Mediation, Stage
from app.domain.policy import Relation
from app.errors import AppError
from app.services.handwriting import StationSigner
from app.services.mediation.acting import MediationStepTaken
from app.services.mediation.reading import MediationView
from app.services.mediation.similar import similar_cases
from ui.desk import room_desk, room_papers_desk
from ui.desk.bound_keys import ACT_KEY
from ui.desk.hall import Hall
from ui.desk.pages.mediation_acts import (
    ABOUT_PAPERS,
    ASSIGN,
    FILE_FIELDS,
    PAD,
    acts_at,
    choices_for,
    paper_for_pad,
)
from ui.desk.pages.mediation_agreement import AgreementForm
from ui.desk.pages.mediation_overview import MediationOverview
from ui.desk.pages.mediation_papers_form import PapersForm
from ui.desk.pages.mediation_signing import RoomSigningForm
from ui.desk.pages.mediation_sitting import RecordForm, TalkForm
from ui.desk.pages.mediation_words import GAP, STAGES, stage_word, title_of
from ui.desk.room_desk import OpenedFile
from ui.desk.widgets.act_form import ActForm, FormSetting
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice
from ui.desk.widgets.foot import Foot
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.messages import words
from ui.printing import Printer

OWN_FORMS = frozenset({"record-sitting", "record-talk", "make-agreement"})
"""Acts that have a form of their own in the place of the overview."""
BEFORE_SETTLED = frozenset({Stage.ASKING, Stage.READY, Stage.SITTING, Stage.AGREED})
"""Stages at which solved cases that are alike help."""
PAPERS = "papers"
"""What the line is called that brings the papers of the file."""
ALWAYS = (PAPERS, "hand-over-paper", "file-scan", "file-piece")
OVERVIEW, FORM = "overview", "form"


class MediationFilePage(PageFrame):
    """The page of one mediation at a time."""

    left = Signal()
    """Esc in the overview: back to the list."""

    def __init__(
        self, hall: Hall, printer: Callable[[], Printer], signer: Callable[[], StationSigner]
    ) -> None:
        text = self._text = words("mediation_file")
        super().__init__("", text["keys"], side=True)
        self._hall = hall
        self._number = ""
        self._view: MediationView | None = None
        self._register = Register()
        self._booking: Booking | None = None
        self._stage = text_label("", "chip")
        self._private = text_label(text["private"], "warning")
        self.header.add_chip(self._stage)
        self.header.add_chip(self._private)
        self._printer, self._signer = printer, signer
        self._lines: list[ActLine] = []
        self.form: ActForm | None = None
        """The form beside the overview, or None."""
        self._act = ""
        self._file: Path | None = None

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall, text = self._hall, self._text
        self.overview = MediationOverview(hall.session.today())
        self.main.addWidget(self.overview)
        yield None
        self.papers = PapersForm(hall, self._printer)
        self.main.addWidget(self.papers)
        yield None
        self.signing = RoomSigningForm(hall, self._signer)
        self.signing.taken.connect(self.read)
        self.signing.all_signed.connect(self.show_overview)
        self.main.addWidget(self.signing)
        yield None
        self.record, self.talk = RecordForm(hall), TalkForm(hall)
        self.main.addWidget(self.record)
        self.main.addWidget(self.talk)
        yield None
        self.agreement = AgreementForm(hall)
        self.main.addWidget(self.agreement)
        self.main.addStretch(1)
        yield None
        self._own: dict[str, RecordForm | TalkForm | AgreementForm] = {
            "record-sitting": self.record,
            "record-talk": self.talk,
            "make-agreement": self.agreement,
        }
        self._offered_card = Card(text["acts"], text["acts_keys"])
        self._form_card = Card()
        self.side.addWidget(self._offered_card)
        self.side.addWidget(self._form_card)
        self.side.addStretch(1)
        self.foot = Foot(self)
        self._add_keys()
        self.show_overview()
        hall.bus.changed.connect(self._changed)
        self.setFocusProxy(self.overview.parties)
        yield self

    @property
    def number(self) -> str:
        """Whose page it is now; empty before the first."""
        return self._number

    @property
    def view(self) -> MediationView | None:
        """What was read last."""
        return self._view

    @property
    def _stand_in(self) -> bool:
        """Whether somebody is booked who stands in and was not assigned yet."""
        mediator = None if self._view is None else self._view.mediation.mediator
        booked = self._booking
        return booked is not None and mediator is not None and booked.stands_in_for == mediator.mediator

    @property
    def offered(self) -> tuple[str, ...]:
        """The acts that are listed now."""
        return tuple(line.act for line in self._lines)

    def open(self, number: str) -> None:
        """Shows another mediation, or the same one anew."""
        self._number, self._view = number, None
        self.header.set_title(str(self._text["title"]).format(number=number))
        self.show_overview()
        self.read()

    def read(self) -> None:
        """Reads the mediation."""
        session, number = self._hall.session, self._number
        if number:
            self._hall.read(
                lambda: room_desk.opened_file(session, number),
                self.show_file,
                asker=self,
                question="mediation",
            )

    def show_file(self, found: OpenedFile) -> None:
        """Shows what was read; a form that is being filled stays."""
        view = self._view = found.view
        self._register, self._booking = found.register, found.booking
        state = view.mediation
        self.header.set_title(title_of(state))
        self._stage.setText(stage_word(state.stage))
        self._stage.setProperty("state", STAGES[state.stage].name)
        self._private.setVisible(state.unlisted)
        self.overview.show_view(view, self._hall.session.today())
        self.overview.show_booking(found.booking, found.register, stands_in=self._stand_in)
        if state.stage in BEFORE_SETTLED:
            session, number = self._hall.session, self._number
            self._hall.read(
                lambda: similar_cases(session, number),
                self.overview.show_similar,
                asker=self,
                question="similar",
            )
        self._offer(state, own=view.relation is Relation.OWN or not state.people_sealed)
        if not self._act:
            self.show_overview()

    def show_overview(self) -> None:
        """The overview with the acts beside it."""
        self._act = ""
        self.show_side(True)
        self.overview.show()
        for form in (self.papers, self.signing, *self._own.values()):
            form.hide()
        self.signing.view.forget()
        self._offered_card.show()
        self._drop_form()
        offered = self.offered
        first = offered[0] if offered else ""
        acts: list[tuple[str, Callable[[], object]]] = []
        if first:
            told = f"{words('mediation_acts')[first]}{GAP}{words('mediation_keys').get(first, '')}"
            acts.append((told, partial(self.begin, first)))
        self.foot.offer(*acts, (self._text["leave"], self.left.emit))
        self.overview.parties.setFocus()

    def begin(self, act: str) -> None:
        """Brings the form of an act."""
        if self._view is not None and act == PAPERS:
            self._show_papers(self._view)
        if self._view is not None and act == PAD:
            self._show_signing(self._view.mediation)
        if self._view is None or act not in ACTS:
            return
        if self._act in (PAPERS, PAD, *self._own):
            self._leave()  # two things never stand in the place of the overview at once
        self._act = act
        form = self._own.get(act)
        if form is not None:
            self.overview.hide()
            self.show_side(False)
            form.show()
            form.begin(self._view)
            self._offered_card.hide()
        else:
            self._bring(act)
        attaching = ((self._text["attach_key"], self.attach),) if act in FILE_FIELDS else ()
        self.foot.offer((self._text["save"], self.save), *attaching, (self._text["leave"], self._leave))

    def save(self) -> None:
        """Does what the form says."""
        act = self._act
        if act == PAPERS:
            self.papers.make()
            return
        if act == PAD:
            self.signing.take()
            return
        form: Any = self._own.get(act) or self.form
        if form is None:
            return
        try:
            value = form.value()
        except AppError as error:
            self._refuse(error)
            return
        session, number, file = self._hall.session, self._number, self._file
        self._hall.write(
            lambda: room_papers_desk.act_with_file(session, number, act, value, file),
            self._done,
            self._refuse,
            asker=self,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._act:
            self._leave()
        else:
            self.left.emit()

    def _show_papers(self, view: MediationView) -> None:
        """The papers of the file in the place of the overview."""
        self._act = PAPERS
        self.overview.hide()
        self._offered_card.hide()
        self.show_side(False)
        self.papers.show()
        self.papers.begin(view)
        self.foot.offer((words("room_papers")["make"], self.save), (self._text["leave"], self._leave))

    def _show_signing(self, state: Mediation) -> None:
        """A paper and the pad in the place of the overview: of the sitting whose form stands there, else what waits."""
        chosen = self.form.fields["sitting"].text if self.form and self._act == "sign-sitting" else ""
        sitting = int(chosen.split()[0]) if chosen.split() and chosen.split()[0].isdecimal() else None
        sitting = paper_for_pad(state) if sitting is None else sitting
        if sitting is None:
            self._hall.say("room_signing.nothing")
            return
        self._act = PAD
        self._drop_form()
        for widget in (self.overview, self._offered_card, self.papers, *self._own.values()):
            widget.hide()
        self.show_side(False)
        self.signing.show()
        text = words("room_signing")
        self.foot.offer(
            (text["take"], self.save),
            (text["clear"], self.signing.pad.clear),
            (self._text["leave"], self._leave),
        )
        self.signing.begin(state, sitting)
        self.bring_to_sight(self.signing.pad)

    def attach(self) -> None:
        """Takes a scan or a picture along with the act whose form stands there."""
        if self._act not in FILE_FIELDS or self.form is None:
            return
        found, _ = QFileDialog.getOpenFileName(self, self._text["attach"], "", self._text["files"])
        if found:
            self._file = Path(found)
            self._form_card.set_title(
                f"{words('mediation_acts')[self._act]}{GAP}{self._text['attached'].format(file=self._file.name)}"
            )

    def _leave(self) -> None:
        form = self._own.get(self._act)
        if form is not None:
            form.keep()
        self.show_overview()

    def _done(self, _: MediationStepTaken | None) -> None:
        form = self._own.get(self._act)
        if form is not None:
            form.recorded()
        self._hall.say("mediation_file.done")
        self.show_overview()
        self.read()

    def _refuse(self, error: AppError) -> None:
        form: Any = self._own.get(self._act) or self.form
        if form is None or not form.refuse(error):
            self._hall.say_error(error)

    def _bring(self, act: str) -> None:
        self._drop_form()
        self._file = None
        self._form_card.set_title(str(words("mediation_acts")[act]))
        self.form = ActForm(act, ACTS[act].type, _setting(self, act))
        self._form_card.content.addWidget(self.form)
        self._form_card.show()
        self._offered_card.hide()
        self.form.focus_first()
        self.bring_to_sight(self._form_card)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._form_card.content.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        self._form_card.hide()

    def _offer(self, state: Mediation, *, own: bool) -> None:
        for line in self._lines:
            self._offered_card.content.removeWidget(line)
            line.deleteLater()
        self._lines = []
        keys = words("mediation_keys")
        always = [act for act in ALWAYS if state.papers or act not in ABOUT_PAPERS]
        if paper_for_pad(state) is not None:
            always.insert(0, PAD)
        for act in (*acts_at(state.stage, stand_in=self._stand_in), *always) if own else ():
            line = ActLine(act, str(words("mediation_acts")[act]), str(keys.get(act, "")))
            line.clicked.connect(lambda _=False, act=act: self.begin(act))
            self._offered_card.content.addWidget(line)
            self._lines.append(line)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations and self._number:
            self.read_when_seen(self.read)

    def _add_keys(self) -> None:
        for act, key in words("mediation_keys").items():
            self._key(str(key), partial(self.begin, act), ACT_KEY)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._key(key, self.save)
        self._key("Alt+O", self.attach)
        self._key("Alt+X", self.signing.pad.clear)

    def _key(self, key: str, act: Callable[[], object], name: str = "") -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setObjectName(name)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act())


def _setting(page: MediationFilePage, act: str) -> FormSetting:
    """What the form offers and what stands in it already: parties, mediators, sittings, the next promise by name."""
    state = None if page._view is None else page._view.mediation
    filled: dict[str, str] = {}
    given: dict[str, object] = {"name": ""} if act == ASSIGN else {}
    if act == ASSIGN and page._stand_in and page._booking is not None:
        filled = {"mediator": page._booking.mediator, "stands_in_for": page._booking.stands_in_for}
    choices: dict[str, tuple[Choice, ...]] = {}
    if state is not None:
        choices = choices_for(act, state, page._register, page._text)
        if act in ("sign-sitting", "supplement-sitting") and state.sittings:
            filled["sitting"] = str(state.sittings[-1].place)
        waiting = [item.key for item in state.promises if state.kept_on(item) is None]
        if waiting:
            filled["promise"] = waiting[0]
    return FormSetting(today=page._hall.session.today(), given=given, filled=filled, choices=choices)
