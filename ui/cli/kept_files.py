"""Files given to an act on the command line as `@FILE`: kept first, and named to the act by their SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.acts.delivering import KEPT_FILES
from app.domain.acts.handing_in import KEPT_PAGES
from app.domain.fields import describe
from app.errors import BadInput
from app.services.materials import keep_pages, keeper_for
from app.services.sealing import LARGEST_SCAN
from app.services.serving import keep_proof
from app.services.session import Session
from ui.scans.reader import ChildScanReader

MARK = "@"


def with_kept_files(session: Session, number: str, kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an act in which every `@FILE` was kept and stands as its SHA-256.

    Of a field of kept pages every page of the file stands there, opened in the child process.
    A list may be words between commas or a list. Raises BadInput("file.unreadable", "scan.no_picture",
    "scan.too_large", "deliver.file_unknown") for a hash of which no file is kept here.
    """
    made = dict(given)
    for spec in describe(kind):
        if spec.values not in (KEPT_FILES, KEPT_PAGES) or not given.get(spec.name):
            continue
        value = given[spec.name]
        items = [str(item).strip() for item in (value if isinstance(value, list) else str(value).split(","))]
        if spec.values == KEPT_PAGES:
            kept = [page for item in items for page in _pages(session, number, item, spec.name)]
        else:
            kept = [_kept(session, number, item, spec.name) for item in items]
        made[spec.name] = kept if isinstance(value, list) else ",".join(kept)
    return made


def _kept(session: Session, number: str, item: str, field: str) -> str:
    if not item.startswith(MARK):
        if not session.store.has(item):
            raise BadInput("deliver.file_unknown", field=field)
        return item
    path = Path(item[len(MARK) :])
    try:
        if path.stat().st_size > LARGEST_SCAN:
            raise BadInput("scan.too_large", field=field, most=LARGEST_SCAN // 2**20)
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return keep_proof(session, number, data)


def _pages(session: Session, number: str, item: str, field: str) -> tuple[str, ...]:
    """The kept pages of a file; a file with a page that cannot be read is refused whole."""
    if not item.startswith(MARK):
        return (_kept(session, number, item, field),)
    made = keep_pages(keeper_for(session, number), Path(item[len(MARK) :]), ChildScanReader())
    if made.refused:
        raise made.refused[0]
    return made.files
