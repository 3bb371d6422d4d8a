"""Notices that any hall can verify (文书验证): the code a notice is given, and what a code that was scanned turns out to be.

A signature says that a notice is genuine as issued. Whether it still stands is known where it was issued, and at the county,
from the journal; elsewhere the answer says so. What the paper says is compared by eye, and with its file by its words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.errors import AppError
from app.papers.catalogue import PaperKind, paper_kind
from app.qr.key_list import ListedKey
from app.qr.notice_code import NoticeCode, fingerprint_of, parse_notice, running_of
from app.qr.signed_code import Signed
from app.services.code_keys import KnownKeys, known_keys
from app.services.exchange import is_county
from app.services.reading import public_matter
from app.services.session import Session


class Verdict(StrEnum):
    """What the signature of a code proves. Only the first means: genuine as issued."""

    GENUINE = "genuine"
    ALTERED = "altered"
    """The key is known, the signature is not of this content."""
    UNKNOWN_KEY = "unknown_key"
    OTHER_STATION = "other_station"
    """Signed well, but with the key of another office than the one it names."""
    ENDED = "ended"
    """Signed well, dated after the day on which the office stopped using that key."""
    REVOKED_BEFORE = "revoked_before"
    """Signed well, dated before the key was lost: who found the key can write such a day, so the office must be asked."""
    REVOKED_AFTER = "revoked_after"
    NEWER = "newer"
    """Of a later program."""


WELL_SIGNED = (Verdict.GENUINE, Verdict.REVOKED_BEFORE, Verdict.ENDED)
"""The office's own key signed it; what it says may be compared with the paper."""


class Standing(StrEnum):
    """What the journal here says of a notice that is genuine; it is silent at offices that did not issue it."""

    NOT_ASKED = ""
    STANDS = "stands"
    VOID = "void"
    REPLACED = "replaced"
    NOT_KNOWN = "not_known"
    """The office that should have issued it has no such paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a notice's code turned out to be. `says` is None where it could not be read; `title` the kind in words.

    `office` is the name of the station, by the key it signed with. `words_match`: of a file that was given along, whether
    its words are those that were issued; None where none was given. `replaced_by` is the number of the newer paper,
    `signer` the short name of the key that the code names.
    """

    verdict: Verdict
    says: NoticeCode | None = None
    title: str = ""
    office: str = ""
    key: ListedKey | None = None
    standing: Standing = Standing.NOT_ASKED
    replaced_by: str = ""
    words_match: bool | None = None
    signer: str = ""

    @property
    def genuine(self) -> bool:
        """Whether it is genuine as issued, and a file that was given along has its words."""
        return self.verdict is Verdict.GENUINE and self.words_match is not False


def bears_code(session: Session, matter: Matter, kind: PaperKind) -> bool:
    """Whether a paper gets a code: the kind asks for it, the station can sign, and the matter is no accusation.

    What goes to somebody who accuses bears nothing that a machine can read but its receipt's token (decision 0188).
    """
    return (
        kind.verifiable
        and session.code_signer is not None
        and not (matter.restricted or matter.is_accusation)
    )


def code_of(session: Session, number: str, record: PaperRecord, words: str) -> str:
    """The text of the code of an issued notice with these words on its pages, signed with the station's key.

    Raises Unavailable for keys that cannot be read or made now.
    """
    assert session.code_signer is not None  # `bears_code` was asked
    signer = session.code_signer()
    year, running = running_of(record.number)
    code = NoticeCode(
        station=session.office.station,
        kind=record.kind,
        number=number,
        year=year,
        running=running,
        day=record.issued_on,
        words=fingerprint_of(words),
    )
    return code.text(public=signer.sign_public, sign=signer.sign)


def verify_notice(session: Session, text: str, words: str | None = None) -> Verified:
    """What the code of a notice is, as a scanner gave it. `words` are those of the paper's file, where there is one.

    Raises BadInput("code.misread") for what is no such code or was read badly, NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    try:
        says, signed = parse_notice(text)
    except AppError as error:
        if error.code == "code.newer":
            return Verified(verdict=Verdict.NEWER)
        raise
    verdict, key = judged(known_keys(session), says, signed)
    made = Verified(
        verdict=verdict,
        says=says,
        title=_title(says.kind),
        office="" if key is None else key.office,
        key=key,
        words_match=None if words is None else fingerprint_of(words) == says.words,
        signer=signed.key,
    )
    if verdict not in WELL_SIGNED:
        return made
    standing, replaced_by = _standing(session, says)
    return replace(made, standing=standing, replaced_by=replaced_by)


def signer_of(keys: KnownKeys, station: str, signed: Signed) -> tuple[Verdict, ListedKey | None]:
    """What the signature proves for the station that a code names, with the key where that is known; its days not asked."""
    key = keys.find(signed.key)
    if key is None:
        return Verdict.UNKNOWN_KEY, None
    if not signed.is_genuine(key.sign):
        return Verdict.ALTERED, None
    return (Verdict.GENUINE if key.station == station else Verdict.OTHER_STATION), key


def judged(keys: KnownKeys, says: NoticeCode, signed: Signed) -> tuple[Verdict, ListedKey | None]:
    """What the signature proves on the day of the notice, with the key it was made with where that is known."""
    verdict, key = signer_of(keys, says.station, signed)
    if key is None or verdict is not Verdict.GENUINE:
        return verdict, key
    if key.revoked is not None:
        return (Verdict.REVOKED_BEFORE if says.day < key.revoked else Verdict.REVOKED_AFTER), key
    if key.until is not None and says.day > key.until:
        return Verdict.ENDED, key
    return verdict, key


def _title(kind: str) -> str:
    """The kind in words; empty for one of a later program."""
    try:
        return paper_kind(kind).title
    except AppError:
        return ""


def _standing(session: Session, says: NoticeCode) -> tuple[Standing, str]:
    """What the journal of the issuing office, or of its county, says; nothing of a matter that is under seal."""
    if says.station != session.office.station and not is_county(session.office):
        return Standing.NOT_ASKED, ""
    matter = public_matter(session, says.number)
    if matter is not None and (matter.restricted or matter.is_accusation):
        return Standing.NOT_ASKED, ""
    found = None if matter is None else _issued(matter, says)
    if matter is None or found is None:
        here = says.station == session.office.station
        return (Standing.NOT_KNOWN if here else Standing.NOT_ASKED), ""
    if found.replaced_by:
        newer = matter.paper(found.replaced_by)
        return Standing.REPLACED, "" if newer is None else newer.number
    return (Standing.VOID if found.voided else Standing.STANDS), ""


def _issued(matter: Matter, says: NoticeCode) -> PaperRecord | None:
    """The paper of the matter that a code is about."""
    return next(
        (
            paper
            for paper in matter.papers
            if paper.kind == says.kind
            and running_of(paper.number) == (says.year, says.running)
            and paper.issued_on == says.day
        ),
        None,
    )
