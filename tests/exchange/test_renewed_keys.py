"""Case 27: a receiving key is renewed while packages wait: the old one reads on for a while, what waits is sealed anew."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.clock import FixedClock, day_of, from_milliseconds
from app.domain import codec
from app.domain.account import Role
from app.domain.history import read_value
from app.domain.key_care import ReceivingKeyRenewed
from app.errors import BadInput, Damaged, NotAllowed, Refused
from app.exchange import container
from app.exchange.keys import EarlierBox, ReceivingKey, StationKeys, key_id
from app.services import exchange
from app.services.key_care import STREAM, key_plan
from app.services.outbox import outbox
from app.services.quarantine import quarantined
from app.services.receiving_keys import renew_receiving_key, seal_anew, sealed_before
from app.services.session import office_of
from app.services.taking_in import try_again
from tests.desks import session
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import header_of
from tests.exchange.world import Party, county_and

GRACE = timedelta(days=key_plan().receiving_grace_days)


class Keys:
    """The secrets of one office, renewed as its database would."""

    def __init__(self, at: Party) -> None:
        self.at = at
        self.keys, self.sign, self.box = StationKeys.fresh()
        at.desk = replace(at.desk, keys=self.keys)

    def renew(self, now: int, until: int, needed: Collection[str]) -> StationKeys:
        """A new key before those that stood."""
        secrets = {key_id(self.keys.box_public): self.box}
        kept = [EarlierBox(id=name, until=until, secret=secret) for name, secret in secrets.items()]
        kept += [
            replace(item, secret="") if item.until < now and item.id not in needed else item
            for item in self.keys.earlier
        ]
        self.box = StationKeys.fresh()[2]
        self.keys = StationKeys(self.sign, self.box, earlier=kept)
        return self.keys

    def renewed(self, reason: str = "两年一换") -> None:
        """The leader renews the key."""
        leader = replace(self.at.desk, session=session(self.at.memory, Role.LEADER.value, clock(self.at)))
        made, _ = renew_receiving_key(leader, self.renew, reason=reason)
        self.at.desk = replace(self.at.desk, keys=made.keys)


def clock(at: Party) -> FixedClock:
    found = at.at.clock
    assert isinstance(found, FixedClock)
    return found


def later(*parties: Party, by: timedelta) -> None:
    for at in parties:
        at.at.clock = FixedClock(at.at.clock.now() + by, step=timedelta(milliseconds=1))


def two() -> tuple[Party, Party, Keys, Keys]:
    county, (hall,) = county_and("LX07")
    keys = Keys(county), Keys(hall)
    for one, other in ((county, hall), (hall, county)):
        exchange.pin(one.at, exchange.own_card(other.desk), replacing=True)
    return county, hall, *keys


def meet(county: Party, hall: Party) -> None:
    hall.registers("先前")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])


def test_case_27_a_package_sealed_to_the_old_key_is_read_in_the_time_of_grace() -> None:
    county, hall, keys, _ = two()
    number = hall.registers("甲")
    (old,) = hall.exports()
    keys.renewed()
    later(county, by=GRACE - timedelta(days=1))
    assert county.takes(old).applied > 0 and number in county.matters()


def test_case_27_the_answer_tells_the_new_key_under_the_signature_that_was_pinned() -> None:
    county, hall, keys, _ = two()
    meet(county, hall)
    assert county.exports() == [], "nothing is to be said"
    keys.renewed()
    (told,) = county.exports()
    header = header_of(told)
    assert header.box == keys.keys.box_public and header.entries == 0
    before = hall.at.office.trusts("CT01")
    assert before is not None
    assert hall.takes(told).renewed == ["CT01"]
    pinned = hall.at.office.trusts("CT01")
    assert pinned is not None and office_of(hall.memory).trusts("CT01") == pinned
    assert (pinned.box, pinned.sign, pinned.replaced) == (header.box, before.sign, before.fingerprint)
    assert pinned.fingerprint == exchange.own_card(county.desk).fingerprint
    assert hall.takes(told).renewed == [] and county.exports() == [], "said once"
    hall.registers("乙")
    (sealed,) = hall.exports()
    assert header_of(sealed).recipients == (key_id(keys.keys.box_public),)
    assert county.takes(sealed).applied > 0


def test_case_27_what_waits_is_named_with_the_day_and_sealed_anew() -> None:
    county, hall, keys, _ = two()
    meet(county, hall)
    number = hall.registers("甲")
    (lost,) = hall.exports()
    keys.renewed()
    hall.takes(county.exports()[0])
    (waits,) = sealed_before(hall.desk)
    assert waits.station == "CT01" and [item.seq for item in waits.packages] == [2]
    assert waits.until == day_of(from_milliseconds(keys.keys.earlier[0].until))
    assert outbox(hall.desk).sides[0].sealed_before == waits
    later(county, hall, by=GRACE + timedelta(days=1))
    with pytest.raises(Refused, match=r"package\.old_key"):
        county.takes(lost)
    (note,) = quarantined(county.desk)
    with pytest.raises(Refused, match=r"package\.old_key"):
        try_again(county.desk, note.sha256)
    assert number not in county.matters()
    seal_anew(hall.desk)
    (anew,) = hall.exports()
    assert header_of(anew).recipients == (key_id(keys.keys.box_public),) and header_of(anew).epoch > 1
    county.takes(anew)
    assert county.matters() == hall.matters()
    hall.takes(county.exports()[0])
    assert sealed_before(hall.desk) == () and outbox(hall.desk).sides[0].sealed_before is None
    with pytest.raises(Refused, match=r"export\.nothing_sealed_before"):
        seal_anew(hall.desk)


def test_case_27_what_had_arrived_all_the_same_is_passed_over() -> None:
    """The receipt was lost, not the package: sealing it anew makes no second matter and no fork."""
    county, hall, keys, _ = two()
    meet(county, hall)
    number = hall.registers("甲")
    (old,) = hall.exports()
    county.takes(old)
    county.exports()
    keys.renewed()
    told = county.exports()[-1]
    hall.takes(county.drawer.files["CT01-LX07-1-000002.xfp"])
    hall.takes(told)
    hall.registers("乙")
    assert hall.exports() and sealed_before(hall.desk) == ()
    assert number in county.matters()
    assert county.takes(hall.drawer.files[sorted(hall.drawer.files)[-1]]).rejected == []
    assert county.matters() == hall.matters()


def test_case_27_a_package_that_came_in_time_and_waited_is_read_when_its_turn_comes() -> None:
    county, hall, keys, _ = two()
    hall.registers("甲")
    (first,) = hall.exports()
    hall.registers("乙")
    (second,) = hall.exports()
    assert county.takes(second).held > 0
    keys.renewed()
    later(county, by=GRACE + timedelta(days=1))
    keys.renewed("又换")
    assert keys.keys.earlier[1].secret, "what waits on the shelf is still to be opened"
    with pytest.raises(Refused, match=r"package\.old_key"):
        county.takes(first)


def test_case_27_the_station_renews_its_key_as_well() -> None:
    county, hall, _, keys = two()
    meet(county, hall)
    keys.renewed()
    number = hall.registers("甲")
    (data,) = hall.exports()
    assert county.takes(data).renewed == ["LX07"]
    (answer,) = county.exports()
    assert header_of(answer).recipients == (key_id(keys.keys.box_public),)
    assert results(receipts(answer, hall)[0])[number][0] == "accepted"
    assert hall.takes(answer).rejected == []


def test_case_27_nobody_else_can_renew_it() -> None:
    county, hall, _, _ = two()
    meet(county, hall)
    before = hall.at.office.trusts("CT01")
    stranger, sign, box = StationKeys.fresh()
    old = EarlierBox(id=key_id(stranger.box_public), until=0)
    county.desk = replace(county.desk, keys=StationKeys(sign, box, earlier=[old]))
    (forged,) = county.exports()
    assert header_of(forged).box == stranger.box_public
    with pytest.raises(Damaged, match=r"package\.not_genuine"):
        hall.takes(forged)
    assert hall.at.office.trusts("CT01") == before


def test_a_key_that_is_none_is_refused_with_the_package() -> None:
    county, hall, keys, _ = two()
    meet(county, hall)
    keys.renewed()
    (told,) = county.exports()
    head = codec.parse_object(container.read(io.BytesIO(told)).header)
    for box in (keys.keys.box_public[:-1] + "q", "age1"):
        header = codec.canonical({**head, "box": box})
        made = io.BytesIO()
        outside = container.read(io.BytesIO(told))
        body = told[outside.body_at :][: outside.body_size]
        measured = container.measure(io.BytesIO(body))
        container.write(made, header, county.desk.keys.sign(header), io.BytesIO(body), measured)
        with pytest.raises(Damaged, match=r"package\.header"):
            hall.takes(made.getvalue())


def test_renewing_is_an_act_of_who_keeps_the_keys_and_is_written_down() -> None:
    county, _, keys, _ = two()
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        renew_receiving_key(county.desk, keys.renew, reason="两年一换")
    leader = replace(county.desk, session=session(county.memory, Role.LEADER.value))
    with pytest.raises(BadInput, match=r"keys\.reason"):
        renew_receiving_key(leader, keys.renew, reason=" ")
    before = key_id(keys.keys.box_public)
    keys.renewed()
    values: list[Any] = [read_value(entry) for entry in county.memory.queries.stream(STREAM)]
    value = values[-1][1]
    assert isinstance(value, ReceivingKeyRenewed)
    assert (value.before, value.key) == (before, key_id(keys.keys.box_public))


def test_no_key_at_all_is_no_receiving_key() -> None:
    for text in ("", "AGE-SECRET-KEY-1NONE"):
        with pytest.raises(ValueError, match="box"):
            ReceivingKey(text)
