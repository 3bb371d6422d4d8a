"""The report on a lost thing for the window: every function runs in a worker; papers and tables are loaded there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.clock import CHINA
from app.errors import BadInput, Unavailable
from app.services.breaching import Breach, Lost
from resources.loader import words as words_of
from ui.bootstrap.breaching import breach_of
from ui.bootstrap.opening import Desk
from ui.desk.register_desk import usual_folder

XLSX, PDF = ".xlsx", ".pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostThing:
    """What somebody typed of a lost thing. `backup` and `packages` as typed; both empty: everything is assumed."""

    lost: Lost
    lost_on: date | None
    where: str = ""
    backup: str = ""
    packages: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One matter of the report as it is shown: number, day, whether it is an accusation, classes of what it held."""

    number: str
    day: str
    sealed: str
    classes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report that was made, with the sentences above it and its rows."""

    breach: Breach
    above: tuple[str, ...]
    rows: tuple[Held, ...]


def reported(desk: Desk, given: LostThing) -> Reported:
    """What it held; writes into the journal that it was lost.

    Raises BadInput("breach…", "field.missing"), NotAllowed("role.reads_no_matters").
    """
    if given.lost_on is None:
        raise BadInput("field.missing", field="lost_on", name="lost_on")
    breach = breach_of(
        desk,
        given.lost,
        lost_on=given.lost_on,
        where=given.where.strip(),
        backup=_instant(given.backup),
        packages=given.packages.split(),
    )
    return Reported(breach=breach, above=_above(desk, breach), rows=tuple(_rows(breach)))


def _instant(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("breach.instant", field="backup", name=text) from error
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def _above(desk: Desk, breach: Breach) -> tuple[str, ...]:
    from app.services.breaching import sentences

    page, session = breach_words(), desk.session
    return (
        str(page["office"]).format(
            office=session.office.name,
            station=session.office.station,
            person=session.account.name,
            on=session.today(),
        ),
        *sentences(breach),
    )


def _rows(breach: Breach) -> list[Held]:
    from app.services.breaching import held_rows

    return [
        Held(
            matter.number,
            "" if matter.registered_on is None else matter.registered_on.isoformat(),
            sealed,
            classes,
        )
        for matter, sealed, classes in held_rows(breach, "、")
    ]


def pdf_of(found: Reported) -> bytes:
    """The report on paper."""
    from app.papers.breach_sheet import BreachSheet, breach_sheet

    text = words_of("words/breach.toml")["breach"]
    sheet = BreachSheet(
        title=str(text["title"]),
        above=found.above,
        heads=(
            str(text["number"]),
            str(text["registered_on"]),
            str(text["sealed"]),
            str(text["held_classes"]),
        ),
        rows=[(row.number, row.day, row.sealed, row.classes) for row in found.rows],
        folio=str(breach_words()["folio"]),
    )
    return breach_sheet(sheet)


def save(found: Reported, suffix: str) -> Path:
    """The report as a file in the folder for documents; an earlier one of the day is replaced. Raises Unavailable."""
    from app.services.breaching import sheet_of

    data = pdf_of(found) if suffix == PDF else sheet_of(found.breach)
    name = str(breach_words()["file"]).format(day=found.breach.lost_on.isoformat(), suffix=suffix)
    path = Path(usual_folder()) / name
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("file.unwritable", field="path", file=path.name) from error
    return path


def choices() -> Sequence[tuple[str, str]]:
    """What may have been lost, with its word."""
    text = words_of("words/breach.toml")["breach"]["what"]
    return [(item.value, str(text[item.value])) for item in Lost]


def breach_words() -> dict[str, str]:
    """The words of the page."""
    found: dict[str, str] = words_of("words/breach_page.toml")["breach_page"]
    return found


def table_words() -> dict[str, str]:
    """The heads of the table."""
    found: dict[str, str] = words_of("words/breach.toml")["breach"]
    return found
