"""Typing a matter into the national system (系统录入): its fields in that system's order, in its words, cut to its lengths.

That system is a browser window (hall.md): a person pastes field after field. What leaves here leaves by the clipboard, so a
sitting over one matter is one entry of the access chain, and an accusation is given to nobody this way: the rule asks for no
entry of one (resources/rules/profiles/system-entry.toml), and whoever handles one types it from the paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.access import Exported
from app.domain.acts.recording import RecordNumber
from app.domain.allowing import require_live
from app.domain.matter import Matter
from app.errors import BadInput, NotFound, Refused
from app.exchange.profiles.bridge import BridgeColumn
from app.exchange.profiles.entry_order import EntryOrder
from app.services.bridging import Filling
from app.services.looking import record
from app.services.perform import Performed, perform
from app.services.reading import open_matter, public_matter, require_open
from app.services.session import Session

RULE = "system-entry"
"""The duty that the entry discharges (resources/rules/profiles)."""
EXPORT = "system-entry"
"""What a sitting is called in the access chain."""
LONGEST = 60
"""Characters of another system's number and of a query code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryField:
    """One field of the other system's form.

    `text` is what is pasted; `whole` is how many characters there were where it was cut (0: it is whole); `why` says why a
    field is left to the person at the other screen; `no_word` that our code has no word there. `copied`: ticked before.
    """

    title: str
    value: str
    text: str
    longest: int = 0
    whole: int = 0
    why: str = ""
    no_word: bool = False
    copied: bool = False

    @property
    def is_given(self) -> bool:
        """Whether there is something to paste."""
        return bool(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySheet:
    """A matter as it is typed into another system: the fields in its order, and its number there once it has one."""

    number: str
    system: str
    version: str
    fields: tuple[EntryField, ...]
    recorded: str = ""

    @property
    def next(self) -> int | None:
        """The place of the next field to be copied; None when all are ticked."""
        return next((at for at, item in enumerate(self.fields) if item.is_given and not item.copied), None)

    def ticked(self, at: int) -> EntrySheet:
        """Itself with one field more that was copied."""
        fields = tuple(
            replace(item, copied=True) if place == at else item for place, item in enumerate(self.fields)
        )
        return replace(self, fields=fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry:
    """A matter whose entry is still owed: its number, and the last day for it."""

    number: str
    due: date | None


def waiting_entries(session: Session) -> tuple[WaitingEntry, ...]:
    """The matters whose duty `system-entry` is open, soonest first. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    rows = session.memory.queries.due(today=session.today(), until=date.max, rule=RULE)
    return tuple(WaitingEntry(number=row.number, due=row.obligation.due_office) for row in rows)


def entry_sheet(session: Session, number: str, order: EntryOrder) -> EntrySheet:
    """A matter's fields to be copied; that they leave is recorded first, as one entry.

    Raises NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters", "paper.sealed"),
    Refused("entry.accusation", "matter.voided", "matter.update_needed").
    """
    session.require_actor()
    public = public_matter(session, number)
    if public is None:
        raise NotFound("matter.unknown", field="number", number=number)
    if public.is_accusation:
        raise Refused("entry.accusation")
    require_live(public)
    matter = open_matter(session, number, recorded=True).known.matter
    require_open(session, matter)
    if public.people_sealed and not matter.people.petitioners and not matter.anonymous:
        raise Refused("entry.people_sealed")
    fields = tuple(_fields(session, matter, order))
    leaving = Exported(what=EXPORT, about=number, rows=sum(item.is_given for item in fields), names=True)
    record(session, leaving, about=matter.id)
    return EntrySheet(
        number=number,
        system=order.system,
        version=order.profile.version,
        fields=fields,
        recorded=next(
            (item.number for item in reversed(matter.external_numbers) if item.system == order.system), ""
        ),
    )


def note_copied(session: Session, number: str, field: EntryField) -> None:
    """Remembers that a field was copied, so that the sitting goes on there after a lock or a new start.

    What is kept is a digest, never the text; a field whose text was changed since counts as not copied.
    """
    place = _tick(number, field)
    with session.work() as work:
        if work.result_of(place) is None:
            work.remember(place, "copied")
            work.commit()


def record_entry(
    session: Session, number: str, order: EntryOrder, given: str, query_code: str = ""
) -> Performed | None:
    """Records the number that the other system gave, and its query code: the last step of the sitting.

    Raises BadInput("entry.number_missing", "entry.number_long"), what `perform` raises.
    """
    session.require_actor()
    typed, code = given.strip(), query_code.strip()
    if not typed:
        raise BadInput("entry.number_missing", field="number")
    for field, text in (("number", typed), ("query_code", code)):
        if len(text) > LONGEST:
            raise BadInput("entry.number_long", field=field, most=LONGEST)
    act = RecordNumber(system=order.system, number=typed, query_code=code)
    return perform(session, number, act, key=f"entered/{order.system}/{typed}/{code}")


def _fields(session: Session, matter: Matter, order: EntryOrder) -> Iterable[EntryField]:
    filling = Filling(session, order.profile, matter)
    for column in order.fields:
        made = _field(filling, column, order.end_of(matter.number) if column.title == order.numbered else "")
        done = made.is_given and session.unmasked.result_of(_tick(matter.number, made)) is not None
        yield replace(made, copied=done)


def _field(filling: Filling, column: BridgeColumn, end: str) -> EntryField:
    title = column.title
    if not column.value:
        return EntryField(title=title, value="", text="", why=column.why)
    found = filling.cell(column.value)
    if found is None:
        return EntryField(title=title, value=column.value, text="", no_word=True)
    text, whole = fitted(found, column.longest, end, filling.cut)
    return EntryField(title=title, value=column.value, text=text, longest=column.longest, whole=whole)


def fitted(text: str, longest: int, end: str, mark: str) -> tuple[str, int]:
    """A text with its end, at most `longest` characters (0: no limit known), and its own length where it was cut.

    The end is never cut: the list that comes back is matched by it.
    """
    if not longest or len(text) + len(end) <= longest:
        return text + end, 0
    tail = mark + end if len(mark + end) < longest else end
    return text[: max(longest - len(tail), 0)] + tail, len(text)


def _tick(number: str, field: EntryField) -> str:
    told = hashlib.sha256(f"{number}/{field.title}/{field.text}".encode("utf-8", "replace")).hexdigest()
    return f"entry-copied:{told}"
