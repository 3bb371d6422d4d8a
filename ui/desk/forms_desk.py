"""Empty forms for the window: every function runs in a worker; what draws the forms is loaded there.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.papers.catalogue import PaperKind, catalogue, paper_kind
from app.services import blank_forms
from app.services.blank_forms import OUTAGE_FORM
from app.services.session import Session
from ui.desk.register_desk import usual_folder
from ui.new_file import write_new

if TYPE_CHECKING:
    from app.services.form_printing import PrintedForms


def blank_kinds(session: Session) -> tuple[PaperKind, ...]:
    """The kinds that this station may print empty; those of a pack for days without power are printed in a pack only."""
    station = session.office.kind
    kinds = (kind for kind in catalogue(session.today()) if kind.blank and station in kind.stations)
    return tuple(kind for kind in kinds if kind.kind != OUTAGE_FORM)


def record(session: Session, kind: str, count: int) -> str:
    """Records a new series; the answer is its name. Raises what `blank_forms.record_printing` raises."""
    return blank_forms.record_printing(session, paper_kind(kind), count).series


def forms_of(session: Session, series: str) -> PrintedForms:
    """The file of a series. Raises NotFound("form.unknown")."""
    from app.services.form_printing import print_again

    return print_again(session, series)


def save(session: Session, series: str, name: str) -> str:
    """Writes the file of a series into the folder for documents; the answer is where it lies.

    `name` has places for {title} and {day}. Raises Unavailable("file.unwritable"), and as `forms_of`.
    """
    made = forms_of(session, series)
    path = Path(usual_folder()) / name.format(title=made.kind.title, day=session.today().isoformat())
    return str(write_new(path, made.rendered.pdf))
