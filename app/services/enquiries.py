"""Enquiries in one line (咨询): asked, answered, closed; own series, counted for the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.changes import Changes
from app.domain.codes import find_code
from app.domain.day_file import DraftDiscarded
from app.domain.entry import Entry, StreamId, StreamKind, of_day, single
from app.domain.names import clean_text
from app.domain.reception import EnquiryAnswered
from app.errors import BadInput
from app.ports import UnitOfWork
from app.services.session import Session

LINE = 500
"""Characters of a question or an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredEnquiry:
    """An enquiry that was written down: its number, and that the board of the day counts it."""

    number: str
    changes: Changes


STREAM = single(StreamKind.RECEPTION)


def answer_enquiry(
    session: Session, asked: str, answered: str = "", *, persons: int = 1, channel: str = "walk_in"
) -> AnsweredEnquiry:
    """Writes an enquiry down. Raises BadInput("enquiry.nothing_asked", "register.head_count")."""
    session.require_actor()
    question = clean_text(asked, limit=LINE, field="asked")
    if not question.strip():
        raise BadInput("enquiry.nothing_asked", field="asked")
    if persons < 1 or find_code("channels", channel) is None:
        raise BadInput("register.head_count", field="persons")
    with session.work() as work:
        setting = session.setting(work.latest_at)
        station, year = session.office.station, setting.today.year
        sequence = work.take_number(f"enquiry/{station}/{year}")
        value = EnquiryAnswered(
            number=f"{station}-Z{year % 100:02d}-{sequence:05d}",
            channel=channel,
            persons=persons,
            asked=question,
            answered=clean_text(answered, limit=LINE, field="answered"),
        )
        (entry,) = _append(session, work, value)
        work.list_enquiry(entry, value)
        work.commit()
    return AnsweredEnquiry(number=value.number, changes=Changes(obligations=True))


def discard_draft(session: Session, reason: str, *, had_name: bool, had_story: bool) -> None:
    """Records that a begun registration was given up. Raises BadInput("draft.reason_missing")."""
    if not reason.strip():
        raise BadInput("draft.reason_missing", field="reason")
    with session.work() as work:
        value = DraftDiscarded(
            reason=clean_text(reason, limit=LINE, field="reason"), had_name=had_name, had_story=had_story
        )
        _append(session, work, value, of_day(session.today(), session.office.station))
        work.commit()


def _append(session: Session, work: UnitOfWork, value: Any, stream: StreamId = STREAM) -> tuple[Entry, ...]:
    head = work.stream_head(stream)
    draft = session.draft(stream, value, session.today(), None)
    return work.append([replace(draft, after=head)])
