"""A petitioner asks at the hall where the matter stands, and says what they think of the answer (扫码查询、扫码评价).

The code of the receipt alone tells one word; the last digits of a telephone or an identity number besides tell since when,
with whom, and by when the next step is owed. Wrong digits again and again make the asking pause (reference/exchange.md 5,
case 35). Every asking is an entry of the access chain, recorded before anything is told. Nothing at all is told of an
accusation or a confidential matter: whoever stands behind the petitioner would learn that it is one.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.clock import milliseconds
from app.domain.access import StandingAsked
from app.domain.acts.rating import Rate, require_ratable, rounds
from app.domain.history import read_value
from app.domain.matter import Matter
from app.domain.obligations import Status
from app.domain.roadmap import state_of
from app.errors import NotAllowed, NotFound, Refused
from app.qr.evaluation_code import EvaluationCode, evaluation_code, parse_evaluation
from app.qr.families import Family, family_of
from app.qr.receipt_code import ReceiptCode, parse
from app.services.looking import record
from app.services.perform import Performed, perform
from app.services.session import Session
from resources.loader import read_toml


class Factor(StrEnum):
    """What somebody who asked had besides the code (第二要素)."""

    NONE = "none"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPlan:
    """The shipped figures (resources/qr/query.toml): tries before the pause, its minutes, digits that are asked for."""

    tries: int
    pause_minutes: int
    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands, for its petitioner: a state of the road map (roadmap.state_of), and what else may be told.

    Without the second factor everything but the number and the state is empty. `unit` is who has it by name, `owed_by`
    the day by which the next answer is owed, `late` that it is past. `ratable`: it may be rated now; `has_unit`: it was
    sent to a unit, which is rated apart.
    """

    number: str
    state: str
    since: date | None = None
    unit: str = ""
    owed_by: date | None = None
    late: bool = False
    ratable: bool = False
    has_unit: bool = False


def asking_plan() -> AskingPlan:
    """The shipped figures."""
    return AskingPlan(**read_toml("qr/query.toml"))


def ask(session: Session, text: str, digits: str = "") -> Standing:
    """Tells the holder of a receipt, or of an evaluation code, where the matter stands.

    Raises BadInput("paper.receipt_code_unreadable", "asking.code_unreadable"), NotFound("asking.unknown") for a code that
    is not ours, Refused("asking.at_the_window") for what is told nobody on a screen, Refused("asking.digits") with the
    tries that are left, Refused("asking.used") for an evaluation code that has rated, NotAllowed("asking.pause") with the
    minutes to wait.
    """
    matter, code = _matter_of(session, text)
    if _recorded(session, matter, digits) is Factor.RIGHT:
        return _standing(session, matter)
    told = Standing(number=matter.number, state=state_of(matter))
    if isinstance(code, ReceiptCode):
        return told
    _require_unused(matter, code)
    return replace(told, ratable=_is_ratable(matter), has_unit=bool(matter.routings))


def rate_by_oneself(session: Session, text: str, mark: Rate, digits: str = "") -> Performed:
    """Writes what the petitioner says of the answer: by the evaluation code, or the receipt's code with the digits.

    Raises as `ask`, and what the act refuses.
    """
    matter, code = _matter_of(session, text)
    if isinstance(code, EvaluationCode):
        require_ratable(matter)
        _require_unused(matter, code)
    else:
        if _recorded(session, matter, digits) is Factor.NONE:
            raise Refused("asking.digits", field="digits", left=asking_plan().tries)
        require_ratable(matter)
    done = perform(session, matter.number, mark, key=f"rate/{matter.number}/{rounds(matter)}")
    if done is None:
        raise Refused("asking.used")
    return done


def code_to_rate(matter: Matter) -> str:
    """The text of the code with which the next rating may be made; empty for a matter that has no token or is not rated."""
    if matter.is_accusation or not matter.token_hash:
        return ""
    return evaluation_code(matter.number, matter.token_hash, rounds(matter)).payload()


def _matter_of(session: Session, text: str) -> tuple[Matter, ReceiptCode | EvaluationCode]:
    """The matter that a genuine code of ours names, and the code. Raises as `ask`."""
    session.require_actor()
    code = parse_evaluation(text) if family_of(text) is Family.EVALUATION else parse(text)
    stream = session.unmasked.find(code.number)
    matter = None if stream is None else session.fold(session.unmasked.stream(stream))
    if matter is None or not matter.token_hash or not _is_genuine(matter, code):
        raise NotFound("asking.unknown")
    if matter.is_accusation or matter.confidential or matter.people_sealed or matter.voided_on is not None:
        raise Refused("asking.at_the_window")
    return matter, code


def _is_genuine(matter: Matter, code: ReceiptCode | EvaluationCode) -> bool:
    """Whether this office gave it out: the receipt of the matter, or the code of its next rating or of one before."""
    if isinstance(code, ReceiptCode):
        return code.is_for(matter.token_hash)
    return any(code.is_for(matter.token_hash, past) for past in range(rounds(matter) + 1))


def _require_unused(matter: Matter, code: EvaluationCode) -> None:
    """Raises Refused("asking.used")."""
    if not code.is_for(matter.token_hash, rounds(matter)):
        raise Refused("asking.used")


def _recorded(session: Session, matter: Matter, digits: str) -> Factor:
    """What the digits prove, written into the access chain first. Raises NotAllowed("asking.pause"),
    Refused("asking.digits").
    """
    plan, wrong = asking_plan(), _wrong_in_a_row(session, matter)
    if len(wrong) >= plan.tries:
        raise NotAllowed("asking.pause", minutes=_minutes_left(session, wrong[0]))
    factor = _factor(matter, digits)
    record(session, StandingAsked(number=matter.number, factor=factor), about=matter.id)
    if factor is Factor.WRONG:
        raise Refused("asking.digits", field="digits", left=plan.tries - len(wrong) - 1)
    return factor


def _standing(session: Session, matter: Matter) -> Standing:
    known = session.known(matter)
    today = session.today()
    open_duties = [
        item.due_legal
        for item in known.obligations
        if item.kind == "duty"
        and item.to == "petitioner"
        and item.article
        and item.due_legal
        and item.status(today) in (Status.OPEN, Status.MISSED)
    ]
    owed_by = min(open_duties, default=None)
    return Standing(
        number=matter.number,
        state=state_of(matter),
        since=matter.milestones[-1].on if matter.milestones else None,
        unit=_who_has_it(session, matter),
        owed_by=owed_by,
        late=owed_by is not None and owed_by < today,
        ratable=_is_ratable(matter),
        has_unit=bool(matter.routings),
    )


def _is_ratable(matter: Matter) -> bool:
    try:
        require_ratable(matter)
    except Refused:
        return False
    return True


def _who_has_it(session: Session, matter: Matter) -> str:
    """The office that has the matter now, by name: the last unit it was sent to, or this one."""
    if not matter.routings:
        return session.office.name
    code = matter.routings[-1].unit
    unit = session.office.unit(code)
    return code if unit is None else unit.name


def _factor(matter: Matter, digits: str) -> Factor:
    """Whether the digits are the last of a telephone or an identity number of anybody who petitions."""
    said = "".join(digits.split()).upper()
    if not said:
        return Factor.NONE
    count = asking_plan().digits
    people = (*matter.people.petitioners, *matter.people.agents, *matter.people.representatives)
    held = {
        "".join(c for c in text if c.isalnum()).upper()[-count:]
        for person in people
        for text in (getattr(person, "id_number", ""), *_phones(person))
        if text
    }
    right = any(hmac.compare_digest(said.encode(), item.encode()) for item in held if len(item) == count)
    return Factor.RIGHT if right else Factor.WRONG


def _phones(person: object) -> tuple[str, ...]:
    phones: tuple[str, ...] = getattr(person, "phones", ())
    phone: str = getattr(person, "phone", "")
    return (*phones, phone)


def _wrong_in_a_row(session: Session, matter: Matter) -> list[int]:
    """When wrong digits were given (UTC milliseconds, the newest first) since right ones, within the time of a pause."""
    since = milliseconds(session.now()) - asking_plan().pause_minutes * 60_000
    wrong: list[int] = []
    for entry in reversed(session.unmasked.looks_at(matter.number)):
        read = read_value(entry)
        value = None if read is None else read[1]
        if entry.header.at <= since or (isinstance(value, StandingAsked) and value.factor == Factor.RIGHT):
            break
        if isinstance(value, StandingAsked) and value.factor == Factor.WRONG:
            wrong.append(entry.header.at)
    return wrong


def _minutes_left(session: Session, last: int) -> int:
    """Minutes until somebody may ask again after wrong digits at that time (UTC milliseconds), begun ones counted."""
    ends = last + asking_plan().pause_minutes * 60_000
    return max(1, -(-(ends - milliseconds(session.now())) // 60_000))
