"""Registering a visit, a letter, a call or an online item: number, entry, projections and receipt token at once.

A service of its own because there is no matter yet: the number is taken inside the transaction, so that a refusal
gives it back and the series has no gap.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from app.changes import Changes
from app.clock import milliseconds
from app.domain import history
from app.domain.acts.registering import RegisterVisit, register
from app.domain.entry import StreamId, StreamKind
from app.domain.names import search_key
from app.domain.number import MatterNumber
from app.errors import BadInput, Conflict
from app.ids import new_id
from app.ports import Known
from app.readmodels import PersonRow
from app.services.session import Session

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


def register_matter(session: Session, command: RegisterVisit, *, key: str = "") -> RegisteredMatter:
    """Registers. With a `key` a second call with the same key registers nothing and answers the first number.

    Raises what `register` raises, NotAllowed, Unavailable("disk.full"), Refused("number.series_full").
    """
    session.require_actor()
    command = _checked(session, command)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _once(session, command, key)
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def _checked(session: Session, command: RegisterVisit) -> RegisterVisit:
    most = session.law.most_representatives
    if len(command.people.representatives) > most:
        raise BadInput(
            "people.too_many_representatives",
            field="representatives",
            most=most,
            given=len(command.people.representatives),
        )
    return command


def _once(session: Session, command: RegisterVisit, key: str) -> RegisteredMatter:
    token = secrets.token_hex(16).upper()
    with session.work() as work:
        if key:
            earlier = work.result_of(f"register:{key}")
            if earlier is not None:
                return RegisteredMatter(
                    number=earlier, token="", repeated=True, known=None, changes=Changes()
                )
        setting = session.setting(work.latest_at)
        year = setting.today.year
        sequence = work.take_number(f"matter/{session.office.station}/{year}")
        number = MatterNumber.make(session.office.station, year % 100, sequence).text
        entry = register(
            command,
            number=number,
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            today=setting.today,
            training=session.office.training,
            unit_received="unit-received" in session.law.milestones_of_registering(session.office.kind),
        )
        stream = StreamId(StreamKind.MATTER, new_id(milliseconds(session.now())))
        recorded = work.append([session.draft(stream, entry, setting.today, None)])
        matter = history.step(None, recorded[0], lambda sealed: None)
        if matter is None:
            raise AssertionError("a registration makes a matter")
        known = session.known(matter)
        work.project(None, known)
        work.keep_token(number, token)
        if key:
            work.remember(f"register:{key}", number)
        work.commit()
    changes = Changes(matters=frozenset({number}), obligations=True)
    return RegisteredMatter(number=number, token=token, repeated=False, known=known, changes=changes)


def earlier_matters(session: Session, *, name: str = "", id_number: str = "") -> list[PersonRow]:
    """Earlier matters of somebody with that name or identity number, shown while the clerk types (features B3)."""
    session.require_reader()
    if not name and not id_number:
        return []
    return session.memory.queries.persons(
        name_key=search_key(name) if name else "", id_number=id_number.upper()
    )
