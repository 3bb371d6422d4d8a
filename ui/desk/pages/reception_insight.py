"""What the page looks up while the clerk types: places, earlier matters, what registering will cause. Never writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.clock import day_of
from app.domain.codes import find_category, region, townships_of
from app.errors import AppError
from app.readmodels import PersonRow
from app.services.preview import Caused, caused_by
from app.services.repeats import Told, earlier_matters
from app.services.session import Session
from ui.desk.hall import Hall
from ui.desk.pages.reception_command import Surroundings, area_code_of, command_of
from ui.desk.pages.reception_state import ClaimTyped, FormTyped
from ui.desk.widgets.choice import Choice

PAUSE = 250
"""Milliseconds without a key before somebody is looked up."""
SHORTEST_NAME, SHORTEST_NUMBER = 2, 6
"""Characters of a name or number below which nobody is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the desk stands: today, the county's name, its townships, the telephone area code, the table of units."""

    around: Surroundings
    county: str
    places: tuple[Choice, ...]
    units: tuple[Choice, ...] = ()


def surroundings(session: Session) -> Surroundings:
    """What a form is read with. Asks the database for the journal's latest day: for the lanes only."""
    return Surroundings(
        today=session.today(),
        area=session.office.area,
        area_code=area_code_of(session.office.phone),
        most_representatives=session.law.most_representatives,
    )


def ground_of(session: Session) -> Ground:
    """Where the desk stands. Reads the lists of places and classes: for the lanes only."""
    county = region(session.office.area)
    find_category("")
    places = tuple(
        Choice(code=found.code, word=found.name, initials=found.initials)
        for found in townships_of(session.office.area)
    )
    return Ground(
        around=surroundings(session),
        county="" if county is None else county.name,
        places=places,
        units=tuple(Choice(code=u.code, word=u.name) for u in session.office.units if not u.closed),
    )


class Insight(QObject):
    """Asks in the read lane; a newer question makes an older answer stale."""

    grounded = Signal(object)
    """The Ground the desk stands on."""
    knows = Signal(object)
    """The PersonRow list of earlier matters of the person typed now."""
    causes = Signal(object, object)
    """The Caused tuple of the form as it stands, and today."""

    def __init__(self, hall: Hall, read: Callable[[], FormTyped], parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._read = hall, read
        self.person_at: Callable[[], int] = lambda: 0
        """Which petitioner the clerk is typing."""
        self._asked_for: Told | None = Told()
        self._foreseen: object = None
        self._person_timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._person_timer.timeout.connect(self.look_up)
        self._duty_timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._duty_timer.timeout.connect(self.foresee)
        hall.tasks.committed.connect(self._changed)

    def start(self) -> None:
        """Fetches the ground, then what an empty form would cause."""
        session = self._hall.session
        self._hall.read(lambda: ground_of(session), self.grounded.emit, asker=self)
        self.foresee()

    def person_changed(self) -> None:
        """A name or number is being typed."""
        self._person_timer.start()

    def told(self) -> Told:
        """What is told so far, as far as it may be compared: nothing of an accusation's or a confidential story."""
        form = self._read()
        person = form.persons[min(self.person_at(), len(form.persons) - 1)]
        name, number = person.name.strip(), person.id_number.strip().replace(" ", "")
        hidden = form.sealed or form.confidential
        return Told(
            name=name if len(name) >= SHORTEST_NAME and not form.anonymous else "",
            id_number=number if len(number) >= SHORTEST_NUMBER and not form.anonymous else "",
            place=form.place or person.area,
            text="" if hidden else "\n".join(_told(claim) for claim in form.claims).strip(),
            apart=frozenset(form.apart.split()),
        )

    def _changed(self, changes: Changes) -> None:
        """A matter was written: what was found before is old, also for the same name typed again at once."""
        if changes.matters:
            self._asked_for = None
            self._person_timer.start()

    def form_changed(self) -> None:
        """Something is being typed that may change the duties, or say what was said before."""
        self._duty_timer.start()
        self._person_timer.start()

    def look_up(self) -> None:
        """Asks for earlier matters like what is typed now."""
        asked = self.told()
        if asked == self._asked_for:
            return
        self._asked_for = asked
        session = self._hall.session

        def found(rows: list[PersonRow]) -> None:
            self.knows.emit(rows)

        self._hall.read(
            lambda: earlier_matters(session, asked),
            found,
            _not_readable,
            asker=self,
            question=(id(self), "earlier"),
        )

    def foresee(self) -> None:
        """Asks what registering the form would cause, if it may have changed."""
        session = self._hall.session
        form = _without_words(self._read())
        asked = (form, day_of(session.now()))
        if asked == self._foreseen:
            return
        self._foreseen = asked

        def work() -> tuple[tuple[Caused, ...], date]:
            around = surroundings(session)
            return caused_by(session, command_of(form, around)), around.today

        def told(answer: tuple[tuple[Caused, ...], date]) -> None:
            self.causes.emit(*answer)

        self._hall.read(work, told, _not_readable, asker=self, question=(id(self), "duties"))


def _not_readable(error: AppError) -> None:
    """A half-typed name or day is no error yet: the field says so, and registering will."""


def _told(claim: ClaimTyped) -> str:
    return f"{claim.content}\n{claim.requested}".strip()


def _without_words(form: FormTyped) -> FormTyped:
    """The form as far as duties depend on it: no story, nothing of persons but whether name and address are there."""
    claims = tuple(
        replace(
            claim,
            content="",
            requested=claim.requested[:1] or claim.content[:1],
            category="",
            category_typed="",
        )
        for claim in form.claims
    )
    persons = tuple(
        replace(type(person)(), name=person.name.strip()[:1], address=person.address.strip()[:1])
        for person in form.persons
    )
    return replace(
        form, claims=claims, persons=persons, representatives="", agent="", agent_phone="", materials="",
        place_words="", place_typed="", talked_by="", accused="", accused_units="", people="", earlier="", apart="",
    )  # fmt: skip
