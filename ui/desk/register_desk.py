"""Registers as files for the window: every function runs in a worker; what writes a table is loaded there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.errors import BadInput
from app.services.session import Session
from ui.messages import words
from ui.new_file import write_new

TABLE = ".xlsx"


def usual_folder() -> str:
    """The folder for documents of whoever uses this computer."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def write_leader_log(session: Session, first: date, last: date, path: str) -> str:
    """The log of receptions as .xlsx; the answer is where it lies.

    Raises what `leader_log` raises, BadInput("field.missing", "register.kind"), Unavailable("file.unwritable").
    """
    from app.services.leader_log import leader_log_workbook

    return written(path, lambda: leader_log_workbook(session, first, last))


def write_ledger(session: Session, first: date, last: date, path: str, *, names: bool) -> str:
    """The registration ledger as .xlsx; with whole `names` that is recorded. The answer is where it lies.

    Raises what `ledger` raises, BadInput("field.missing", "register.kind"), Unavailable("file.unwritable").
    """
    from app.services.ledger import ledger_workbook

    return written(path, lambda: ledger_workbook(session, first, last, names=names))


def write_reviews(session: Session, first: date, last: date, path: str) -> str:
    """The ledger of requests for review as .xlsx; the answer is where it lies. Raises as `write_leader_log`."""
    from app.services.review_ledger import review_workbook

    return written(path, lambda: review_workbook(session, first, last))


def write_seal_register(session: Session, first: date, last: date, path: str) -> str:
    """The seal register as .xlsx; the answer is where it lies. Raises as `write_leader_log`."""
    from app.services.sealing import seal_register_workbook

    return written(path, lambda: seal_register_workbook(session, first, last))


def write_number_series(session: Session, first: date, last: date, path: str) -> str:
    """The register of document numbers of the year of `last`, beside the file that `path` names. Raises the same."""
    from app.services.number_series import number_series_workbook

    del first
    name = str(words("office_papers")["numbers_file"]).format(year=last.year)
    beside = str(Path(path.strip()).with_name(name)) if path.strip() else ""
    return written(beside, lambda: number_series_workbook(session, last.year))


def write_template(area: str, name: str) -> str:
    """The empty table of the county in which `area` lies, in the folder for documents; the answer is where it lies.

    Raises Unavailable("file.unwritable").
    """
    from app.services.county_template import county_template

    return written(str(Path(usual_folder()) / name), lambda: county_template(area))


def written(typed: str, make: Callable[[], bytes]) -> str:
    """Writes a table where was typed, over nothing that is there; the answer is where it lies.

    Raises BadInput("field.missing", "register.kind"), Unavailable("file.unwritable").
    """
    if not typed.strip():
        raise BadInput("field.missing", field="path", name="path")
    path = Path(typed.strip()).expanduser().absolute()
    if not path.suffix:
        path = path.with_name(path.name + TABLE)
    if path.suffix.lower() != TABLE:
        raise BadInput("register.kind", field="path", kind=path.suffix)
    return str(write_new(path, make()))
