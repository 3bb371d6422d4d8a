"""The record and the diagnostic bundle for the window: every function runs in a worker."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.errors import BadInput, Unavailable
from app.services.audit import Verified
from app.services.diagnosing import diagnosis
from ui import crash_reports
from ui.bootstrap.auditing import verify_desk
from ui.bootstrap.diagnosing import database_facts, folder_facts, program_diagnosed, write_bundle
from ui.bootstrap.opening import Desk
from ui.reproaches import reproaches
from ui.tasks import Progress

NAME = "petition-desk-diagnosis-{at:%Y%m%d-%H%M}.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a diagnostic bundle would hold: the facts and the crash reports."""

    whole: dict[str, object]
    reports: tuple[dict[str, object], ...]

    @property
    def text(self) -> str:
        """Everything in it, as it will be written."""
        made = {"diagnosis": self.whole, "reports": self.reports}
        return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a verification found, and the reproaches in words (none: everything holds)."""

    found: Verified
    reproaches: tuple[str, ...]


def verified(desk: Desk, digits: str, progress: Progress) -> Looked:
    """Walks the whole record. `digits` come from a paper. Raises BadInput("audit.anchor"), NotAllowed, and what
    `progress` raises when it was called off.
    """
    found = verify_desk(desk, [digits] if digits.strip() else [], lambda done, of: progress(done, of))
    return Looked(found=found, reproaches=tuple(reproaches(found)))


def reports(desk: Desk) -> tuple[dict[str, object], ...]:
    """The crash reports, newest first."""
    return tuple(reversed(crash_reports.kept(desk.opened.folder)))


def bundle(desk: Desk) -> Bundle:
    """What a bundle would hold now."""
    whole: dict[str, object] = {
        "program": program_diagnosed(),
        "folder": folder_facts(desk.opened.folder),
        "database": database_facts(desk),
        "contents": diagnosis(desk.session),
    }
    return Bundle(whole=whole, reports=reports(desk))


def write(desk: Desk, typed: str) -> Path:
    """Writes the bundle into a folder that is there. Raises BadInput("field.missing"), Unavailable."""
    if not typed.strip():
        raise BadInput("field.missing", field="folder", name="folder")
    place = Path(typed.strip()).expanduser()
    if not place.is_dir():
        raise Unavailable("backup.target_gone", field="folder", place=str(place))
    made = bundle(desk)
    file = place / NAME.format(at=desk.session.now())
    write_bundle(file, made.whole, list(made.reports))
    return file
