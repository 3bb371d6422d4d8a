"""Places with posters (场所): registering them, binding the official code, withdrawing a poster, how each one stands.

Light: posters are drawn in app/services/poster_printing.py, looked at in app/services/poster_round.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.domain import history
from app.domain.names import clean_text
from app.domain.official_code import checked_address, host_of
from app.domain.places import (
    Found,
    OfficialCodeBound,
    PlaceKind,
    PlaceRegistered,
    Places,
    Poster,
    PosterWithdrawn,
    places_of,
)
from app.errors import BadInput, NotFound, Refused
from app.ports import UnitOfWork
from app.qr.families import family_of
from app.qr.place_code import is_place_code
from app.services.session import Session
from resources.loader import read_toml

LINE = 80
"""Characters of a name, an address, a unit."""
REASON = 200
BY_PICTURE, TYPED_TWICE = "picture", "typed twice"
"""How it was made sure that an official code is the right one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterFigures:
    """How long posters hold and how often they are looked at, in days; patterns of parameters that track people."""

    valid_days: int
    round_days: int
    soon_days: int
    tracking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place as a list shows it.

    `state`: closed, no_official, no_poster, expired, pasted_over (or another finding that is not fine), due, soon, fine.
    `due_on` is the day by which it is to be looked at; None without a poster. `changed`: the official code was bound anew
    since the poster was printed.
    """

    place: PlaceRegistered
    host: str
    poster: Poster | None
    last_on: date | None
    last_found: Found | None
    due_on: date | None
    state: str
    changed: bool = False


@cache
def figures() -> PosterFigures:
    """The shipped figures (resources/qr/places.toml)."""
    given: dict[str, Any] = read_toml("qr/places.toml")
    return PosterFigures(
        valid_days=int(given["valid_days"]),
        round_days=int(given["round_days"]),
        soon_days=int(given["soon_days"]),
        tracking=tuple(given["tracking"]),
    )


def register_place(
    session: Session,
    code: str,
    *,
    name: str,
    kind: str,
    address: str = "",
    contact: str = "",
    closed: bool = False,
) -> PlaceRegistered:
    """Registers a place, or changes the row with that code.

    Raises NotAllowed("role.acts_on_no_matters"), BadInput("place.code_shape", "field.missing", "field.value").
    """
    session.require_actor()
    short = code.strip().upper()
    if not is_place_code(short):
        raise BadInput("place.code_shape", field="code")
    if kind not in set(PlaceKind):
        raise BadInput("field.value", field="kind", name="kind", allowed=", ".join(PlaceKind))
    lines = {
        label: clean_text(text, limit=LINE, field=label).strip()
        for label, text in (("name", name), ("address", address), ("contact", contact))
    }
    if not lines["name"]:
        raise BadInput("field.missing", field="name", name="name")
    row = PlaceRegistered(code=short, kind=PlaceKind(kind), closed=closed, **lines)
    _record(session, row)
    return row


def bind_official(
    session: Session,
    places: Sequence[str],
    text: str = "",
    *,
    name: str = "",
    again: str = "",
    in_picture: Sequence[str] | None = None,
) -> str:
    """Binds an official code to places: read from its picture (`in_picture`), or typed twice; the answer is its text.

    Raises NotAllowed("role.acts_on_no_matters"), NotFound("place.unknown"), BadInput("place.official_differs",
    "place.official_picture", "place.no_address"), Refused("place.tracking", "place.official_ours").
    """
    session.require_actor()
    if in_picture is not None:
        found = list(dict.fromkeys(in_picture))
        if len(found) != 1:
            raise BadInput("place.official_picture", field="picture", count=len(found))
        if text.strip() and text.strip() != found[0]:
            raise BadInput("place.official_differs", field="official")
        said, sure = found[0], BY_PICTURE
    else:
        said, sure = text.strip(), TYPED_TWICE
        if said != again.strip():
            raise BadInput("place.official_differs", field="again")
    if family_of(said) is not None:
        raise Refused("place.official_ours", field="official")
    said = checked_address(said, figures().tracking)
    state = all_places(session)
    codes = tuple(dict.fromkeys(place.strip().upper() for place in places))
    for code in codes:
        require_place(state, code)
    if not codes:
        raise BadInput("field.missing", field="places", name="places")
    label = clean_text(name, limit=LINE, field="name").strip() or host_of(said)
    _record(session, OfficialCodeBound(places=codes, text=said, name=label, sure=sure))
    return said


def withdraw_poster(session: Session, serial: int, reason: str) -> None:
    """A poster was taken down, or is to be: a scan of it tells from now on.

    Raises NotAllowed("role.acts_on_no_matters"), NotFound("poster.unknown"), Refused("poster.withdrawn"),
    BadInput("poster.reason_missing").
    """
    session.require_actor()
    said = clean_text(reason, limit=REASON, field="reason").strip()
    if not said:
        raise BadInput("poster.reason_missing", field="reason")
    poster = require_poster(all_places(session), serial)
    if poster.withdrawn:
        raise Refused("poster.withdrawn", field="serial", serial=serial)
    _record(session, PosterWithdrawn(serial=serial, reason=said))


def place_rows(session: Session) -> tuple[PlaceRow, ...]:
    """Every place with its poster and how it stands today, what needs somebody first, then by code."""
    session.require_reader()
    state, today = all_places(session), session.today()
    rows = [_row(state, place, today) for place in state.rows.values()]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.state), row.place.code)))


def all_places(session: Session) -> Places:
    """All places of this station."""
    stream = session.memory.queries.stream(places_of(session.office.station))
    found: Places = history.fold_other(stream, Places())
    return found


def require_place(state: Places, code: str) -> PlaceRegistered:
    """The place with that code. Raises NotFound("place.unknown")."""
    found = state.rows.get(code.strip().upper())
    if found is None:
        raise NotFound("place.unknown", field="place", place=code)
    return found


def require_poster(state: Places, serial: int) -> Poster:
    """The poster with that serial. Raises NotFound("poster.unknown")."""
    found = state.posters.get(serial)
    if found is None:
        raise NotFound("poster.unknown", field="serial", serial=serial)
    return found


def append(session: Session, work: UnitOfWork, value: object) -> None:
    """Appends an entry to the stream of places, inside a unit of work."""
    stream = places_of(session.office.station)
    draft = session.draft(stream, value, session.today(), None)
    work.append([replace(draft, after=work.stream_head(stream))])


_ORDER = ("bad", "expired", "due", "no_poster", "no_official", "soon", "fine", "closed")


def _row(state: Places, place: PlaceRegistered, today: date) -> PlaceRow:
    poster, look = state.hanging(place.code), state.last_look(place.code)
    official = state.officials.get(place.code)
    if look is not None and poster is not None and look.on < poster.on:
        look = None  # it was another poster
    since = None if poster is None else poster.on if look is None else look.on
    due = None if since is None else since + timedelta(days=figures().round_days)
    return PlaceRow(
        place=place,
        host="" if official is None else host_of(official.text),
        poster=poster,
        last_on=None if look is None else look.on,
        last_found=None if look is None else look.found,
        due_on=due,
        state=_state(place, official is not None, poster, None if look is None else look.found, due, today),
        changed=poster is not None and official is not None and poster.official != official.text,
    )


def _state(
    place: PlaceRegistered,
    has_official: bool,
    poster: Poster | None,
    found: Found | None,
    due: date | None,
    today: date,
) -> str:
    if place.closed:
        return "closed"
    if poster is None or due is None:
        return "no_poster" if has_official else "no_official"
    if poster.until < today:
        return "expired"
    if found not in (None, Found.FINE):
        return "bad"
    if due < today:
        return "due"
    return "soon" if poster.until - timedelta(days=figures().soon_days) <= today else "fine"


def _record(session: Session, value: object) -> None:
    with session.work() as work:
        append(session, work, value)
        work.commit()
