"""What was registered in some days, matter by matter: however many they are, only a few days' rows are held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.matter import Matter
from app.services.reading import public_matter
from app.services.session import Session

SPAN, LONGEST = timedelta(days=7), timedelta(days=4_000)
"""Days asked for at once, more where nothing was registered. A hundred thousand rows that are dropped together would keep
the interpreter, and with it the window, for longer than a key may wait (decision 0210)."""


def registered_matters(session: Session, first: date, last: date) -> Iterator[Matter]:
    """This station's matters of those days in order of registration, as anybody may see them: what is sealed stays closed.

    Raises NotAllowed("role.reads_no_matters").
    """
    queries, begin, step = session.unmasked, first, SPAN
    while begin <= last:
        end = last if last - begin < step else begin + step - timedelta(days=1)
        rows = queries.registered_between(begin, end)
        for row in rows:
            matter = public_matter(session, row.number)
            if matter is not None and matter.station == session.office.station:
                yield matter
        if end == last:
            return
        begin, step = end + timedelta(days=1), SPAN if rows else min(step * 2, LONGEST)
