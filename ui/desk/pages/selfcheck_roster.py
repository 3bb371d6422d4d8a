"""Who is on duty today, and the hand-over sheet on which it stands (值班、交接班表)."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit

from app.domain.day_file import DeskStaffed, DutyRostered
from app.services.day_closing import Closing
from app.services.rostering import set_roster
from ui.desk.hall import Hall
from ui.desk.pages.selfcheck_cards import Doing
from ui.messages import words

_BETWEEN = re.compile(r"[；;\n]+")
PEOPLE = ("duty_leader", "reception_leader", "lawyer")


class RosterCard(Doing):
    """The leaders, the lawyer, and who sits where."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "roster", words("roster"))
        self.people: dict[str, QLineEdit] = {name: self.add_field(name, QLineEdit()) for name in PEOPLE}
        self.staff: QLineEdit = self.add_field("staff", QLineEdit())
        self.finish()

    def begin(self, before: Closing) -> None:
        """As it was written down last."""
        roster = before.file.roster
        for name, editor in self.people.items():
            editor.setText(getattr(roster, name))
        self.staff.setText(staff_words(roster))
        self.people["duty_leader"].setFocus()

    def press(self) -> None:
        """Keeps it."""
        session, staff = self._hall.session, read_staff(self.staff.text())
        leader, receives, lawyer = (editor.text() for editor in self.people.values())
        self.write(
            lambda: set_roster(
                session, duty_leader=leader, reception_leader=receives, lawyer=lawyer, staff=staff
            ),
            lambda _: self._hall.say("roster.kept"),
        )


def staff_words(roster: DutyRostered) -> str:
    """The people at the desks as one types them: 王示范 一窗；李示范 二窗."""
    return "；".join(f"{one.name} {one.desk}".strip() for one in roster.staff)


def read_staff(text: str) -> tuple[DeskStaffed, ...]:
    """Names and desks of a line; the last word is the desk, where there are two."""
    found = []
    for part in _BETWEEN.split(text):
        name, _, desk = part.strip().rpartition(" ")
        if part.strip():
            found.append(DeskStaffed(name=name or desk, desk=desk if name else ""))
    return tuple(found)
