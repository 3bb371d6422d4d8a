"""Accounting for a finding (说明情况): what can no longer be undone is explained, with a name and a reason.

The fact stays: a period that was missed stays missed, in the duties and in the figures. Only the self-check stops
asking. Which checks can be answered so is data (resources/checks).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.check import Sight, require_check
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import WHOLE, AccountGiven, Matter
from app.domain.obligations import obligations
from app.domain.selfcheck import NAMES_ACCUSED, standing
from app.errors import BadInput, Refused

COMPARED_ELSEWHERE = frozenset({"K08", "K09", "K25", "K32", "K38", "K39", "K47", "K51"})
"""Checks whose findings may rest on other matters, the office's table or a sealed part: not seen from here."""

EVERYTHING = "*"
"""Stands under the seal for every finding of the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFor:
    """Say why a finding came about (说明情况): which check, about what of the matter (empty: all of it), the reason."""

    check: str
    reason: str
    subject: str = ""
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountedFor:
    """A finding was accounted for (已说明情况).

    What a check found under a seal is named in `about`, under the same seal; `concealed` says openly that it is there.
    """

    check: str
    claim: int
    subject: str = ""
    concealed: bool = False
    about: str = field(default="", metadata={"scope": "story"})
    reason: str = field(default="", metadata={"scope": "story"})


def account_for(matter: Matter, act: AccountFor, setting: Setting) -> tuple[Happened, ...]:
    """Records the account.

    Raises BadInput("check.unknown", "account.no_reason"), Refused("account.nothing") where nothing of the kind was found,
    Refused("account.can_be_done") where the duty can still be fulfilled: it is fulfilled, not explained.
    """
    check = require_check(act.check)
    claim = matter.require_claim(act.claim)
    if not act.reason.strip():
        raise BadInput("account.no_reason", field="reason")
    concealed = matter.restricted and check.id in NAMES_ACCUSED
    if check.id not in COMPARED_ELSEWHERE and not concealed:
        duties = obligations(matter, setting.law, setting.calendar, setting.office.kind)
        sight = Sight(law=setting.law, calendar=setting.calendar, office=setting.office, duties=duties)
        about = [
            item
            for item in standing(matter, sight, setting.today)
            if item.check == check.id and act.subject in ("", item.subject) and claim in (WHOLE, item.claim)
        ]
        if not about:
            raise Refused("account.nothing", field="check", check=check.id)
        if not any(item.explainable for item in about):
            raise Refused("account.can_be_done", field="check", check=check.id)
    entry = AccountedFor(
        check=check.id,
        claim=claim,
        subject="" if concealed else act.subject,
        concealed=concealed,
        about=act.subject or EVERYTHING if concealed else "",
        reason=act.reason,
    )
    return (Happened(entry, setting.today),)


def accounted_for(state: Matter, entry: AccountedFor, header: Header) -> Matter:
    """The matter with the account; one whose subject lies under a seal is not counted without the key."""
    if entry.concealed and not entry.about:
        return state
    about = "" if entry.about == EVERYTHING else entry.about
    account = AccountGiven(
        check=entry.check, subject=entry.subject or about, claim=entry.claim, on=header.on, by=header.actor
    )
    return replace(state, accounts=(*state.accounts, account))


ENTRIES = (EntryKind("accounted-for", AccountedFor, accounted_for),)
ACTS = (ActKind("account-for", AccountFor, account_for),)
