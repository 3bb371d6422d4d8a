"""A second desk joins a hall: by an invitation, its code and a password, and all desks write one chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Damaged, NotAllowed, Refused, Unavailable
from app.services.accounts import change_password
from db.engine import UPDATING, updating_alone
from db.memory import open_server
from tests.desks import CODE, folder, registers, sign_in
from tests.halls.room import AT, found_hall, invitation, joins, sits_down
from ui.bootstrap.joining import invite_desk, join_hall
from ui.bootstrap.opening import open_desk, training_password
from ui.bootstrap.people import personal_keys
from ui.messages import message_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def hall(tmp_path: Path, postgres_database: str) -> Path:
    found_hall(tmp_path / "one", postgres_database)
    return tmp_path / "one"


def test_two_desks_share_one_series_of_numbers_and_one_chain(hall: Path, tmp_path: Path) -> None:
    joined = joins(tmp_path / "two", invitation(hall))
    assert joined.station == "LX07"
    one, two = sits_down(hall), sits_down(tmp_path / "two", "clerk")
    numbers = [registers(desk.session, f"第{place}件").number for place, desk in enumerate((one, two, one))]
    assert [number[:13] for number in numbers] == ["LX07-26-00001", "LX07-26-00002", "LX07-26-00003"]
    assert two.session.memory.queries.find(numbers[0]) is not None
    journal, looks = two.verify()
    assert journal.ok and looks.ok
    assert {head.origin for head in two.session.memory.queries.heads()} == {"LX07"}
    one.close()
    two.close()


def test_file_and_code_alone_open_nothing(hall: Path, tmp_path: Path) -> None:
    data, code = invitation(hall)
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        join_hall(tmp_path / "two", data, code, account="leader", password="not the password", at=AT)
    with pytest.raises(NotAllowed, match=r"hall\.wrong_code"):
        join_hall(tmp_path / "two", data, "A" * 40, account="leader", password=training_password(), at=AT)
    with pytest.raises(Damaged, match=r"hall\.invitation"):
        join_hall(tmp_path / "two", data[:99], code, account="leader", password=training_password(), at=AT)
    assert not (tmp_path / "two").exists(), "nothing is left behind"


def test_the_recovery_code_is_a_way_in_too(hall: Path, tmp_path: Path) -> None:
    data, code = invitation(hall)
    join_hall(
        tmp_path / "two", data, code, account="leader", password=training_password(), recovery=CODE, at=AT
    )
    sits_down(tmp_path / "two").close()


def test_an_old_invitation_and_a_clerk_are_refused(hall: Path, tmp_path: Path) -> None:
    data, code = invitation(hall)
    late = "2026-03-20T09:00:00+08:00"
    with pytest.raises(Refused, match=r"hall\.invitation_old"):
        join_hall(tmp_path / "two", data, code, account="leader", password=training_password(), at=late)
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        join_hall(tmp_path / "two", data, code, account="clerk", password=training_password(), at=AT)
    assert not (tmp_path / "two").exists()


def test_an_invitation_to_another_database_is_not_followed(hall: Path, tmp_path: Path) -> None:
    data, code = invitation(hall)
    elsewhere = "postgresql:///postgres?host=/nowhere"
    with pytest.raises(Unavailable, match=r"db\.no_server"):
        join_hall(
            tmp_path / "two", data, code, account="leader", password=training_password(), address=elsewhere,
            at=AT,
        )  # fmt: skip
    assert not (tmp_path / "two").exists()


def test_a_folder_of_its_own_invites_nobody(tmp_path: Path) -> None:
    folder(tmp_path / "alone").memory.close()
    desk = sign_in(tmp_path / "alone", "leader")
    with pytest.raises(Refused, match=r"hall\.own_file"):
        invite_desk(desk)
    desk.close()


def test_a_password_changed_at_one_desk_opens_the_other_one(hall: Path, tmp_path: Path) -> None:
    joins(tmp_path / "two", invitation(hall))
    one = sits_down(hall)
    change_password(one.session, personal_keys(one), training_password(), "another-passphrase")
    one.close()
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        sits_down(
            tmp_path / "two"
        )  # the old password opens the folder, not the person; the new slot came along
    desk = open_desk(tmp_path / "two", account="clerk", password="another-passphrase", at=AT, environment={})
    desk.close()


def test_the_server_holds_no_slot_and_no_key_that_could_be_tried(hall: Path, tmp_path: Path) -> None:
    joins(tmp_path / "two", invitation(hall))
    desk = sits_down(hall)
    with desk.opened.memory.engine.connect() as connection:
        slots = connection.exec_driver_sql("SELECT name, slot FROM way_in").fetchall()
        local = connection.exec_driver_sql("SELECT value FROM local").fetchall()
    assert {"recovery", "recovery-holder", "clerk:clerk"} <= {str(row[0]) for row in slots}
    told = " ".join(str(row[-1]) for row in (*slots, *local))
    assert "argon2id" not in told and desk.opened.key.hex() not in told and "salt" not in told
    desk.close()


def test_without_the_driver_the_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr("db.engine.create_engine", missing)
    with pytest.raises(Unavailable, match=r"server\.no_driver") as caught:
        open_server("postgresql+psycopg:///x", bytes(32))
    assert "psycopg" in message_of(caught.value).do


def test_one_desk_at_a_time_brings_the_database_up_to_date(hall: Path) -> None:
    desk = sits_down(hall)
    engine = desk.opened.memory.engine
    ask = f"SELECT pg_try_advisory_xact_lock({UPDATING})"
    with updating_alone(engine) as shared, engine.connect() as other:
        assert shared and other.exec_driver_sql(ask).scalar() is False
    with engine.connect() as other:
        assert other.exec_driver_sql(ask).scalar() is True
    desk.close()
