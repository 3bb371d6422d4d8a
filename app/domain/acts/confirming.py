"""Looking again (核对): a second person confirms a correction; the petitioner confirms the record by signing it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.errors import BadInput, Refused

RECORD = "D01"
"""The registration form: what the petitioner reads, or hears, and signs (条例第十九条第一款: as it was said)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCorrection:
    """A second person confirms what was corrected in a field (核对更正)."""

    field: str = part(metadata={"values": "correctable_fields"})
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionConfirmed:
    """A correction was confirmed by a second person (更正已核对)."""

    field: str
    words: str = part(default="", metadata={"scope": "people"})


def confirm_correction(matter: Matter, act: ConfirmCorrection, setting: Setting) -> tuple[Happened, ...]:
    """Confirms every open correction of the field.

    Raises Refused("confirm.nothing") where none is open, Refused("confirm.own_correction") for whoever corrected it.
    """
    open_ones = [item for item in matter.corrections if item.field == act.field and not item.confirmed_by]
    if not open_ones:
        raise Refused("confirm.nothing", field="field")
    if all(item.by == setting.actor for item in open_ones):
        raise Refused("confirm.own_correction", field="field")
    return (Happened(CorrectionConfirmed(field=act.field, words=act.words), setting.today),)


def correction_confirmed(state: Matter, entry: CorrectionConfirmed, header: Header) -> Matter:
    """The matter with the corrections confirmed that somebody else made and the person who looked again knew of."""
    return replace(
        state,
        corrections=tuple(
            replace(item, confirmed_by=header.actor)
            if item.field == entry.field
            and not item.confirmed_by
            and item.by != header.actor
            and item.entry not in state.unseen
            else item
            for item in state.corrections
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecord:
    """The petitioner confirmed the record (核对签名): signed it, or had it read aloud and agreed.

    `reason` says why somebody did not sign, so that nobody need feign a signature.
    """

    signed: bool = False
    read_aloud: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConfirmed:
    """The petitioner confirmed the record (记录已核对)."""

    signed: bool = False
    read_aloud: bool = False
    reason: str = part(default="", metadata={"scope": "people"})


def confirm_record(matter: Matter, act: ConfirmRecord, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises BadInput("confirm.nothing_said") where nothing was signed, read or explained."""
    if not (act.signed or act.read_aloud or act.reason.strip()):
        raise BadInput("confirm.nothing_said", field="signed")
    entry = RecordConfirmed(signed=act.signed, read_aloud=act.read_aloud, reason=act.reason)
    return (Happened(entry, setting.today),)


def record_confirmed(state: Matter, entry: RecordConfirmed, header: Header) -> Matter:
    """The matter with its record confirmed."""
    return state.with_milestone(milestone(state, "record-confirmed", header))


ENTRIES = (
    EntryKind("correction-confirmed", CorrectionConfirmed, correction_confirmed),
    EntryKind("record-confirmed", RecordConfirmed, record_confirmed),
)
ACTS = (
    ActKind("confirm-correction", ConfirmCorrection, confirm_correction),
    ActKind("confirm-record", ConfirmRecord, confirm_record),
)
