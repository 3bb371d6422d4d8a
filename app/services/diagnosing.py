"""What can be told to a helper far away without telling anything of anybody: counts, codes, states. Nothing that was typed.

What may stand here is said by construction: kinds of entries, counts, hashes of nothing, names of settings of the database.
Numbers of matters, names of people and accounts, folders and words of any matter do not (law.md P14).
"""

from __future__ import annotations

from collections import Counter

from app.clock import from_milliseconds
from app.services.session import Session


def diagnosis(session: Session) -> dict[str, object]:
    """Counts of what is in an open folder and whether the chains hold."""
    kinds: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    walk = session.memory.journal
    journal = walk.verify(walked=lambda passed: kinds.update((passed.kind,)))
    access = walk.verify("access", walked=lambda passed: looks.update((passed.kind,)))
    office = session.office
    latest = session.memory.queries.latest_at()
    return {
        "station": {"kind": str(office.kind), "role": office.role or "station", "training": office.training},
        "law": session.adopted.law,
        "calendar": session.adopted.calendar,
        "accounts": dict(
            sorted(Counter(str(a.role) for a in session.accounts.accounts if not a.closed).items())
        ),
        "journal": {
            "entries": journal.entries,
            "ok": journal.ok,
            "why": journal.why,
            "kinds": dict(sorted(kinds.items())),
        },
        "access": {
            "entries": access.entries,
            "ok": access.ok,
            "why": access.why,
            "kinds": dict(sorted(looks.items())),
        },
        "chains": len(session.memory.queries.heads()),
        "latest_day": from_milliseconds(latest).date().isoformat() if latest else None,
        "clock_behind": bool(latest) and from_milliseconds(latest) > session.now(),
        "units": len(office.units),
    }
