"""Files given to an act on the command line as `@FILE`: kept first, and named to the act by their SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.acts.delivering import KEPT_FILES
from app.domain.fields import describe
from app.errors import BadInput
from app.services.sealing import LARGEST_SCAN
from app.services.serving import keep_proof
from app.services.session import Session

MARK = "@"


def with_kept_files(session: Session, number: str, kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an act in which every `@FILE` was kept and stands as its SHA-256.

    A list may be words between commas or a list. Raises BadInput("file.unreadable", "scan.no_picture",
    "scan.too_large", "deliver.file_unknown") for a hash of which no file is kept here.
    """
    made = dict(given)
    for spec in describe(kind):
        if spec.values != KEPT_FILES or not given.get(spec.name):
            continue
        value = given[spec.name]
        items = value if isinstance(value, list) else str(value).split(",")
        kept = [_kept(session, number, str(item).strip(), spec.name) for item in items]
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
