"""What tests of the self-check begin with: what a check finds in a story on a day."""

from __future__ import annotations

from app.domain.check import Finding, Sight
from app.domain.selfcheck import standing
from tests.domain.story import CALENDAR, Story, day


def findings(told: Story, on: str) -> tuple[Finding, ...]:
    """Everything that stands in the story's matter on that day, to somebody who may open every part."""
    return standing(told.matter, sight(told), day(on))


def found(told: Story, check: str, on: str) -> list[Finding]:
    """What that check finds on that day."""
    return [item for item in findings(told, on) if item.check == check]


def sight(told: Story) -> Sight:
    """What the story's station sees of its matter."""
    return Sight(law=told.law, calendar=CALENDAR, office=told.office, duties=told.duties_of_all())


def stands(told: Story, check: str, on: str) -> bool:
    """Whether that check finds anything on that day."""
    return bool(found(told, check, on))


def since(told: Story, check: str, on: str = "2027-12-31") -> str:
    """The first day on which what the check finds stands, as 03-02; empty where it finds nothing."""
    days = [item.since for item in found(told, check, on)]
    return min(days).strftime("%m-%d") if days else ""


def says(told: Story, check: str, name: str, on: str = "2027-12-31") -> list[str]:
    """One detail of everything the check finds."""
    return [dict(item.details)[name] for item in found(told, check, on)]
