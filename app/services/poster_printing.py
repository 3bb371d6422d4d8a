"""Making posters (场所码): recorded with a serial, drawn, and every code on them read back from the drawn page first.

Heavy: loads ReportLab and the reader of codes. What draws pages as pictures is handed in, because it is Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.official_code import checked_address, host_of
from app.domain.places import PlaceRegistered, PosterPrinted
from app.errors import BadInput, Conflict, Refused
from app.papers.poster import PosterFacts, poster, sizes
from app.papers.round_sheet import RoundSheet, round_sheet
from app.qr.place_code import PlaceCode, official_fingerprint
from app.services.code_keys import require_signer
from app.services.places import (
    PlaceRow,
    all_places,
    append,
    figures,
    place_rows,
    require_place,
    require_poster,
)
from app.services.poster_round import PlaceFigures, round_report
from app.services.read_back import DrawPages, require_each_page
from app.services.session import Session
from resources.loader import words

ATTEMPTS = 3
PHOTO_NAME = 12
"""Digits of a photo's hash on the sheet: enough to find it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPoster:
    """A poster that was made: its place, serial and last day, and the file of each size."""

    place: str
    serial: int
    until: date
    files: Mapping[str, bytes]


def print_poster(
    session: Session, place: str, wanted: Sequence[str], draw: DrawPages, *, page_words: Sequence[str] = ()
) -> PrintedPoster:
    """Records a new poster of a place and makes its files; nothing is recorded when a code does not read back.

    `page_words`: the four words by which visitors compare the page for phones, where the office gives one out.

    Raises NotAllowed("role.acts_on_no_matters"), NotFound("place.unknown", "poster.size_unknown"),
    Refused("place.closed", "place.no_official", "place.tracking", "poster.code_too_large"),
    Damaged("paper.code_not_read_back"), Unavailable("code.no_signer").
    """
    session.require_actor()
    signer = require_signer(session)
    for attempt in range(1, ATTEMPTS + 1):
        state, today = all_places(session), session.today()
        row = require_place(state, place)
        if row.closed:
            raise Refused("place.closed", field="place", place=row.code)
        official = state.officials.get(row.code)
        if official is None:
            raise Refused("place.no_official", field="place", place=row.code)
        text = checked_address(official.text, figures().tracking)
        serial, until = max(state.posters, default=0) + 1, today + timedelta(days=figures().valid_days)
        code = PlaceCode(
            station=session.office.station,
            place=row.code,
            serial=serial,
            until=until,
            official=official_fingerprint(text),
        )
        entry = PosterPrinted(
            place=row.code,
            serial=serial,
            sizes=_chosen(wanted),
            until=until,
            official=text,
            code=code.text(public=signer.sign_public, sign=signer.sign),
            page_words=tuple(page_words),
        )
        files = _files(session, row, entry, draw)
        with session.work() as work:
            if work.take_number(_series(session)) == serial:  # else another desk printed meanwhile
                append(session, work, entry)
                work.commit()
                return PrintedPoster(place=row.code, serial=serial, until=until, files=files)
        if attempt == ATTEMPTS:
            raise Conflict("journal.stream_moved")
    raise AssertionError("the loop above returns or raises")


def print_again(session: Session, serial: int, draw: DrawPages) -> PrintedPoster:
    """The files of a poster once more, with the same codes: a printer ate it.

    Raises NotFound("poster.unknown"), Refused("poster.withdrawn"), and as `print_poster`.
    """
    session.require_actor()
    state = all_places(session)
    found = require_poster(state, serial)
    if found.withdrawn:
        raise Refused("poster.withdrawn", field="serial", serial=serial)
    entry = PosterPrinted(
        place=found.place,
        serial=found.serial,
        sizes=found.sizes,
        until=found.until,
        official=found.official,
        code=found.code,
        page_words=found.page_words,
    )
    files = _files(session, require_place(state, found.place), entry, draw)
    return PrintedPoster(place=found.place, serial=serial, until=found.until, files=files)


def guidance_poster(session: Session, route: str, address: str, size: str, draw: DrawPages) -> bytes:
    """A plain sheet that shows the way to another office's page (导引码), with its address in words beside the code.

    Nothing is recorded: it is none of our signed posters. Raises BadInput("field.missing", "place.no_address"),
    Refused("place.tracking", "poster.code_too_large"), NotFound("poster.size_unknown").
    """
    session.require_actor()
    text = checked_address(address, figures().tracking)
    title = route.strip()
    if not title:
        raise BadInput("field.missing", field="route", name="route")
    office, said = session.office, words("words/places.toml")["poster"]
    facts = PosterFacts(
        official=text,
        host=host_of(text),
        title=title,
        lead=str(said["guidance_lead"]),
        place="",
        office=office.name,
        address=office.address,
        phone=office.phone,
        until="",
        serial="",
    )
    made = poster(facts, size)
    require_each_page(made, frozenset({text}), draw)
    return made


def round_pdf(session: Session, first: date, last: date) -> bytes:
    """The round of those days as a sheet for the file. Raises NotAllowed("role.reads_no_matters")."""
    report, text = round_report(session, first, last), words("words/places.toml")
    sheet, office = text["round_sheet"], session.office
    names = text["places"]["findings"]
    counted = [
        str(sheet["counted"]).format(word=names[name], count=count) for name, count in report.findings.items()
    ]
    figures = {
        name: getattr(report, name)
        for name in report.__slots__
        if isinstance(getattr(report, name), int | date)
    }
    about = [
        str(line).format(office=office.name, station=office.station, **figures) for line in sheet["about"]
    ]
    found = str(sheet["separator"]).join(counted)
    about.append(str(sheet["findings"]).format(findings=found) if found else str(sheet["nothing_found"]))
    counts = {item.place: item for item in report.by_place}
    photos = [
        str(sheet["photo"]).format(place=look.place, on=f"{look.on:%m-%d}", photo=look.photo[:PHOTO_NAME])
        for item in report.by_place
        for look in item.photos
    ]
    return round_sheet(
        RoundSheet(
            about=about,
            rows=[
                _sheet_row(row, counts.get(row.place.code), text["places"]["states"], str(sheet["empty"]))
                for row in place_rows(session)
            ],
            notes=[
                *(
                    [str(sheet["photos"]).format(photos=str(sheet["photo_separator"]).join(photos))]
                    if photos
                    else []
                ),
                str(sheet["note"]),
            ],
        )
    )


def _sheet_row(
    row: PlaceRow, counted: PlaceFigures | None, states: Mapping[str, str], empty: str
) -> tuple[str, ...]:
    poster = row.poster
    looks, fine, photos = (0, 0, 0) if counted is None else (counted.looks, counted.fine, len(counted.photos))
    return (
        row.place.code,
        row.place.name,
        states[row.state],
        empty if poster is None else f"{poster.serial:06d}",
        empty if poster is None else poster.until.isoformat(),
        empty if row.last_on is None else f"{row.last_on:%m-%d}",
        empty if row.due_on is None else f"{row.due_on:%m-%d}",
        *(str(count) if count else empty for count in (looks, looks - fine, photos)),
    )


def _files(session: Session, row: PlaceRegistered, entry: PosterPrinted, draw: DrawPages) -> dict[str, bytes]:
    """The file of each size, tested."""
    office, text = session.office, words("words/places.toml")["poster"]
    until = entry.until
    facts = PosterFacts(
        official=entry.official,
        host=host_of(entry.official),
        title=str(text["title"]),
        lead=str(text["lead"]),
        place=row.name,
        office=office.name,
        address=row.address or office.address,
        phone=office.phone,
        until=str(text["date"]).format(year=until.year, month=until.month, day=until.day),
        serial=f"{entry.serial:06d}",
        code=entry.code,
        page_words="\u3000".join(entry.page_words),
    )
    made = {}
    for size in entry.sizes:
        made[size] = poster(facts, size)
        require_each_page(made[size], frozenset({entry.official, entry.code}), draw)
    return made


def _chosen(wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wanted)) or tuple(sizes())[:1]


def _series(session: Session) -> str:
    return f"{session.office.station}/posters"
