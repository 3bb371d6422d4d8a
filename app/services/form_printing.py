"""The file of a series of empty forms (空白表), each with a code of its own; the same file again when a printer ate it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.blank_forms import Printing
from app.papers.catalogue import PaperKind
from app.papers.facts import PaperFacts, Rendered
from app.papers.office_words import worded_template
from app.papers.render import render_all
from app.qr.form_code import FormCode
from app.services.blank_forms import printing_of, record_printing
from app.services.office_templates import kind_in_force, words_of_version
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForms:
    """A series that was printed: its kind, the codes in order, and the one file that holds all forms."""

    series: str
    kind: PaperKind
    codes: tuple[str, ...]
    rendered: Rendered


def print_forms(session: Session, kind: str, count: int) -> PrintedForms:
    """Records a new series and makes the file of its forms.

    Raises NotFound("paper.kind_unknown"), Refused("form.not_blank", "paper.station_may_not_issue"), BadInput("form.count").
    """
    return _made(session, record_printing(session, kind_in_force(session, kind), count))


def print_again(session: Session, series: str) -> PrintedForms:
    """The forms of a series once more. Raises NotFound("form.unknown")."""
    session.require_actor()
    return _made(session, printing_of(session, series))


def _made(session: Session, item: Printing) -> PrintedForms:
    office = session.office
    facts = {
        "office": {
            "name": office.name,
            "address": office.address,
            "phone": office.phone,
            "complaint_phone": office.complaint_phone,
        }
    }
    codes = tuple(FormCode(series=item.series, place=place).payload() for place in range(1, item.count + 1))
    words = words_of_version(session, item.kind, item.template)
    papers = [
        PaperFacts(
            kind=item.kind,
            template_version=item.template,
            document_number=None,
            facts=facts,
            training=office.training,
            form_code=code,
            words=words,
        )
        for code in codes
    ]
    return PrintedForms(
        series=item.series,
        kind=worded_template(item.kind, item.template, words),
        codes=codes,
        rendered=render_all(papers),
    )
