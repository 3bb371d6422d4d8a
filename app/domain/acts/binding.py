"""Binding an empty form to its matter (归入空白表): filled in before there was a matter, found again by its code.

Whether the code was printed here, and is still free, is looked up beside the matter (app/services/blank_forms.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.material import FormFiled
from app.domain.matter import Matter
from app.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class BindForm:
    """Say that a form that was printed empty belongs to this matter (归入空白表): the code that stands on it."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBound:
    """A form that was printed empty belongs to this matter now (空白表已归入): its code and kind.

    Of a sheet of a pack for days without power: its number, the day on which it was written, and the time (empty: none
    was written down). The day of the entry is the one on which it was entered.
    """

    code: str
    kind: str = ""
    number: str = ""
    written_on: date | None = None
    written_at: str = ""


def bind_form(
    matter: Matter, act: BindForm, setting: Setting, *, bound: FormBound | None = None
) -> tuple[Happened, ...]:
    """Binds; `bound` is what was looked up of the form. Raises Refused("form.bound_here")."""
    if any(form.code == act.code for form in matter.forms):
        raise Refused("form.bound_here", field="code")
    return (Happened(bound or FormBound(code=act.code), setting.today),)


def form_bound(state: Matter, entry: FormBound, header: Header) -> Matter:
    """The matter with one more handwritten form."""
    made = FormFiled(
        code=entry.code,
        kind=entry.kind,
        on=header.on,
        number=entry.number,
        written_on=entry.written_on,
        written_at=entry.written_at,
    )
    return replace(state, forms=(*state.forms, made))


ENTRIES = (EntryKind("form-bound", FormBound, form_bound),)
ACTS = (ActKind("bind-form", BindForm, bind_form),)
