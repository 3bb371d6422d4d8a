"""Two windows put the same field right: below the field stand both texts, and saving again is the clerk's choice."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from app.domain.acts.correcting import Correct
from app.domain.matter import Matter
from app.services.both_texts import BothTexts, both_texts
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.act_form import ActForm
from ui.desk.widgets.key_hint import text_label

CODE = "act.field_changed"


class BothTextsLine(QObject):
    """Remembers what the clerk has seen of a matter while a form is filled in; shows both texts when that was changed."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self._label: QLabel | None = None
        self.seen: Matter | None = None
        """The matter as the clerk knows it: nobody's change is written over unseen."""
        self.text = ""
        """What was shown last."""

    def begin(self, matter: Matter) -> None:
        """A form is opened on this matter."""
        self.seen, self.text, self._label = matter, "", None

    def show(self, form: ActForm, number: str, act: Correct) -> None:
        """Asks what stands there now and shows it below the field, beside what was typed; from then on it is seen."""
        session = self._hall.session

        def found(both: tuple[BothTexts, Matter]) -> None:
            texts, self.seen = both
            self.text = words_for(session, texts)
            if self._label is None:
                self._label = text_label(self.text, "warning")
                self._label.setWordWrap(True)
                form.put_below("value", self._label)
            self._label.setText(self.text)
            self._label.setToolTip(self.text)

        self._hall.read(lambda: both_texts(session, number, act), found, asker=self, question="both")


def words_for(session: Session, both: BothTexts) -> str:
    """Both texts in words, and what to do."""
    text = words_of("words/faults.toml")["both_texts"]
    person = session.accounts.find(both.by)
    by = both.by if person is None else person.name
    now = str(text["now"]).format(theirs=both.theirs, by=by, yours=both.yours)
    return f"{now}{text['choose']}"
