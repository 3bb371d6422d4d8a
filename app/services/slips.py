"""Slips that file themselves (回证自动归卷, F2): a read page → what it would file → filed when somebody confirmed it.

Nothing is filed by reading. A page is never dropped: what cannot be filed is listed with its file, its page and the
reason. The confirmed picture is kept encrypted beside the paper, and the attempt names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.domain.acts.delivering import Deliver, deliver
from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.errors import AppError, BadInput, NotFound, Refused
from app.papers.catalogue import paper_kind
from app.qr.form_code import FormCode
from app.qr.slip_code import SlipCode
from app.scanning import ScannedPage, ScanReader
from app.services.blank_forms import form_state
from app.services.perform import Performed, perform, performed
from app.services.reading import open_matter, public_matter
from app.services.serving import Addressee, addressee_of, keep_proof
from app.services.session import Session


class SlipState(StrEnum):
    """What is to become of a scanned page (回证处理): only `READY` can be confirmed as it is.

    `UNREAD` has no code that can be read: somebody looks at the picture and says which paper it belongs to.
    Those with `FORM` are no slips but forms that were printed empty (空白表): bound to a matter, to one this person may not
    see, still free, void, or not printed here. They are said to be so and filed by nothing here.
    """

    READY = "ready"
    FILED = "filed"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    VOID = "void"
    UNSEALED = "unsealed"
    SEVERAL = "several"
    UNREAD = "unread"
    BLANK = "blank"
    REFUSED = "refused"
    FORM = "form"
    FORM_UNSEEN = "form_unseen"
    FORM_FREE = "form_free"
    FORM_VOID = "form_void"
    FORM_UNKNOWN = "form_unknown"


NOBODY = Addressee()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPage:
    """One page of a scan and what it would file: file name and page, picture, matter and paper, addressee.

    `station` is whose slip it is, `day` when its paper was proved, or of a failed attempt that a scan of this slip was filed
    with before; `form` the code of a form that was printed empty; `error` why file or page are not shown.
    """

    file: str
    page: int
    state: SlipState
    picture: bytes = b""
    station: str = ""
    number: str = ""
    paper: str = ""
    title: str = ""
    document_number: str = ""
    issued_on: date | None = None
    addressee: Addressee = NOBODY
    day: date | None = None
    form: str = ""
    error: AppError | None = None

    @property
    def name(self) -> str:
        """Under which the page is known in its batch."""
        return f"{self.file}#{self.page}"


def read_slips(session: Session, reader: ScanReader, files: Iterable[Path]) -> Iterator[SlipPage]:
    """Every page of every file with what it would file, as it is read. Nothing is recorded.

    Raises NotAllowed("role.acts_on_no_matters"), Unavailable("scanned.child"); a bad file is one page that says so.
    """
    session.require_actor()
    seen: set[str] = set()
    for file in files:
        read = False
        try:
            for page in reader.read(file):
                read = True
                made = proposal(session, file.name, page)
                yield replace(made, state=SlipState.TWICE) if _again(made, seen) else made
        except BadInput as error:
            yield SlipPage(file=file.name, page=0, state=SlipState.REFUSED, error=error)
        else:
            if not read:
                nothing = BadInput("scanned.empty", file=file.name)
                yield SlipPage(file=file.name, page=0, state=SlipState.REFUSED, error=nothing)


def _again(page: SlipPage, seen: set[str]) -> bool:
    """Whether the paper stood on an earlier page of this batch, ready to be filed."""
    if page.state is not SlipState.READY:
        return False
    known = page.paper in seen
    seen.add(page.paper)
    return known


def proposal(session: Session, file: str, page: ScannedPage) -> SlipPage:
    """What a read page would file."""
    bare = SlipPage(file=file, page=page.page, state=SlipState.UNREAD, picture=page.picture)
    if page.refused:
        error = BadInput(page.refused, file=file, page=page.page)
        return replace(bare, state=SlipState.REFUSED, error=error)
    if page.blank:
        return replace(bare, state=SlipState.BLANK)
    if len(page.slips) + len(page.forms) > 1:
        return replace(bare, state=SlipState.SEVERAL)
    if page.forms:
        return _of_form(session, bare, page.forms[0])
    return bare if not page.slips else _of_code(session, bare, page.slips[0])


def _of_code(session: Session, bare: SlipPage, code: SlipCode) -> SlipPage:
    if code.station != session.office.station:
        return replace(bare, state=SlipState.ELSEWHERE, station=code.station)
    row = session.memory.queries.paper(code.paper)
    matter = None if row is None else public_matter(session, row.number)
    record = None if matter is None else next((p for p in matter.papers if p.id == code.paper), None)
    if matter is None or record is None:
        return replace(bare, state=SlipState.UNKNOWN, station=code.station)
    return _of_record(replace(bare, station=code.station), matter, record)


def _of_form(session: Session, bare: SlipPage, code: FormCode) -> SlipPage:
    """A filled-in form of the waiting room: which kind it is, and which matter it belongs to."""
    bare = replace(bare, form=code.payload())
    try:
        known = form_state(session, code.payload())
    except NotFound:
        return replace(bare, state=SlipState.FORM_UNKNOWN)
    states = {"free": SlipState.FORM_FREE, "void": SlipState.FORM_VOID}
    bound = SlipState.FORM if known.number else SlipState.FORM_UNSEEN
    state = states.get(known.state, bound)
    return replace(bare, state=state, title=known.title, number=known.number)


def _of_record(bare: SlipPage, matter: Matter, record: PaperRecord) -> SlipPage:
    state, day = SlipState.READY, None
    if record.voided:
        state = SlipState.VOID
    elif record.proved_on is not None:
        state, day = SlipState.FILED, record.proved_on
    elif record.needs_seal and record.sealed_on is None:
        state = SlipState.UNSEALED
    else:
        day = next((item.on for item in reversed(record.attempts) if item.slip), None)
    return replace(
        bare,
        state=state,
        number=matter.number,
        paper=record.id,
        title=paper_kind(record.kind).title,
        document_number=record.number,
        issued_on=record.issued_on,
        addressee=addressee_of(matter),
        day=day,
    )


def assigned(session: Session, page: SlipPage, number: str, reference: str) -> SlipPage:
    """A page whose code could not be read, given to a paper by somebody who looked at it.

    Raises Refused("slip.code_says_otherwise") for a page whose code was read, BadInput("slip.no_picture",
    "paper.unknown", "matter.unknown").
    """
    if page.state is not SlipState.UNREAD:
        if not page.picture:
            raise BadInput("slip.no_picture", file=page.file, page=page.page)
        raise Refused("slip.code_says_otherwise", file=page.file, page=page.page)
    matter = public_matter(session, number)
    if matter is None:
        raise BadInput("matter.unknown", field="number", number=number)
    record = matter.paper(reference)
    if record is None:
        raise BadInput("paper.unknown", field="paper", paper=reference)
    return _of_record(page, matter, record)


def file_slip(session: Session, page: SlipPage, facts: Deliver) -> Performed:
    """Files a confirmed page: keeps the picture, records the attempt with what the clerk read off the slip.

    `facts` say way, outcome, day and receiver; paper and picture are the page's. Raises Refused("slip.not_ready",
    "slip.filed_already"), BadInput("slip.day_missing"), and whatever `deliver` refuses. A refusal files nothing.
    """
    if page.state is SlipState.FILED:
        raise Refused("slip.filed_already", file=page.file, page=page.page, day=page.day)
    if page.state is not SlipState.READY:
        raise Refused("slip.not_ready", file=page.file, page=page.page)
    if facts.on is None:
        raise BadInput("slip.day_missing", field="on")
    act = replace(facts, paper=page.paper)
    matter = open_matter(session, page.number, recorded=True).known.matter
    deliver(matter, act, session.setting(session.memory.queries.latest_at()))  # before the picture is kept
    kept = keep_proof(session, page.number, page.picture)
    return performed(perform(session, page.number, replace(act, slip=kept)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledSlip:
    """What became of one confirmed page: done, or the refusal it met."""

    page: SlipPage
    refused: AppError | None = None


def file_slips(
    session: Session,
    confirmed: Sequence[tuple[SlipPage, Deliver]],
    done: Callable[[FiledSlip], None] | None = None,
) -> list[FiledSlip]:
    """Files confirmed pages, each for itself: one that is refused stops no other."""
    results: list[FiledSlip] = []
    for page, facts in confirmed:
        refused: AppError | None = None
        try:
            file_slip(session, page, facts)
        except AppError as error:
            refused = error
        results.append(FiledSlip(page=page, refused=refused))
        if done is not None:
            done(results[-1])
    return results
