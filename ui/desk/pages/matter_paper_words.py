"""How a paper has come about, in words: who drafted, looked over, signed and sealed it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.matter import Matter
from app.domain.paper import PaperDraft, PaperRecord
from ui.desk.pages.matter_words import paper_state
from ui.desk.widgets.act_form import code_word
from ui.desk.wording import short_day
from ui.messages import words

Names = Callable[[str], str]
"""The name of an account."""


def lines_about(matter: Matter, identity: str, names: Names) -> list[str]:
    """The steps of the paper or draft with that id; none where the matter has neither."""
    record = next((paper for paper in matter.papers if paper.id == identity), None)
    if record is not None:
        return paper_lines(record, names)
    draft = matter.draft(identity)
    return [] if draft is None else draft_lines(draft, names)


def draft_lines(draft: PaperDraft, names: Names) -> list[str]:
    """The steps of a draft."""
    lines = [
        _line("state", state=paper_state(draft)[1]),
        _line("drafted", who=names(draft.drafted_by), day=_day(draft.drafted_on)),
    ]
    if draft.reviewed_on is not None:
        lines.append(_line("reviewed", who=names(draft.reviewed_by), day=_day(draft.reviewed_on)))
    if draft.returned:
        lines.append(_line("returned", who=names(draft.reviewed_by), reason=draft.returned))
    return lines


def paper_lines(record: PaperRecord, names: Names) -> list[str]:
    """The steps of an issued paper."""
    lines = [_line("state", state=paper_state(record)[1])]
    if record.drafted_by:
        lines.append(_line("drafted_by", who=names(record.drafted_by)))
    if record.reviewed_by:
        lines.append(_line("reviewed_by", who=names(record.reviewed_by)))
    lines.append(_line("signed", who=names(record.issued_by), day=_day(record.issued_on)))
    use = record.sealing
    if use is not None:
        lines.append(
            _line("sealed", stamp=code_word("stamp", use.stamp), copies=use.copies, day=_day(use.on),
                  who=names(use.by), approved=names(use.approved_by))
        )  # fmt: skip
        lines.append(_line("scan_there" if record.scan else "scan_missing"))
    for attempt in record.attempts:
        lines.append(
            _line("attempt", day=_day(attempt.on), method=code_word("method", attempt.method),
                  outcome=code_word("outcome", attempt.outcome), receiver=attempt.receiver)
        )  # fmt: skip
    if record.voided:
        lines.append(_line("void", reason=record.voided))
    lines.append(_line("hash", sha256=record.sha256[:16]) if record.sha256 else _line("outside"))
    return lines


def _line(name: str, **values: object) -> str:
    return str(words("office_papers_about")[name]).format(**values).strip()


def _day(day: date | None) -> str:
    return short_day(day)
