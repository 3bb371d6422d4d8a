"""The office's own words (本机构用语): templates of papers it re-worded, and its library of phrases.

Both are proposed by one person and approved by a leader; both names stay. Only what was approved counts, from its day on.
A version of a template, once named, means the same words for ever: papers that were issued under it are made again from it.
Sources: features.md E2, E6; law.md 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.entry import Header

OWN = "+"
"""Parts the shipped version of a template from the office's suffix: `1+LX07.2`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedText:
    """One text of a template in the office's words: its place (`3.text`, `5.cells.1.label`) and the whole new text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """Other words for a kind of paper were proposed (已拟改模板); they count for nothing before they are approved.

    `version` is that of the shipped template it rests on (`based_on`) with the office's suffix; `texts` are all texts that
    differ from the shipped ones.
    """

    kind: str
    version: str
    based_on: str
    texts: tuple[ChangedText, ...]
    proposed_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateApproved:
    """A proposed template was approved (已批准模板) and is used from `effective_from` on."""

    kind: str
    version: str
    effective_from: date
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWithdrawn:
    """A template of the office was withdrawn (已停用模板): from that day on the one before it is used again."""

    kind: str
    version: str
    withdrawn_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseAdded:
    """A phrase was proposed for the library (已拟增用语). `kind` is the paper it is meant for; empty: any.

    `subject` is what it is about, in the office's own words; `until` the last day on which it may be used.
    """

    id: str
    text: str
    proposed_by: str
    kind: str = ""
    subject: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseApproved:
    """A phrase was approved (已批准用语) and is offered from that day on."""

    id: str
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRetired:
    """A phrase is no longer to be used after `until` (已停用用语)."""

    id: str
    until: date
    retired_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChange:
    """A template of the office as its entries say (本机构模板). `place` is its rank by the time of its approval."""

    kind: str
    version: str
    based_on: str
    texts: tuple[ChangedText, ...]
    proposed_by: str
    proposed_on: date
    reason: str = ""
    approved_by: str = ""
    effective_from: date | None = None
    withdrawn_by: str = ""
    withdrawn_on: date | None = None
    place: int = 0

    @property
    def words(self) -> Mapping[str, str]:
        """The changed texts by place."""
        return {item.place: item.text for item in self.texts}

    def in_force(self, on: date) -> bool:
        """Whether it was approved for that day and not withdrawn by then."""
        begun = self.effective_from is not None and self.effective_from <= on
        return begun and (self.withdrawn_on is None or on < self.withdrawn_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of the library (规范用语) as its entries say."""

    id: str
    text: str
    kind: str
    subject: str
    until: date | None
    proposed_by: str
    approved_by: str = ""
    approved_on: date | None = None

    def in_use(self, on: date) -> bool:
        """Whether it may be offered on that day."""
        return self.approved_on is not None and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWording:
    """All templates and phrases of the office, those that are no longer used among them, in the order of proposal."""

    templates: tuple[TemplateChange, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    def template(self, kind: str, version: str) -> TemplateChange | None:
        """The office's template of that kind in that version, or None."""
        return next((t for t in self.templates if (t.kind, t.version) == (kind, version)), None)

    def in_force(self, kind: str, based_on: str, on: date) -> TemplateChange | None:
        """What the office puts in the place of the shipped version `based_on` on that day: the latest day, then approval.

        One that rests on another shipped version is passed over: a new text of the program is not hidden by old words.
        """
        found = [t for t in self.templates if (t.kind, t.based_on) == (kind, based_on) and t.in_force(on)]
        return max(found, key=lambda t: (t.effective_from or date.min, t.place), default=None)

    def phrase(self, identifier: str) -> Phrase | None:
        """The phrase with that id, or None."""
        return next((p for p in self.phrases if p.id == identifier), None)

    def phrases_for(self, kind: str, on: date) -> tuple[Phrase, ...]:
        """What is offered while a paper of `kind` is written: phrases of that kind first, then those for any."""
        used = [p for p in self.phrases if p.in_use(on) and p.kind in ("", kind)]
        return tuple(sorted(used, key=lambda p: (p.kind == "", p.subject, p.id)))

    def next_version(self, kind: str, based_on: str, station: str, epoch: int = 1) -> str:
        """The version of the next change of `kind`; a number is never used twice.

        After a restore the epoch stands in it too: a change that was lost may have had the number, and papers name it.
        """
        count = sum(t.kind == kind for t in self.templates) + 1
        return (
            f"{based_on}{OWN}{station}.{count}" if epoch == 1 else f"{based_on}{OWN}{station}.{epoch}.{count}"
        )


def with_change(state: OfficeWording, entry: TemplateChanged, header: Header) -> OfficeWording:
    """The wording with a proposed template."""
    change = TemplateChange(
        kind=entry.kind,
        version=entry.version,
        based_on=entry.based_on,
        texts=entry.texts,
        proposed_by=entry.proposed_by,
        proposed_on=header.on,
        reason=entry.reason,
    )
    if state.template(entry.kind, entry.version) is not None:
        return state
    return replace(state, templates=(*state.templates, change))


def with_approval(state: OfficeWording, entry: TemplateApproved, header: Header) -> OfficeWording:
    """The wording with a template approved."""
    place = sum(t.effective_from is not None for t in state.templates) + 1
    return replace(
        state,
        templates=tuple(
            replace(t, approved_by=entry.approved_by, effective_from=entry.effective_from, place=place)
            if (t.kind, t.version) == (entry.kind, entry.version)
            else t
            for t in state.templates
        ),
    )


def with_withdrawal(state: OfficeWording, entry: TemplateWithdrawn, header: Header) -> OfficeWording:
    """The wording with a template withdrawn; its words stay known."""
    return replace(
        state,
        templates=tuple(
            replace(t, withdrawn_by=entry.withdrawn_by, withdrawn_on=header.on)
            if (t.kind, t.version) == (entry.kind, entry.version)
            else t
            for t in state.templates
        ),
    )


def with_phrase(state: OfficeWording, entry: PhraseAdded, header: Header) -> OfficeWording:
    """The wording with a proposed phrase."""
    phrase = Phrase(
        id=entry.id,
        text=entry.text,
        kind=entry.kind,
        subject=entry.subject,
        until=entry.until,
        proposed_by=entry.proposed_by,
    )
    return replace(state, phrases=(*(p for p in state.phrases if p.id != entry.id), phrase))


def with_phrase_approved(state: OfficeWording, entry: PhraseApproved, header: Header) -> OfficeWording:
    """The wording with a phrase approved."""
    return replace(
        state,
        phrases=tuple(
            replace(p, approved_by=entry.approved_by, approved_on=header.on) if p.id == entry.id else p
            for p in state.phrases
        ),
    )


def with_phrase_retired(state: OfficeWording, entry: PhraseRetired, header: Header) -> OfficeWording:
    """The wording with the last day of a phrase."""
    return replace(
        state, phrases=tuple(replace(p, until=entry.until) if p.id == entry.id else p for p in state.phrases)
    )
