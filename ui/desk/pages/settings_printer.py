"""Settings › printing: which printer this computer uses, how far its pages are moved, and a sheet to try it with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from app.errors import BadInput
from app.settings import MOST_MOVED, PrinterSettings
from ui.desk.pages.settings_words import settings_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine

NO, YES = "no", "yes"
_MILLIMETRES = re.compile(r"[+-]?\d{1,2}(\.\d)?")


class PrinterCard(Card):
    """One computer's printer."""

    def __init__(self) -> None:
        text = settings_words()
        super().__init__(text["printer_card"])
        self.printer, self.receipts = ChoiceField(), ChoiceField()
        self.fields: dict[str, Field] = {
            "printer": Field(text["printer"], self.printer, hint=text["printer_hint"]),
            "right": Field(text["moved_right"], QLineEdit(), hint=text["moved_hint"]),
            "down": Field(text["moved_down"], QLineEdit(), hint=text["moved_hint"]),
        }
        self.fields["receipts"] = Field(text["receipts"], self.receipts, hint=text["receipts_hint"])
        self.printed_head = PickLine([(NO, text["printed_head_no"]), (YES, text["printed_head_yes"])])
        self.fields["printed_head"] = Field(text["printed_head"], self.printed_head)
        printer, right, down, receipts, head = self.fields.values()
        self.add_row(FieldRow(printer, right, down, widths=(3, 1, 1)))
        self.add_row(FieldRow(receipts, head))

    def offer(self, names: Sequence[str]) -> None:
        """The printers of this computer, as they were found."""
        for field in (self.printer, self.receipts):
            field.offer([Choice(code=name, word=name) for name in names])

    def show_settings(self, settings: PrinterSettings) -> None:
        """Fills the fields."""
        self.printer.await_code(settings.name, settings.name)
        self.printed_head.take(YES if settings.printed_head else NO)
        self.receipts.await_code(settings.receipts, settings.receipts)
        for name, moved in (("right", settings.right), ("down", settings.down)):
            editor = self.fields[name].editor
            if isinstance(editor, QLineEdit):
                editor.setText(f"{moved / 10:g}" if moved else "")

    @property
    def settings(self) -> PrinterSettings:
        """What stands there. Raises BadInput("settings.value") naming the field."""
        return PrinterSettings(
            name=self.printer.code or self.printer.text().strip(),
            right=self._tenths("right"),
            down=self._tenths("down"),
            receipts=self.receipts.code or self.receipts.text().strip(),
            printed_head=self.printed_head.code == YES,
        )

    def _tenths(self, name: str) -> int:
        typed = unicodedata.normalize("NFKC", self.fields[name].text).replace("−", "-").strip()
        if not typed:
            return 0
        if not _MILLIMETRES.fullmatch(typed):
            raise BadInput("settings.value", field=name, name=name, allowed=f"±{MOST_MOVED // 10} mm")
        return round(float(typed) * 10)
