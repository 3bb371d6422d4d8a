"""Whose keys this office knows for signed codes (验签钥匙): its own, its partners', and those on the county's list.

The county makes the list from the stations it pinned, signs it, and hands it on as a file or in its answers
(app/services/listed_keys.py); a station takes it only from its own county, and only a newer one. So any hall verifies
another hall's notice without a network (docs/decisions/0187, 0194).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.code_keys import CodeKeyRevoked, CodeKeysListed, CodeKeysTaken
from app.domain.entry import Entry, Header, StreamKind, single
from app.domain.history import read_value
from app.domain.names import clean_text
from app.domain.office import Office, StationTrusted
from app.errors import BadInput, NotAllowed, NotFound, Refused, Unavailable
from app.ports import CodeSigner
from app.qr.key_list import KeyList, ListedKey, read_key_list
from app.qr.signed_code import key_id
from app.services.exchange import COUNTY, is_county
from app.services.key_care import KEEPERS, record
from app.services.session import Session

OFFICE = single(StreamKind.OFFICE)
REASON = 100
"""Characters of why a key was withdrawn."""
Word = StationTrusted | CodeKeyRevoked | CodeKeysListed | CodeKeysTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKeys:
    """The keys an office knows, by short name; `list` is the county's newest list here, None where none came."""

    keys: dict[str, ListedKey]
    list: KeyList | None = None

    def find(self, key: str) -> ListedKey | None:
        """The key of that short name, or None."""
        return self.keys.get(key)


def known_keys(session: Session) -> KnownKeys:
    """Every key that this office can verify codes with. What says that a key was withdrawn wins over what does not."""
    found: dict[str, ListedKey] = {}
    listed = None
    for header, value in _words(session):
        if isinstance(value, StationTrusted):
            _pin(found, value, header.on)
        elif isinstance(value, CodeKeyRevoked):
            known = found.get(key_id(value.key))
            if known is not None:
                found[known.id] = replace(known, revoked=value.since, why=value.why)
        elif isinstance(value, CodeKeysTaken):
            listed = _of_file(session.office, value)
    for item in () if listed is None else listed.keys:
        if item.id not in found or item.revoked is not None or item.until is not None:
            found[item.id] = item
    own = _own(session)
    if own is not None and own.id not in found:
        found[own.id] = own
    return KnownKeys(keys=found, list=listed)


def make_list(session: Session) -> bytes:
    """Signs the next list of a county: every key of the stations it pinned, and its own. The answer is the file.

    Raises NotAllowed("role.other_needed", "key_list.only_county"), Unavailable("code.no_signer").
    """
    session.require_role(*KEEPERS)
    _require_county(session)
    signer, office = require_signer(session), session.office
    keys = sorted(known_keys(session).keys.values(), key=lambda item: (item.station, item.since, item.id))
    before = newest_made(session.memory.queries.stream(OFFICE))
    counter = 1 if before is None else before.counter + 1
    made = KeyList(
        station=office.station,
        office=office.name,
        counter=counter,
        made_on=session.today(),
        keys=tuple(keys),
        training=office.training,
    ).to_bytes(signer.sign)
    record(session, CodeKeysListed(counter=counter, list=made.decode()))
    return made


def take_list(session: Session, data: bytes) -> KeyList:
    """Takes a list that our county signed; the one that is here already changes nothing.

    Raises NotAllowed("role.acts_on_no_matters", "key_list.no_county"), BadInput("key_list.unreadable",
    "key_list.not_genuine"), Refused("key_list.older", "trust.training").
    """
    session.require_actor()
    found = checked_list(session.office, data)
    here = known_keys(session).list
    if here is not None and found.counter <= here.counter:
        if found == here:
            return here
        raise Refused("key_list.older", counter=found.counter, here=here.counter)
    record(session, CodeKeysTaken(counter=found.counter, station=found.station, list=data.decode()))
    return found


def checked_list(office: Office, data: bytes) -> KeyList:
    """The list in a file, if the county that this office pinned signed it, for exercises or for the real thing as we are.

    Raises NotAllowed("key_list.no_county"), BadInput("key_list.unreadable", "key_list.not_genuine"),
    Refused("trust.training").
    """
    county = county_of(office)
    if county is None:
        raise NotAllowed("key_list.no_county")
    found = read_key_list(data, county.sign)
    if found.station != county.station:
        raise BadInput("key_list.not_genuine", field="file")
    if found.training != office.training:
        raise Refused("trust.training")
    return found


def county_of(office: Office) -> StationTrusted | None:
    """The county that an office pinned, or None."""
    return next((item for item in office.trusted if item.role == COUNTY), None)


def newest_taken(office: Office, entries: Iterable[Entry]) -> KeyList | None:
    """The newest list that was taken, by entries of the office's stream; None where none is vouched for by our county."""
    found = None
    for _, value in _words_of(entries):
        if isinstance(value, CodeKeysTaken):
            found = _of_file(office, value)
    return found


def newest_made(entries: Iterable[Entry]) -> CodeKeysListed | None:
    """The newest list that this county signed, by entries of the office's stream."""
    made = (value for _, value in _words_of(entries) if isinstance(value, CodeKeysListed))
    return max(made, key=lambda item: item.counter, default=None)


def revoke(session: Session, station: str, *, since: date, why: str, key: str = "") -> ListedKey:
    """Says that nothing a station's key signed since a day counts; the next list tells it to all halls.

    `key` is the key's short name, where the station has had several; else its present one is meant. Raises
    NotAllowed("role.other_needed", "key_list.only_county"), NotFound("key_list.no_key"), BadInput("keys.reason",
    "act.date_in_future").
    """
    session.require_role(*KEEPERS)
    _require_county(session)
    said = clean_text(why, limit=REASON, field="why")
    if not said.strip():
        raise BadInput("keys.reason", field="why")
    if since > session.today():
        raise BadInput("act.date_in_future", field="since", day=since.isoformat())
    of_station = [k for k in known_keys(session).keys.values() if k.station == station]
    chosen = [k for k in of_station if k.id == key] if key else [k for k in of_station if k.until is None]
    if not chosen:
        raise NotFound("key_list.no_key", field="station", station=station)
    found = chosen[-1]
    record(session, CodeKeyRevoked(station=station, key=found.sign, since=since, why=said))
    return replace(found, revoked=since, why=said)


def require_signer(session: Session) -> CodeSigner:
    """The station's keys for what it prints. Raises Unavailable("code.no_signer") where there are none."""
    if session.code_signer is None:
        raise Unavailable("code.no_signer")
    return session.code_signer()


def _require_county(session: Session) -> None:
    if not is_county(session.office):
        raise NotAllowed("key_list.only_county")


def _pin(found: dict[str, ListedKey], value: StationTrusted, on: date) -> None:
    """A key that was pinned; the station's key before it ended on that day."""
    name = key_id(value.sign)
    for item in list(found.values()):
        if item.station == value.station and item.id != name and item.until is None:
            found[item.id] = replace(item, until=on)
    before = found.get(name)
    since = on if before is None else before.since
    made = ListedKey(station=value.station, office=value.office, sign=value.sign, since=since)
    found[name] = made if before is None or before.revoked is None else replace(before, office=value.office)


def _own(session: Session) -> ListedKey | None:
    if session.code_signer is None:
        return None
    office = session.office
    return ListedKey(
        station=office.station,
        office=office.name,
        sign=session.code_signer().sign_public,
        since=office.since or session.today(),
    )


def _of_file(office: Office, taken: CodeKeysTaken) -> KeyList | None:
    """A list that was taken, read anew; None where its county's key was replaced meanwhile and does not vouch for it."""
    county = office.trusts(taken.station)
    try:
        return None if county is None else read_key_list(taken.list.encode(), county.sign)
    except BadInput:
        return None


def _words(session: Session) -> Iterator[tuple[Header, Word]]:
    yield from _words_of(session.memory.queries.stream(OFFICE))


def _words_of(entries: Iterable[Entry]) -> Iterator[tuple[Header, Word]]:
    for entry in entries:
        found = read_value(entry)
        if found is not None and isinstance(found[1], Word):
            yield entry.header, found[1]
