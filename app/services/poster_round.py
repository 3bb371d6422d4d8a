"""The round of the posters (巡码): what a scan of one finds, recorded, and what the office did about it, counted.

The small signed code says what must stand beside it. So somebody with a scanner, and no network, finds the sticker that
leads elsewhere (reference/exchange.md 5, case 34). Nothing is kept of people who scan, because nothing is known of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.names import clean_text
from app.domain.official_code import host_of
from app.domain.places import COVERED, GOOD, Found, Look, PlaceRegistered, Places, PosterChecked
from app.errors import AppError, BadInput
from app.qr.families import Family, family_of
from app.qr.key_list import ListedKey
from app.qr.place_code import PlaceCode, official_fingerprint, parse_place
from app.qr.signed_code import Signed
from app.services.code_keys import KnownKeys, known_keys
from app.services.notice_codes import Verdict, signer_of
from app.services.places import all_places, append, place_rows, require_place
from app.services.poster_photos import PosterPhoto, keep_photo
from app.services.session import Session

BY_SCAN, BY_EYE = "scan", "eye"
NOTE = 200
HOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPlace:
    """What the small code of a poster turned out to be; `expired` by the day it names. As `Verified` of notices."""

    verdict: Verdict
    says: PlaceCode | None = None
    key: ListedKey | None = None
    expired: bool = False

    @property
    def genuine(self) -> bool:
        """Whether it is genuine and still valid."""
        return self.verdict is Verdict.GENUINE and not self.expired


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scan of a poster found. `place` and `serial` are empty where no code of ours was read.

    `expected` is the domain that must stand beside it, `other` the domain of a strange code. `photo` is the SHA-256 of the
    picture that was kept with the look, once it is recorded.
    """

    found: Found
    place: str = ""
    serial: int = 0
    expected: str = ""
    other: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigures:
    """What was found at one place in some days: counts of our own looks, never of people.

    `fine` whole, `missing` gone, `covered` with a strange code on it or beside it, `other` whatever else was wrong.
    `photos` are the looks with one, oldest first. `last_on` is the day of the last look ever, `days_since` how long ago
    that is; None where nobody has looked yet.
    """

    place: str
    name: str
    looks: int
    fine: int
    missing: int
    covered: int
    other: int
    photos: tuple[Look, ...]
    last_on: date | None
    days_since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """The round in figures, from a day to a day: acts of our own office, nobody's scans.

    `places` are open ones, `hanging` those with a poster, `looked` places looked at in those days, `looks` how often,
    `findings` how often each finding was made, `due` places that wait for a look today, `ended` posters past their day,
    `photos` kept with those looks. `by_place` are the same figures of each open place.
    """

    first: date
    last: date
    places: int
    hanging: int
    looked: int
    looks: int
    findings: dict[str, int]
    due: int
    ended: int
    withdrawn: int
    printed: int
    photos: int
    by_place: tuple[PlaceFigures, ...]


def verify_place(session: Session, text: str) -> VerifiedPlace:
    """What the small code of a poster is. Raises BadInput("code.misread"), NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    try:
        says, signed = parse_place(text)
    except AppError as error:
        if error.code == "code.newer":
            return VerifiedPlace(verdict=Verdict.NEWER)
        raise
    verdict, key = _judged(known_keys(session), says, signed)
    return VerifiedPlace(verdict=verdict, says=says, key=key, expired=says.until < session.today())


def look_at_scan(session: Session, texts: Sequence[str]) -> Scanned:
    """What the codes on one poster say together, without recording it.

    Raises BadInput("code.misread"), NotAllowed("role.reads_no_matters").
    """
    ours = [text for text in texts if family_of(text) is Family.PLACE]
    beside = [text for text in texts if family_of(text) is not Family.PLACE]
    if not ours:
        return Scanned(found=Found.UNREADABLE, other=_host(beside[0]) if beside else "")
    checked = verify_place(session, ours[0])
    if checked.says is None or checked.verdict is not Verdict.GENUINE:
        return Scanned(found=Found.NOT_OURS)
    says = checked.says
    if says.station != session.office.station:
        return Scanned(found=Found.NOT_OURS)
    poster = all_places(session).posters.get(says.serial)
    expected = "" if poster is None else host_of(poster.official)

    def told(found: Found, other: str = "") -> Scanned:
        return Scanned(found=found, place=says.place, serial=says.serial, expected=expected, other=other)

    strange = [text for text in beside if official_fingerprint(text) != says.official]
    if beside and len(strange) == len(beside):
        return told(Found.PASTED_OVER, _host(strange[0]))
    if strange:
        return told(Found.BESIDE, _host(strange[0]))
    if poster is None:
        return told(Found.NOT_OURS)
    if poster.withdrawn:
        return told(Found.WITHDRAWN)
    if checked.expired:
        return told(Found.EXPIRED)
    return told(Found.FINE if beside else Found.UNREADABLE)


def check_by_scan(
    session: Session,
    texts: Sequence[str],
    *,
    place: str = "",
    note: str = "",
    photo: PosterPhoto | None = None,
) -> Scanned:
    """Records a look at a poster by the codes that were scanned on it; `place` where the small code cannot be read.

    A `photo` is kept with it. Raises NotAllowed("role.acts_on_no_matters"), BadInput("round.which_place", "code.misread"),
    NotFound("place.unknown"), and what `keep_photo` raises: then nothing is recorded.
    """
    session.require_actor()
    found = look_at_scan(session, texts)
    chosen = found.place or place
    if not chosen:
        raise BadInput("round.which_place", field="scan")
    return replace(found, photo=_record(session, chosen, found, BY_SCAN, note, photo))


def check_by_eye(
    session: Session, place: str, found: str, note: str = "", photo: PosterPhoto | None = None
) -> str:
    """Records a look at a poster without a scanner: what somebody saw there. The answer is the SHA-256 of its `photo`.

    Raises NotAllowed("role.acts_on_no_matters"), NotFound("place.unknown"), BadInput("round.result"), and as
    `check_by_scan` for the photo.
    """
    session.require_actor()
    if found not in set(Found):
        raise BadInput("round.result", field="found", found=found, allowed=", ".join(Found))
    poster = all_places(session).hanging(place.strip().upper())
    serial = 0 if poster is None else poster.serial
    return _record(session, place, Scanned(found=Found(found), serial=serial), BY_EYE, note, photo)


def round_report(session: Session, first: date, last: date) -> RoundReport:
    """The round of those days in figures. Raises NotAllowed("role.reads_no_matters")."""
    rows = [row for row in place_rows(session) if not row.place.closed]
    state = all_places(session)
    looks = [look for look in state.looks if first <= look.on <= last]
    findings = {found.value: sum(look.found is found for look in looks) for found in Found}
    return RoundReport(
        first=first,
        last=last,
        places=len(rows),
        hanging=sum(row.poster is not None for row in rows),
        looked=len({look.place for look in looks}),
        looks=len(looks),
        findings={name: count for name, count in findings.items() if count},
        due=sum(row.state == "due" for row in rows),
        ended=sum(row.state == "expired" for row in rows),
        withdrawn=sum(bool(poster.withdrawn) for poster in state.posters.values()),
        printed=sum(first <= poster.on <= last for poster in state.posters.values()),
        photos=sum(bool(look.photo) for look in looks),
        by_place=tuple(_figures(state, row.place, first, last, session.today()) for row in rows),
    )


def place_figures(session: Session, place: str, first: date, last: date) -> PlaceFigures:
    """What was found at one place in those days. Raises NotFound("place.unknown"), NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    state = all_places(session)
    return _figures(state, require_place(state, place), first, last, session.today())


def looks_of(session: Session, first: date, last: date, place: str = "") -> tuple[Look, ...]:
    """Every look of those days, at all places or at one, oldest first. Raises as `place_figures`."""
    session.require_reader()
    state = all_places(session)
    chosen = require_place(state, place).code if place else ""
    return tuple(look for look in state.looks if first <= look.on <= last and chosen in ("", look.place))


def _figures(state: Places, place: PlaceRegistered, first: date, last: date, today: date) -> PlaceFigures:
    ever = state.looks_at(place.code)
    looks = [look for look in ever if first <= look.on <= last]
    found = [look.found for look in looks]
    fine, missing = found.count(Found.FINE), found.count(Found.MISSING)
    covered = sum(item in COVERED for item in found)
    last_on = max((look.on for look in ever), default=None)
    return PlaceFigures(
        place=place.code,
        name=place.name,
        looks=len(looks),
        fine=fine,
        missing=missing,
        covered=covered,
        other=len(looks) - fine - missing - covered,
        photos=tuple(look for look in looks if look.photo),
        last_on=last_on,
        days_since=None if last_on is None else (today - last_on).days,
    )


def is_good(found: Found) -> bool:
    """Whether nothing has to be done after this finding."""
    return found in GOOD


def _record(
    session: Session, place: str, found: Scanned, how: str, note: str, photo: PosterPhoto | None
) -> str:
    row = require_place(all_places(session), place)
    said = clean_text(note, limit=NOTE, field="note").strip()
    value = PosterChecked(
        place=row.code,
        found=found.found,
        how=how,
        serial=found.serial,
        other=found.other[:HOST],
        note=said,
        photo="" if photo is None else keep_photo(session, photo),
    )
    with session.work() as work:
        append(session, work, value)
        work.commit()
    return value.photo


def _host(text: str) -> str:
    """What is told of a strange code: its domain alone, because the rest may be about somebody."""
    return host_of(text)[:HOST]


def _judged(keys: KnownKeys, says: PlaceCode, signed: Signed) -> tuple[Verdict, ListedKey | None]:
    """As for notices; the day that counts is the last one, because a poster does not say when it was printed."""
    verdict, key = signer_of(keys, says.station, signed)
    if verdict is Verdict.GENUINE and key is not None and key.revoked is not None:
        return Verdict.REVOKED_AFTER, key
    return verdict, key
