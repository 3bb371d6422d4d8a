"""The three offices of the tour, and the county's share of it, which has no window yet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.clock import CHINA
from app.domain.acts.recording import RecordNumber
from app.domain.office import OfficeSet, StationKind, Unit, UnitsListed
from app.exchange.keys import TrustCard
from app.services import exchange, sending, taking_in
from app.services.perform import perform
from ui.bootstrap.founding import create_folder, new_recovery_code
from ui.bootstrap.opening import exchange_desk, open_desk, package_target, training_password
from ui.messages import words

HALL, TOWNSHIP, COUNTY = "LX07", "LX08", "CT01"
AREA = "410721"
FOUNDED = datetime(2026, 11, 2, 8, 0, tzinfo=CHINA)


def tour_words() -> dict[str, Any]:
    """The words of the tour."""
    return words("tour")


def found_offices(place: Path) -> dict[str, Path]:
    """Three training folders, by station."""
    text = tour_words()["offices"]
    units = UnitsListed(units=(Unit(code="U01", name=text["township"], phone=text["phone"]),))
    kinds = {
        HALL: ("hall", StationKind.OFFICE, "station"),
        TOWNSHIP: ("township", StationKind.TOWNSHIP, "station"),
        COUNTY: ("county", StationKind.DEPARTMENT, "county"),
    }
    folders = {}
    for station, (name, kind, role) in kinds.items():
        office = OfficeSet(
            name=text[name],
            station=station,
            area=AREA,
            kind=kind,
            role=role,
            phone=text["phone"],
            complaint_phone=text["complaint_phone"],
            address=text["address"],
            hours=text["hours"],
            training=True,
        )
        roles = {str(key): str(value) for key, value in words("roles").items()}
        folders[station] = place / station
        create_folder(
            folders[station], office, code=new_recovery_code(), now=FOUNDED, role_names=roles, units=units
        )
    return folders


def county_card(county: Path, to: Path) -> Path:
    """Writes the county's trust card."""
    desk = open_desk(county, password=training_password())
    try:
        path = to / f"{COUNTY}-trust.json"
        path.write_bytes(exchange.own_card(exchange_desk(desk)).to_bytes())
        return path
    finally:
        desk.close()


def county_answers(county: Path, card: Path, stick: Path, number: str, at: str) -> None:
    """The county trusts the hall, takes its package in, gives its own number, and answers onto the same stick."""
    text = tour_words()["county"]
    desk = open_desk(county, password=training_password(), at=at)
    try:
        here = exchange_desk(desk)
        exchange.pin(desk.session, TrustCard.from_bytes(card.read_bytes()))
        for path in sorted(stick.glob(f"{HALL}*.xfp")):
            with path.open("rb") as file:
                taking_in.take_in(here, file)
        given = RecordNumber(system="county", number=text["number"], query_code=text["query_code"])
        perform(desk.session, number, given)
        sending.export(here, package_target(str(stick)))
    finally:
        desk.close()
