"""Adopting the law and the calendar that came with a new program: an entry with the hash, never a silent change.

Old matters keep the rules of their dates (each text has its dates in force); due days are recomputed because a holiday
table may move them. Asking for confirmation of the list of moved days comes with the chapter on the law.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.entry import StreamKind, single
from app.domain.law_adoption import CalendarPublished, LawAdopted
from app.services.session import Session, adopted_by


def adopt_shipped(session: Session) -> bool:
    """Records the session's law and calendar when they differ from what was adopted; True when they did.

    The caller rebuilds the projections then.
    """
    values: list[tuple[StreamKind, Any]] = []
    if session.adopted.law != session.law.version:
        profiles = tuple(sorted(session.law.profiles))
        values.append((StreamKind.LAW, LawAdopted(version=session.law.version, profiles=profiles)))
    if session.adopted.calendar != session.calendar.version:
        published = CalendarPublished(version=session.calendar.version, years=session.calendar.years)
        values.append((StreamKind.CALENDAR, published))
    if not values:
        return False
    with session.work() as work:
        for kind, value in values:
            stream = single(kind)
            draft = session.draft(stream, value, session.today(), None)
            work.append([replace(draft, after=work.stream_head(stream))])
        work.commit()
    session.adopted = adopted_by(session.memory)
    return True
