"""The overlays an office can work by, as the settings and the command line list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.law import shipped_profile, shipped_profiles
from app.domain.law_file import RulesFile, read_grounds, read_rules
from app.domain.overlays import Overlay, running
from app.domain.rule import Ground, Rule
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """One overlay: title, where it comes from and how sure that is, whether and since when it is on, what it holds.

    `own_text`: it is the office's own file, or has the office's own numbers. `editable` are the rules whose number of
    days an office may set.
    """

    name: str
    title: str
    source: str
    certainty: str
    on: bool
    since: date | None
    own_text: bool
    rules: tuple[Rule, ...]
    grounds: tuple[Ground, ...]
    editable: tuple[str, ...]


def profile_rows(session: Session) -> tuple[ProfileRow, ...]:
    """Every overlay: those that come with the program, then the office's own; each as it runs or ran last."""
    overlays = session.adopted.overlays
    names = dict.fromkeys((*(item.name for item in shipped_profiles()), *(item.name for item in overlays)))
    return tuple(_row(session, name) for name in names)


def _row(session: Session, name: str) -> ProfileRow:
    now = running(session.adopted.overlays, name)
    known = now or latest(session, name)
    file = _file(name, known)
    return ProfileRow(
        name=name,
        title=str(file.data["title"]),
        source=str(file.data["source"]),
        certainty=str(file.data.get("certainty", "unverified")),
        on=now is not None,
        since=None if now is None else now.since,
        own_text=known is not None and bool(known.text),
        rules=tuple(read_rules(file)),
        grounds=tuple(read_grounds(file)),
        editable=file.editable,
    )


def latest(session: Session, name: str) -> Overlay | None:
    """The stretch of an overlay that ended last, or None."""
    ended = [item for item in session.adopted.overlays if item.name == name]
    return max(ended, key=lambda item: item.until or date.min, default=None)


def _file(name: str, known: Overlay | None) -> RulesFile:
    """The file without limits of days: what it holds, not when."""
    if known is None or not known.text:
        return shipped_profile(name)
    return Overlay(name=name, text=known.text).file
