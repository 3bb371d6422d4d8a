"""The card that says who opened a matter (谁看过). Asking is itself recorded; only who is in charge gets an answer."""

from __future__ import annotations

from app.services.looking import Opening, who_opened
from ui.desk.hall import Hall
from ui.desk.pages.looks_table import look_columns, looks_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.fitted_table import FittedTable


class LooksCard(Card):
    """Esc puts it away."""

    def __init__(self, hall: Hall) -> None:
        text = looks_words()
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self.table = FittedTable(
            look_columns(hall.session.today()), key=lambda row: (row.at, row.account, row.what)
        )
        self.content.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.hide()

    def open(self, number: str) -> None:
        """Asks who opened the matter; a refusal is said at the foot, and the card stays away."""
        session = self._hall.session
        self._hall.write(lambda: who_opened(session, number), self._show, asker=self)

    def leave(self) -> bool:
        """Puts the card away with what it shows; False when it was not there."""
        if self.isHidden():
            return False
        self.table.show_rows(())
        self.hide()
        return True

    def _show(self, rows: tuple[Opening, ...]) -> None:
        self.set_title(str(looks_words()["title_of"]).format(count=len(rows)))
        self.table.show_rows(rows)
        self.show()
        self.table.setFocus()
