"""Registering a visit, a letter, a call or an online item: number, entry, projections and receipt token at once.

A service of its own because there is no matter yet: the number is taken inside the transaction, so that a refusal
gives it back and the series has no gap.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.changes import Changes
from app.clock import milliseconds
from app.domain import history
from app.domain.acts.registering import Registered, RegisterVisit, register
from app.domain.acts.telling_apart import ToldApart
from app.domain.entry import StreamId, StreamKind
from app.domain.kinds import Setting
from app.domain.number import MatterNumber
from app.errors import BadInput, Conflict
from app.ids import new_id
from app.ports import Known, UnitOfWork
from app.services.outage_entering import enter_in
from app.services.reading import as_own
from app.services.session import Session
from app.services.used_codes import use_in

ATTEMPTS = 3
"""How often a registration is tried again when another desk was faster (PostgreSQL)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredMatter:
    """The answer to a registration. `token` is empty when the row had been registered before (`repeated`)."""

    number: str
    token: str
    repeated: bool
    known: Known | None
    changes: Changes


def register_matter(
    session: Session, command: RegisterVisit, *, key: str = "", apart: tuple[str, ...] = ()
) -> RegisteredMatter:
    """Registers; `apart` are numbers that were found not to be the same matter.

    With a `key` a second call with the same key registers nothing and answers the first number.

    Raises what `register` raises, NotAllowed, Unavailable("disk.full"), Refused("number.series_full"), and for a visitor's
    code that was used before Refused("prereg.used", "prereg.used_unseen"); for a sheet of a pack what `enter_in` raises.
    """
    session.require_actor()
    command = checked(session, command)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _once(session, command, key, apart)
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def checked(session: Session, command: RegisterVisit) -> RegisterVisit:
    """The command with the accused units by their codes, where the law allows so many representatives.

    A unit that no table knows stays as it was typed: registering is never refused for it. Raises
    BadInput("people.too_many_representatives").
    """
    most = session.law.most_representatives
    if len(command.people.representatives) > most:
        raise BadInput(
            "people.too_many_representatives",
            field="representatives",
            most=most,
            given=len(command.people.representatives),
        )
    if not command.accused_units:
        return command
    return replace(
        command, accused_units=tuple(dict.fromkeys(_unit(session, u) for u in command.accused_units))
    )


def _unit(session: Session, reference: str) -> str:
    unit = session.office.unit(reference)
    return reference if unit is None else unit.code


def _once(session: Session, command: RegisterVisit, key: str, apart: tuple[str, ...]) -> RegisteredMatter:
    with session.work() as work:
        place, earlier = remembered(work.result_of, key)
        if earlier:
            return RegisteredMatter(number=earlier, token="", repeated=True, known=None, changes=Changes())
        made = record(session, work, command, session.setting(work.latest_at), place, apart)
        work.commit()
    return made


def record(
    session: Session,
    work: UnitOfWork,
    command: RegisterVisit,
    setting: Setting,
    place: str,
    apart: tuple[str, ...] = (),
) -> RegisteredMatter:
    """Writes one registration into a unit of work, which the caller commits; remembers its number under `place`.

    Raises what `register` raises, before a number is taken.
    """
    token = secrets.token_hex(16).upper()
    entry = unnumbered(session, command, token, setting)
    # a matter of an old ledger counts in the year in which it was registered there
    year = (setting.today if command.ledger is None else command.received_on).year
    sequence = work.take_number(f"matter/{session.office.station}/{year}")
    number = MatterNumber.make(session.office.station, year % 100, sequence).text
    use_in(session, work, command.preregistration, number)
    sheet = enter_in(session, work, command, number)
    stream = StreamId(StreamKind.MATTER, new_id(milliseconds(session.now())))
    draft = session.draft(stream, replace(entry, number=number), setting.today, None)
    matter = history.step(None, work.append([draft])[0], lambda sealed: None)
    further: list[object] = [ToldApart(other=other) for other in dict.fromkeys(apart)]
    for value in (sheet, *further) if sheet is not None else further:
        told = session.draft(stream, value, setting.today, matter)
        matter = history.step(matter, work.append([told])[0], lambda sealed: None)
    if matter is None:
        raise AssertionError("a registration makes a matter")
    known = session.known(matter)
    work.project(None, known)
    work.keep_token(number, token)
    if place:
        work.remember(place, number)
    changes = Changes(matters=frozenset({number}), obligations=True)
    known = replace(known, matter=as_own(session, matter))
    return RegisteredMatter(number=number, token=token, repeated=False, known=known, changes=changes)


def unnumbered(session: Session, command: RegisterVisit, token: str, setting: Setting) -> Registered:
    """The entry of a registration before it has a number; refused here if it is refused at all."""
    return register(
        command,
        number="?",
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        today=setting.today,
        training=session.office.training,
        unit_received="unit-received" in session.law.milestones_of_registering(session.office.kind),
    )


Remembered = Callable[[str], str | None]
"""What is remembered under a key, or None."""


def remembered(result_of: Remembered, key: str) -> tuple[str, str]:
    """Where the number of an idempotency key is kept, and the number; empty for none.

    A number that was given up with its import (`freed`) is passed over: its row may be registered again.
    """
    if not key:
        return "", ""
    place = f"register:{key}"
    while True:
        number = result_of(place)
        if number is None:
            return place, ""
        if result_of(freed(number)) is None:
            return place, number
        place = f"again:{hashlib.sha256(f'{key}/{number}'.encode('utf-8', 'replace')).hexdigest()}"


def freed(number: str) -> str:
    """Under which it is remembered that a number was given up with its import, so that its row may come again."""
    return f"freed:{number}"
