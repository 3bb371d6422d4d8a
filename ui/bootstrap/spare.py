"""The spare station of a hall's desk: made, kept up to date, and how it and the hall hand each other what they did."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from app.domain.number import check_station
from app.domain.office import StationTrusted
from app.errors import AppError, BadInput, Refused, Unavailable
from app.services import sending, taking_in
from app.services.exchange import card_of, own_card, pinned_by
from app.services.key_care import KEEPERS
from app.services.looking import record_administration
from app.services.session import office_of
from app.services.spare import bring_up_to_date, found_spare, pin_both
from app.services.taking_in import Outcome
from db import server_address, spare_folder
from db.durable import remove
from db.memory import DatabaseMemory, open_file
from db.page_keys import DatabasePageKeys
from db.shelf import DONE, USUAL, FolderTarget
from db.station_keys import station_keys
from ui.bootstrap.opening import Desk, exchange_desk


def spare_of(folder: Path) -> Path | None:
    """The folder of a desk's spare station; None where there is none."""
    return spare_folder.spare_of(folder)


def hall_of(folder: Path) -> Path | None:
    """The folder of the hall's desk whose spare station lies in `folder`; else None."""
    return spare_folder.hall_of(folder)


def require_code(station: str, hall: str) -> None:
    """Raises BadInput("number.station_…", "hall.spare_code") unless that can be a spare station's own code."""
    check_station(station)
    if station == hall:
        raise BadInput("hall.spare_code", field="spare", station=station)


def prepare_spare(desk: Desk, station: str) -> None:
    """Makes the spare station of an open desk of a hall; each side pins the other's keys. Recorded first.

    Raises Refused("hall.own_file", "hall.spare_there"), BadInput("hall.spare_code", "hall.spare_taken"),
    NotAllowed("role.other_needed").
    """
    session, opened = desk.session, desk.opened
    session.require_role(*KEEPERS)
    require_code(station, session.office.station)
    if not server_address.is_on_server(opened.folder):
        raise Refused("hall.own_file")
    if spare_folder.spare_of(opened.folder) is not None:
        raise Refused("hall.spare_there")
    if session.office.trusts(station) is not None:
        raise BadInput("hall.spare_taken", field="spare", station=station)
    record_administration(session, "spare-made", about=station)
    with ExitStack() as undo:
        memory = spare_folder.make(opened, station)
        undo.callback(spare_folder.remove, opened.folder)
        undo.callback(memory.close)
        found_spare(session, memory, station)
        spare_folder.copy_keys(opened, memory.credentials, _people(desk))
        DatabasePageKeys(memory).take_from(DatabasePageKeys(opened.memory))
        pin_both(session, memory, pinned_by(own_card(exchange_desk(desk))), _spare_card(desk, memory))
        undo.pop_all()
    memory.close()


def keep_spare(desk: Desk) -> int:
    """Brings the spare station up to the hall's office, people and passwords; how many entries that took.

    For a worker, once after signing in. 0 where there is no spare station.
    """
    place = spare_folder.spare_of(desk.opened.folder)
    if place is None:
        return 0
    memory = open_file(place, desk.opened.key)
    try:
        spare_folder.copy_keys(desk.opened, memory.credentials, _people(desk))
        DatabasePageKeys(memory).take_from(DatabasePageKeys(desk.opened.memory))
        return bring_up_to_date(desk.session, memory)
    finally:
        memory.close()


def hand_over(desk: Desk) -> int:
    """Puts what is new where the other side looks for it: at a spare station for its hall, at a hall for the spare station.

    The answer is how many packages; 0 for a folder that is neither, and for who acts on no matters.
    """
    way = _way(desk)
    if way is None or not desk.session.may_act():
        return 0
    _, place, other = way
    return len(sending.export(exchange_desk(desk), FolderTarget.at(place), station=other))


def leave_for_the_hall(desk: Desk) -> int:
    """Whoever leaves a spare station puts what is new where the hall looks for it; elsewhere nothing is done."""
    return 0 if hall_of(desk.opened.folder) is None else hand_over(desk)


def take_over(desk: Desk) -> Outcome:
    """Takes in what the other side left; what was taken in is not kept there. One that is refused stops no other."""
    outcome, way = Outcome(), _way(desk)
    if way is None or not desk.session.may_act():
        return outcome
    source, _, _ = way
    at = exchange_desk(desk)
    for path in sorted(source.glob(f"*{USUAL}")):
        try:
            with open(path, "rb") as file:
                outcome.add(taking_in.take_in(at, file, origin=path.name))
        except OSError as error:
            raise Unavailable("source.gone") from error
        except AppError as error:
            if isinstance(error, Unavailable):
                raise
            outcome.rejected.append(taking_in.Rejected(path.name, error))
        remove(path)
        remove(path.with_name(path.name + DONE))
    return outcome


def registered_twice(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What is in the hall and was registered at the spare station once more: the hall's number, and the other one.

    The line may break between the server's commit and its answer; then nobody knows, and the draft goes on. The key of the
    registration is the same on both sides, so it is found here.
    """
    place = spare_folder.spare_of(desk.opened.folder)
    if place is None:
        return ()
    memory = open_file(place, desk.opened.key)
    try:
        there = spare_folder.registered(memory)
    finally:
        memory.close()
    ask = desk.session.memory.queries.result_of
    return tuple((here, number) for key, number in sorted(there.items()) if (here := ask(key)))


def _way(desk: Desk) -> tuple[Path, Path, str] | None:
    """Where what came lies, where what goes is put, and the station of the other side."""
    folder = desk.opened.folder
    hall = spare_folder.hall_of(folder)
    if hall is not None:
        county = next(item for item in desk.session.office.trusted if item.role != "station")
        return hall / spare_folder.ANSWERED, hall / spare_folder.HANDED, county.station
    place = spare_folder.spare_of(folder)
    if place is None:
        return None
    memory = open_file(place, desk.opened.key)
    try:
        station = memory.station
    finally:
        memory.close()
    return folder / spare_folder.HANDED, folder / spare_folder.ANSWERED, station


def _people(desk: Desk) -> tuple[str, ...]:
    return tuple(account.id for account in desk.session.accounts.accounts)


def _spare_card(desk: Desk, memory: DatabaseMemory) -> StationTrusted:
    return pinned_by(card_of(office_of(memory), station_keys(memory, desk.opened.keys.suite)))
