"""The file of a pack for days without power (停电登记本): instructions, running list, forms with slips, guidance sheets.

One file, so that one key prints all of it; the same file again when a printer ate it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.blank_forms import Printing
from app.domain.check import require_check
from app.domain.outage import OutageNumber
from app.papers.catalogue import paper_kind
from app.papers.facts import PaperFacts, Rendered
from app.papers.render import render_all
from app.qr.form_code import FormCode
from app.services.blank_forms import OUTAGE_FORM
from app.services.office_templates import words_of_version
from app.services.outages import pack_named, record_pack
from app.services.session import Session

COVER, RUNNING_LIST, GUIDANCE = "D56", "D57", "D59"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPack:
    """A pack that was printed: its series and number, the numbers and codes of its sheets in order, and the one file."""

    series: str
    pack: int
    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    rendered: Rendered


def print_pack(session: Session, count: int) -> PrintedPack:
    """Records a new pack and makes its file. Raises as `record_pack`."""
    return _made(session, record_pack(session, count))


def pack_again(session: Session, named: str) -> PrintedPack:
    """The file of a pack once more, by its number or series. Raises NotFound("form.unknown")."""
    session.require_actor()
    return _made(session, pack_named(session, named))


def _made(session: Session, item: Printing) -> PrintedPack:
    places = range(1, item.count + 1)
    numbers = tuple(
        OutageNumber(station=session.office.station, pack=item.pack, place=place).text for place in places
    )
    codes = tuple(FormCode(series=item.series, place=place).payload() for place in places)
    common = _facts(session, item, numbers)
    papers = [
        _paper(session, COVER, common),
        _paper(session, RUNNING_LIST, common),
        *(
            _paper(
                session,
                OUTAGE_FORM,
                common | {"sheet": number, "sheet_code": code},
                code=code,
                version=item.template,
            )
            for number, code in zip(numbers, codes, strict=True)
        ),
        _paper(session, GUIDANCE, common),
    ]
    return PrintedPack(
        series=item.series, pack=item.pack, numbers=numbers, codes=codes, rendered=render_all(papers)
    )


def _facts(session: Session, item: Printing, numbers: tuple[str, ...]) -> dict[str, Any]:
    """What the sheets of a pack say; how soon the number is told is the check of late registration (K03)."""
    office = session.office
    grace = require_check("K03").limits["grace"]
    return {
        "office": {
            "name": office.name,
            "address": office.address,
            "phone": office.phone,
            "complaint_phone": office.complaint_phone,
        },
        "pack": f"{item.pack:03d}",
        "printed_on": item.on.isoformat(),
        "count": item.count,
        "grace": grace.n,
        "rows": [{"sheet": number} for number in numbers],
    }


def _paper(
    session: Session, kind: str, facts: Mapping[str, Any], *, code: str = "", version: str = ""
) -> PaperFacts:
    return PaperFacts(
        kind=kind,
        template_version=version or paper_kind(kind, session.today()).version,
        document_number=None,
        facts=facts,
        training=session.office.training,
        form_code=code,
        words=words_of_version(session, kind, version or paper_kind(kind, session.today()).version),
    )
