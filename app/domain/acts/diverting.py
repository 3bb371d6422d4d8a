"""Diverting (导入法定途径): another procedure leads, and the petitioner is told which, where and by when (S6b)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.claims import Path, Purpose
from app.domain.conclusions import numbers_of
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, milestone
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Divert:
    """Lead a claim into the procedure whose law decides it (条例第三十一条第一项至第五项).

    `organ` is where that procedure is, `basis` the law, `due_by` the day that law sets. The matter stays registered:
    being for another procedure is no ground to refuse it.
    """

    path: Path
    organ: str
    basis: str
    claim: int | None = None
    due_by: date | None = None
    reason: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverted:
    """A claim was led into another procedure (已导入法定途径)."""

    path: Path
    claim: int
    organ: str
    basis: str
    due_by: date | None = None
    reason: str = field(default="", metadata={"scope": "story"})


def divert(matter: Matter, act: Divert, setting: Setting) -> tuple[Happened, ...]:
    """Diverts.

    Raises BadInput("divert.path") for the petition procedure itself, Refused("divert.accusation", "divert.accepted",
    "assign.due_in_past").
    """
    claim = matter.require_claim(act.claim)
    if act.path in (Path.UNDECIDED, Path.PETITION_PROCEDURE):
        raise BadInput("divert.path", field="path")
    numbers = numbers_of(matter, claim)
    if any(item.purpose is Purpose.ACCUSATION for item in matter.claims if item.number in numbers):
        raise Refused("divert.accusation")
    if any(m.name == "opinion-issued" and m.claim in (0, *numbers) for m in matter.milestones):
        raise Refused("divert.decided")
    if act.due_by is not None and act.due_by < setting.today:
        raise Refused("assign.due_in_past", field="due_by", day=act.due_by.isoformat())
    for name, text in (("basis", act.basis), ("reason", act.reason)):
        require_lawful(name, text, review=False)
    entry = Diverted(
        path=act.path, claim=claim, organ=act.organ, basis=act.basis, due_by=act.due_by, reason=act.reason
    )
    return (
        Happened(entry, setting.today),
        *made_outside("D15", act.paper_number, claim, setting),
    )


def diverted(state: Matter, entry: Diverted, header: Header) -> Matter:
    """The matter after a claim was diverted: a claim for decision on that path."""
    numbers = numbers_of(state, entry.claim)
    state = replace(
        state,
        claims=tuple(
            replace(item, purpose=Purpose.CLAIM, path=entry.path, result="diverted")
            if item.number in numbers
            else item
            for item in state.claims
        ),
    )
    return state.with_milestone(milestone(state, "diverted", header, claim=entry.claim, due_by=entry.due_by))


ENTRIES = (EntryKind("diverted", Diverted, diverted),)
ACTS = (ActKind("divert", Divert, divert),)
