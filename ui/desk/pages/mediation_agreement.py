"""The agreement by clauses (调解协议): who, what, how much, by when; the total in capital numerals as one types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.domain.codes import codes
from app.domain.mediation.clauses import Clause, ClauseKind, fen_of, total_of, yuan_of
from app.domain.mediation.settling import MakeAgreement
from app.domain.mediation.state import Mediation
from app.domain.mediation.typed import instalments_of, instalments_text
from app.errors import AppError, BadInput
from app.services.mediation.reading import MediationView
from ui.desk.hall import Hall
from ui.desk.pages.kept_form import KeptForm, put
from ui.desk.pages.mediation_sitting import NO, YES
from ui.desk.pages.mediation_words import BETWEEN, GAP, WIDE_COMMA
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.wrapped_line import WrappedLine

MOST = 60
"""Clauses of one agreement."""
ONCE, AT_ONCE, STANDING = "once", "at_once", "standing"


class ClauseCard(Card):
    """One clause."""

    def __init__(self, text: Mapping[str, Any], number: int, today: Any) -> None:
        super().__init__(str(text["clause"]).format(number=number))
        self.kind = ChoiceField([Choice(code=c.code, word=c.label) for c in codes("clause_kinds")])
        self.when = PickLine(
            [(ONCE, text["by_day"]), (AT_ONCE, text["at_once"]), (STANDING, text["standing"])], ONCE
        )
        editors: dict[str, Editor] = {
            "clause_kind": self.kind,
            "by": QLineEdit(),
            "to": QLineEdit(),
            "amount": QLineEdit(),
            "what": QLineEdit(),
            "way": QLineEdit(),
            "when": self.when,
            "due": DateField(today, None),
            "instalments": QLineEdit(),
        }
        self.fields = {
            name: Field(str(text[name]), editor, hint=str(text.get(f"{name}_hint", "")))
            for name, editor in editors.items()
        }
        for names, widths in (
            (("clause_kind", "by", "to", "amount"), (4, 3, 3, 4)),
            (("what", "way"), (7, 3)),
            (("when", "due", "instalments"), (4, 3, 6)),
        ):
            self.add_row(FieldRow(*(self.fields[name] for name in names), widths=widths))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.fields[name].text.strip() for name in ("what", "amount", "instalments"))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the clause."""
        return {
            **{name: field.text for name, field in self.fields.items()},
            "clause_kind": self.kind.code or self.kind.text(),
        }

    def fill(self, content: Mapping[str, object]) -> None:
        """Puts a clause back."""
        for name, field in self.fields.items():
            put(field, str(content.get(name, "")) or (ONCE if name == "when" else ""))

    def clause(self) -> Clause:
        """The clause as it stands there. Raises BadInput naming the field."""
        said = {name: field.text.strip() for name, field in self.fields.items()}
        parts = instalments_of(said["instalments"])
        due = self.fields["due"].editor
        day = due.value if isinstance(due, DateField) else None
        fen = fen_of(said["amount"]) if said["amount"] else sum(item.fen for item in parts)
        if not self.kind.code:
            raise BadInput("field.missing", field="clause_kind", name="clause_kind")
        return Clause(
            clause_kind=ClauseKind(self.kind.code),
            what=said["what"],
            by=_places(said["by"]),
            to=_places(said["to"]),
            way=said["way"],
            fen=fen,
            due=day if self.when.code == ONCE and not parts else None,
            instalments=parts,
            at_once=self.when.code == AT_ONCE,
            standing=self.when.code == STANDING,
        )


class AgreementForm(KeptForm):
    """Facts, who answers for what, the clauses; the sum is computed, never typed."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "agreement_form")
        self.state: Mediation | None = None
        text = self.text
        self.who = WrappedLine("", "hint")
        self.facts = StoryField(lines=3)
        self.liability = StoryField(lines=2)
        self.alone = PickLine([(NO, text["mediated"]), (YES, text["between_parties"])], NO)
        self.fields = {
            "facts": Field(text["facts"], self.facts, hint=text["facts_hint"]),
            "liability": Field(text["liability"], self.liability, hint=text["liability_hint"]),
            "between_parties": Field(text["kind"], self.alone),
        }
        head = Card(text["title"], text["keys"])
        head.content.addWidget(self.who)
        for name in ("facts", "liability", "between_parties"):
            head.add_row(FieldRow(self.fields[name]))
        self.total = text_label("", "card-title")
        self.column.addWidget(head)
        self.clauses: list[ClauseCard] = []
        self.add_clause()
        self._foot = Card()
        self._foot.content.addWidget(self.total)
        self.column.addWidget(self._foot)
        self.listen()
        for key, act in (("Alt+N", self.add_clause), ("Alt+X", self.drop_clause)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(_called, act))

    @property
    def kept_as(self) -> str:
        """One agreement for each mediation."""
        return f"agreement/{'' if self.state is None else self.state.number}"

    @property
    def typed(self) -> dict[str, object]:
        """What stands in the form, clause by clause."""
        return {**super().typed, "clauses": [card.typed for card in self.clauses]}

    def begin(self, view: MediationView) -> None:
        """What was made and not signed yet, what was half typed, or an empty form."""
        clear_refusals(self.fields)
        state = self.state = self.subject = view.mediation
        self.who.setText(GAP.join(f"{at} {party.name}" for at, party in enumerate(state.parties, 1)))
        made = state.agreement
        content: dict[str, object] = {"facts": state.dispute, "between_parties": NO}
        if made is not None:
            content = {
                "facts": made.facts,
                "liability": made.liability,
                "between_parties": YES if made.between_parties else NO,
                "clauses": [_typed(clause) for clause in made.clauses],
            }
        self.put_back(content)
        self.who.measure()
        self._wait.stop()
        self.load()
        self.facts.setFocus()

    def put_back(self, content: Mapping[str, object]) -> None:
        """Puts what was kept into the fields, clause by clause."""
        super().put_back(content)
        lines = content.get("clauses")
        kept = [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list) else []
        while len(self.clauses) > max(len(kept), 1):
            self.drop_clause()
        while len(self.clauses) < len(kept):
            self.add_clause()
        for at, card in enumerate(self.clauses):
            card.fill(kept[at] if at < len(kept) else {})
        self._show_total()

    def value(self) -> MakeAgreement:
        """The agreement as it stands there. Raises BadInput naming the field of the clause."""
        clear_refusals(self._all_fields())
        clauses = []
        for at, card in enumerate(self.clauses, 1):
            if card.is_blank and len(self.clauses) > 1:
                continue
            try:
                clauses.append(card.clause())
            except AppError as error:
                details = {key: said for key, said in error.details.items() if key != "field"}
                raise BadInput(error.code, field=f"clauses.{at}.{error.field}", **details) from error
        return MakeAgreement(
            facts=self.facts.text.strip(),
            liability=self.liability.text.strip(),
            clauses=tuple(clauses),
            between_parties=self.alone.code == YES,
        )

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field; of a clause at what it does."""
        return show_refusal(self._all_fields(), error)

    def add_clause(self) -> None:
        """One more clause."""
        if len(self.clauses) >= MOST:
            return
        card = ClauseCard(self.text, len(self.clauses) + 1, self.hall.session.today())
        self.clauses.append(card)
        self.column.insertWidget(len(self.clauses), card)
        for field in card.fields.values():
            editor = field.editor
            if isinstance(editor, QLineEdit):
                editor.textChanged.connect(lambda *_: self._changed())
            elif isinstance(editor, PickLine):
                editor.picked.connect(lambda *_: self._changed())
        if len(self.clauses) > 1:
            card.fields["clause_kind"].editor.setFocus()

    def drop_clause(self) -> None:
        """Takes the last clause away; one always stays."""
        if len(self.clauses) > 1:
            card = self.clauses.pop()
            self.column.removeWidget(card)
            card.deleteLater()
            self._show_total()

    def _changed(self) -> None:
        self._wait.start()
        self._show_total()

    def _show_total(self) -> None:
        fen = 0
        for card in self.clauses:
            try:
                fen += total_of((card.clause(),))
            except AppError:
                continue  # half typed: what can be read is added up
        self.total.setText(
            str(self.text["total"]).format(yuan=yuan_of(fen), capital=_capital(fen)) if fen else ""
        )
        self._foot.setVisible(bool(fen))

    def _all_fields(self) -> dict[str, Field]:
        found = dict(self.fields)
        for at, card in enumerate(self.clauses, 1):
            found[f"clauses.{at}"] = card.fields["what"]
            found |= {f"clauses.{at}.{name}": field for name, field in card.fields.items()}
        return found


def _capital(fen: int) -> str:
    """The sum in capital numerals."""
    from app.papers.amounts import (
        capital,  # loaded with the first sum: papers are not needed to show the page
    )

    return capital(yuan_of(fen))


def _places(text: str) -> tuple[int, ...]:
    """Parties by their numbers: `1,2`. Raises BadInput("field.type")."""
    parts = [
        part.strip()
        for part in text.replace(WIDE_COMMA, ",").replace(BETWEEN, ",").split(",")
        if part.strip()
    ]
    if not all(part.isdecimal() for part in parts):
        raise BadInput("field.type", field="by", name="by", type="1,2")
    return tuple(int(part) for part in parts)


def _typed(clause: Clause) -> dict[str, str]:
    when = AT_ONCE if clause.at_once else STANDING if clause.standing else ONCE
    return {
        "clause_kind": clause.clause_kind,
        "by": ",".join(map(str, clause.by)),
        "to": ",".join(map(str, clause.to)),
        "amount": yuan_of(clause.fen) if clause.fen else "",
        "what": clause.what,
        "way": clause.way,
        "when": when,
        "due": "" if clause.due is None else clause.due.isoformat(),
        "instalments": instalments_text(clause.instalments),
    }


def _called(act: Any) -> None:
    act()
