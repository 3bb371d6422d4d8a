"""The phone page of the office (预登记页面): what it has to be told, and the key it seals to, which can be renewed.

The page holds a public key and nothing secret. A page with a replaced key may hang in a village for months, so what it
makes is read for a time of grace (resources/qr/preregistration.toml); decision 0185.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.clock import day_of, milliseconds
from app.domain.key_care import PageKeyRenewed
from app.page_keys import PageKeys, PageKeyShelf
from app.services.key_care import record, require_keeper
from app.services.session import Session
from resources.loader import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """Days a code is good for, a phone's clock may be ahead, and a page with a replaced key is still read."""

    valid_days: int
    ahead_days: int
    old_page_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page is made from. `public` is the key (32 bytes) it seals to, `key` its short name in hexadecimal digits.

    `made_on` is the day it is told; `valid_days` how long each of its codes is good for.
    """

    office: str
    station: str
    area: str
    training: bool
    public: bytes
    key: str
    made_on: date
    valid_days: int


def code_plan() -> CodePlan:
    """The shipped figures."""
    return CodePlan(**read_toml("qr/preregistration.toml"))


def page_facts(session: Session, shelf: PageKeyShelf) -> PageFacts:
    """What the page of this office needs; its key is made here where there was none. Raises Damaged("keys.page")."""
    session.require_actor()
    office, key = session.office, shelf.keys().present
    return PageFacts(
        office=office.name,
        station=office.station,
        area=office.area,
        training=office.training,
        public=key.public,
        key=key.id.hex(),
        made_on=session.today(),
        valid_days=code_plan().valid_days,
    )


def renew_page_key(session: Session, shelf: PageKeyShelf, *, reason: str) -> tuple[PageKeys, date]:
    """Puts a new key in the place of the page's; the keys, and the last day on which an old page is read.

    Raises NotAllowed("role.other_needed"), BadInput("keys.reason"), Damaged("keys.page").
    """
    require_keeper(session, reason)
    now = session.now()
    until = now + timedelta(days=code_plan().old_page_days)
    before = shelf.keys().present.id.hex()
    keys = shelf.renew(now=milliseconds(now), until=milliseconds(until))
    renewed = PageKeyRenewed(
        key=keys.present.id.hex(), before=before, until=milliseconds(until), reason=reason.strip()
    )
    record(session, renewed)
    return keys, day_of(until)
