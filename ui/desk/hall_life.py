"""What a hall's other windows have to do with the day of a signed-in person: what they changed, and the spare station."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.services.taking_in import Outcome
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.bootstrap.spare import hall_of, hand_over, registered_twice, spare_of, take_over
from ui.changes import ChangeBus
from ui.desk.day_status import DayStatus
from ui.desk.hall import Hall
from ui.desk.hall_watch import HallWatch
from ui.desk.pages.matter import MatterPage
from ui.desk.shell import Shell
from ui.desk.widgets.rail import StatusLine
from ui.theme import State

MATTER = "matter"


class HallLife(QObject):
    """Of one signed-in person at one desk; in a folder of its own nothing ever happens here."""

    must_leave = Signal()
    """The account was closed or changed at another desk."""

    def __init__(
        self, shell: Shell, desk: Desk, hall: Hall, bus: ChangeBus, status: DayStatus, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._hall, self._status = shell, desk, hall, status
        self._text: dict[str, str] = words_of("words/hall.toml")["away"]
        folder = desk.opened.folder
        self._is_spare, self._has_spare = hall_of(folder) is not None, spare_of(folder) is not None
        hall.away_note = "hall.away" if self._has_spare else "hall.away_no_spare"
        self.watch = HallWatch(desk, hall, bus, self)
        """Hears the other desks."""
        self.watch.went_away.connect(self._away)
        self.watch.came_back.connect(self._back)
        self.watch.must_leave.connect(self.must_leave)
        self.watch.leases_changed.connect(self._look_at_leases)
        if self._is_spare:
            self._line("line_spare", State.SOON)
        if self._is_spare or self._has_spare:
            hall.write(lambda: self._meet(desk), self._met, asker=self)

    @property
    def is_away(self) -> bool:
        """Whether the hall's server cannot be reached now."""
        return self.watch.is_away

    def leave(self) -> None:
        """The person goes: the other desks see that they are at no matter any more."""
        leases = self._hall.leases
        if leases is not None and not self.is_away:
            self._hall.write(leases.give_back, lambda _: None, lambda _: None, asker=None)
        self.watch.leave()

    def _meet(self, desk: Desk) -> tuple[Outcome, tuple[tuple[str, str], ...]]:
        """Takes in what the other side left, and leaves an answer for it."""
        came = take_over(desk)
        if not came.packages:
            return came, ()
        hand_over(desk)
        return came, registered_twice(desk)

    def _met(self, found: tuple[Outcome, tuple[tuple[str, str], ...]]) -> None:
        came, twice = found
        if twice:
            here, there = twice[0]
            self._hall.say("hall.twice", count=len(twice), here=here, there=there)
        elif came.rejected:
            self._hall.say("hall.handed_badly", count=len(came.rejected))
        elif came.numbers and self._has_spare:
            self._hall.say("hall.handed", count=len(came.numbers))
        self._hall.bus.tell(came.changes)

    def _away(self) -> None:
        self._line("line", State.LATE)
        self._hall.say(self._hall.away_note)

    def _back(self) -> None:
        self._status.hall = None
        self._status.show()
        self._hall.say("hall.back")

    def _line(self, words: str, state: State) -> None:
        self._status.hall = StatusLine(state=state, text=self._text[words])
        self._status.show()

    def _look_at_leases(self) -> None:
        page = self._shell.page(MATTER) if self._shell.current_page == MATTER else None
        if isinstance(page, MatterPage):
            page.lease.look()
