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
from app.qr.fingerprint import four_words
from app.qr.page import PageFacts, page
from app.qr.sealed_code import key_id
from app.services.key_care import record, require_keeper
from app.services.session import Session
from resources.loader import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """Days a code is good for, a phone's clock may be ahead, a page is used, and one with a replaced key is still read."""

    valid_days: int
    ahead_days: int
    page_days: int
    old_page_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page as a file: its bytes, the short name of its key and the four words of it, the last day of its use."""

    content: bytes
    key: str
    words: tuple[str, ...]
    valid_until: date


def code_plan() -> CodePlan:
    """The shipped figures."""
    return CodePlan(**read_toml("qr/preregistration.toml"))


def page_facts(session: Session, shelf: PageKeyShelf, *, shared: bool = False) -> PageFacts:
    """What the page of this office is filled with; its key is made here where there was none. `shared`: for a tablet.

    Raises NotAllowed("role.acts_on_no_matters"), Damaged("keys.page").
    """
    session.require_actor()
    office = session.office
    return PageFacts(
        office=office.name,
        station=office.station,
        area=office.area,
        public=shelf.keys().present.public,
        valid_until=session.today() + timedelta(days=code_plan().page_days),
        shared=shared,
    )


def make_page(session: Session, shelf: PageKeyShelf, *, shared: bool = False) -> MadePage:
    """The page as a file. Raises as `page_facts`."""
    facts = page_facts(session, shelf, shared=shared)
    return MadePage(
        content=page(facts),
        key=key_id(facts.public).hex(),
        words=four_words(facts.public),
        valid_until=facts.valid_until,
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
