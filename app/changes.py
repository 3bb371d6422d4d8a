"""What a use-case touched, so that every open view can decide whether to read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed: the numbers of matters, and which other subjects."""

    matters: frozenset[str] = frozenset()
    obligations: bool = False
    papers: bool = False
    drafts: bool = False
    settings: bool = False

    def __or__(self, other: Changes) -> Changes:
        """Both changes together."""
        return Changes(
            matters=self.matters | other.matters,
            obligations=self.obligations or other.obligations,
            papers=self.papers or other.papers,
            drafts=self.drafts or other.drafts,
            settings=self.settings or other.settings,
        )
