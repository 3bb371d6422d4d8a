"""What the search bar of Ctrl+K finds: acts, pages and lists first, then matters. Enter does it."""

from __future__ import annotations

from collections.abc import Callable

from app.services.codes import is_code
from app.services.listing import ListedMatter, list_matters
from ui.desk.code_desk import CodeFollower
from ui.desk.hall import Hall
from ui.desk.pages.matters import columns, matters_text
from ui.desk.shell import SearchPanel
from ui.desk.widgets.row_table import RowTable
from ui.theme import current


class Finder:
    """Fills the search panel of the shell: the same question as the page, results below the box."""

    def __init__(self, panel: SearchPanel, hall: Hall, in_front: Callable[[], str]) -> None:
        self._panel, self._hall = panel, hall
        self.table = RowTable(columns(short=True), key=lambda row: row.number, empty=matters_text()["empty"])
        self.table.hide()
        panel.content.insertWidget(1, self.table)
        self._follower = CodeFollower(hall, self.table, in_front, panel.leave)
        panel.typed.connect(self._typed)
        panel.entered.connect(self._open_chosen)
        panel.stepped.connect(self._step)
        self.table.opened.connect(lambda _: self._open_chosen())

    def leave(self) -> None:
        """Takes the results away, with the person who saw them."""
        self._panel.typed.disconnect(self._typed)
        self._panel.entered.disconnect(self._open_chosen)
        self._panel.stepped.disconnect(self._step)
        self._panel.box.clear()
        self._panel.content.removeWidget(self.table)
        self.table.hide()
        self.table.deleteLater()

    def read(self) -> None:
        """Looks for what stands in the box."""
        session, typed = self._hall.session, self._panel.box.text()
        self._hall.read(lambda: list_matters(session, typed), self._show, asker=self.table, question="finder")

    def _typed(self, text: str) -> None:
        if text.strip() and not is_code(text):
            self.read()
        else:
            self._show(())

    def _show(self, found: tuple[ListedMatter, ...]) -> None:
        self.table.show_rows(found)
        self.table.setFixedHeight(current.theme.px(38 + 34 * min(max(len(found), 1), 8)))
        self.table.setVisible(bool(self._panel.box.text().strip()))
        self._panel.place()

    def _step(self, by: int) -> None:
        if self.table.rows:
            row = min(max(self.table.currentIndex().row() + by, 0), len(self.table.rows) - 1)
            self.table.selectRow(row)

    def _open_chosen(self, typed: str = "") -> None:
        if is_code(typed):
            self._follower.follow(typed)
            return
        row = self.table.current_row
        if row is not None and self.table.isVisible():
            self._panel.leave()
            self._hall.asked_for_matter.emit(row.number)
