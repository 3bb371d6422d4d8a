"""Who sends and who does not: the county's view of its stations (features N12). It looks at offices, not at petitioners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.clock import day_of, from_milliseconds
from app.services.exchange import ExchangeDesk, chains_with, partners
from app.services.sending import missing

SILENT_DAYS = 3
"""Days without a package after which a station is named, where nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationCoverage:
    """One office that we exchange with.

    `last` is the day of its last package (None: never), `silent` the days since. Figures count its packages and
    their entries; `missing` are numbers of packages that must come first; `unacknowledged` are our sealed packages that it
    has not said to have.
    """

    station: str
    office: str
    fingerprint: str
    last: date | None
    silent: int | None
    packages: int
    entries: int
    held: int
    rejected: int
    missing: tuple[int, ...]
    unacknowledged: int


def coverage(desk: ExchangeDesk) -> list[StationCoverage]:
    """All of them, the longest silent first. Raises NotAllowed for roles that act on no matters."""
    desk.session.require_actor()
    office, today = desk.session.office, desk.session.today()
    found = []
    with desk.session.work() as work:
        for other in partners(office):
            ours, theirs = chains_with(office, other.station)
            came = work.packages.waiting(theirs)
            latest = max((item.received_at for item in came), default=0)
            last = day_of(from_milliseconds(latest)) if latest else None
            applied = [item for item in came if item.state == "applied"]
            found.append(
                StationCoverage(
                    station=other.station,
                    office=other.office,
                    fingerprint=other.fingerprint,
                    last=last,
                    silent=None if last is None else max(0, (today - last).days),
                    packages=len(applied),
                    entries=sum(item.entries for item in applied),
                    held=sum(item.state == "held" for item in came),
                    rejected=sum(item.state == "rejected" for item in came),
                    missing=tuple(item.seq for item in missing(work, theirs)),
                    unacknowledged=sum(item.state != "applied" for item in work.packages.sent_to(ours)),
                )
            )
    return sorted(found, key=lambda item: (item.last is not None, item.last or today, item.station))
