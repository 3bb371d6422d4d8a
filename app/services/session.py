"""A signed-in person at a desk, with everything a use-case needs: memory, seals, clock, office, law, calendar, suggester.

The states of the streams that are not matters (office, accounts, adopted law) are read once and again after a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.clock import Clock, day_of, from_milliseconds
from app.domain import history
from app.domain.account import ACTS_ON_MATTERS, HOLDS_SEALED, READS_MATTERS, Account, Accounts, Role
from app.domain.acts.granting import CARRYING
from app.domain.booked_visits import SEALED_TELLING
from app.domain.calendar import WorkCalendar
from app.domain.carrying import opener_for
from app.domain.entry import Entry, StreamId, StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, Opener
from app.domain.kinds import Setting
from app.domain.law import Law
from app.domain.law_adoption import Adopted
from app.domain.matter import Matter
from app.domain.office import Office
from app.domain.resealed import restored
from app.errors import NotAllowed
from app.ports import CodeSigner, Draft, HeadSigner, Known, Memory, PaperStore, Queries, Sealer, UnitOfWork
from app.services.guarded import GuardedMemory
from app.services.knowing import known
from app.services.suggester import Suggester

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(slots=True, kw_only=True)
class Session:
    """Who acts, where, with what. Made by ui/bootstrap/opening.py after signing in."""

    memory: Memory
    sealer: Sealer
    store: PaperStore
    clock: Clock
    account: Account
    desk: str
    office: Office
    accounts: Accounts
    adopted: Adopted
    law: Law
    calendar: WorkCalendar
    suggester: Suggester | None = None
    signer: HeadSigner | None = None
    """The person's key for signing heads."""
    code_signer: Callable[[], CodeSigner] | None = None
    """The station's keys, for the codes it prints; None where there are none, as in tests. Never asked in a unit of work."""
    draw: Callable[[bytes, int], Sequence[Image]] | None = None
    """Draws the pages of a PDF at so many dots an inch, for the trial scan of codes; None where nothing is printed."""
    lent: dict[str, str] = field(default_factory=dict)
    """Kept files that were sealed once more for this person, by the SHA-256 of the first: known once a matter was opened."""
    opening: tuple[str, bool] = ("", False)
    """The matter that lies open before this person, and whether its opening was recorded as one under seal."""

    def __post_init__(self) -> None:
        """Whatever memory it was given, what is asked of it is answered as this person may see it."""
        whole = self.memory.unguarded if isinstance(self.memory, GuardedMemory) else self.memory
        self.memory = GuardedMemory(whole, self.account.role)

    @property
    def unmasked(self) -> Queries:
        """The read side without masks: for machinery only; a house test lists the modules that use it."""
        memory = self.memory
        return memory.unguarded.queries if isinstance(memory, GuardedMemory) else memory.queries

    def now(self) -> datetime:
        """The instant of the clock."""
        return self.clock.now()

    def today(self) -> date:
        """The day of the clock, but never before the latest day the journal has seen (trust.md 13)."""
        latest = self.memory.queries.latest_at()
        return max(day_of(self.now()), day_of(from_milliseconds(latest)))

    def setting(self, latest_at: int) -> Setting:
        """Where and when an act takes place."""
        today = max(day_of(self.now()), day_of(from_milliseconds(latest_at)))
        return Setting(
            office=self.office,
            law=self.law,
            calendar=self.calendar,
            today=today,
            actor=self.account.id,
            role=self.account.role,
        )

    def work(self) -> UnitOfWork:
        """A unit of work of this person at this desk, now."""
        return self.memory.write(actor=self.account.id, desk=self.desk, now=self.now())

    def known(self, matter: Matter) -> Known:
        """A matter with its obligations and findings under this office's law and calendar."""
        return known(matter, self.law, self.calendar, self.office)

    def draft(self, stream: StreamId, value: Any, on: date, matter: Matter | None) -> Draft:
        """An entry ready to be appended: divided into its parts, the sealed one encrypted to its holders."""
        kind = ENTRY_KINDS_BY_TYPE[type(value)]
        body = history.split(value, history.scopes_of(matter, value))
        sealed = None
        if body.sealed is not None:
            plain = history.sealed_bytes(body)
            holders = dict.fromkeys((*self.holders(matter), *self._addressee(value)))
            sealed = self.sealer.seal(plain, tuple(holders))
        return Draft(
            stream=stream,
            kind=kind.name,
            form=kind.form,
            on=on,
            body=body,
            sealed=sealed,
            after=() if matter is None else matter.heads,
        )

    def holders(self, matter: Matter | None) -> tuple[str, ...]:
        """To whom a sealed part of a matter is addressed: the usual holders, and whom access was granted for today."""
        usual = self.accounts.holders_for(self.account.id)
        if matter is None or not matter.grants:
            return usual
        today = self.today()
        granted = [item.person for item in matter.grants if item.stands(today)]
        return tuple(dict.fromkeys((*usual, *(key for name in granted for key in self.key_of(name)))))

    def _addressee(self, value: Any) -> tuple[str, ...]:
        """Whom an entry gives earlier parts to; what was told ahead of a visit goes to all who may receive it."""
        if isinstance(value, SEALED_TELLING):
            receiving = (one for one in self.accounts.accounts if one.role in ACTS_ON_MATTERS)
            return tuple(key for one in receiving for key in self.key_of(one.id))
        return self.key_of(value.person) if isinstance(value, CARRYING) else ()

    def key_of(self, person: str) -> tuple[str, ...]:
        """The key of somebody who may read matters; none for a closed account and for administrators."""
        found = self.accounts.find(person)
        return () if found is None or found.role not in READS_MATTERS else (found.public_key,)

    def opener(self, entries: Iterable[Entry]) -> Opener:
        """What opens sealed parts of the entries of one matter for this person today."""
        leads = self.account.role in HOLDS_SEALED
        return opener_for(entries, self.sealer.open, self.account.id, self.today, leads=leads, lent=self.lent)

    def fold(self, entries: Iterable[Entry]) -> Matter | None:
        """The matter as this person may see it."""
        found = restored(entries)
        return history.fold(found, self.opener(found))

    def require_reader(self) -> None:
        """Raises NotAllowed("role.reads_no_matters") for the administrators' roles."""
        if self.account.role not in READS_MATTERS:
            raise NotAllowed("role.reads_no_matters", role=self.account.role)

    def may_act(self, also: frozenset[str] = frozenset()) -> bool:
        """Whether this person acts on matters, or is of a role to which the act is open besides (`ActKind.roles`)."""
        return self.account.role in ACTS_ON_MATTERS or self.account.role in also

    def require_actor(self, also: frozenset[str] = frozenset()) -> None:
        """Raises NotAllowed("role.acts_on_no_matters") for roles that only look or only administer; as `may_act`."""
        if not self.may_act(also):
            raise NotAllowed("role.acts_on_no_matters", role=self.account.role)

    def require_role(self, *roles: Role) -> None:
        """Raises NotAllowed("role.other_needed") unless the person holds one of the roles."""
        if self.account.role not in roles:
            raise NotAllowed("role.other_needed", role=self.account.role, needed=", ".join(roles))


def office_of(memory: Memory) -> Office:
    """The office as its stream says."""
    state: Office = history.fold_other(memory.queries.stream(single(StreamKind.OFFICE)), Office())
    return state


def accounts_of(memory: Memory) -> Accounts:
    """The accounts as their stream says."""
    state: Accounts = history.fold_other(memory.queries.stream(single(StreamKind.ACCOUNTS)), Accounts())
    return state


def adopted_by(memory: Memory) -> Adopted:
    """The law and calendar in force as their streams say."""
    entries = (
        *memory.queries.stream(single(StreamKind.LAW)),
        *memory.queries.stream(single(StreamKind.CALENDAR)),
    )
    state: Adopted = history.fold_other(entries, Adopted())
    return state
