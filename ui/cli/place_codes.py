"""Commands on places and posters: code place add, official, list, poster, again, check, looks, photo, withdraw, report,
guidance.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.domain.places import GOOD, Look
from app.errors import Unavailable
from app.services import places, poster_round
from app.services.places import PlaceRow
from app.services.poster_photos import PosterPhoto, poster_photo
from app.services.poster_round import PlaceFigures, Scanned
from app.services.preregistration_page import make_page
from app.services.session import Session
from ui.bootstrap.page_keys import page_key_shelf
from ui.cli.folder import desk
from ui.cli.output import emit, listed
from ui.code_texts import code_texts
from ui.scans.reader import ChildScanReader

BAD = 3
"""Exit code for a poster that something is wrong with."""


def add_parts(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the parts of `code` that are about places."""
    place = parts.add_parser("place", parents=[common])
    what = place.add_subparsers(dest="place_part", required=True, parser_class=type(place))
    add = what.add_parser("add", parents=[common])
    add.add_argument("code")
    add.add_argument("--name", required=True)
    add.add_argument("--kind", default="hall")
    add.add_argument("--address", default="")
    add.add_argument("--contact", default="")
    add.add_argument("--closed", action="store_true")
    add.set_defaults(run=run_add)
    official = what.add_parser("official", parents=[common])
    official.add_argument("places", nargs="+")
    official.add_argument("--text", default="")
    official.add_argument("--again", default="")
    official.add_argument("--picture", type=Path)
    official.add_argument("--name", default="")
    official.set_defaults(run=run_official)
    rows = what.add_parser("list", parents=[common])
    rows.set_defaults(run=run_list)
    poster = what.add_parser("poster", parents=[common])
    poster.add_argument("code")
    poster.add_argument("--size", action="append", default=[])
    poster.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    poster.add_argument("--with-page", action="store_true", help="with the four words of the page for phones")
    poster.set_defaults(run=run_poster)
    again = what.add_parser("again", parents=[common])
    again.add_argument("serial", type=int)
    again.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    again.set_defaults(run=run_again)
    withdraw = what.add_parser("withdraw", parents=[common])
    withdraw.add_argument("serial", type=int)
    withdraw.add_argument("--reason", required=True)
    withdraw.set_defaults(run=run_withdraw)
    guidance = what.add_parser("guidance", parents=[common])
    guidance.add_argument("route")
    guidance.add_argument("address")
    guidance.add_argument("--size", default="a4")
    guidance.add_argument("--out", type=Path, required=True, metavar="FILE")
    guidance.set_defaults(run=run_guidance)
    _add_round(what, common)


def _add_round(
    what: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """The round: a look at a poster, all looks, a photo, the figures."""
    check = what.add_parser("check", parents=[common])
    check.add_argument("scans", nargs="*", metavar="TEXT|PICTURE")
    check.add_argument("--place", default="")
    check.add_argument("--found", default="")
    check.add_argument("--note", default="")
    check.add_argument("--photo", type=Path, metavar="FILE")
    check.set_defaults(run=run_check)
    looks = what.add_parser("looks", parents=[common])
    looks.add_argument("--place", default="")
    looks.add_argument("--first", type=date.fromisoformat)
    looks.add_argument("--last", type=date.fromisoformat)
    looks.set_defaults(run=run_looks)
    photo = what.add_parser("photo", parents=[common])
    photo.add_argument("photo", help="its SHA-256, or eight or more digits it begins with")
    photo.add_argument("--out", type=Path, required=True, metavar="FILE")
    photo.set_defaults(run=run_photo)
    report = what.add_parser("report", parents=[common])
    report.add_argument("--first", type=date.fromisoformat)
    report.add_argument("--last", type=date.fromisoformat)
    report.add_argument("--out", type=Path, metavar="FILE")
    report.set_defaults(run=run_report)


def run_add(chosen: argparse.Namespace) -> int:
    """Registers a place, or changes its row."""
    opened = desk(chosen)
    try:
        row = places.register_place(
            opened.session,
            chosen.code,
            name=chosen.name,
            kind=chosen.kind,
            address=chosen.address,
            contact=chosen.contact,
            closed=chosen.closed,
        )
    finally:
        opened.close()
    emit({"place": row.code, "name": row.name, "kind": row.kind.value})
    return 0


def run_official(chosen: argparse.Namespace) -> int:
    """Binds an official code to places: typed twice, or read from its picture."""
    found = None if chosen.picture is None else code_texts(str(chosen.picture))
    opened = desk(chosen)
    try:
        text = places.bind_official(
            opened.session,
            chosen.places,
            chosen.text,
            name=chosen.name,
            again=chosen.again,
            in_picture=found,
        )
    finally:
        opened.close()
    emit({"official": text, "places": len(chosen.places)})
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """Every place and how it stands."""
    opened = desk(chosen)
    try:
        rows = places.place_rows(opened.session)
    finally:
        opened.close()
    columns = ("place", "name", "state", "host", "serial", "until", "looked", "due")
    return listed([_row_object(row) for row in rows], columns, as_json=chosen.json)


def run_poster(chosen: argparse.Namespace) -> int:
    """Makes a new poster of a place in the sizes named, a file each."""
    from app.services.poster_printing import (
        print_poster,
    )  # papers and the reader of codes are loaded only for posters
    from ui.drawn_pages import drawn_pages

    opened = desk(chosen)
    try:
        page_words = make_page(opened.session, page_key_shelf(opened)).words if chosen.with_page else ()
        made = print_poster(opened.session, chosen.code, chosen.size, drawn_pages, page_words=page_words)
    finally:
        opened.close()
    return _written(made.files, chosen.out, made.place, made.serial, made.until)


def run_again(chosen: argparse.Namespace) -> int:
    """The files of a poster once more."""
    from app.services.poster_printing import print_again
    from ui.drawn_pages import drawn_pages

    opened = desk(chosen)
    try:
        made = print_again(opened.session, chosen.serial, drawn_pages)
    finally:
        opened.close()
    return _written(made.files, chosen.out, made.place, made.serial, made.until)


def run_check(chosen: argparse.Namespace) -> int:
    """Records a look at a poster: by the codes scanned on it, or by eye with --place and --found."""
    texts = [text for source in chosen.scans for text in code_texts(source)]
    photo = None if chosen.photo is None else PosterPhoto(file=chosen.photo, reader=ChildScanReader())
    opened = desk(chosen)
    try:
        if chosen.found and not texts:
            kept = poster_round.check_by_eye(opened.session, chosen.place, chosen.found, chosen.note, photo)
            made = {"place": chosen.place.upper(), "found": chosen.found, "how": poster_round.BY_EYE}
            emit({**made, "photo": kept or None})
            return 0 if chosen.found in GOOD else BAD
        found = poster_round.check_by_scan(
            opened.session, texts, place=chosen.place, note=chosen.note, photo=photo
        )
    finally:
        opened.close()
    emit(_scan_object(found, chosen.place))
    return 0 if poster_round.is_good(found.found) else BAD


def run_looks(chosen: argparse.Namespace) -> int:
    """Every look of some days, of this month where none are named: what was found, and which photo was kept."""
    opened = desk(chosen)
    try:
        first, last = _days(chosen, opened.session)
        found = poster_round.looks_of(opened.session, first, last, chosen.place)
    finally:
        opened.close()
    columns = ("place", "on", "found", "how", "serial", "other", "note", "photo")
    return listed([_look_object(look) for look in found], columns, as_json=chosen.json)


def run_photo(chosen: argparse.Namespace) -> int:
    """Writes a kept photo of a poster."""
    opened = desk(chosen)
    try:
        picture = poster_photo(opened.session, chosen.photo)
    finally:
        opened.close()
    _write(chosen.out, picture)
    emit({"photo": hashlib.sha256(picture).hexdigest(), "out": str(chosen.out)})
    return 0


def run_withdraw(chosen: argparse.Namespace) -> int:
    """A poster was taken down."""
    opened = desk(chosen)
    try:
        places.withdraw_poster(opened.session, chosen.serial, chosen.reason)
    finally:
        opened.close()
    emit({"withdrawn": chosen.serial})
    return 0


def run_report(chosen: argparse.Namespace) -> int:
    """The round in figures."""
    opened = desk(chosen)
    try:
        first, last = _days(chosen, opened.session)
        found = poster_round.round_report(opened.session, first, last)
        if chosen.out is not None:
            from app.services.poster_printing import round_pdf

            _write(chosen.out, round_pdf(opened.session, first, last))
    finally:
        opened.close()
    emit(
        {
            "first": found.first.isoformat(),
            "last": found.last.isoformat(),
            "places": found.places,
            "hanging": found.hanging,
            "looked": found.looked,
            "looks": found.looks,
            "findings": found.findings,
            "due": found.due,
            "ended": found.ended,
            "withdrawn": found.withdrawn,
            "printed": found.printed,
            "photos": found.photos,
            "by_place": [_figures_object(item) for item in found.by_place],
        }
    )
    return 0


def run_guidance(chosen: argparse.Namespace) -> int:
    """A plain sheet that shows the way to another office's page."""
    from app.services.poster_printing import guidance_poster
    from ui.drawn_pages import drawn_pages

    opened = desk(chosen)
    try:
        made = guidance_poster(opened.session, chosen.route, chosen.address, chosen.size, drawn_pages)
    finally:
        opened.close()
    _write(chosen.out, made)
    emit({"route": chosen.route, "out": str(chosen.out)})
    return 0


def _days(chosen: argparse.Namespace, session: Session) -> tuple[date, date]:
    """The days that are asked for; up to today, from the first of the last one's month."""
    last = chosen.last or session.today()
    return chosen.first or last.replace(day=1), last


def _written(files: Mapping[str, bytes], folder: Path, place: str, serial: int, until: date) -> int:
    paths = {}
    for size, data in files.items():
        path = folder / f"{place}-{serial:06d}-{size}.pdf"
        _write(path, data)
        paths[size] = str(path)
    emit({"place": place, "serial": serial, "until": until.isoformat(), "files": paths})
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error


def _row_object(row: PlaceRow) -> dict[str, object]:
    poster = row.poster
    return {
        "place": row.place.code,
        "name": row.place.name,
        "kind": row.place.kind.value,
        "address": row.place.address or None,
        "contact": row.place.contact or None,
        "state": row.state,
        "host": row.host or None,
        "serial": None if poster is None else poster.serial,
        "until": None if poster is None else poster.until.isoformat(),
        "looked": None if row.last_on is None else row.last_on.isoformat(),
        "found": None if row.last_found is None else row.last_found.value,
        "due": None if row.due_on is None else row.due_on.isoformat(),
        "changed": row.changed,
    }


def _look_object(look: Look) -> dict[str, object]:
    return {
        "place": look.place,
        "on": look.on.isoformat(),
        "by": look.by,
        "found": look.found.value,
        "how": look.how,
        "serial": look.serial or None,
        "other": look.other or None,
        "note": look.note or None,
        "photo": look.photo or None,
    }


def _figures_object(item: PlaceFigures) -> dict[str, object]:
    return {
        "place": item.place,
        "name": item.name,
        "looks": item.looks,
        "fine": item.fine,
        "missing": item.missing,
        "covered": item.covered,
        "other": item.other,
        "photos": [look.photo for look in item.photos],
        "looked": None if item.last_on is None else item.last_on.isoformat(),
        "days_since": item.days_since,
    }


def _scan_object(found: Scanned, place: str) -> dict[str, object]:
    return {
        "place": found.place or place.upper(),
        "found": found.found.value,
        "how": poster_round.BY_SCAN,
        "serial": found.serial or None,
        "expected": found.expected or None,
        "other": found.other or None,
        "photo": found.photo or None,
    }
