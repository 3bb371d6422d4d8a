"""The overlays an office works by (本单位启用的规则): which, from when to when, and their text where the office has its own.

An overlay is never edited in place: from the day it is switched on, off, or given other numbers, another row says so.
The rules of each row are in force between its days only, so that old matters keep the rules of their date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from app.domain.law import Law, national_files, shipped_profile
from app.domain.law_file import RulesFile, parsed
from app.domain.rule import NATIONAL
from app.errors import BadInput, Refused

_ONE_DAY = timedelta(days=1)
_NUMBER_OF_DAYS = re.compile(r"(\bn\s*=\s*)\d+")
MOST_DAYS = 3650
"""The largest number that an office may set: ten years, beyond which it is a typing mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """One stretch of days in which an office works by an overlay.

    `since` and `until` are its first and last day, None for no limit; `text` is the rules file where it is the office's
    own or has the office's own numbers, empty for the one that comes with the program.
    """

    name: str
    since: date | None = None
    until: date | None = None
    text: str = ""

    @property
    def file(self) -> RulesFile:
        """The rules file of this stretch. Raises NotFound `law.unknown_profile`, BadInput `law.malformed`."""
        found = parsed(f"{self.name}.toml", self.text) if self.text else shipped_profile(self.name)
        return replace(found, since=self.since, until=self.until)


Overlays = tuple[Overlay, ...]


@cache
def law_of(overlays: Overlays) -> Law:
    """The national text with these overlays.

    Raises NotFound `law.unknown_profile`, BadInput `law.malformed` with file, line and reason, `law.overlap`.
    """
    ordered = sorted(overlays, key=lambda item: (item.name, item.since or date.min))
    return Law.from_files([*national_files(), *(item.file for item in ordered)])


def shipped_overlays(profiles: frozenset[str]) -> Overlays:
    """Overlays that are on as they come with the program, without limits of days."""
    return tuple(Overlay(name=name) for name in sorted(profiles))


def running(overlays: Overlays, name: str) -> Overlay | None:
    """The stretch of that overlay that has no end yet, or None."""
    return next((item for item in overlays if item.name == name and item.until is None), None)


def switched_on(overlays: Overlays, name: str, since: date, text: str = "") -> Overlays:
    """The overlays with `name` on from that day, or from that day with another text.

    Stretches of it that began later are taken back; one that ran ends the day before. Raises Refused
    `overlay.on_already` when nothing would change.
    """
    now = running(overlays, name)
    if now is not None and now.text == text and (now.since is None or now.since <= since):
        raise Refused("overlay.on_already", field="profile", profile=name)
    return (*_ended(overlays, name, since - _ONE_DAY), Overlay(name=name, since=since, text=text))


def switched_off(overlays: Overlays, name: str, since: date) -> Overlays:
    """The overlays with `name` off from that day. Raises Refused `overlay.off_already`."""
    if running(overlays, name) is None:
        raise Refused("overlay.off_already", field="profile", profile=name)
    return _ended(overlays, name, since - _ONE_DAY)


def _ended(overlays: Overlays, name: str, last: date) -> Overlays:
    kept = []
    for item in overlays:
        if item.name != name:
            kept.append(item)
        elif item.since is None or item.since <= last:
            until = last if item.until is None else min(item.until, last)
            kept.append(replace(item, until=until))
    return tuple(kept)


def text_with(overlay: RulesFile, days: Mapping[str, int]) -> str:
    """The text of an overlay with the office's own numbers of days for the rules it says are editable.

    Raises Refused `overlay.not_editable`, BadInput `overlay.days`.
    """
    lines = overlay.text.splitlines()
    for rule, count in days.items():
        if rule not in overlay.editable:
            raise Refused("overlay.not_editable", field=rule, rule=rule)
        if not 1 <= count <= MOST_DAYS:
            raise BadInput("overlay.days", field=rule, most=MOST_DAYS)
        place = overlay.line_of(f"rules.{rule}", "length")
        lines[place - 1] = _NUMBER_OF_DAYS.sub(rf"\g<1>{count}", lines[place - 1])
    return "\n".join(lines) + "\n"


def own_file(name: str, text: str) -> RulesFile:
    """A rules file of the office, read whole: nothing is taken that has a fault.

    Raises BadInput `law.malformed` (file, line, rule, reason), Refused `overlay.national` for one that calls itself the
    national text.
    """
    file = parsed(name, text)
    Law.from_files([file])
    if file.data["profile"] == NATIONAL:
        raise Refused("overlay.national", field="file", file=name)
    if not str(file.data.get("title", "")).strip():
        raise file.fault("missing", given="title")
    return file
