"""The remedy of a paper as facts: chosen by the law, its bodies from the table of units, else asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.remedy import (
    HigherBody,
    Remedy,
    bodies_above,
    clause_of,
    known_body,
    needs_body,
    require_above,
)
from app.papers.catalogue import paper_kind
from app.services.facts.asked import typed
from app.services.occasion import Facts, Occasion

FIELD = "remedy.bodies"
RECONSIDERED = frozenset({Remedy.RECONSIDERATION, Remedy.RECONSIDERATION_FIRST})


def remedy_facts(occasion: Occasion, kind: str, remedy: Remedy, unit: str, *, court: str = "") -> Facts:
    """`there`, `bodies` and `text` of the remedy against a decision of `unit` (code or name).

    Who reviews is known by the table of units; who reconsiders is not, and is always said by the clerk: a department's
    acts go to its government, not to the department above (行政复议法第二十四条). The text is missing, and the paper with
    it, while somebody is to be asked and is not fully known. Raises Refused("remedy.not_above") where the clerk names a
    body that the table of units does not have above.
    """
    office = occasion.session.office
    above = () if remedy in RECONSIDERED else bodies_above(office, office.unit(unit))
    named = said_bodies(occasion, kind)
    require_above(above, named)
    return remedy_of_bodies(occasion, remedy, named or above, court=court)


def remedy_of_bodies(
    occasion: Occasion, remedy: Remedy, bodies: Sequence[HigherBody], *, court: str = ""
) -> Facts:
    """The same for bodies that are known already."""
    rows = [_row(body) for body in bodies]
    whole = bool(rows) and all(all(row.values()) for row in rows)
    text = ""
    if whole or not needs_body(remedy):
        text = clause_of(occasion.session.law, remedy, bodies, occasion.today, court=court)
    return {"there": bool(text) or needs_body(remedy), "bodies": rows, "text": text}


def said_bodies(occasion: Occasion, kind: str) -> tuple[HigherBody, ...]:
    """The bodies that the clerk named in the field `remedy.bodies`; what was left out, the table of units may know."""
    given: object = occasion.extra.get(FIELD) or occasion.extra.get("bodies", "")
    field = next((field for field in paper_kind(kind).asked if field.name == FIELD), None)
    if not given or field is None:
        return ()
    rows = typed(field, given)
    found = rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ()
    return tuple(_completed(occasion, row) for row in found if isinstance(row, Mapping))


def with_known_bodies(occasion: Occasion, facts: Facts) -> Facts:
    """The facts with what the table of units knows of the bodies of the remedy."""
    remedy = facts.get("remedy")
    rows = remedy.get("bodies") if isinstance(remedy, Mapping) else None
    if not isinstance(remedy, Mapping) or not isinstance(rows, list):
        return facts
    known = [_row(_completed(occasion, row)) for row in rows if isinstance(row, Mapping)]
    return facts | {"remedy": {**remedy, "bodies": known}}


def _completed(occasion: Occasion, row: Mapping[str, Any]) -> HigherBody:
    name, address, phone = (str(row.get(part) or "") for part in ("name", "address", "phone"))
    known = known_body(occasion.session.office, name)
    return HigherBody(name=name, address=address or known.address, phone=phone or known.phone)


def _row(body: HigherBody) -> Facts:
    return {"name": body.name, "address": body.address, "phone": body.phone}
