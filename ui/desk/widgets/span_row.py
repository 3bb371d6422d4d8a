"""From one day to another, and where a table of those days goes. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.errors import BadInput
from resources.loader import words as words_of
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow


class SpanRow(FieldRow):
    """Three fields: from, to, path. The path follows the days until somebody types one."""

    changed = Signal()
    """Another span stands there."""

    def __init__(self, today: date, file_name: str) -> None:
        text = span_words()
        self._file_name, self._folder = file_name, ""
        self.first, self.last = DateField(today, today.replace(day=1)), DateField(today, today)
        self.path = QLineEdit()
        self.named: Mapping[str, Field] = {
            "from": Field(text["from"], self.first),
            "to": Field(text["to"], self.last),
            "path": Field(text["path"], self.path, hint=text["path_hint"]),
        }
        super().__init__(*self.named.values(), widths=(1, 1, 4))
        self._told = self._standing()
        for editor in (self.first, self.last):
            editor.editingFinished.connect(self._tell)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day. Raises BadInput("span.day") naming the field."""
        first, last = self.first.value, self.last.value
        if first is None:
            raise BadInput("span.day", field="from", typed=self.first.text().strip())
        if last is None:
            raise BadInput("span.day", field="to", typed=self.last.text().strip())
        return first, last

    def offer_folder(self, folder: str) -> None:
        """Where files usually go; the name tells the days."""
        self._folder = folder
        self._name_file()

    def call_file(self, file_name: str) -> None:
        """Another name for the file; a path that somebody typed stays."""
        self._file_name = file_name
        self._name_file()

    def _standing(self) -> tuple[date | None, date | None]:
        return self.first.value, self.last.value

    def _tell(self) -> None:
        if self._standing() != self._told:
            self._told = self._standing()
            self._name_file()
            self.changed.emit()

    def _name_file(self) -> None:
        first, last = self._told
        if self._folder and not self.path.isModified() and first is not None and last is not None:
            name = self._file_name.format(first=first.isoformat(), last=last.isoformat())
            self.path.setText(str(Path(self._folder) / name))


def span_words() -> dict[str, Any]:
    """The words of the three fields."""
    found: dict[str, Any] = words_of("words/registers_page.toml")["span"]
    return found
