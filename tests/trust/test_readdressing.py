"""After a reset a person opens their own matters again once a leader sealed the parts to the new key; and stand-ins."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from app.clock import CHINA, FixedClock
from app.domain.account import PasswordReset, Role, RoleChanged
from app.domain.acts.granting import GrantAccess
from app.domain.acts.recusing import Recuse
from app.domain.claims import Purpose
from app.domain.entry import SEALED
from app.domain.policy import Relation
from app.errors import AppError
from app.services import accounts
from app.services.papers import fetch, issue
from app.services.perform import perform
from app.services.readdressing import readdress
from app.services.reading import view_matter
from app.services.session import Session, accounts_of
from app.services.standing_in import end_stand_in, name_stand_in, stand_ins
from db import vault
from db.folder import NewAccount, create
from tests.desks import (
    CODE,
    START,
    UNITS,
    folder,
    founded,
    moved_to,
    office,
    registers,
    session,
    sign_in,
    whole,
)
from tests.fake_keeping import FakeSealer, FakeStore
from tests.fakes import FakeMemory
from ui.bootstrap.opening import Desk, open_desk
from ui.bootstrap.people import personal_keys
from ui.cli.main import run

STORY = "村主任私分了征地款，有账本为证。"
ACCUSATION = {"restricted": True, "purpose": Purpose.ACCUSATION}


@pytest.fixture
def memory() -> FakeMemory:
    """An office in which clerk and clerk2 registered an accusation each, and the clerk an open matter."""
    made = FakeMemory()
    founded(made)
    registers(session(made), STORY, **ACCUSATION)
    registers(session(made, "clerk2"), "另一件检举", **ACCUSATION)
    registers(session(made), "修路占地")
    return made


def reset(memory: FakeMemory, who: str = "clerk", at: str = "2026-03-03T09:00") -> None:
    """The person has a new key from that instant on."""
    keeper = moved_to(session(memory, "secadmin"), at)
    entry = PasswordReset(id=who, public_key=f"new-{who}", reason="忘记密码")
    accounts.write_down(keeper, entry)


def later(memory: FakeMemory, who: str, at: str = "2026-03-04T09:00") -> Session:
    return session(memory, who, FixedClock(datetime.fromisoformat(at).replace(tzinfo=CHINA)))


def story(memory: FakeMemory, who: str, place: int, at: str = "2026-03-04T10:00") -> str:
    there = later(memory, who, at)
    number = sorted(row.number for row in whole(there).queries.newest())[place]
    return view_matter(there, number).known.matter.claims[0].words.text


def test_a_reset_closes_a_clerks_own_matters_until_a_leader_seals_them_to_the_new_key(
    memory: FakeMemory,
) -> None:
    assert story(memory, "clerk", 0) == STORY
    reset(memory)
    assert story(memory, "clerk", 0) == ""
    done = readdress(later(memory, "leader"), "clerk", "重置密码后")
    assert (done.matters, done.parts, done.left) == (1, 1, 0)
    assert story(memory, "clerk", 0) == STORY
    assert story(memory, "clerk", 1) == ""


def test_nothing_is_sealed_twice_to_the_same_key(memory: FakeMemory) -> None:
    reset(memory)
    readdress(later(memory, "leader"), "clerk", "重置密码后")
    before = len(memory.state.entries)
    assert readdress(later(memory, "leader"), "clerk", "再来一次").matters == 0
    assert len(memory.state.entries) == before


def test_after_a_second_reset_the_parts_go_to_the_newest_key(memory: FakeMemory) -> None:
    reset(memory)
    readdress(later(memory, "leader"), "clerk", "一")
    keeper = later(memory, "secadmin", "2026-03-05T09:00")
    accounts.write_down(keeper, PasswordReset(id="clerk", public_key="newer-clerk", reason="又忘记"))
    assert story(memory, "clerk", 0, "2026-03-05T10:00") == ""
    done = readdress(later(memory, "leader", "2026-03-05T11:00"), "clerk", "二")
    assert done.matters == 1 and story(memory, "clerk", 0, "2026-03-05T12:00") == STORY


def test_a_grantee_gets_back_what_the_grant_covers_and_only_while_it_stands(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = sorted(row.number for row in whole(leader).queries.newest())[0]
    perform(leader, number, GrantAccess(person="handler", until=date(2026, 3, 6), reason="承办"))
    reset(memory, "handler")
    assert story(memory, "handler", 0) == ""
    readdress(later(memory, "leader"), "handler", "重置密码后")
    assert story(memory, "handler", 0) == STORY
    assert story(memory, "handler", 0, "2026-03-07T09:00") == ""


def test_a_leader_who_came_later_is_given_everything(memory: FakeMemory) -> None:
    keeper = later(memory, "secadmin", "2026-03-03T09:00")
    accounts.write_down(keeper, RoleChanged(id="handler", role=Role.LEADER, reason="任命"))
    assert story(memory, "handler", 0) == story(memory, "handler", 1) == ""
    assert readdress(later(memory, "leader"), "handler", "新任负责人").matters == 2
    assert story(memory, "handler", 0) == STORY and story(memory, "handler", 1) == "另一件检举"


def test_a_matter_from_which_a_person_is_kept_is_left(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = sorted(row.number for row in whole(leader).queries.newest())[0]
    perform(leader, number, Recuse(person="clerk", reason="亲属"))
    reset(memory)
    done = readdress(later(memory, "leader"), "clerk", "重置密码后")
    assert (done.matters, done.left) == (0, 1) and story(memory, "clerk", 0) == ""


def test_the_parts_are_addressed_to_the_new_key_besides_the_usual_holders(memory: FakeMemory) -> None:
    reset(memory)
    readdress(later(memory, "leader"), "clerk", "重置密码后")
    holders = memory.state.entries[-1].parts[SEALED].body.partition(b"\n")[0].decode().split(",")
    assert set(holders) == {"key-leader", "key-recovery", "new-clerk"}


@pytest.mark.parametrize(
    ("who", "person", "reason", "code"),
    [
        ("clerk", "clerk2", "x", r"role\.other_needed"),
        ("secadmin", "clerk", "x", r"role\.other_needed"),
        ("leader", "leader", "x", r"account\.own_reset"),
        ("leader", "nobody", "x", r"account\.unknown"),
        ("leader", "clerk", " ", r"account\.reason"),
    ],
)
def test_who_may_not_readdress_is_refused(
    memory: FakeMemory, who: str, person: str, reason: str, code: str
) -> None:
    reset(memory)
    with pytest.raises(AppError, match=code):
        readdress(later(memory, who), person, reason)


def test_the_papers_a_person_kept_open_again_too(memory: FakeMemory) -> None:
    clerk, store = session(memory), FakeStore()
    clerk.store = store
    number = sorted(row.number for row in whole(clerk).queries.newest())[0]
    issue(clerk, number, "D02")
    kept = fetch(clerk, number, "D02").pdf
    reset(memory)
    again = later(memory, "clerk")
    again.store = store
    with pytest.raises(AppError, match=r"paper\.sealed"):
        fetch(again, number, "D02")
    leader = later(memory, "leader")
    leader.store = store
    assert readdress(leader, "clerk", "重置密码后").matters == 1
    again = later(memory, "clerk")
    again.store = store
    assert fetch(again, number, "D02").pdf == kept


def test_parts_that_the_leader_cannot_open_stay_closed(memory: FakeMemory) -> None:
    reset(memory)
    leader = later(memory, "leader")
    leader.sealer = FakeSealer("key-other")
    assert readdress(leader, "clerk", "重置密码后").matters == 0


GOOD = {"clerk": "kettle-orbit-mango", "leader": "velvet-tractor-moss", "secadmin": "copper-lantern-fog"}
PEOPLE = tuple(
    NewAccount(id=account, name=name, role=Role(account), password=GOOD[account])
    for account, name in (("clerk", "张三"), ("leader", "李四"), ("secadmin", "王五"))
)


def test_with_real_keys_a_clerk_opens_their_matters_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "FULL", vault.Strength(1024, 1, 2))
    place = tmp_path / "desk"
    create(place, office(training=False), PEOPLE, code=CODE, now=START, units=UNITS).memory.close()

    def at(who: str, password: str = "", *, changing: bool = False) -> Desk:
        secret = password or GOOD[who]
        return open_desk(place, account=who, password=secret, desk="A", environment={}, changing=changing)

    clerk = at("clerk")
    number = registers(clerk.session, STORY, **ACCUSATION).number
    clerk.close()
    keeper = at("secadmin")
    accounts.reset_password(keeper.session, personal_keys(keeper), "clerk", "walnut-harbour-kite", "忘了")
    keeper.close()
    again = at("clerk", "walnut-harbour-kite", changing=True)
    accounts.change_password(
        again.session, personal_keys(again), "walnut-harbour-kite", "saffron-ladder-moon"
    )
    assert view_matter(again.session, number).known.matter.story_sealed
    again.close()
    leader = at("leader")
    assert readdress(leader.session, "clerk", "忘了密码").matters == 1
    leader.close()
    back = at("clerk", "saffron-ladder-moon")
    assert view_matter(back.session, number).known.matter.claims[0].words.text == STORY
    back.close()


# ---------------------------------------------------------------- stand-ins


def names(memory: FakeMemory, sealed: bool = False, last: date = date(2026, 3, 6)) -> None:
    name_stand_in(
        session(memory, "leader"),
        "clerk",
        "handler",
        first=date(2026, 3, 3),
        last=last,
        reason="休假",
        sealed=sealed,
    )


def relation(memory: FakeMemory, who: str, at: str) -> Relation:
    there = later(memory, who, at)
    number = sorted(row.number for row in whole(there).queries.newest())[2]
    return view_matter(there, number).relation


def test_a_stand_in_sees_the_absent_persons_matters_as_their_own_on_those_days(memory: FakeMemory) -> None:
    names(memory)
    assert relation(memory, "handler", "2026-03-02T10:00") is Relation.OTHER
    assert relation(memory, "handler", "2026-03-03T09:00") is Relation.OWN
    assert relation(memory, "handler", "2026-03-06T17:00") is Relation.OWN
    assert relation(memory, "handler", "2026-03-07T09:00") is Relation.OTHER
    assert relation(memory, "clerk2", "2026-03-04T09:00") is Relation.OTHER


def test_who_comes_back_early_ends_it(memory: FakeMemory) -> None:
    names(memory)
    leader = later(memory, "leader")
    assert [item.stand_in for item in stand_ins(leader)] == ["handler"]
    end_stand_in(leader, "clerk")
    assert relation(memory, "handler", "2026-03-04T15:00") is Relation.OTHER
    with pytest.raises(AppError, match=r"stand_in\.none"):
        end_stand_in(leader, "clerk")


def test_accusations_open_to_a_stand_in_only_where_the_leader_says_so(memory: FakeMemory) -> None:
    names(memory)
    assert story(memory, "handler", 0) == ""
    names(memory, sealed=True)
    assert story(memory, "handler", 0) == STORY and story(memory, "handler", 1) == ""
    assert story(memory, "handler", 0, "2026-03-07T09:00") == ""


@pytest.mark.parametrize(
    ("who", "absent", "other", "last", "code"),
    [
        ("clerk", "clerk2", "handler", date(2026, 3, 6), r"role\.other_needed"),
        ("leader", "clerk", "clerk", date(2026, 3, 6), r"stand_in\.same"),
        ("leader", "clerk", "auditor", date(2026, 3, 6), r"stand_in\.role"),
        ("leader", "clerk", "handler", date(2026, 3, 1), r"stand_in\.days"),
        ("leader", "nobody", "handler", date(2026, 3, 6), r"account\.unknown"),
    ],
)
def test_who_cannot_stand_in_is_refused(
    memory: FakeMemory, who: str, absent: str, other: str, last: date, code: str
) -> None:
    at = session(memory, who)
    with pytest.raises(AppError, match=code):
        name_stand_in(at, absent, other, first=date(2026, 3, 3), last=last, reason="休假")
    assert accounts_of(memory).stand_ins == ()


def test_by_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "desk"
    folder(place).memory.close()
    desk = sign_in(place)
    number = registers(desk.session, STORY, **ACCUSATION).number
    desk.close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(place.parent / "desk.code"))

    def said(account: str, *words: str) -> dict[str, object]:
        given = ("--data", str(place), "--as", account, "--at", "2026-03-02T10:00:00+08:00", "--json")
        assert run([*words, *given]) == 0
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert isinstance(told, dict)
        return told

    told = said("leader", "accounts", "stand-in", "clerk", "--by", "handler", "--until", "2026-03-06",
                "--reason", "休假", "--sealed")  # fmt: skip
    assert (told["stand_in"], told["last"], told["granted"], told["left"]) == ("handler", "2026-03-06", 1, 0)
    assert said("clerk", "accounts", "stand-in")["absent"] == "clerk"
    shown = said("handler", "show", number)
    assert STORY in json.dumps(shown, ensure_ascii=False)
    assert said("leader", "accounts", "readdress", "clerk", "--reason", "x") == {
        "id": "clerk", "matters": 0, "parts": 0, "left": 0,
    }  # fmt: skip
    assert said("leader", "accounts", "end-stand-in", "clerk")["ended"] is True
    done = said("leader", "act", number, "withdraw-access", "person=handler", "reason=回来了")
    assert "access-withdrawn" in json.dumps(done)
