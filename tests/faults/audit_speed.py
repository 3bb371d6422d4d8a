"""How long a verification of so many entries takes on a processor of its own: both chains, signed heads, anchors.

python -m tests.faults.audit_speed [--entries N]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import process_time

from app.domain.acts.receiving import VisitedAgain
from app.domain.history import split
from app.ports import Draft
from app.services.audit import anchor_of, verify_record
from app.services.head_signing import sign_heads
from tests.desks import START, folder, registers, sign_in

TOGETHER = 1000
"""Entries of one transaction."""


def run(entries: int) -> dict[str, object]:
    """Appends so many entries, signing now and then, and verifies them once."""
    with tempfile.TemporaryDirectory(prefix="desk-audit-") as room:
        folder(Path(room) / "desk").memory.close()
        desk = sign_in(Path(room) / "desk")
        number = registers(desk.session).number
        stream = desk.session.unmasked.find(number)
        assert stream is not None
        body = split(VisitedAgain(persons=1, asked="来问进度，承办单位还没有答复。" * 6), frozenset())
        draft = Draft(stream=stream, kind="visited-again", form=1, on=START.date(), body=body)
        for place in range(0, entries, TOGETHER):
            with desk.session.work() as work:
                work.stream_head(stream)
                work.append([draft] * TOGETHER)
                work.commit()
            if place % (50 * TOGETHER) == 0:
                sign_heads(desk.session)
        anchor = anchor_of(desk.session.memory.queries.head(), "paper")
        began = process_time()
        found = verify_record(desk.session, [anchor])
        took = process_time() - began
        desk.opened.memory.close()
        desk.drafts.close()
        desk.suggestions.close()
    return {
        "ok": found.ok,
        "entries": found.journal.entries,
        "seconds": round(took, 2),
        "signed": found.signed,
    }


def main() -> int:
    """One run; prints what was measured as one JSON object."""
    asked_for = argparse.ArgumentParser(description="verify a long journal")
    asked_for.add_argument("--entries", type=int, default=1_000_000)
    found = run(asked_for.parse_args().entries)
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
