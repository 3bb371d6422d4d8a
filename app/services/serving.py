"""Serving (送达): what has not reached its addressee yet, the post list of a day, and the proofs that are kept.

Lists show no sealed name: who may open a matter sees it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.check import require_check
from app.domain.clocks import last_day
from app.domain.codes import label
from app.domain.delivery import Attempt, DeliveryMethod, Outcome
from app.domain.field_classes import shown
from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.domain.policy import Relation
from app.domain.serving import notice_full_on, published_on
from app.errors import BadInput, NotFound
from app.papers.catalogue import paper_kind
from app.papers.workbook import CellValue
from app.services.looking import record_export
from app.services.papers import SIGNATURES, keep_file, open_file
from app.services.reading import opened_matter, papers_of
from app.services.registers import register_sheet
from app.services.sealing import LARGEST_SCAN
from app.services.session import Session
from resources.loader import words

UNSERVED = ("issued", "awaiting_seal", "sealed", "sent")
"""States of papers that have not arrived by proof."""
MOST_UNSERVED = 1000
PROOF_LATE = "K26"
"""The check that knows after how many days a proof is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who a paper goes to, as far as it may be shown; all empty where people are sealed."""

    name: str = ""
    address: str = ""
    phone: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedPaper:
    """A paper without proof (未送达): since when, how old in days, what was tried last, what is in the way.

    `late`: the proof is missed by the self-check's measure. `full_on`: when its public notice will be full.
    """

    number: str
    paper: PaperRecord
    title: str
    addressee: Addressee
    age: int
    late: bool
    last: Attempt | None = None
    full_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPaper:
    """A line of the post list (邮寄清单): what was posted to whom, under which number of the post office."""

    number: str
    paper: PaperRecord
    title: str
    addressee: Addressee
    on: date
    tracking: str
    returned: bool


def unserved(session: Session) -> list[UnservedPaper]:
    """The papers that must reach somebody and have not, oldest first; addressees masked, as in every list.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    today = session.today()
    queries = session.memory.queries
    rows = [row for row in queries.papers(UNSERVED, MOST_UNSERVED) if row.needs_delivery]
    found: list[UnservedPaper] = []
    for matter, record in papers_of(session, [(row.number, row.id) for row in rows]):
        published = published_on(record.attempts)
        limit = last_day(record.issued_on, require_check(PROOF_LATE).limits["proof"], session.calendar)
        record = _listed(session, record)
        found.append(
            UnservedPaper(
                number=matter.number,
                paper=record,
                title=paper_kind(record.kind).title,
                addressee=_told(session, addressee_of(matter), Relation.OTHER),
                age=(today - record.issued_on).days,
                late=today > limit.legal,
                last=record.attempts[-1] if record.attempts else None,
                full_on=None
                if published is None
                else notice_full_on(published, session.law, session.calendar),
            )
        )
    return found


def addressee_of(matter: Matter) -> Addressee:
    """Who the matter's papers go to: the first petitioner, at the confirmed address where there is one."""
    if matter.people_sealed or matter.restricted:
        return Addressee(sealed=True)
    first = matter.people.first
    if first is None:
        return Addressee()
    return Addressee(
        name=first.name,
        address=first.service_address or first.address,
        phone=first.phones[0] if first.phones else "",
    )


def addressee_for(session: Session, number: str) -> Addressee:
    """Who the papers of a matter go to, in full: for who begins to deliver one. It is an opening of the matter, recorded.

    Raises what `view_matter` raises, NotAllowed("role.acts_on_no_matters", "paper.sealed").
    """
    session.require_actor()
    return _told(session, addressee_of(opened_matter(session, number)))


def post_list(session: Session, day: date, *, whole: bool = False) -> list[PostedPaper]:
    """What was posted on a day, in the order of the papers; addressees masked, as in every list.

    `whole`: with names and addresses, for the paper that goes to the post office; whoever asks for it records it. Raises
    NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    relation = Relation.OWN if whole else Relation.OTHER
    rows = [
        row
        for row in session.memory.queries.attempts(day, day)
        if (row.method, row.outcome) == (DeliveryMethod.POST, Outcome.SENT)
    ]
    found = papers_of(session, [(row.number, row.paper) for row in rows])
    return [
        _posted(session, matter, record, row.place, relation)
        for row, (matter, record) in zip(rows, found, strict=True)
    ]


def _listed(session: Session, record: PaperRecord) -> PaperRecord:
    """A paper's record as it may stand in a list: without what it says, receivers masked."""
    return shown(record, session.account.role, Relation.OTHER)


def _told(session: Session, addressee: Addressee, relation: Relation = Relation.OWN) -> Addressee:
    """Delivering is work on the matter: who acts on matters is told where to, an archivist is not."""
    return shown(addressee, session.account.role, relation)


def _posted(
    session: Session, matter: Matter, record: PaperRecord, place: int, relation: Relation
) -> PostedPaper:
    attempt = record.attempts[place]
    after = record.attempts[place + 1 :]
    return PostedPaper(
        number=matter.number,
        paper=_listed(session, record),
        title=paper_kind(record.kind).title,
        addressee=_told(session, addressee_of(matter), relation),
        on=attempt.on,
        tracking=attempt.tracking,
        returned=any(a.method is DeliveryMethod.POST and a.outcome is Outcome.RETURNED for a in after),
    )


def post_list_workbook(session: Session, day: date) -> bytes:
    """The post list as .xlsx, to be stamped by the post office; the same bytes for the same facts."""
    posted = post_list(session, day, whole=True)
    record_export(session, "post_list", day.isoformat(), len(posted), names=True)
    return register_sheet(
        "post_list",
        [row_of(place, item) for place, item in enumerate(posted, start=1)],
        training=session.office.training,
        office=session.office.name,
        day=day.isoformat(),
        count=len(posted),
    )


def row_of(place: int, item: PostedPaper) -> dict[str, CellValue]:
    """A line of the post list as the row of a sheet, by column key."""
    return {
        "place": place,
        "number": item.number,
        "title": item.title,
        "document_number": item.paper.number,
        "name": item.addressee.name,
        "address": item.addressee.address,
        "phone": item.addressee.phone,
        "tracking": item.tracking,
        "note": label("delivery_outcomes", Outcome.RETURNED) if item.returned else "",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNotice:
    """A short message to somebody without the network (阶段提示短信): to which telephone, and words without any detail."""

    number: str
    paper: str
    phone: str
    text: str


def stage_notices(session: Session, day: date) -> list[StageNotice]:
    """Messages about the papers issued on a day: that there is news, never what. Sealed matters and accusations get none.

    A message tells nobody by law (hall.md 19). Telephones stand there whole, so it is recorded as an export. Raises
    NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    rows = [row for row in session.memory.queries.papers_issued(day, day) if row.needs_delivery]
    text, office = str(words("words/delivery.toml")["stage_notice"]["text"]), session.office
    found: list[StageNotice] = []
    for matter, record in papers_of(session, [(row.number, row.id) for row in rows]):
        addressee = _told(session, addressee_of(matter))
        if not addressee.phone or record.voided or matter.is_accusation:
            continue
        said = text.format(number=matter.number, office=office.name, phone=office.phone)
        found.append(StageNotice(number=matter.number, paper=record.id, phone=addressee.phone, text=said))
    record_export(session, "stage_notices", day.isoformat(), len(found), names=True)
    return found


def keep_proof(session: Session, number: str, data: bytes) -> str:
    """Keeps a picture or scan that proves an attempt (照片、回执); its SHA-256 is given to the act.

    Raises BadInput("scan.no_picture", "scan.too_large"), NotAllowed("paper.sealed"), NotFound("matter.unknown").
    """
    if len(data) > LARGEST_SCAN:
        raise BadInput("scan.too_large", field="evidence", most=LARGEST_SCAN // 2**20)
    if not data.startswith(SIGNATURES):
        raise BadInput("scan.no_picture", field="evidence")
    return keep_file(session, opened_matter(session, number, recorded=True), data)


def fetch_proof(session: Session, number: str, kept: str) -> bytes:
    """A kept proof of one of the matter's attempts.

    Raises NotFound("proof.unknown", "store.missing"), NotAllowed("paper.sealed"), Damaged("store.changed").
    """
    matter = opened_matter(session, number)
    attempts = (attempt for paper in matter.papers for attempt in paper.attempts)
    if not any(kept and kept in (*attempt.evidence, attempt.slip) for attempt in attempts):
        raise NotFound("proof.unknown")
    return open_file(session, kept)
