"""Practice and real work never meet: packages, keys, backups, halls, codes and tables, in both directions (P11).

The worst case is taken everywhere: a practice folder bears the code of the real station and counts the same numbers.
All persons are invented.
"""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.clock import CHINA
from app.domain.entry import Header
from app.domain.office import Office, OfficeSet, StationKind, office_set
from app.errors import NotAllowed, NotFound, Refused, Unavailable
from app.exchange.keys import StationKeys
from app.exchange.profiles.bridge import bridge_profile
from app.papers.catalogue import paper_kind
from app.ports import KeptBackup
from app.qr.form_code import FormCode
from app.qr.receipt_code import ReceiptCode
from app.qr.slip_code import SlipCode
from app.scanning import ScannedPage
from app.services import exchange
from app.services.blank_forms import form_state, record_printing
from app.services.bridging import bridged
from app.services.code_keys import make_list, take_list
from app.services.codes import read_code, read_receipt
from app.services.day_report import day_report, report_text
from app.services.intake import read_file
from app.services.ledger import ledger_workbook
from app.services.notice_codes import Verdict, code_of, verify_notice
from app.services.offices import KEPT
from app.services.papers import issue
from app.services.practising import require_own_kind
from app.services.slips import SlipState, proposal
from db import vault
from db.backup import FolderBackups
from db.folder import create, open_by_code
from db.folder import training_accounts as accounts_for
from db.joining import Invitation, join
from tests import desks
from tests.desks import CODE, START, registers
from tests.exchange.world import Party, party
from tests.services.test_notice_codes import as_leader, signing, told
from ui.bootstrap.backups import Restored, restore_backup
from ui.bootstrap.bringing_back import look_for
from ui.bootstrap.opening import clock_at
from ui.desk import import_desk
from ui.old_ledger_file import look_into

PEOPLE = accounts_for(desks.ROLE_NAMES)[:1]


def pair(station: str = "LX07") -> tuple[Party, Party]:
    """A real office and a practice folder of the same code, each with one matter of the same number."""
    real, practice = party(station, training=False), party(station)
    fresh = StationKeys.fresh()[0]
    practice.desk = replace(practice.desk, keys=fresh)
    assert real.registers("真实的事项")[:13] == practice.registers("练习的事项")[:13]
    return real, practice


# ---------------------------------------------------------------- packages and keys


@pytest.mark.parametrize("training", [True, False])
def test_keys_of_the_other_kind_are_never_pinned(training: bool) -> None:
    hall = party("LX07", training=training)
    county = party("CT01", "county", kind=StationKind.DEPARTMENT, training=not training)
    for one, other in ((hall, county), (county, hall)):
        with pytest.raises(Refused, match=r"trust\.training"):
            exchange.check_card(one.at.office, exchange.own_card(other.desk))
    assert not hall.at.office.trusted and not county.at.office.trusted


def test_a_card_that_was_changed_by_hand_still_brings_no_package_in() -> None:
    """Whoever writes "real" on a card of practice pins keys at most: the signed header of each package says what it is."""
    hall = party("LX07")
    county = party("CT01", "county", kind=StationKind.DEPARTMENT, training=False)
    county.desk = replace(county.desk, session=as_leader(county.at))
    forged = replace(exchange.own_card(hall.desk), training=False)
    exchange.pin(county.at, forged, compared=forged.fingerprint)
    mine = replace(exchange.own_card(county.desk), training=True)
    exchange.pin(hall.at, mine)
    hall.registers("练习的事项")
    (package,) = hall.exports()
    before = county.memory.queries.head()
    with pytest.raises(Refused, match=r"package\.training"):
        county.takes(package)
    assert county.matters() == {} and county.memory.queries.head() == before


def test_a_real_package_does_not_come_into_practice_either() -> None:
    hall = party("LX07", training=False)
    county = party("CT01", "county", kind=StationKind.DEPARTMENT)
    hall.desk = replace(hall.desk, session=as_leader(hall.at))
    theirs = replace(exchange.own_card(county.desk), training=False)
    exchange.pin(hall.at, theirs, compared=theirs.fingerprint)
    exchange.pin(county.at, replace(exchange.own_card(hall.desk), training=True))
    clerk = hall.at.accounts.find("clerk")
    assert clerk is not None
    hall.desk = replace(hall.desk, session=replace(hall.at, account=clerk))
    hall.registers("真实的事项")
    (package,) = hall.exports()
    with pytest.raises(Refused, match=r"package\.not_training"):
        county.takes(package)
    assert county.matters() == {}


def test_a_list_of_code_keys_of_practice_is_not_taken() -> None:
    county = party("CT01", "county", kind=StationKind.DEPARTMENT)
    listed = make_list(as_leader(signing(county)))
    hall = party("LX07", training=False)
    hall.desk = replace(hall.desk, session=as_leader(hall.at))
    forged = replace(exchange.own_card(county.desk), training=False)
    exchange.pin(hall.at, forged, compared=forged.fingerprint)
    with pytest.raises(Refused, match=r"trust\.training"):
        take_list(hall.at, listed)


def test_what_an_office_is_for_is_said_once() -> None:
    def entry(training: bool) -> OfficeSet:
        return desks.office(training=training)

    header = _header()
    for first in (True, False):
        office = office_set(office_set(Office(), entry(first), header), entry(not first), header)
        assert office.training is first
    assert "training" in KEPT


def _header() -> Header:
    at = party("LX07")
    (entry, *_) = at.memory.state.entries
    header: Header = entry.header
    return header


def test_every_matter_of_practice_says_so_and_no_real_one_does() -> None:
    real, practice = pair()
    assert all(matter.training for matter in practice.matters().values())
    assert not any(matter.training for matter in real.matters().values())


# ---------------------------------------------------------------- codes at a desk of the other kind


def both_ways() -> list[tuple[Party, Party]]:
    """(the desk at which something is read, the desk it comes from), both ways round."""
    real, practice = pair()
    return [(real, practice), (practice, real)]


def test_a_receipt_of_practice_is_no_receipt_of_ours() -> None:
    """The number on it is one of ours as well: the token is not."""
    for here, there in both_ways():
        number, token = _registered(there)
        assert _registered(here)[0] == number
        text = ReceiptCode(number=number, token=token).payload()
        assert not read_receipt(here.at, text).genuine and not read_code(here.at, text).genuine
        assert read_receipt(there.at, text).genuine


def _registered(one: Party) -> tuple[str, str]:
    made = registers(one.at, "又来一件")
    return made.number, made.token


def test_a_notice_of_practice_is_signed_by_a_key_nobody_here_knows() -> None:
    for here, there in both_ways():
        made = told(signing(there))
        text = code_of(there.at, made.matter, made.record, "几个字")
        assert verify_notice(signing(here), text).verdict is Verdict.UNKNOWN_KEY


def test_a_slip_and_a_form_of_practice_lead_nowhere() -> None:
    for here, there in both_ways():
        paper = issue(there.at, _registered(there)[0], "D02").record
        page = ScannedPage(page=1, slips=(SlipCode(station="LX07", paper=paper.id),))
        assert proposal(here.at, "a.pdf", page).state is SlipState.UNKNOWN
        printing = record_printing(there.at, paper_kind("D01"), 1)
        code = FormCode(series=printing.series, place=1).payload()
        with pytest.raises(NotFound, match=r"form\.unknown"):
            form_state(here.at, code)


# ---------------------------------------------------------------- backups and folders


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """A folder for practice and a real one; both bear one code, and for the test one recovery code."""
    made = {}
    for training in (True, False):
        made[training] = tmp_path_factory.mktemp("founded") / "data"
        told = desks.office(training=training)
        create(made[training], told, PEOPLE, code=CODE, now=START, units=desks.UNITS).memory.close()
    return made


def backed_up(place: Path, target: Path, *, training: bool, hour: int = 10) -> Path:
    """A backup of such a folder."""
    target.mkdir(exist_ok=True)
    opened = open_by_code(place, CODE)
    (made,) = FolderBackups(opened).take([target], datetime(2026, 3, 2, hour, 0, tzinfo=CHINA))
    assert isinstance(made, KeptBackup) and opened.keys.training is training
    opened.memory.close()
    return made.file


@pytest.mark.parametrize(("training", "code"), [(True, "restore.practice"), (False, "restore.not_practice")])
def test_a_backup_never_takes_the_place_of_the_other_kind(
    founded: dict[bool, Path], tmp_path: Path, training: bool, code: str
) -> None:
    here = copy(founded[not training], tmp_path / "here")
    file = backed_up(copy(founded[training], tmp_path / "there"), tmp_path / "stick", training=training)
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as caught:
        restored(file, here)
    assert caught.value.code == code
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"here", "there", "stick"}, "nothing was moved aside"
    assert restored(file, tmp_path / "empty").entries > 0


def test_a_folder_that_cannot_tell_what_it_is_counts_as_real(
    founded: dict[bool, Path], tmp_path: Path
) -> None:
    here = copy(founded[False], tmp_path / "here")
    for name in vault.file_names():
        (here / name).unlink(missing_ok=True)
    file = backed_up(copy(founded[True], tmp_path / "there"), tmp_path / "stick", training=True)
    with pytest.raises(Refused, match=r"restore\.practice"):
        restored(file, here)


def copy(folder: Path, to: Path) -> Path:
    """A folder of one's own."""
    return Path(shutil.copytree(folder, to))


def restored(file: Path, to: Path) -> Restored:
    """Brings it back by the recovery code, which both kinds have."""
    return restore_backup(file, to, key_of=lambda keys: keys.by_code(CODE))


def test_neither_takes_the_others_backups_for_its_own(founded: dict[bool, Path], tmp_path: Path) -> None:
    """In one folder, of one code: a practice folder would thin the real ones away, a real one believe to be saved."""
    real, practice = (copy(founded[name == "p"], tmp_path / name) for name in ("r", "p"))
    stick = tmp_path / "stick"
    files = {
        False: backed_up(real, stick, training=False),
        True: backed_up(practice, stick, training=True, hour=11),
    }
    for place, training in ((real, False), (practice, True)):
        opened = open_by_code(place, CODE)
        assert [item.file for item in FolderBackups(opened).kept(stick)] == [files[training]]
        opened.memory.close()
        offer = look_for(place, [str(stick)])
        assert [item.choice.place for item in offer.offered] == [files[training]]
    lost = look_for(tmp_path / "lost", [str(stick)])
    assert [item.choice.place for item in lost.offered] == [files[False]], "a lost folder was a real one"
    assert not lost.training


def test_a_practice_folder_joins_no_hall_and_a_real_one_keeps_no_practice_clock(
    founded: dict[bool, Path],
) -> None:
    place, keys = founded[True], vault.KeyFile.read(founded[False])
    invitation = Invitation(
        address="postgresql://x/y",
        station="LX07",
        office="示范县信访局",
        until=0,
        keys=vault.portable(keys, without=""),
    )
    assert not invitation.training
    with pytest.raises(Unavailable, match=r"folder\.not_empty"):
        join(place, invitation, lambda keys: None, "password")
    with pytest.raises(NotAllowed, match=r"at\.only_training"):
        clock_at("2026-03-02T09:00:00+08:00", training=invitation.training)


# ---------------------------------------------------------------- what leaves as a table or a text


def test_tables_and_texts_of_practice_say_so() -> None:
    for here, _ in both_ways():
        day = here.at.today()
        profile = bridge_profile("provincial")
        sheet = load_workbook(io.BytesIO(bridged(here.at, profile, day, day).data)).active
        text = report_text(here.at, day_report(here.at))
        assert sheet is not None
        assert ("（练习）" in sheet.title, "（练习）" in text) == (here.at.office.training,) * 2


def _go_on(done: int, total: int, stage: str = "") -> None:
    """Nobody waits for it."""


def test_a_table_of_practice_is_not_imported_for_real(tmp_path: Path) -> None:
    """Our own ledger, and a table for another system: each says in itself what it is."""
    real, practice = pair()
    day = real.at.today()
    for one in (real, practice):
        training = one.at.office.training
        ledger = tmp_path / f"{training}.xlsx"
        ledger.write_bytes(ledger_workbook(one.at, day, day, names=True))
        assert look_into(ledger).practice is training
        table = bridged(one.at, bridge_profile("provincial"), day, day).data
        assert read_file("a.xlsx", table).practice is training
    for call in (
        lambda: import_desk.try_out(real.at, str(tmp_path / "True.xlsx"), _go_on),
        lambda: require_own_kind(real.at, practice=True),
    ):
        with pytest.raises(Refused, match=r"intake\.practice"):
            call()
    require_own_kind(practice.at, practice=True)
    require_own_kind(practice.at, practice=False)
    assert len(real.matters()) == 1
