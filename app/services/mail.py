"""Opening mail (来信拆封): letters stamped with a number of their own, registered, joined to a matter, or handed back.

Each step is one transaction with the entry that says what became of the letter, so that no letter becomes two matters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.changes import Changes
from app.domain import history
from app.domain.account import HOLDS_SEALED
from app.domain.acts.handing_in import PagesAttached
from app.domain.acts.receiving import Keep, keep
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.entry import StreamId
from app.domain.field_classes import shown
from app.domain.fields import from_json, to_json
from app.domain.kinds import Happened, Setting
from app.domain.mail import (
    Letter,
    LetterHandedBack,
    LetterJoined,
    LetterOpened,
    LetterRegistered,
    LetterState,
    Mail,
    stream_of,
)
from app.domain.material import Piece
from app.domain.matter import Matter
from app.domain.names import clean_text
from app.domain.people import People
from app.domain.policy import Relation
from app.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from app.ports import Queries, UnitOfWork
from app.scanning import ScanReader
from app.services.intake import to_intake
from app.services.looking import record_view
from app.services.materials import KeptPages, keep_pages
from app.services.papers import keep_file, open_file
from app.services.perform import ATTEMPTS, performed, write
from app.services.preview import caused_by
from app.services.registration import RegisteredMatter, checked, record
from app.services.session import Session

CHANNEL = "letter"
SHORT, LONG = 200, 2000
"""Characters of a line, and of what a letter is about."""
MOST_ENCLOSURES = 999
_TEXTS = {"sender": SHORT, "sender_address": SHORT, "postal_number": SHORT, "note": LONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter as the list shows it: days since it came, and the last day of what the law asks first of such a letter.

    `hidden`: sender and note lie under keys that this person does not hold.
    """

    letter: Letter
    age: int
    due: date | None
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDone:
    """What was done with a letter: the letter as it stands, the notice for open views, what became of its envelope's files.

    `matter` is the answer of a registration.
    """

    letter: Letter
    changes: Changes
    envelope: tuple[KeptPages, ...] = ()
    matter: RegisteredMatter | None = None


def letters(session: Session, *, everything: bool = False) -> tuple[LetterRow, ...]:
    """The letters of this year and the last that wait, the oldest receipt first; or all of them. Senders are masked.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    year, today = session.today().year, session.today()
    found = [
        letter
        for each in (year - 1, year)
        for letter in _mail(session, session.memory.queries, each).letters
        if everything or letter.state is LetterState.OPEN
    ]
    last = {day: _last_day(session, day) for day in {letter.what.received_on for letter in found}}
    rows = [
        LetterRow(
            letter=replace(letter, what=shown(letter.what, session.account.role, Relation.OTHER)),
            age=(today - letter.what.received_on).days,
            due=last[letter.what.received_on] if letter.state is LetterState.OPEN else None,
            hidden=letter.what.restricted and not _may_know(session, letter),
        )
        for letter in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.letter.what.received_on, row.letter.stamp)))


def open_letter(
    session: Session,
    values: Mapping[str, object],
    *,
    envelope: Iterable[Path] = (),
    reader: ScanReader | None = None,
    key: str = "",
) -> LetterDone:
    """Stamps a letter that was opened. The number is ours and has no gap: LX07-L26-00001.

    A file of the envelope that cannot be read stops nothing: the answer says so. With a `key`, a second call answers the
    first letter. Raises BadInput("mail.nothing", "mail.count", "act.date_in_future", "register.dates_out_of_order",
    "field.…"), NotAllowed("role.acts_on_no_matters").
    """
    session.require_actor()
    value = _cleaned(session, values)
    place = f"mail:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}" if key else ""
    earlier = session.memory.queries.result_of(place) if place else None
    if earlier:
        return LetterDone(letter=letter_of(session, earlier), changes=Changes())
    kept = () if reader is None else tuple(_kept(session, value, envelope, reader))
    value = replace(value, envelope=tuple(page for item in kept for page in item.files))

    def stamped() -> str:
        with session.work() as work:
            known = work.result_of(place) if place else None
            if known:
                return known
            today = session.setting(work.latest_at).today
            sequence = work.take_number(f"mail/{session.office.station}/{today.year}")
            stamp = f"{session.office.station}-L{today.year % 100:02d}-{sequence:05d}"
            _append(session, work, replace(value, stamp=stamp), today)
            if place:
                work.remember(place, stamp)
            work.commit()
            return stamp

    stamp = _tried(stamped)
    return LetterDone(letter=letter_of(session, stamp), changes=Changes(mail=True), envelope=kept)


def letter_for(session: Session, stamp: str) -> Letter:
    """A letter with its sender in full, for who deals with it; it is recorded first.

    Raises NotFound("mail.unknown"), NotAllowed("mail.sealed", "role.acts_on_no_matters").
    """
    session.require_actor()
    letter = knowable_letter(session, stamp)
    record_view(session, "letter", stamp, sealed=letter.what.restricted)
    return letter


def prefilled(letter: Letter) -> dict[str, object]:
    """What is known of a letter, as a row of `register`."""
    what = letter.what
    found = {"name": what.sender, "address": what.sender_address, "content": what.note}
    return {name: text for name, text in found.items() if text}


def register_letter(session: Session, stamp: str, values: Mapping[str, object]) -> LetterDone:
    """Registers a letter as a matter: what is known of it, and `values` as a row of `register` over that.

    Channel, receipt and postmark are the letter's. Raises what registering refuses, Refused("mail.dealt_with"),
    NotFound("mail.unknown"), NotAllowed("mail.sealed"); a refusal takes no number.
    """
    session.require_actor()
    letter = knowable_letter(session, stamp)
    row = {**prefilled(letter), **{name: item for name, item in values.items() if item not in (None, "")}}
    taken = to_intake(row, key="", today=session.today(), area=session.office.area, area_code=None)
    return register_as(session, stamp, taken.command)


def register_as(session: Session, stamp: str, command: RegisterVisit) -> LetterDone:
    """Registers a letter by a whole command; raises as `register_letter`."""
    session.require_actor()
    letter = knowable_letter(session, stamp)
    what = letter.what
    command = replace(
        checked(session, command),
        channel=CHANNEL,
        received_on=what.received_on,
        postmark_on=what.postmark_on,
        restricted=command.restricted or what.restricted,
    )

    def registered() -> RegisteredMatter:
        with session.work() as work:
            _require_open(session, work, stamp)
            setting = session.setting(work.latest_at)
            made = record(session, work, command, setting, "")
            _append(session, work, LetterRegistered(stamp=stamp, matter=made.number), setting.today)
            _attach_envelope(session, work, letter, made, setting)
            work.commit()
        return made

    made = _tried(registered)
    changes = Changes(matters=frozenset({made.number}), obligations=True, mail=True)
    return LetterDone(letter=letter_of(session, stamp), changes=changes, matter=made)


def join_letter(session: Session, stamp: str, number: str, summary: str = "") -> LetterDone:
    """Joins a letter to a matter that is there (存、并入原件): it was written again, and opens no new clock.

    Raises Refused("mail.dealt_with"), NotFound("mail.unknown", "matter.unknown"), NotAllowed("mail.sealed"), and what
    `keep` refuses.
    """
    session.require_actor()
    letter = knowable_letter(session, stamp)
    said = clean_text(summary, limit=LONG, field="summary").strip() or letter.what.note

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        _require_open(session, work, stamp)
        act = Keep(channel=CHANNEL, received_on=letter.what.received_on, summary=said)
        happened = keep(matter, act, setting)
        _append(session, work, LetterJoined(stamp=stamp, matter=matter.number), setting.today)
        pages = _pages(session, letter, matter)
        return happened if pages is None else (*happened, Happened(pages, setting.today))

    done = performed(write(session, number, decide))
    changes = done.changes.union(Changes(mail=True))
    return LetterDone(letter=letter_of(session, stamp), changes=changes)


def hand_back(session: Session, stamp: str, to: str, reason: str, *, on: date | None = None) -> LetterDone:
    """A letter that is not for us goes to whom it was meant for, or back (误投、转退). It stays in the list of the year.

    Raises BadInput("field.missing", "act.date_in_future"), Refused("mail.dealt_with"), NotFound("mail.unknown"),
    NotAllowed("mail.sealed").
    """
    session.require_actor()
    letter = knowable_letter(session, stamp)
    said = {"to": clean_text(to, limit=SHORT, field="to").strip()}
    said["reason"] = clean_text(reason, limit=SHORT, field="reason").strip()
    for name, text in said.items():
        if not text:
            raise BadInput("field.missing", field=name, name=name)

    def handed() -> None:
        with session.work() as work:
            _require_open(session, work, stamp)
            today = session.setting(work.latest_at).today
            if on is not None and on > today:
                raise BadInput("act.date_in_future", field="on", day=on.isoformat())
            entry = LetterHandedBack(stamp=stamp, restricted=letter.what.restricted, **said)
            _append(session, work, entry, on or today)
            work.commit()

    _tried(handed)
    return LetterDone(letter=letter_of(session, stamp), changes=Changes(mail=True))


def fetch_envelope(session: Session, stamp: str, sha256: str) -> bytes:
    """A page of a letter's envelope. Raises NotFound("mail.unknown", "material.no_page"), NotAllowed("mail.sealed")."""
    session.require_reader()
    letter = knowable_letter(session, stamp)
    if sha256 not in letter.what.envelope:
        raise NotFound("material.no_page", field="sha256")
    record_view(session, "envelope", stamp, sealed=letter.what.restricted)
    return open_file(session, sha256)


def letter_of(session: Session, stamp: str) -> Letter:
    """The letter with that stamp number. Raises NotFound("mail.unknown")."""
    found = _mail(session, session.memory.queries, _year(stamp)).find(stamp)
    if found is None:
        raise NotFound("mail.unknown", field="stamp", stamp=stamp)
    return found


def letter_object(row: LetterRow) -> dict[str, object]:
    """The JSON object of `mail`."""
    letter = row.letter
    return {
        **to_json(letter.what),
        "opened_on": letter.on.isoformat(),
        "state": letter.state,
        "age": row.age,
        "due": None if row.due is None else row.due.isoformat(),
        "matter": letter.matter or None,
        "dealt_on": None if letter.dealt_on is None else letter.dealt_on.isoformat(),
        "to": letter.to or None,
        "reason": letter.reason or None,
        "hidden": row.hidden,
    }


def row_of(session: Session, letter: Letter) -> LetterRow:
    """One letter as the list shows it."""
    waits = letter.state is LetterState.OPEN
    return LetterRow(
        letter=letter,
        age=(session.today() - letter.what.received_on).days,
        due=_last_day(session, letter.what.received_on) if waits else None,
        hidden=letter.what.restricted and not _may_know(session, letter),
    )


def _cleaned(session: Session, values: Mapping[str, object]) -> LetterOpened:
    today = session.today()
    given = {name: item for name, item in values.items() if item not in (None, "")}
    value = from_json(LetterOpened, {"received_on": today.isoformat(), **given, "stamp": "?", "envelope": []})
    texts = {
        name: clean_text(getattr(value, name), limit=limit, field=name).strip()
        for name, limit in _TEXTS.items()
    }
    value = replace(value, **texts)  # type: ignore[arg-type]
    if value.enclosures is not None and not 0 <= value.enclosures <= MOST_ENCLOSURES:
        raise BadInput("mail.count", field="enclosures", most=MOST_ENCLOSURES)
    if value.received_on > today:
        raise BadInput("act.date_in_future", field="received_on", day=value.received_on.isoformat())
    if value.postmark_on is not None and value.postmark_on > value.received_on:
        raise BadInput(
            "register.dates_out_of_order", field="postmark_on", earlier="postmark_on", later="received_on"
        )
    return value


def _kept(
    session: Session, value: LetterOpened, files: Iterable[Path], reader: ScanReader
) -> Iterable[KeptPages]:
    holders = session.accounts.holders_for(session.account.id)

    def keeper(data: bytes) -> str:
        return session.store.keep(session.sealer.seal(data, holders) if value.restricted else data)

    return [keep_pages(keeper, file, reader) for file in files]


def _last_day(session: Session, received_on: date) -> date | None:
    """The soonest last day of what the law asks of a letter of that day whose class nobody has settled yet."""
    nobody = RegisterVisit(channel=CHANNEL, received_on=received_on, people=People(), claims=(ClaimGiven(),))
    asked = [item.obligation for item in caused_by(session, nobody)]
    law = session.law
    days = [o.due_legal for o in asked if o.kind == "duty" and o.due_legal and not law.rule(o.rule).internal]
    return min(days, default=None)


def _may_know(session: Session, letter: Letter) -> bool:
    """Whether this person may know of a letter under seal what stands on it: who opened it, and leaders."""
    return session.account.role in HOLDS_SEALED or letter.by == session.account.id


def knowable_letter(session: Session, stamp: str) -> Letter:
    """A letter that this person may know of. Raises NotFound("mail.unknown"), NotAllowed("mail.sealed")."""
    letter = letter_of(session, stamp)
    if letter.what.restricted and not _may_know(session, letter):
        raise NotAllowed("mail.sealed", field="stamp")
    return letter


def _require_open(session: Session, work: UnitOfWork, stamp: str) -> None:
    letter = _mail(session, work, _year(stamp)).find(stamp)
    if letter is None:
        raise NotFound("mail.unknown", field="stamp", stamp=stamp)
    if letter.state is LetterState.HANDED_BACK:
        raise Refused("mail.handed_back_already", field="stamp", stamp=stamp, day=letter.dealt_on)
    if letter.state is not LetterState.OPEN:
        raise Refused("mail.dealt_with", field="stamp", stamp=stamp, matter=letter.matter)


def _attach_envelope(
    session: Session, work: UnitOfWork, letter: Letter, made: RegisteredMatter, setting: Setting
) -> None:
    """Puts the envelope's pages beside the matter that was just made in this unit of work."""
    pages = None if made.known is None else _pages(session, letter, made.known.matter)
    stream = work.find(made.number)
    if pages is None or made.known is None or stream is None:
        return
    matter = made.known.matter
    (entry,) = work.append([session.draft(stream, pages, setting.today, matter)])
    after = history.step(matter, entry)
    if after is not None:
        work.project(made.known, session.known(after))


def _pages(session: Session, letter: Letter, matter: Matter) -> PagesAttached | None:
    """The envelope as pages of the matter; sealed now where the matter is sealed."""
    if not letter.what.envelope:
        return None
    plain = [open_file(session, item) for item in letter.what.envelope]
    files = tuple(keep_file(session, matter, data) for data in plain)
    pictures = tuple(hashlib.sha256(data).hexdigest() for data in plain)
    return PagesAttached(files=files, piece=Piece.ENVELOPE, pictures=() if files == pictures else pictures)


def _year(stamp: str) -> int:
    """The year of a stamp number. Raises NotFound("mail.unknown") for what is none."""
    parts = stamp.split("-")
    if len(parts) != 3 or len(parts[1]) != 3 or not parts[1][1:].isdecimal():
        raise NotFound("mail.unknown", field="stamp", stamp=stamp)
    return 2000 + int(parts[1][1:])


def _stream(session: Session, year: int) -> StreamId:
    return stream_of(session.office.station, year)


def _mail(session: Session, source: UnitOfWork | Queries, year: int) -> Mail:
    entries = source.stream(_stream(session, year))
    found: Mail = history.fold_other(entries, Mail(), session.sealer.open)
    return found


Value = LetterOpened | LetterRegistered | LetterJoined | LetterHandedBack


def _append(session: Session, work: UnitOfWork, value: Value, on: date) -> None:
    stream = _stream(session, _year(value.stamp))
    draft = session.draft(stream, value, on, None)
    work.append([replace(draft, after=work.stream_head(stream))])


T = TypeVar("T")


def _tried(step: Callable[[], T]) -> T:
    """Runs a step again when another desk was faster."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return step()
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")
