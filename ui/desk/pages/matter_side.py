"""Beside a matter: what may be done with its keys, the form of one act, the kinds of paper, why a date is that date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.guide import GuideLeaf
from app.domain.law import Explanation
from app.domain.obligations import Obligation
from app.papers.catalogue import PaperKind
from app.services.guiding import Advice
from app.services.offering import Barred, Offer
from ui.desk.hall import Hall
from ui.desk.pages.entry_strip import entry_words
from ui.desk.pages.looks_table import looks_words
from ui.desk.pages.matter_case_file import case_file_words
from ui.desk.pages.matter_road import barred_line, step_words
from ui.desk.pages.matter_words import matter_words
from ui.desk.pages.repeats_card import repeats_words
from ui.desk.pages.what_if_card import WhatIfCard, answers_for_matter, fact_choices, what_if_words
from ui.desk.widgets.act_form import ActForm, FormSetting
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.explanation import ExplanationCard
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.guide_card import GuideCard
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.row_table import Column
from ui.messages import words

WHAT_IF = "what-if"
"""What the line is called that brings the what-if card."""
CASE_FILE = "case-file"
"""What the line is called that brings the card for binding the papers."""
ROOM = "mediation-room"
"""What the line is called that sends the matter to the mediation room, or opens its mediation there."""
REPEATS = "repeats"
"""What the line is called that looks for others like the matter."""
LOOKS = "looks"
"""What the line is called that brings the card of who opened the matter."""
ENTRY = "system-entry"
"""What the line is called that brings the strip beside the browser."""
BARRED = "barred"
"""What the line is called that unfolds why other acts are refused."""


class MatterSide(QWidget):
    """One card at a time: the acts, a form or the kinds of paper; the explanation below it."""

    asked = Signal(str)
    """The name of an act to be begun."""
    asked_to_issue = Signal()
    """A paper is wanted."""
    asked_case_file = Signal()
    """The papers of the matter are to be bound."""
    asked_room = Signal()
    """The matter is to go to the mediation room."""
    asked_looks = Signal()
    """Who opened the matter?"""
    asked_repeats = Signal()
    """Others like the matter are to be shown beside it."""
    asked_entry = Signal()
    """The matter is to be typed into the national system."""
    asked_what_if = Signal()
    """What would follow if something happened?"""
    paper_picked = Signal(str)
    """The kind of paper whose draft is wanted."""
    brought = Signal(QWidget)
    """A card that was just brought and should be in sight."""

    def __init__(self, hall: Hall, advise: Callable[[GuideLeaf], Advice]) -> None:
        super().__init__()
        self._hall = hall
        text = self._text = matter_words()
        self.form: ActForm | None = None
        """The form that is being filled, or None."""
        self._acts = Card(text["acts"], words("guide")["hint"])
        self._empty = text_label(text["no_acts"], "small")
        self._acts.content.addWidget(self._empty)
        self._lines: list[ActLine] = []
        self._further = text_label(step_words()["further"], "hint")
        self._further_lines: list[ActLine] = []
        self._what_if_act = ActLine(WHAT_IF, what_if_words()["line"], what_if_words()["key"])
        self._what_if_act.clicked.connect(lambda: self.asked_what_if.emit())
        self._case_file_act = ActLine(CASE_FILE, case_file_words()["title"], case_file_words()["key"])
        self._case_file_act.clicked.connect(lambda: self.asked_case_file.emit())
        self._room_act = ActLine(
            ROOM, words("mediation_page")["from_matter"], words("mediation_page")["from_matter_key"]
        )
        self._room_act.clicked.connect(lambda: self.asked_room.emit())
        self._looks_act = _beside(LOOKS, looks_words()["title"], looks_words()["key"], self.asked_looks)
        self._repeats_act = _beside(
            REPEATS, repeats_words()["line"], repeats_words()["key"], self.asked_repeats
        )
        self._entry_act = _beside(ENTRY, entry_words()["line"], entry_words()["key"], self.asked_entry)
        self._barred_act = ActLine(BARRED, "", step_words()["barred_keys"])
        self._barred_act.clicked.connect(lambda: self.show_barred())
        self._reasons: list[QLabel] = []
        self._why_not = Card(step_words()["barred"], step_words()["barred_back"])
        self._offered: tuple[str, ...] = ()
        self._barred: tuple[Barred, ...] = ()
        self._form_card, self.form_about = _form_card(text["acts"])
        self._papers = Card(text["pick_paper"], text["pick_keys"])
        columns = (Column(title=text["paper"], text=lambda row: row.title),)
        self.papers = FittedTable(columns, key=lambda row: row.kind)
        self.papers.opened.connect(lambda row: self.paper_picked.emit(row.kind))
        self._papers.content.addWidget(self.papers)
        self._about = Card(words("office_papers")["about"])
        self._about_lines: list[QLabel] = []
        self.why = ExplanationCard()
        self.what_if = WhatIfCard(hall, what_if_words()["fact"])
        """What would follow if something happened."""
        self.guide = GuideCard(advise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        for card in (
            self.guide,
            self.why,
            self.what_if,
            self._acts,
            self._why_not,
            self._form_card,
            self._papers,
            self._about,
        ):
            column.addWidget(card)
        self.mode = "acts"
        """acts, barred, form, papers or about (one paper)."""
        self.show_list()

    @property
    def offered(self) -> tuple[str, ...]:
        """The acts that are listed as making sense now."""
        return tuple(line.act for line in self._lines)

    @property
    def further(self) -> tuple[str, ...]:
        """The acts that are possible and rare at this point."""
        return tuple(line.act for line in self._further_lines)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the others cannot be done, line by line; empty while folded."""
        return tuple(label.text() for label in self._reasons)

    def line_of(self, act: str) -> str:
        """An act with its key, for a button."""
        return f"{_title(act)}   {words('act_keys').get(act, '')}"

    def show_offer(self, offer: Offer, *, issue: bool) -> None:
        """Lists what may be done, what is possible besides, and how many acts are refused now."""
        names = (*offer.likely[:1], *(("issue",) if issue else ()), *offer.likely[1:])
        self._empty.setVisible(not names)
        shown, self._barred = self._barred, offer.barred
        if (*names, *offer.further) == self._offered and [b.act for b in shown] == [
            b.act for b in offer.barred
        ]:
            return
        self._offered = (*names, *offer.further)
        last = (
            self._entry_act,
            self._repeats_act,
            self._what_if_act,
            self._room_act,
            self._case_file_act,
            self._looks_act,
            self._barred_act,
        )
        for part in (*self._lines, self._further, *self._further_lines, *last):
            self._acts.content.removeWidget(part)
        for line in (*self._lines, *self._further_lines):
            line.hide()
            line.deleteLater()
        self._lines = [self._line(act) for act in names]
        self._acts.content.addWidget(self._further)
        self._further.setVisible(bool(offer.further))
        self._further_lines = [self._line(act) for act in offer.further]
        self._acts.content.addWidget(self._entry_act)
        self._entry_act.setVisible(self._hall.session.may_act())
        self._acts.content.addWidget(self._repeats_act)
        self._repeats_act.show()
        self._acts.content.addWidget(self._what_if_act)
        self._what_if_act.show()
        self._acts.content.addWidget(self._room_act)
        self._room_act.setVisible(self._hall.session.may_act())
        self._acts.content.addWidget(self._case_file_act)
        self._case_file_act.show()
        self._acts.content.addWidget(self._looks_act)
        self._looks_act.show()
        said = str(step_words()["barred"]).format(count=len(offer.barred))
        self._barred_act.setText(said)
        self._why_not.set_title(said)
        self._barred_act.setAccessibleName(said)
        self._acts.content.addWidget(self._barred_act)
        self._barred_act.setVisible(bool(offer.barred))

    def show_barred(self) -> None:
        """Says why the others cannot be done, in the place of the acts; called again, brings the acts back."""
        if self.mode == "barred":
            self.show_list()
        elif self._barred and self.mode == "acts":
            for item in self._barred:
                label = text_label(barred_line(item), "small")
                label.setWordWrap(True)
                label.setToolTip(label.text())
                self._why_not.content.addWidget(label)
                self._reasons.append(label)
            self._show("barred")
        self.brought.emit(self)

    def _fold(self) -> None:
        for label in self._reasons:
            self._why_not.content.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._reasons.clear()

    def _line(self, act: str) -> ActLine:
        line = ActLine(act, _title(act), str(words("act_keys").get(act, "")))
        line.clicked.connect(lambda: self._ask(act))
        self._acts.content.addWidget(line)
        return line

    def show_list(self) -> None:
        """Back to the acts; a form is put away."""
        self._drop_form()
        self._fold()
        self._show("acts")

    def show_form(self, act: str, kind: type, setting: FormSetting, about: str = "") -> None:
        """Brings the form of an act; `about` stands above it."""
        self._drop_form()
        self.form_about.setText(about)
        self.form_about.setVisible(bool(about))
        self.form = ActForm(act, kind, setting)
        self._form_card.set_title(_title(act))
        self._form_card.content.addWidget(self.form)
        self.form.show()
        self._show("form")
        self.form.focus_first()

    def show_papers(self, kinds: Sequence[PaperKind], first: str) -> None:
        """Brings the kinds of paper, the likely one chosen."""
        self.papers.show_rows(kinds)
        at = next((at for at, kind in enumerate(kinds) if kind.kind == first), 0)
        self.papers.selectRow(at)
        self._show("papers")
        self.papers.setFocus()

    def show_about(self, lines: Sequence[str]) -> None:
        """Says how one paper has come about, in the place of the acts."""
        self._drop_form()
        for label in self._about_lines:
            self._about.content.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._about_lines = [text_label(line, "small") for line in lines]
        for label in self._about_lines:
            label.setWordWrap(True)
            self._about.content.addWidget(label)
        self._show("about")

    @property
    def about(self) -> tuple[str, ...]:
        """What is said of the paper that is shown."""
        return tuple(label.text() for label in self._about_lines) if self.mode == "about" else ()

    def explain(self, item: Obligation, found: Explanation | None) -> None:
        """Says why an obligation ends on its day."""
        self.what_if.hide()
        self.why.explain(item, found)

    def suppose(self, number: str) -> None:
        """Asks what would follow for the matter if something happened."""
        session = self._hall.session
        self.why.hide()
        self.what_if.open(
            fact_choices(session), lambda fact, on: answers_for_matter(session, number, fact, on)
        )
        self.brought.emit(self.what_if)

    def put_away(self) -> bool:
        """Hides the guide, else the explanation or the question; False where there is none."""
        if self.guide.fold():
            return True
        shown = [card for card in (self.why, self.what_if) if not card.isHidden()]
        for card in shown:
            card.hide()
        return bool(shown)

    def _ask(self, act: str) -> None:
        if act == "issue":
            self.asked_to_issue.emit()
        else:
            self.asked.emit(act)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._form_card.content.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _show(self, mode: str) -> None:
        self.mode = mode
        cards = {
            "acts": self._acts,
            "barred": self._why_not,
            "form": self._form_card,
            "papers": self._papers,
            "about": self._about,
        }
        for name, card in cards.items():
            card.setVisible(name == mode)


def _beside(name: str, words_of_it: str, key: str, asked: SignalInstance) -> ActLine:
    """A line that brings something besides the acts."""
    made = ActLine(name, words_of_it, key)
    made.clicked.connect(lambda: asked.emit())
    return made


def _form_card(title: str) -> tuple[Card, QLabel]:
    """The card of a form, and the line above it of what it is about, where that has to be seen first."""
    card, about = Card(title), text_label("", "small")
    about.setWordWrap(True)
    card.content.addWidget(about)
    return card, about


def _title(act: str) -> str:
    if act == "issue":
        return str(matter_words()["issue_act"])
    return str(words("acts").get(act, act))
