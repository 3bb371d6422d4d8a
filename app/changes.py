"""What a use-case touched, so that open views can decide whether to read again. Knows no view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final


@final
class _EveryMatter(frozenset[str]):
    """Stands for matters of which it is not known which: another desk does not tell numbers."""

    def __contains__(self, number: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self is other

    def __or__(self, other: object) -> frozenset[str]:
        return self

    __ror__ = __or__

    __hash__ = frozenset.__hash__


ANY_MATTER: Final[frozenset[str]] = _EveryMatter()
"""In a notice: whichever matter a view shows, it may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The notice that follows a commit: numbers of matters, and which kinds of lists are touched."""

    matters: frozenset[str] = frozenset()
    obligations: bool = False
    papers: bool = False
    drafts: bool = False
    settings: bool = False
    inbox: bool = False
    mail: bool = False
    rooms: bool = False

    def union(self, other: Changes) -> Changes:
        """Both notices in one."""
        return Changes(
            matters=other.matters | self.matters
            if other.matters is ANY_MATTER
            else self.matters | other.matters,
            obligations=self.obligations or other.obligations,
            papers=self.papers or other.papers,
            drafts=self.drafts or other.drafts,
            settings=self.settings or other.settings,
            inbox=self.inbox or other.inbox,
            mail=self.mail or other.mail,
            rooms=self.rooms or other.rooms,
        )

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return self != NOTHING


NOTHING = Changes()
"""No change."""
