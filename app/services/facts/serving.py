"""Facts of the papers of serving: which paper is served on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.errors import Refused
from app.papers.catalogue import paper_kind
from app.qr.slip_code import SlipCode
from app.services.facts.matter import matter_row, office_facts
from app.services.facts.recipients import recipient_of
from app.services.occasion import Facts, Occasion
from app.services.sent_on import goes_to_organ


def _delivery_receipt(occasion: Occasion) -> Facts:
    matter = occasion.matter
    record = _to_deliver(matter, occasion.extra.get("about", ""))
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
        "document": {"title": paper_kind(record.kind).title, "number": record.number},
        "recipient": _signer(occasion, record),
        "slip_code": SlipCode(station=occasion.session.office.station, paper=record.id).payload(),
        "method": occasion.extra.get("method", ""),
        "servers": [{"name": occasion.session.account.name}],
    }


def _signer(occasion: Occasion, record: PaperRecord) -> Facts:
    """Who signs the receipt: the office that the paper goes to, else the petitioner at their own address."""
    made = {"name": "", "address": "", "phone": "", **recipient_of(occasion, record)}
    first = occasion.matter.people.first
    return made if first is None or goes_to_organ(record.kind) else made | {"address": first.address}


def _to_deliver(matter: Matter, reference: str) -> PaperRecord:
    if reference:
        found = matter.paper(reference)
    else:
        found = next(
            (p for p in reversed(matter.papers) if p.notice and not p.voided and not p.proved_on),
            None,
        )
    if found is None:
        raise Refused("paper.nothing_to_deliver")
    return found


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {"D33": _delivery_receipt}
"""Kind of paper → how its facts are gathered."""
