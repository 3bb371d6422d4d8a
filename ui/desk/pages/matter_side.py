"""Beside a matter: what may be done with its keys, the form of one act, the kinds of paper, why a date is that date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.guide import GuideLeaf
from app.domain.law import Explanation
from app.domain.obligations import Obligation
from app.papers.catalogue import PaperKind
from app.services.guiding import Advice
from ui.desk.pages.matter_words import matter_words
from ui.desk.widgets.act_form import ActForm, FormSetting
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.explanation import ExplanationCard
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.guide_card import GuideCard
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.row_table import Column
from ui.messages import words


class MatterSide(QWidget):
    """One card at a time: the acts, a form or the kinds of paper; the explanation below it."""

    asked = Signal(str)
    """The name of an act to be begun."""
    asked_to_issue = Signal()
    """A paper is wanted."""
    paper_picked = Signal(str)
    """The kind of paper whose draft is wanted."""

    def __init__(self, advise: Callable[[GuideLeaf], Advice]) -> None:
        super().__init__()
        text = self._text = matter_words()
        self.form: ActForm | None = None
        """The form that is being filled, or None."""
        self._acts = Card(text["acts"])
        self._empty = text_label(text["no_acts"], "small")
        self._acts.content.addWidget(self._empty)
        self._lines: list[ActLine] = []
        self._form_card = Card(text["acts"])
        self._papers = Card(text["pick_paper"], text["pick_keys"])
        columns = (Column(title=text["paper"], text=lambda row: row.title),)
        self.papers = FittedTable(columns, key=lambda row: row.kind)
        self.papers.opened.connect(lambda row: self.paper_picked.emit(row.kind))
        self._papers.content.addWidget(self.papers)
        self.why = ExplanationCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        self.guide = GuideCard(advise)
        for card in (self.guide, self.why, self._acts, self._form_card, self._papers):
            column.addWidget(card)
        self.mode = "acts"
        """acts, form or papers."""
        self.show_list()

    @property
    def offered(self) -> tuple[str, ...]:
        """The acts that are listed."""
        return tuple(line.act for line in self._lines)

    def line_of(self, act: str) -> str:
        """An act with its key, for a button."""
        return f"{_title(act)}   {words('act_keys').get(act, '')}"

    def show_acts(self, acts: Sequence[str], *, issue: bool) -> None:
        """Lists what may be done."""
        names = (*acts[:1], *(("issue",) if issue else ()), *acts[1:])
        self._empty.setVisible(not names)
        if names == self.offered:
            return
        for line in self._lines:
            self._acts.content.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [ActLine(act, _title(act), str(words("act_keys").get(act, ""))) for act in names]
        for line in self._lines:
            self._acts.content.addWidget(line)
            line.clicked.connect(lambda _=False, act=line.act: self._ask(act))

    def show_list(self) -> None:
        """Back to the acts; a form is put away."""
        self._drop_form()
        self._show("acts")

    def show_form(self, act: str, kind: type, setting: FormSetting) -> None:
        """Brings the form of an act."""
        self._drop_form()
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

    def explain(self, item: Obligation, found: Explanation | None) -> None:
        """Says why an obligation ends on its day."""
        self.why.explain(item, found)

    def put_away(self) -> bool:
        """Hides the guide, else the explanation; False where there is none."""
        if self.guide.fold():
            return True
        if self.why.isHidden():
            return False
        self.why.hide()
        return True

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
        for name, card in (("acts", self._acts), ("form", self._form_card), ("papers", self._papers)):
            card.setVisible(name == mode)


def _title(act: str) -> str:
    if act == "issue":
        return str(matter_words()["issue_act"])
    return str(words("acts").get(act, act))
