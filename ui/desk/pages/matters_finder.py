"""What the search bar of Ctrl+K finds: acts, pages and lists first, then matters. Enter does it.

Commands are matched as one types, matters are asked for with every key; only the newest answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject

from app.domain.account import READS_MATTERS
from app.domain.names import pinyin_initials
from app.services.codes import is_code
from app.services.listing import ListedMatter, list_matters
from app.services.saved_lists import SavedList, saved_lists
from ui.desk.bound_keys import key_words
from ui.desk.code_desk import CodeFollower
from ui.desk.commands import Command, commands_of, matching
from ui.desk.hall import Hall
from ui.desk.pages.matters import columns, matters_text
from ui.desk.pages.settings import SECTIONS
from ui.desk.shell import Shell
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import current

MOST_MATTERS = 8
"""Matters that are seen at once."""


class Finder(QObject):
    """Fills the search panel of the shell: commands above, matters below, one choice among both."""

    def __init__(self, shell: Shell, hall: Hall, in_front: Callable[[], str]) -> None:
        super().__init__()
        self._shell, self._panel, self._hall = shell, shell.search, hall
        self._reads = hall.session.account.role in READS_MATTERS
        self._all: tuple[Command, ...] = ()
        self._lists: tuple[SavedList, ...] = ()
        self._at = 0
        text = key_words()["commands"]
        self.commands = RowTable(_columns(), key=lambda row: row.words, empty=text["empty"])
        self.table = RowTable(columns(short=True), key=lambda row: row.number, empty=matters_text()["empty"])
        self.heads = (text_label(text["title"], "small"), text_label(text["matters"], "small"))
        for place, widget in enumerate((self.heads[0], self.commands, self.heads[1], self.table), start=1):
            widget.hide()
            self._panel.content.insertWidget(place, widget)
        self._follower = CodeFollower(hall, self.table, in_front, self._panel.leave)
        self._panel.opened.connect(self._opened)
        self._panel.typed.connect(self._typed)
        self._panel.entered.connect(self._act)
        self._panel.stepped.connect(self._step)
        self.commands.opened.connect(lambda _: self._act())
        self.table.opened.connect(lambda _: self._act())
        # the table of readings is read in a worker, before the first key asks for it
        hall.read(lambda: pinyin_initials(text["title"]), lambda _: None, asker=self)

    def leave(self) -> None:
        """Takes the results away, with the person who saw them."""
        self._panel.opened.disconnect(self._opened)
        self._panel.typed.disconnect(self._typed)
        self._panel.entered.disconnect(self._act)
        self._panel.stepped.disconnect(self._step)
        self._panel.box.clear()
        for widget in (*self.heads, self.commands, self.table):
            self._panel.content.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._all = self._lists = ()
        self.deleteLater()

    def read(self) -> None:
        """Looks for matters with what stands in the box."""
        session, typed = self._hall.session, self._panel.box.text()
        if self._reads:
            self._hall.read(
                lambda: list_matters(session, typed, placed=False), self._show, asker=self, question="finder"
            )

    def _opened(self) -> None:
        """What can be done is read when the bar comes; the lists may have changed since it came last."""
        self._collect()
        hall = self._hall

        def read(lists: tuple[SavedList, ...]) -> None:
            if lists != self._lists:
                self._lists = lists
                self._collect()

        if self._reads:
            hall.read(
                lambda: saved_lists(hall.session, hall.drafts), read, asker=self, question="finder-lists"
            )

    def _collect(self) -> None:
        self._all = commands_of(self._shell, self._lists, SECTIONS)
        self._match(self._panel.box.text())

    def _typed(self, text: str) -> None:
        self._at = 0
        self._match(text)
        if text.strip() and not is_code(text):
            self.read()
        else:
            self._show(())

    def _match(self, text: str) -> None:
        found = () if is_code(text) else matching(self._all, text)
        if found != self.commands.rows:
            self.commands.show_rows(found)
        self._settle()

    def _show(self, found: tuple[ListedMatter, ...]) -> None:
        if found != self.table.rows:
            self.table.show_rows(found)
        self._settle()

    def _settle(self) -> None:
        """Room for what was found, and the choice where it was among it."""
        px, typed = current.theme.px, bool(self._panel.box.text().strip())
        commands, matters = len(self.commands.rows), len(self.table.rows)
        for widget in (self.heads[0], self.commands):
            widget.setVisible(typed and commands > 0)
        self.heads[1].setVisible(typed and commands > 0 and matters > 0)
        self.table.setVisible(typed and (matters > 0 or commands == 0))
        room = MOST_MATTERS if commands == 0 else max(MOST_MATTERS - commands, 3)
        self.commands.setFixedHeight(px(38 + 34 * max(commands, 1)))
        self.table.setFixedHeight(px(38 + 34 * min(max(matters, 1), room)))
        self._choose(self._at)
        self._panel.place()

    def _choose(self, at: int) -> None:
        commands, matters = len(self.commands.rows), len(self.table.rows)
        self._at = min(max(at, 0), max(commands + matters - 1, 0))
        in_commands = self._at < commands
        chosen, other = (self.commands, self.table) if in_commands else (self.table, self.commands)
        other.clearSelection()
        other.setCurrentIndex(QModelIndex())
        if chosen.rows:
            chosen.selectRow(self._at if in_commands else self._at - commands)

    def _step(self, by: int) -> None:
        self._choose(self._at + by)

    def _act(self, typed: str = "") -> None:
        if is_code(typed):
            self._follower.follow(typed)
            return
        command, row = self.commands.current_row, self.table.current_row
        if not self._panel.box.text().strip():
            return
        if isinstance(command, Command):
            self._panel.leave()
            command.act()
        elif row is not None and self.table.isVisible():
            self._panel.leave()
            self._hall.asked_for_matter.emit(row.number)


def _columns() -> tuple[Column, ...]:
    text = key_words()["commands"]
    return (
        Column(title=text["column_words"], text=lambda row: row.words),
        Column(title=text["column_where"], text=lambda row: row.where, width=100, firm=True),
        Column(title=text["column_key"], text=lambda row: row.key, width=110, firm=True),
    )
