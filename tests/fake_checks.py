"""What the self-check asks of all matters, by scanning: one side of the memory's contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.clock import day_of, from_milliseconds
from app.domain.access import Viewed
from app.domain.entry import Entry
from app.domain.history import read_value
from app.domain.matter import Matter
from app.domain.number import missing_numbers
from app.domain.obligations import Status
from app.ports import Known
from app.readmodels import AccountRow, DueRow, FindingRow, LeadRow, LookRow, SamePersonRow


class FakeCheckQueries:
    """Questions of the self-check."""

    _memory: Any

    @property
    def _all(self) -> list[Known]:
        return list(self._memory.state.known.values())

    def findings(self, day: date) -> list[FindingRow]:
        """Findings of the record."""
        return [
            FindingRow(
                finding=item,
                number=known.matter.number,
                station=known.matter.station,
                excerpt="" if known.matter.restricted else _excerpt(known),
            )
            for known in self._all
            for item in sorted(known.findings, key=lambda f: (f.check, f.claim, f.subject))
            if item.since <= day
        ]

    def unmet(self, day: date, rules: Sequence[str]) -> list[DueRow]:
        """Duties that were missed or done late."""
        return [
            DueRow(
                obligation=item,
                number=known.matter.number,
                name="",
                excerpt="" if known.matter.restricted else _excerpt(known),
                status=item.status(day),
                unreachable=known.matter.unreachable,
            )
            for known in self._all
            for item in sorted(known.obligations, key=lambda o: o.id)
            if item.rule in rules
            and item.due_legal is not None
            and item.due_legal < day
            and item.status(date.max) not in (Status.DISCHARGED, Status.USED, Status.VOID)
            and known.matter.voided_on is None
        ]

    def of_rules(self, rules: Sequence[str], first: date, last: date, today: date) -> list[DueRow]:
        """Duties opened, and windows used, in those days."""
        made = []
        for known in self._all:
            person, hidden = known.matter.people.first, known.matter.restricted or known.matter.confidential
            for item in sorted(known.obligations, key=lambda o: (o.opened_on, o.id)):
                on = item.opened_on if item.kind == "duty" else item.discharged_on
                if item.rule in rules and on is not None and first <= on <= last:
                    row = DueRow(
                        obligation=item,
                        number=known.matter.number,
                        name="" if hidden or person is None else person.name,
                        excerpt="" if known.matter.restricted else _excerpt(known),
                        status=item.status(today),
                    )
                    made.append(row)
        return made

    def same_persons(self) -> list[SamePersonRow]:
        """Pairs of matters of two stations with the same petitioner."""
        open_ones = [
            known.matter
            for known in self._all
            if not (known.matter.restricted or known.matter.confidential or known.matter.voided_on)
        ]
        return [
            SamePersonRow(
                number=one.number,
                received_on=one.received_on,
                other=other.number,
                other_received_on=other.received_on,
                category=one.claims[0].category,
                place=one.place,
            )
            for at, one in enumerate(open_ones)
            for other in open_ones[at + 1 :]
            if one.number[:4] != other.number[:4]
            and (one.claims[0].category, one.place) == (other.claims[0].category, other.place)
            and _id_numbers(one) & _id_numbers(other)
        ]

    def accounts(self) -> list[AccountRow]:
        """What was accounted for."""
        return [
            AccountRow(number=known.matter.number, account=item)
            for known in self._all
            for item in known.matter.accounts
        ]

    def leads(self, check: str) -> list[LeadRow]:
        """What has to be compared."""
        return [
            LeadRow(number=known.matter.number, lead=item)
            for known in self._all
            for item in sorted(known.leads, key=lambda lead: (lead.claim, lead.key))
            if item.check == check
        ]

    def restricted(self) -> list[str]:
        """Matters under seal."""
        return [known.matter.number for known in self._all if known.matter.restricted]

    def gaps(self) -> list[tuple[int, int, date | None]]:
        """Numbers that stand nowhere."""
        prefix = f"matter/{self._memory.station}/"
        counters = self._memory.state.counters.items()
        given = {int(name.removeprefix(prefix)): value for name, value in counters if name.startswith(prefix)}
        own = [known.matter for known in self._all if known.matter.number[:4] == self._memory.station]
        return missing_numbers(given, ((matter.number, matter.registered_on) for matter in own))

    def looked(self, since: date) -> list[LookRow]:
        """Looks at what is under seal."""
        hidden, made = set(self.restricted()), []
        for entry in self._memory.state.looks:
            value, on = read_value(entry), day_of(from_milliseconds(entry.header.at))
            if value is None or not isinstance(value[1], Viewed) or on < since:
                continue
            if value[1].number in hidden:
                row = LookRow(
                    number=value[1].number,
                    on=on,
                    account=entry.header.actor,
                    what=value[1].what,
                    opened=value[1].sealed,
                    id=entry.header.id.hex,
                )
                made.append(row)
        return made

    def looks_at(self, number: str) -> list[Entry]:
        """Everything that was recorded about a matter's openings."""
        found = []
        for entry in self._memory.state.looks:
            value = read_value(entry)
            if value is not None and getattr(value[1], "number", "") == number:
                found.append(entry)
        return found

    def looks_on(self, day: date) -> list[Entry]:
        """The access chain of one day."""
        return [e for e in self._memory.state.looks if day_of(from_milliseconds(e.header.at)) == day]


def _excerpt(known: Known) -> str:
    claims = known.matter.claims
    words = claims[0].words.text or claims[0].words.requested if claims else ""
    return " ".join(words.split())[:60]


def _id_numbers(matter: Matter) -> set[str]:
    return {item.id_number.upper() for item in matter.people.petitioners if item.id_number}
