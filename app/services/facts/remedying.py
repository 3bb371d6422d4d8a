"""The remedy of a paper as facts: chosen by the law, its bodies from the table of units, else asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.remedy import HigherBody, Remedy, bodies_above, clause_of, needs_body, require_above
from app.papers.catalogue import paper_kind
from app.services.facts.asked import typed
from app.services.occasion import Facts, Occasion

FIELD = "remedy.bodies"


def remedy_facts(occasion: Occasion, kind: str, remedy: Remedy, unit: str, *, court: str = "") -> Facts:
    """`there`, `bodies` and `text` of the remedy against a decision of `unit` (code or name).

    The text is missing, and the paper with it, while somebody is to be asked and is not fully known. Raises
    Refused("remedy.not_above") where the clerk names a body that the table of units does not have above.
    """
    office = occasion.session.office
    above = bodies_above(office, office.unit(unit))
    named = _said(occasion, kind)
    require_above(above, named)
    return remedy_of_bodies(occasion, remedy, named or above, court=court)


def remedy_of_bodies(
    occasion: Occasion, remedy: Remedy, bodies: Sequence[HigherBody], *, court: str = ""
) -> Facts:
    """The same for bodies that are known already."""
    rows = [{"name": body.name, "address": body.address, "phone": body.phone} for body in bodies]
    whole = bool(rows) and all(all(row.values()) for row in rows)
    text = ""
    if whole or not needs_body(remedy):
        text = clause_of(occasion.session.law, remedy, bodies, occasion.today, court=court)
    return {"there": bool(text) or needs_body(remedy), "bodies": rows, "text": text}


def said_bodies(occasion: Occasion, kind: str) -> tuple[HigherBody, ...]:
    """The bodies that the clerk named in the field `remedy.bodies`."""
    return tuple(_said(occasion, kind))


def _said(occasion: Occasion, kind: str) -> list[HigherBody]:
    given: object = occasion.extra.get(FIELD) or occasion.extra.get("bodies", "")
    field = next((field for field in paper_kind(kind).asked if field.name == FIELD), None)
    if not given or field is None:
        return []
    rows = typed(field, given)
    found = rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ()
    return [_body(row) for row in found if isinstance(row, Mapping)]


def _body(row: Mapping[str, Any]) -> HigherBody:
    return HigherBody(**{name: str(row.get(name, "")) for name in ("name", "address", "phone")})
