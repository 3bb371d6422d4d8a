"""What comes next for the petitioner: the soonest open duty that the law names, those owed to the petitioner first.

One answer for the receipt (D02), the situation sheet and the petitioner's own screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.law import Law
from app.domain.obligations import Obligation, Status


def next_owed(obligations: Iterable[Obligation], law: Law, today: date) -> Obligation | None:
    """The soonest open duty by its legal day; where all are missed they are owed all the same: the soonest of them.

    Internal clocks and entries into other systems come after what the petitioner is owed.
    """
    owed = [item for item in obligations if item.kind == "duty" and item.article and item.due_legal]
    running = [item for item in owed if item.status(today) is Status.OPEN]
    running = running or [item for item in owed if item.status(today) is Status.MISSED]

    def order(item: Obligation) -> tuple[bool, date]:
        rule = law.rule(item.rule)
        return rule.internal or rule.presumed or rule.to != "petitioner", item.due_legal or today

    return min(running, key=order, default=None)
