"""A matter's life told in acts, without database or clock: for tests of the domain."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.clock import CHINA, milliseconds
from app.domain import codec, history
from app.domain.acts.noticing import PaperIssued
from app.domain.acts.registering import ClaimGiven, RegisterVisit, register
from app.domain.allowing import refusal_of
from app.domain.calendar import WorkCalendar
from app.domain.claims import Path, Purpose
from app.domain.entry import GENESIS, OPEN, SEALED, Entry, Header, Part, StreamId, StreamKind, chained
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.domain.kinds import Happened, Setting
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.obligations import Obligation, Status, obligations
from app.domain.office import Office, StationKind, Unit
from app.domain.people import People, Petitioner
from app.ids import shaped

LAW = Law.shipped()
CALENDAR = WorkCalendar.shipped()
UNITS = (
    Unit(code="U1", name="示范镇人民政府"),
    Unit(code="U2", name="示范县自然资源局"),
    Unit(code="U3", name="示范县农业农村局", review_bodies=("示范县人民政府", "示范市自然资源局")),
)
SOMEBODY = People(petitioners=(Petitioner(name="张示范", address="示范县示范镇示范村一号"),))
STORY = "村里修路占用我家承包地，补偿款至今没有付清。"


def day(text: str) -> date:
    """`03-02` is a day of 2026, `2025-12-17` that day."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def claim(purpose: Purpose = Purpose.CLAIM, path: Path = Path.UNDECIDED, text: str = STORY) -> ClaimGiven:
    """One claim as a visitor brings it."""
    return ClaimGiven(text=text, purpose=purpose, path=path)


def visit(on: date, *claims: ClaimGiven, **given: Any) -> RegisterVisit:
    """A visit of somebody with a name and an address."""
    return RegisterVisit(
        **{
            "channel": "walk_in",
            "received_on": on,
            "people": SOMEBODY,
            "claims": claims or (claim(),),
            **given,
        }
    )


@dataclass
class Story:
    """One matter at one station. Sealed parts are kept as their plain bytes; `opener` opens them for everybody."""

    kind: StationKind = StationKind.OFFICE
    origin: str = "LX07"
    law: Law = LAW
    entries: list[Entry] = field(default_factory=list)
    stream: StreamId = field(
        default_factory=lambda: StreamId(StreamKind.MATTER, shaped(1_767_600_000_000, bytes(range(10))))
    )

    @property
    def office(self) -> Office:
        """The station the story plays at."""
        return Office(name="示范县信访局", station=self.origin, area="410721", kind=self.kind, units=UNITS)

    def setting(self, today: date, actor: str = "clerk") -> Setting:
        """A clerk of this station on that day."""
        return Setting(
            office=self.office, law=self.law, calendar=CALENDAR, today=today, actor=actor, role="clerk"
        )

    def begins(self, on: str, *claims: ClaimGiven, typed_on: str = "", **given: Any) -> Matter:
        """Somebody comes on that day; `typed_on` when the letter was typed later."""
        today = day(typed_on or on)
        entry = register(
            visit(day(on), *claims, **given),
            number=f"{self.origin}-26-00001-0",
            token_hash="0" * 64,
            today=today,
            training=False,
            unit_received="unit-received" in self.law.milestones_of_registering(self.kind),
        )
        self.write(entry, today)
        return self.matter

    def does(self, act: Any, on: str, *, actor: str = "clerk") -> Matter:
        """Somebody of the station does it on that day. Raises what the act refuses."""
        kind = next(item for item in history.ACT_KINDS.values() if item.type is type(act))
        setting = self.setting(day(on), actor)
        happened: tuple[Happened, ...] = kind.decide(self.matter, act, setting)
        in_the_way = refusal_of(self.matter, kind, setting)
        elsewhere = ("act.not_this_station", "act.only_the_desk")
        assert in_the_way is None or in_the_way.code in elsewhere, f"{kind.name}: {in_the_way}"
        for item in happened:
            self.write(item.value, item.on, made_on=day(on), actor=actor)
        return self.matter

    def issues(self, kind: str, on: str, *, needs_seal: bool = False, claim_number: int = 0) -> Matter:
        """A paper of that kind is issued, with its number and facts."""
        value = PaperIssued(
            kind=kind,
            template="1",
            claim=claim_number,
            number=f"X信告〔2026〕{len(self.entries)}号",
            needs_seal=needs_seal,
            needs_delivery=True,
            notice=self.law.notices.get(kind, ""),
            facts="{}",
        )
        self.write(value, day(on))
        return self.matter

    def write(
        self,
        value: Any,
        on: date,
        *,
        made_on: date | None = None,
        sealing: bool = True,
        actor: str = "clerk",
    ) -> Entry:
        """Appends an entry to the story's own chain."""
        before = self.known()
        body = history.split(value, history.scopes_of(before, value) if sealing else frozenset())
        parts = {OPEN: Part(bytes(16), codec.canonical(body.open))}
        if body.sealed is not None:
            parts[SEALED] = Part(bytes(16), history.sealed_bytes(body))
        kind = ENTRY_KINDS_BY_TYPE[type(value)]
        place = len(self.entries) + 1
        noon = datetime.combine(made_on or on, time(12), tzinfo=CHINA)
        at = milliseconds(noon) + place
        header = Header(
            id=shaped(at, self.origin.encode() + place.to_bytes(6, "big")),
            origin=self.origin,
            epoch=1,
            oseq=place,
            prev=self.entries[-1].hash if self.entries else GENESIS,
            stream=self.stream,
            kind=kind.name,
            form=kind.form,
            at=at,
            offset=480,
            on=on,
            after=() if before is None else before.heads,
            clock="ok",
            actor=actor,
            desk="A",
            digests={name: part.digest for name, part in parts.items()},
        )
        entry = Entry(header, header.to_bytes(), parts, at)
        self.entries.append(entry)
        return entry

    def known(self) -> Matter | None:
        """The matter as somebody sees it who may open every part; None before it is registered."""
        return history.fold(self.entries, lambda sealed: sealed)

    @property
    def matter(self) -> Matter:
        """The matter as somebody sees it who may open every part."""
        found = self.known()
        assert found is not None
        return found

    @property
    def public(self) -> Matter:
        """The matter as somebody sees it who may open nothing."""
        found = history.fold(self.entries)
        assert found is not None
        return found

    def duties_of_all(self) -> tuple[Obligation, ...]:
        """Every obligation of every rule, in order of opening."""
        return obligations(self.matter, self.law, CALENDAR, self.kind)

    def duties(self, rule: str) -> list[Obligation]:
        """Every obligation of that rule, in order of opening."""
        return [item for item in self.duties_of_all() if item.rule == rule]

    def duty(self, rule: str) -> Obligation:
        """The only obligation of that rule."""
        (found,) = self.duties(rule)
        return found

    def status(self, rule: str, today: str) -> Status:
        """What has become of the only obligation of that rule by that day."""
        return self.duty(rule).status(day(today))


def moved(entry: Entry, **changes: Any) -> Entry:
    """The entry with another header, as another writer might have made it."""
    raw = json.loads(entry.raw) | changes
    data = codec.canonical(raw)
    return Entry(Header.from_bytes(data), data, entry.parts, entry.received_at)


def hash_of(entry: Entry) -> str:
    """The hash by which the next entry names it, in hex."""
    return chained(entry.raw).hex()


def utc(text: str) -> datetime:
    """An instant of UTC from ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ONE_DAY = timedelta(days=1)
