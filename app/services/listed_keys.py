"""The county's list of code keys on the way (验签名单随包): in the clear header of its answers, taken as from a file.

The list is public and signed for itself; in the header no older reader stumbles over it. A station says which one it holds,
and is given a newer one once; what a restore took away is asked for like any package (docs/decisions/0194).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from app.domain.code_keys import CodeKeysTaken
from app.domain.office import StationTrusted
from app.errors import BadInput, NotFound
from app.exchange import package
from app.exchange.header import LISTS, LONGEST_LIST, PackageHeader
from app.ports import UnitOfWork
from app.qr.key_list import FORMAT, read_key_list
from app.services.code_keys import checked_list, county_of, newest_made, newest_taken
from app.services.exchange import OFFICE, ExchangeDesk, chains_with, is_above

LOOKED_AT = 200
"""Packages in which a list that nobody says to hold is looked for before it is sent once more."""


def list_to_tell(desk: ExchangeDesk, work: UnitOfWork, to: StationTrusted) -> str:
    """The list that a station below us lacks and that is not on its way, as its file says it; empty where there is none.

    A list that our present signing key did not sign is not sent: nobody could check it.
    """
    if not is_above(desk.session.office, to.station):
        return ""
    ours, theirs = chains_with(desk.session.office, to.station)
    applied = work.packages.last_applied(theirs)
    said = None if applied is None else PackageHeader.from_bytes(applied.header)
    if said is None or (said.minor or 0) < LISTS:
        return ""
    found = newest_made(work.stream(OFFICE))
    if found is None:
        return ""
    if (said.key_counter or 0) >= found.counter or _was_sent(desk, work, ours, found.list):
        return ""
    try:
        read_key_list(found.list.encode(), desk.keys.sign_public)
    except BadInput:
        return ""
    return found.list if len(found.list.encode()) <= LONGEST_LIST else ""


def list_held(desk: ExchangeDesk, work: UnitOfWork, to: StationTrusted) -> int | None:
    """The counter of the list that we hold of that county; None where it is no county of ours, or none came."""
    county = county_of(desk.session.office)
    if county is None or county.station != to.station:
        return None
    found = newest_taken(desk.session.office, work.stream(OFFICE))
    return None if found is None else found.counter


def adopt_list(desk: ExchangeDesk, work: UnitOfWork, header: PackageHeader) -> int:
    """Takes the list that a genuine answer of our county brings, where it is newer; its counter, or 0 where it is not.

    Raises BadInput("key_list.unreadable", "key_list.not_genuine"), Refused("trust.training").
    """
    session = desk.session
    county = county_of(session.office)
    if county is None or county.station != header.station:
        return 0
    if not header.key_list.startswith(f"{FORMAT}\n"):
        return 0  # none, or one of a later form: the file says so to whoever takes it
    found = checked_list(session.office, header.key_list.encode())
    here = newest_taken(session.office, work.stream(OFFICE))
    if here is not None and found.counter <= here.counter:
        return 0
    value = CodeKeysTaken(counter=found.counter, station=found.station, list=header.key_list)
    draft = session.draft(OFFICE, value, session.today(), None)
    work.append([replace(draft, after=work.stream_head(OFFICE))])
    return found.counter


def _was_sent(desk: ExchangeDesk, work: UnitOfWork, chain: str, text: str) -> bool:
    """Whether one of the last packages of this epoch carries that list."""
    epoch = work.packages.own_head(chain)[0]
    sent = [item for item in work.packages.sent_to(chain) if item.epoch == epoch]
    for item in reversed(sent[-LOOKED_AT:]):
        with suppress(NotFound), desk.shelf.open(item.sha256) as source:
            if package.look(source).header.key_list == text:
                return True
    return False
