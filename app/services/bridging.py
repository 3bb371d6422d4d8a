"""Matters as rows of another system's table (对接表): by a profile that is data; what a table cannot hold is told.

An accusation stands with number, day and channel only, like in the ledger: such tables pass through many hands. What names
people leaves whole, because the other system registers by it; that it left is an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from app.clock import from_milliseconds
from app.domain.claims import Claim, Ending
from app.domain.codes import category, region
from app.domain.identity_card import check_identity
from app.domain.matter import Matter
from app.domain.obligations import Obligation
from app.domain.provincial_state import provincial_state
from app.domain.roadmap import facts_of
from app.exchange.profiles.bridge import BridgeColumn, BridgeProfile
from app.papers.workbook import CellValue, Look, Table, TableColumn, workbook
from app.services.ledger import require_order, span
from app.services.looking import record_export
from app.services.registered_matters import registered_matters
from app.services.registers import register_words
from app.services.session import Session

DARK = frozenset(
    {"number", "received_on", "registered_on", "registered_at", "channel", "office", "office_code"}
)
"""What a row of an accusation may hold."""
LONGEST_SHEET = 31
"""Characters of the name of a sheet, by ECMA-376."""
EXCERPT = 60
TITLE = 30
"""Characters of a summary, and of a title."""
LANDLINE = "0"
"""How a number of a fixed line begins."""


class Loss(StrEnum):
    """Why something of a matter is not in the table."""

    CUT = "cut"
    MORE_CLAIMS = "more_claims"
    MORE_PEOPLE = "more_people"
    SEALED = "sealed"
    NO_WORD = "no_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What one row lacks: the matter's number, why, the column (empty: the row), and how many characters or items."""

    number: str
    why: Loss
    column: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridged:
    """A table for another system: the workbook, how many rows, what is lost, and the columns that are never filled."""

    data: bytes
    rows: int
    lost: tuple[Lost, ...]
    never_filled: tuple[BridgeColumn, ...]


def bridged(session: Session, profile: BridgeProfile, first: date, last: date) -> Bridged:
    """The matters registered in some days as that profile's table; the same bytes for the same facts.

    Raises BadInput("register.days_out_of_order"), NotAllowed("role.acts_on_no_matters").
    """
    session.require_actor()
    require_order(first, last)
    lost: list[Lost] = []
    rows = [_cells(session, profile, matter, lost) for matter in _matters(session, first, last)]
    record_export(session, f"bridge-{profile.name}", span(first, last), len(rows), names=True)
    columns = tuple(
        TableColumn(title=column.title, width=column.width, look=Look.WRAPPED) for column in profile.columns
    )
    table = Table(name=_sheet_name(session, profile), columns=columns)
    return Bridged(
        data=workbook([(table, rows)]), rows=len(rows), lost=tuple(lost), never_filled=profile.never_filled
    )


def _sheet_name(session: Session, profile: BridgeProfile) -> str:
    """What the sheet is called; a table of practice says so, for another system would take it for real."""
    mark = str(register_words("ledger")["training"]) if session.office.training else ""
    return profile.sheet[: LONGEST_SHEET - len(mark)] + mark


def _matters(session: Session, first: date, last: date) -> Iterator[Matter]:
    for matter in registered_matters(session, first, last):
        if matter.voided_on is None and not matter.from_ledger:
            yield matter


def _cells(session: Session, profile: BridgeProfile, matter: Matter, lost: list[Lost]) -> list[CellValue]:
    dark = matter.is_accusation
    if dark:
        lost.append(Lost(number=matter.number, why=Loss.SEALED))
    elif len(matter.claims) > 1:
        lost.append(Lost(number=matter.number, why=Loss.MORE_CLAIMS, count=len(matter.claims) - 1))
    if not dark and len(matter.people.petitioners) > 1:
        lost.append(
            Lost(number=matter.number, why=Loss.MORE_PEOPLE, count=len(matter.people.petitioners) - 1)
        )
    filling = Filling(session, profile, matter)
    made: list[CellValue] = []
    for column in profile.columns:
        if not column.value or (dark and column.value not in DARK):
            made.append("")
            continue
        text = filling.cell(column.value)
        if text is None:
            lost.append(Lost(number=matter.number, why=Loss.NO_WORD, column=column.title))
            text = ""
        if column.longest and len(text) > column.longest:
            lost.append(Lost(number=matter.number, why=Loss.CUT, column=column.title, count=len(text)))
            end = profile.cut.format(count=len(text))
            text = text[: column.longest - len(end)] + end
        made.append(text)
    return made


class Filling:
    """What fills the columns of one matter, by the name of the value. None says that the other side has no word for it."""

    def __init__(self, session: Session, profile: BridgeProfile, matter: Matter) -> None:
        self._session, self._profile, self._matter = session, profile, matter
        self._claim = matter.claims[0] if matter.claims else Claim(number=1)
        self._person = matter.people.first
        self._facts = facts_of(matter)
        card = None if self._person is None else (self._person.id_type, self._person.id_number)
        self._found = check_identity(*card, today=session.today()) if card and card[1] else None

    @property
    def cut(self) -> str:
        """What ends a text that was cut."""
        return self._profile.cut

    def cell(self, value: str) -> str | None:
        """The text of a value."""
        return self._values[value]()

    @cached_property
    def _values(self) -> Mapping[str, Callable[[], str | None]]:
        return {
            **self._of_the_matter(),
            **self._of_the_claim(),
            **self._of_the_person(),
            **self._days(),
            **self._flags(),
        }

    @cached_property
    def _owed(self) -> tuple[Obligation, ...]:
        return self._session.known(self._matter).obligations

    def _of_the_matter(self) -> Mapping[str, Callable[[], str | None]]:
        matter, profile, office = self._matter, self._profile, self._session.office
        return {
            "number": lambda: matter.number,
            "earlier": lambda: matter.earlier,
            "persons_came": lambda: str(matter.persons_came),
            "persons_concerned": lambda: str(matter.persons_concerned or matter.persons_came),
            "channel": lambda: profile.channels.get(matter.channel),
            "place": self._place,
            "place_code": lambda: matter.place[:6],
            "office": lambda: office.name,
            "office_code": lambda: office.area,
            "registrar": self._registrar,
            "accused_units": lambda: profile.join.join(matter.accused_units),
            "unit": self._unit,
        }

    def _of_the_claim(self) -> Mapping[str, Callable[[], str | None]]:
        claim, profile = self._claim, self._profile
        return {
            "purpose": lambda: profile.purposes.get(claim.purpose),
            "purpose_code": lambda: profile.purpose_codes.get(claim.purpose),
            "title": lambda: _line(claim.words.requested or claim.words.text, TITLE),
            "excerpt": lambda: _line(claim.words.requested or claim.words.text, EXCERPT),
            "content": self._content,
            "category_code": lambda: claim.category,
            "category_path": self._category,
            "state": self._state,
            "answered": lambda: claim.result,
        }

    def _of_the_person(self) -> Mapping[str, Callable[[], str | None]]:
        person, profile = self._person, self._profile
        if person is None:
            return dict.fromkeys(
                (
                    "name",
                    "sex",
                    "address",
                    "area_code",
                    "id_type",
                    "id_number",
                    "phone",
                    "landline",
                    "born_on",
                ),
                str,
            )
        phones = [number for number in person.phones if not number.startswith(LANDLINE)]
        lines = [number for number in person.phones if number.startswith(LANDLINE)]
        return {
            "name": lambda: person.name,
            "sex": lambda: profile.sexes.get(person.sex or self._sex(), ""),
            "address": lambda: person.address,
            "area_code": lambda: person.area[:6],
            "id_type": lambda: "" if self._found is None else profile.documents.get(self._found.kind),
            "id_number": lambda: person.id_number,
            "phone": lambda: phones[0] if phones else "",
            "landline": lambda: lines[0] if lines else "",
            "born_on": lambda: self._day(self._born(person.born_on)),
        }

    def _days(self) -> Mapping[str, Callable[[], str]]:
        matter = self._matter
        sent = min((routing.on for routing in matter.routings), default=None)
        return {
            "received_on": lambda: self._day(matter.received_on),
            "registered_on": lambda: self._day(matter.registered_on),
            "registered_at": lambda: from_milliseconds(matter.registered_at).strftime(self._profile.moment),
            "postmark_on": lambda: self._day(matter.postmark_on),
            "due_on": lambda: self._day(self._due()),
            "ended_on": lambda: self._moment(self._claim.ended_on),
            "unit_sent_on": lambda: self._moment(sent),
        }

    def _flags(self) -> Mapping[str, Callable[[], str]]:
        matter, facts = self._matter, self._facts
        return {
            "ended": lambda: self._flag(self._claim.ending is not Ending.NONE),
            "recognised": lambda: self._flag("recognised" in facts),
            "reviewed": lambda: self._flag("review-requested" in facts),
            "re_examined": lambda: self._flag("re-examination-requested" in facts),
            "repeated": lambda: self._flag(bool(matter.earlier)),
            "anonymous": lambda: self._flag(matter.anonymous),
            "confidential": lambda: self._flag(matter.confidential),
            "joint": lambda: self._flag(len(matter.people.petitioners) > 1 or matter.persons_came > 1),
            "urgent": lambda: self._flag(matter.urgent),
            "is_first": lambda: self._flag(self._person is not None),
        }

    def _flag(self, value: bool) -> str:
        return self._profile.yes if value else self._profile.no

    def _day(self, day: date | None) -> str:
        return "" if day is None else day.strftime(self._profile.day)

    def _moment(self, day: date | None) -> str:
        return "" if day is None else day.strftime(self._profile.moment)

    def _place(self) -> str:
        found = region(self._matter.place) if self._matter.place else None
        return self._matter.place_words if found is None else found.path

    def _registrar(self) -> str:
        person = self._session.accounts.find(self._matter.registered_by)
        return self._matter.registered_by if person is None else person.name

    def _unit(self) -> str:
        names = []
        for routing in self._matter.routings:
            unit = self._session.office.unit(routing.unit)
            names.append(routing.unit if unit is None else unit.name)
        return self._profile.join.join(dict.fromkeys(names))

    def _content(self) -> str:
        words = self._claim.words
        return "\n".join(part for part in (words.text, words.requested) if part)

    def _category(self) -> str:
        found = category(self._claim.category) if self._claim.category else None
        return "" if found is None else "_".join(found.path)

    def _sex(self) -> str:
        return "" if self._found is None else self._found.sex or ""

    def _born(self, said: str) -> date | None:
        try:
            return date.fromisoformat(said)
        except ValueError:
            return None if self._found is None else self._found.birth

    def _state(self) -> str | None:
        state = provincial_state(self._matter, self._owed, self._session.today(), self._claim.number)
        return self._profile.states.get(state)

    def _due(self) -> date | None:
        open_days = [
            item.due_legal
            for item in self._owed
            if item.kind == "duty" and item.due_legal is not None and item.discharged_on is None
            and item.voided_on is None
        ]  # fmt: skip
        return max(open_days, default=None)


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
