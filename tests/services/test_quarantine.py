"""Refused packages are kept with their reason, listed, and taken in once what stood in the way is gone."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from app.domain.account import Role
from app.errors import AppError, Damaged, NotAllowed, NotFound, Refused
from app.exchange import checking
from app.exchange.checking import Checked, Receiver
from app.services import quarantine, taking_in
from app.services.exchange import own_card, pin
from app.services.quarantine import quarantined
from db.quarantine import FolderQuarantine
from tests.desks import session
from tests.exchange.bad_packages import grounds
from tests.exchange.forging import COUNTY
from tests.exchange.world import FakeShelf, Party, PlainCheck, county_and, party
from tests.trust.test_core_taking_in import cut, forged


def sent() -> tuple[Party, Party, bytes]:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    return county, hall, hall.exports()[0]


def refused(at: Party, data: bytes, *, origin: str = "") -> AppError:
    with pytest.raises(AppError) as caught:
        taking_in.take_in(at.desk, io.BytesIO(data), origin=origin)
    return caught.value


def test_a_sender_that_is_pinned_later_comes_in_without_the_stick() -> None:
    _, hall, data = sent()
    county = party("CT01", "county")
    assert refused(county, data, origin="stick/LX07-1-000001.xfp").code == "package.sender_unknown"
    (note,) = quarantined(county.desk)
    assert (note.name, note.station, note.origin) == (
        "LX07-1-000001.xfp",
        "LX07",
        "stick/LX07-1-000001.xfp",
    )
    assert (note.by, note.tries, note.kept, note.size) == (county.at.account.id, 1, True, len(data))
    assert (note.error.code, note.error.details) == ("package.sender_unknown", {"station": "LX07"})
    with pytest.raises(Damaged, match=r"sender_unknown"):
        taking_in.try_again(county.desk, note.sha256)
    assert [item.tries for item in quarantined(county.desk)] == [2]
    pin(county.at, own_card(hall.desk))
    outcome = taking_in.try_again(county.desk, note.sha256[:8])
    assert outcome.applied > 0 and county.matters() == hall.matters()
    assert quarantined(county.desk) == ()
    with pytest.raises(NotFound, match=r"quarantine\.unknown"):
        taking_in.try_again(county.desk, note.sha256)


def test_a_package_of_a_newer_program_waits_for_it() -> None:
    forge, at = grounds().ways[COUNTY], grounds().receiver(COUNTY)
    data = forge.headed(format="xfp/9")
    assert refused(at, data).code == "package.newer_format"
    (note,) = quarantined(at.desk)
    assert (note.kind, note.code, note.kept) == ("bad-input", "package.newer_format", True)
    with quarantine.opened(at.desk, note) as kept:
        assert kept.read() == data


def test_the_same_package_from_a_stick_settles_what_was_refused_before() -> None:
    _, hall, data = sent()
    county = party("CT01", "county")
    refused(county, data)
    pin(county.at, own_card(hall.desk))
    county.takes(data)
    assert quarantined(county.desk) == ()


def test_what_is_no_package_or_somebody_elses_or_our_own_is_not_kept() -> None:
    county, hall, data = sent()
    assert refused(county, b"PK\x03\x04 a letter").code == "package.frame"
    assert refused(hall, data).code == "package.own"
    other = party("CT02", "county")
    other.trusts(hall)
    assert refused(other, data).code == "package.not_for_us"
    assert quarantined(county.desk) == quarantined(hall.desk) == quarantined(other.desk) == ()


class Watched(io.BytesIO):
    """A medium that tells how far it was read."""

    furthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if self.tell() < len(self.getbuffer()) - 2000:
            self.furthest = max(self.furthest, self.tell())
        return data


class NotAsked(PlainCheck):
    """A check that must not be reached."""

    def check(self, source: object, receiver: object, box: str) -> checking.Checked:  # type: ignore[override]
        raise AssertionError("the package was opened")


def test_another_countys_medium_is_refused_by_its_clear_header_alone() -> None:
    """Case 28: nothing is copied, nothing is decrypted, and the body is not even read."""
    _, hall, _ = sent()
    hall.at.store.keep(bytes(300_000))
    hall.registers("乙" * 2000)
    (data,) = hall.exports()
    other = party("CT02", "county")
    other.trusts(hall)
    other.desk = replace(other.desk, check=NotAsked())
    medium = Watched(data)
    with pytest.raises(Refused) as caught:
        taking_in.take_in(other.desk, medium)
    assert (caught.value.code, caught.value.details) == (
        "package.not_for_us",
        {"to": "CT01", "station": "CT02"},
    )
    assert medium.furthest < 2500
    shelf = other.desk.shelf
    assert isinstance(shelf, FakeShelf) and shelf.kept == {}


def test_what_fails_only_when_it_is_applied_is_kept_once() -> None:
    county, hall, data = sent()
    bad = forged(data, hall, county, cut)
    assert refused(county, bad).code == "package.chain"
    (note,) = quarantined(county.desk)
    assert note.kept and county.desk.shelf.has(note.sha256)
    assert county.desk.quarantine.weight() == 0, "the shelf has it"
    with pytest.raises(Damaged, match=r"package\.chain"):
        taking_in.try_again(county.desk, note.sha256)


def test_the_place_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _, hall, data = sent()
    county = party("CT01", "county")
    monkeypatch.setattr(quarantine, "MOST_BYTES", len(data) - 1)
    refused(county, data)
    (note,) = quarantined(county.desk)
    assert not note.kept
    with pytest.raises(NotFound, match=r"quarantine\.not_kept"):
        taking_in.try_again(county.desk, note.sha256)
    monkeypatch.setattr(quarantine, "MOST_NOTES", 1)
    assert quarantine.is_full(county.desk)
    hall.registers("乙")
    refused(county, hall.exports()[0])
    assert quarantined(county.desk) == (note,), "no note without room, and none is pushed out"


def test_a_medium_that_vanishes_while_it_is_kept_still_says_why_it_was_refused() -> None:
    _, _, data = sent()
    county = party("CT01", "county")

    class Pulled(io.BytesIO):
        left = 12

        def read(self, size: int | None = -1, /) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise OSError("gone")
            return super().read(size)

    assert refused_by(county, Pulled(data)) in ("package.sender_unknown", "source.gone")
    assert county.matters() == {}


def refused_by(at: Party, source: io.BytesIO) -> str:
    with pytest.raises(AppError) as caught:
        taking_in.take_in(at.desk, source)
    return caught.value.code


def test_a_note_that_cannot_be_read_hides_no_other() -> None:
    _, _, data = sent()
    county = party("CT01", "county")
    refused(county, data)
    county.desk.quarantine.note("0" * 64, b"half a no")
    assert len(quarantined(county.desk)) == 1


def test_who_acts_on_no_matters_does_not_see_them() -> None:
    county, _, _ = sent()
    at = session(county.memory, Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        quarantined(replace(county.desk, session=at))


def test_on_disk_nothing_is_thrown_away(tmp_path: Path) -> None:
    place = FolderQuarantine(tmp_path / "packages" / "refused")
    assert (place.notes(), place.weight()) == ([], 0)
    sha256 = place.keep(lambda file: file.write(b"bytes") and None)
    place.note(sha256, b"one")
    place.note(sha256, b"two")
    assert (place.notes(), place.weight()) == ([b"two"], 5)
    with place.open(sha256) as file:
        assert file.read() == b"bytes"
    place.settle(sha256)
    place.settle(sha256)
    assert (place.notes(), place.weight()) == ([], 0)
    (left,) = (tmp_path / "packages" / "refused").iterdir()
    assert left.read_bytes() == b"two"
    with pytest.raises(NotFound, match=r"export\.package_missing"):
        place.open(sha256)


def test_the_check_refuses_by_itself_what_the_clear_header_says() -> None:
    """What the importer asks before it copies, the check asks once more: it must not lean on the other."""
    county, hall, data = sent()
    keys, signer = county.desk.keys, hall.desk.keys.sign_public
    found = checking.check(
        io.BytesIO(data), checking.Receiver(station="CT01", signers={"LX07": signer}), keys
    )
    assert found.lines > 1 and found.files == 0
    for station, signers, code in (
        ("CT01", {}, "package.sender_unknown"),
        ("CT01", {"LX07": county.desk.keys.sign_public}, "package.not_genuine"),
        ("CT02", {"LX07": signer}, "package.not_for_us"),
    ):
        with pytest.raises(AppError) as caught:
            checking.check(io.BytesIO(data), checking.Receiver(station=station, signers=signers), keys)
        assert caught.value.code == code


def test_verifying_never_opens_what_a_stranger_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, data = sent()
    county = party("CT01", "county")

    def opened(*given: object) -> object:
        raise AssertionError("it was opened")

    monkeypatch.setattr("app.exchange.package.open_body", opened)
    found = taking_in.look_at(county.desk, io.BytesIO(data))
    assert (found.genuine, found.complete, found.opened) == (False, True, False)


def test_what_was_looked_through_ahead_is_not_looked_through_again() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    looks: list[int] = []

    class Counted(PlainCheck):
        """Counts what it looks through."""

        def check(self, source: BinaryIO, receiver: Receiver, box: str) -> Checked:
            looks.append(1)
            return super().check(source, receiver, box)

    county.desk = replace(county.desk, check=Counted())
    taking_in.check_ahead(county.desk, io.BytesIO(data))
    assert looks == [1] and county.matters() == {}
    assert county.takes(data).applied > 0 and looks == [1]
    spoiled = data[:-200] + bytes(100) + data[-100:]
    with pytest.raises(Damaged):
        taking_in.check_ahead(county.desk, io.BytesIO(spoiled))
    assert quarantined(county.desk) == (), "it is told and kept when it is taken in"
