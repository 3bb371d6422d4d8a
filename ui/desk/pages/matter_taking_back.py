"""Ctrl+Z on the page of a matter: the form of the act that takes the person's newest one back, everything filled but the
reason; or why it may not be taken back, and what goes on from there. Nothing is taken back without a look.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject

from app.domain.paper import PaperRecord
from app.domain.strikable import STRIKE
from app.services.matter_sheet import MatterSheet
from app.services.offering import SHEET_FOR_VISITORS
from app.services.perform import Performed
from app.services.taking_back import WrittenAct, can_be_taken_back, way_back
from ui.desk.hall import Hall
from ui.desk.pages.matter_side import MatterSide
from ui.desk.pages.matter_words import history_words, taking_back_words
from ui.desk.wording import short_day
from ui.messages import words

TAKE_BACK = "take-back"
"""What is asked of the page instead of an act: to take an entry back (`filled` names it)."""
VISIT = "visited-again"
"""The kind of entry of another visit; a sheet for the visitor goes with it."""
NEVER_ASKED = frozenset({"entry", "redaction", "draft"})
"""Fields that hold a name which the program gives."""


class TakingBackFrame(Protocol):
    """What taking back needs of the page it stands on."""

    beside: MatterSide

    @property
    def number(self) -> str:
        """The matter."""
        ...

    @property
    def sheet(self) -> MatterSheet | None:
        """What was read of it."""
        ...

    def bring_form(
        self, act: str, given: dict[str, object], filled: Mapping[str, str] = ..., about: str = ""
    ) -> None:
        """The form of an act."""
        ...


class MatterTakingBack(QObject):
    """Asks for the way back of an entry and brings its form."""

    def __init__(self, hall: Hall, page: TakingBackFrame) -> None:
        super().__init__(page if isinstance(page, QObject) else None)
        self._hall, self._page = hall, page

    def ask(self, entry: str = "") -> None:
        """Brings the form for an entry, or for this person's newest one on the matter."""
        session, number = self._hall.session, self._page.number
        if self._page.sheet is None or not session.may_act():
            return
        self._hall.read(
            lambda: way_back(session, number, entry), self._found, asker=self, question="way-back"
        )

    def _found(self, found: WrittenAct | None) -> None:
        sheet, text = self._page.sheet, taking_back_words()
        if sheet is None:
            return
        if found is None:
            self._hall.say("taking_back.nothing")
        elif found.number != sheet.matter.number:
            return
        elif found.way.why is not None:
            self._hall.say_error(found.way.why)
        elif not found.way.act:
            kind = found.kind
            self._hall.say("taking_back.stays", act=text["kinds"][kind], why=text["why"][kind])
        else:
            filled = found.way.filled
            given: dict[str, object] = {name: filled[name] for name in NEVER_ASKED & filled.keys()}
            rest = {name: value for name, value in filled.items() if name not in given}
            self._page.bring_form(found.way.act, given, rest, self._about(sheet, found))
            if self._page.beside.form is not None:
                self._page.beside.form.focus("reason")

    def _about(self, sheet: MatterSheet, found: WrittenAct) -> str:
        line = next((item for item in sheet.history if item.entry == found.entry), None)
        text = taking_back_words()
        said = text["kinds"][found.kind] if line is None else history_words(line)
        when = f"{short_day(found.at.date(), sheet.today)} {found.at:%H:%M}"
        about = str(text["about"]).format(when=when, text=said)
        # striking a visit does not void the sheet that was printed for the visitor: nobody else would tell
        sheets = [paper for paper in sheet.matter.papers if _sheet_of(found, paper)]
        return f"{about}{text['sheet_stays']}" if sheets else about


def _sheet_of(found: WrittenAct, paper: PaperRecord) -> bool:
    """Whether a paper is the sheet for the visitor of a visit that is to be struck out: of its day, and not void."""
    return (
        found.kind == VISIT
        and paper.kind == SHEET_FOR_VISITORS
        and paper.issued_on == found.at.date()
        and not paper.voided
    )


def done_words(hall: Hall, done: Performed | None, act: str) -> None:
    """Says at the foot that an act was written, with the key that takes it back where there is one."""
    if done is not None and can_be_taken_back(done.entries):
        hall.say("matter.done_back", act=act, key=words("act_keys")[STRIKE])
    else:
        hall.say("matter.done", act=act)
