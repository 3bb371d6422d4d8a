"""Who the office is (机构信息): reading what was typed into a form, and telling the journal after a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.changes import Changes
from app.domain.account import Role
from app.domain.codes import region
from app.domain.entry import StreamKind, single
from app.domain.inbox import RECEIPT_DAYS
from app.domain.names import clean_text
from app.domain.number import check_station
from app.domain.office import OfficeSet, StationKind
from app.errors import BadInput
from app.services.session import Session, office_of

LINE = 200
"""Characters of a line about the office."""
REQUIRED = ("name", "area", "station", "phone", "complaint_phone")
"""What a receipt cannot do without (hall.md, D02)."""
LINES = ("name", "address", "phone", "complaint_phone", "hours", "letterhead", "number_word")
"""What may be changed later; station, area and kind are what numbers and duties stand on."""
KEPT = ("station", "area", "kind", "role", "training", "receipt_day")
"""What stays as it is when lines are changed."""


def office_from(values: Mapping[str, str], *, training: bool) -> OfficeSet:
    """The office of a filled form; `area` is a region's code.

    Raises BadInput("field.missing", "init.area_unknown", "field.value", "number.station…"), each naming its field.
    """
    lines = {name: _line(values, name) for name in (*LINES, "area", "station")}
    for name in REQUIRED:
        if not lines[name]:
            raise BadInput("field.missing", field=name, name=name)
    if region(lines["area"]) is None:
        raise BadInput("init.area_unknown", field="area", area=lines["area"])
    station = check_station(lines["station"].upper())
    kind = values.get("kind", "")
    if kind not in set(StationKind):
        raise BadInput("field.value", field="kind", name="kind", allowed=", ".join(StationKind))
    return OfficeSet(
        **{**lines, "station": station}, kind=StationKind(kind), role="station", training=training
    )


def change_office(session: Session, values: Mapping[str, str]) -> Changes:
    """Changes name, address, phones, hours, letterhead; the old ones stay in the journal.

    Raises NotAllowed("role.other_needed"), BadInput("field.missing").
    """
    session.require_role(Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.CLERK)
    lines = {name: _line(values, name) for name in LINES if name in values}
    for name in REQUIRED:
        if name in lines and not lines[name]:
            raise BadInput("field.missing", field=name, name=name)
    office = session.office
    kept = {name: getattr(office, name) for name in (*LINES, *KEPT)}
    if "receipt_day" in values:
        if values["receipt_day"] not in RECEIPT_DAYS:
            raise BadInput(
                "field.value", field="receipt_day", name="receipt_day", allowed=", ".join(RECEIPT_DAYS)
            )
        kept["receipt_day"] = values["receipt_day"]
    stream = single(StreamKind.OFFICE)
    with session.work() as work:
        after = work.stream_head(stream)
        draft = session.draft(stream, OfficeSet(**{**kept, **lines}), session.today(), None)
        work.append([replace(draft, after=after)])
        work.commit()
    session.office = office_of(session.memory)
    return Changes(settings=True)


def _line(values: Mapping[str, str], name: str) -> str:
    return clean_text(values.get(name, ""), limit=LINE, field=name).strip()
