"""Lists of matters: the newest, or those that hold some words. What stands in a list is masked or left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.codes import category, text_of
from app.readmodels import MatterRow, SearchHit
from app.services.finding import search, sounding_alike
from app.services.session import Session
from app.services.today import LATE, SOON, SOON_LIGHT
from app.sieve import Sieve

LIMIT = 50
"""Rows of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMatter:
    """One matter in a list, fit to be seen by anybody at the counter. A restricted one has a number and a day only."""

    number: str
    registered_on: date
    name: str = ""
    channel: str = ""
    category: str = ""
    excerpt: str = ""
    state: str = ""
    restricted: bool = False
    alike: bool = False
    """Found only because the name sounds like what was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list is narrowed by, each by its code; empty ones narrow nothing.

    `state`: open or closed. `category`: a first-level class. `year`: of registration, four digits. `unit`: the code of one.
    `light`: late or soon, as on the board of the day.
    """

    state: str = ""
    channel: str = ""
    category: str = ""
    year: str = ""
    unit: str = ""
    light: str = ""


ANYTHING = Narrowing()
"""Narrows nothing."""


def list_matters(
    session: Session,
    words: str = "",
    field: str = "",
    *,
    narrowing: Narrowing = ANYTHING,
    placed: bool = True,
) -> tuple[ListedMatter, ...]:
    """The newest matters, or those with the words in `field` (text, name, number; empty: anywhere), newest first.

    Where there is room left, matters of people whose names only sound like the word follow, each marked `alike`.
    `placed`: the excerpt shows where the words stand, which reads the stories; without, it is the beginning of each.
    Raises NotAllowed("role.reads_no_matters"), BadInput("search.field").
    """
    session.require_reader()
    sieve = _sieve(session, narrowing)
    if not words.strip():
        return tuple(_of_row(row) for row in session.memory.queries.newest(LIMIT, sieve))
    hits = search(session, words.strip(), field=field, limit=LIMIT, sieve=sieve, placed=placed)
    known = {hit.number for hit in hits}
    alike = sounding_alike(session, words, field=field, sieve=sieve) if len(hits) < LIMIT else []
    more = [hit for hit in alike if hit.number not in known and not hit.restricted]
    return (
        *(_of_hit(hit) for hit in hits),
        *(replace(_of_hit(hit), alike=True) for hit in more[: LIMIT - len(hits)]),
    )


def _sieve(session: Session, narrowing: Narrowing) -> Sieve:
    """The narrowing as the memory understands it: the light as days from today."""
    today = session.today()
    return Sieve(
        open={"open": True, "closed": False}.get(narrowing.state),
        channel=narrowing.channel,
        category=narrowing.category,
        year=int(narrowing.year) if narrowing.year.isdigit() else 0,
        unit=narrowing.unit,
        due_from=today if narrowing.light == SOON_LIGHT else None,
        due_until={LATE: today - timedelta(days=1), SOON_LIGHT: today + timedelta(days=SOON)}.get(
            narrowing.light
        ),
    )


def _of_hit(hit: SearchHit) -> ListedMatter:
    return _listed(
        hit.number,
        hit.registered_on,
        hit.name,
        hit.channel,
        hit.category,
        hit.snippet,
        hit.state,
        hit.restricted,
    )


def _of_row(row: MatterRow) -> ListedMatter:
    return _listed(
        row.number,
        row.registered_on,
        row.name,
        row.channel,
        row.category,
        row.excerpt,
        row.state,
        row.restricted,
    )


def _listed(
    number: str, day: date, name: str, channel: str, code: str, excerpt: str, state: str, restricted: bool
) -> ListedMatter:
    if restricted:
        return ListedMatter(number=number, registered_on=day, state=state, restricted=True)
    content = category(code) if code else None
    return ListedMatter(
        number=number,
        registered_on=day,
        name=name,
        channel=text_of("channels", channel) if channel else "",
        category=code if content is None else content.label,
        excerpt=" ".join(excerpt.split()),
        state=state,
    )
