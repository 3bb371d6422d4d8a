"""People come, go, forget their passwords and change their roles: each written down, and none of it opens a case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.account import Role
from app.domain.claims import Purpose
from app.errors import AppError, BadInput, NotAllowed, Refused
from app.services import accounts
from app.services.accounts import (
    change_password,
    change_role,
    choose_profile,
    close_account,
    list_accounts,
    one_time_password,
    open_account,
    open_work,
    profile_of,
    reset_password,
)
from app.services.listing import list_matters
from app.services.looking import who_opened
from app.services.reading import view_matter
from db import vault
from db.folder import NewAccount, create
from tests.desks import CODE, START, UNITS, office, registers
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import Desk, open_desk
from ui.bootstrap.people import note_lock, personal_keys, sign_out

GOOD = {"clerk": "kettle-orbit-mango", "leader": "velvet-tractor-moss", "secadmin": "copper-lantern-fog"}
NEW = "walnut-harbour-kite"
INFORMER = "司徒密报"
PEOPLE = tuple(
    NewAccount(id=account, name=name, role=Role(account), password=GOOD[account])
    for account, name in (("clerk", "张三"), ("leader", "李四"), ("secadmin", "王五"))
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real office's folder with three people; hardness is tried elsewhere."""
    monkeypatch.setattr(vault, "FULL", vault.Strength(1024, 1, 2))
    create(
        tmp_path / "desk", office(training=False), PEOPLE, code=CODE, now=START, units=UNITS
    ).memory.close()
    return tmp_path / "desk"


def at(folder: Path, account: str = "secadmin", password: str = "", *, changing: bool = False) -> Desk:
    """Somebody at the desk by their own password alone."""
    secret = password or GOOD[account]
    return open_desk(folder, account=account, password=secret, desk="A", environment={}, changing=changing)


def kinds(desk: Desk, do: Callable[[], object]) -> list[str]:
    """The kinds of entry of the accounts' stream that something added."""
    before = len(desk.session.unmasked.stream(accounts.STREAM))
    do()
    return [entry.header.kind for entry in desk.session.unmasked.stream(accounts.STREAM)[before:]]


def new_clerk(desk: Desk, identifier: str = "zhao", password: str = NEW, **more: str) -> None:
    keys = personal_keys(desk)
    given = {"name": "赵六", **more}
    open_account(desk.session, keys, identifier=identifier, role=Role.CLERK, password=password, **given)


def test_who_comes_gets_an_account_and_chooses_a_password_before_anything_else(folder: Path) -> None:
    desk = at(folder)
    assert kinds(desk, lambda: new_clerk(desk)) == ["account-opened"]
    desk.close()
    with pytest.raises(NotAllowed, match=r"password\.must_change"):
        at(folder, "zhao", NEW)
    first = at(folder, "zhao", NEW, changing=True)
    own = "summit-paper-heron"
    assert kinds(first, lambda: change_password(first.session, personal_keys(first), NEW, own)) == [
        "password-changed"
    ]
    first.close()
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        at(folder, "zhao", NEW)
    clerk = at(folder, "zhao", own)
    assert registers(clerk.session).number and clerk.session.account.name == "赵六"
    clerk.close()


def test_a_changed_password_keeps_what_was_sealed_open(folder: Path) -> None:
    clerk = at(folder, "clerk")
    number = registers(clerk.session, name=INFORMER, purpose=Purpose.ACCUSATION).number
    change_password(clerk.session, personal_keys(clerk), GOOD["clerk"], NEW)
    clerk.close()
    again = at(folder, "clerk", NEW)
    assert INFORMER in repr(view_matter(again.session, number))
    again.close()


def test_a_reset_opens_no_case_neither_for_the_administrator_nor_with_the_new_key(folder: Path) -> None:
    clerk = at(folder, "clerk")
    number = registers(clerk.session, name=INFORMER, purpose=Purpose.ACCUSATION).number
    clerk.drafts.save("clerk", 0, key="k", content={"name": INFORMER}, saved_at=1)
    clerk.close()
    desk = at(folder)
    reset = lambda: reset_password(desk.session, personal_keys(desk), "clerk", NEW, "本人忘记密码")  # noqa: E731
    assert kinds(desk, reset) == ["password-reset"]
    for read in (lambda: list_matters(desk.session), lambda: view_matter(desk.session, number)):
        with pytest.raises(NotAllowed, match=r"role\.reads_no_matters"):
            read()
    desk.close()
    with pytest.raises(NotAllowed, match=r"password\.must_change"):
        at(folder, "clerk", NEW)
    first = at(folder, "clerk", NEW, changing=True)
    change_password(first.session, personal_keys(first), NEW, "summit-paper-heron")
    first.close()
    clerk = at(folder, "clerk", "summit-paper-heron")
    assert INFORMER not in repr(view_matter(clerk.session, number)) and clerk.drafts.load("clerk") == []
    fresh = registers(clerk.session, name="欧阳再报", purpose=Purpose.ACCUSATION).number
    assert "欧阳再报" in repr(view_matter(clerk.session, fresh)), "what is sealed from now on is theirs"
    clerk.close()
    leader = at(folder, "leader")
    assert INFORMER in repr(view_matter(leader.session, number)), "another holder still opens it"
    leader.close()


def test_nobody_resets_their_own_password(folder: Path) -> None:
    desk = at(folder)
    with pytest.raises(NotAllowed, match=r"account\.own_reset"):
        reset_password(desk.session, personal_keys(desk), "secadmin", NEW, "忘了")
    desk.close()


def test_a_closed_account_never_signs_in_again_and_its_name_is_not_given_twice(folder: Path) -> None:
    desk = at(folder)
    assert open_work(desk.session, "clerk") == 0
    closed = lambda: close_account(desk.session, personal_keys(desk), "clerk", "调离")  # noqa: E731
    assert kinds(desk, closed) == ["account-closed"]
    with pytest.raises(BadInput, match=r"account\.taken"):
        new_clerk(desk, "clerk")
    assert [a.closed for a in list_accounts(desk.session) if a.id == "clerk"] == [True]
    desk.close()
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        at(folder, "clerk")
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        open_desk(folder, account="clerk", password=GOOD["clerk"], code=CODE, environment={})


def test_what_is_left_of_theirs_is_counted_before_an_account_is_closed(folder: Path) -> None:
    clerk = at(folder, "clerk")
    registers(clerk.session)
    registers(clerk.session)
    clerk.close()
    desk = at(folder)
    assert (open_work(desk.session, "clerk"), open_work(desk.session, "leader")) == (2, 0)
    desk.close()


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        do()
    return caught.value.code


def test_what_would_leave_the_office_without_keepers_is_refused(folder: Path) -> None:
    desk = at(folder)
    s, keys = desk.session, personal_keys(desk)
    assert refusal(lambda: close_account(s, keys, "secadmin", "调离")) == "account.last_administrator"
    assert refusal(lambda: change_role(s, "secadmin", Role.CLERK, "换岗")) == "account.last_administrator"
    assert refusal(lambda: close_account(s, keys, "leader", "调离")) == "account.last_holder"
    assert refusal(lambda: close_account(s, keys, "clerk", " ")) == "account.reason"
    assert refusal(lambda: close_account(s, keys, "nobody", "调离")) == "account.unknown"
    assert refusal(lambda: new_clerk(desk, "Zhao")) == "account.id"
    assert refusal(lambda: new_clerk(desk, password="zhao123456")) == "password.guessable"
    assert refusal(lambda: change_role(s, "clerk", Role.CLERK, "换岗")) == "account.same_role"
    assert kinds(desk, lambda: change_role(s, "clerk", Role.HANDLER, "换岗")) == ["role-changed"]
    desk.close()


def test_one_person_gets_no_second_administrators_account(folder: Path) -> None:
    desk = at(folder)
    for name in ("王五", "王 五"):
        for role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR):
            told = refusal(
                lambda name=name, role=role: open_account(
                    desk.session, personal_keys(desk), identifier="wang", name=name, role=role, password=NEW
                )
            )
            assert told == "account.two_administrators"
    desk.close()


def test_a_stricter_profile_is_chosen_when_its_administrators_are_there(folder: Path) -> None:
    desk = at(folder)
    s, keys = desk.session, personal_keys(desk)
    assert refusal(lambda: choose_profile(s, "mlps-3", "定级")) == "account.last_administrator"
    for identifier, name, role in (("sys", "赵六", Role.SYSTEM_ADMINISTRATOR), ("aud", "钱七", Role.AUDITOR)):
        open_account(s, keys, identifier=identifier, name=name, role=role, password=NEW)
    assert kinds(desk, lambda: choose_profile(s, "mlps-3", "定级")) == ["policy-chosen"]
    assert profile_of(s).name == "mlps-3"
    assert refusal(lambda: close_account(s, keys, "aud", "调离")) == "account.last_administrator"
    assert (
        refusal(lambda: change_password(s, keys, GOOD["secadmin"], "copper-lantern-dew"))
        == "password.classes"
    )
    first, second = "Copper-lantern-dew", "Copper-lantern-rain"
    change_password(s, keys, GOOD["secadmin"], first)
    change_password(s, keys, first, second)
    assert refusal(lambda: change_password(s, keys, second, first)) == "password.used_before"
    assert refusal(lambda: change_password(s, keys, "wrong", "Copper-lantern-wind")) == "sign_in.wrong"
    desk.close()


@pytest.mark.parametrize("account", ["clerk", "leader"])
def test_people_are_the_security_administrators_alone(folder: Path, account: str) -> None:
    desk = at(folder, account)
    s, keys = desk.session, personal_keys(desk)
    tries: list[Callable[[], object]] = [
        lambda: new_clerk(desk),
        lambda: close_account(s, keys, "clerk", "x"),
        lambda: change_role(s, "clerk", Role.LEADER, "x"),
        lambda: reset_password(s, keys, "clerk", NEW, "x"),
        lambda: choose_profile(s, "mlps-2", "x"),
        lambda: open_work(s, "clerk"),
    ]
    assert {refusal(do) for do in tries} == {"role.other_needed"}
    desk.close()


def test_founding_refuses_what_the_profile_refuses(tmp_path: Path) -> None:
    def found(people: tuple[NewAccount, ...], profile: str = "") -> str:
        try:
            create_folder(
                tmp_path / "d",
                office(training=False),
                code=CODE,
                now=START,
                role_names={},
                accounts=people,
                profile=profile,
            )
        except (BadInput, Refused) as error:
            return error.code
        return ""

    weak = NewAccount(id="clerk", name="张三", role=Role.CLERK, password="xinfang2026")
    assert found((weak, *PEOPLE[1:])) == "password.guessable"
    assert found(PEOPLE[:2]) == "account.last_administrator"
    assert found(PEOPLE, "mlps-2") == "account.last_administrator"
    twice = NewAccount(id="aud", name="王五", role=Role.AUDITOR, password=NEW)
    assert found((*PEOPLE, twice)) == "account.two_administrators"
    assert not (tmp_path / "d").exists()


def test_a_password_that_was_being_changed_when_the_power_went_still_opens_the_folder(folder: Path) -> None:
    clerk = at(folder, "clerk")
    keys = personal_keys(clerk)
    keys.prepare_way_in("clerk", NEW)
    clerk.close()
    at(folder, "clerk").close()
    clerk = at(folder, "clerk")
    keys = personal_keys(clerk)

    class Cut(Exception):
        """The power went."""

    class Failing:
        def __getattr__(self, name: str) -> object:
            return getattr(keys, name)

        def settle_way_in(self, account: str, password: str) -> None:
            raise Cut

    with pytest.raises(Cut):
        change_password(clerk.session, Failing(), GOOD["clerk"], NEW)  # type: ignore[arg-type]
    clerk.close()
    at(folder, "clerk", NEW).close()


def test_a_one_time_password_is_good_enough_for_every_profile_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50 and all(len(word) == 16 for word in made)


def test_coming_going_and_locking_leave_their_traces(folder: Path) -> None:
    clerk = at(folder, "clerk")
    number = registers(clerk.session).number
    view_matter(clerk.session, number)
    note_lock(clerk, "idle")
    view_matter(clerk.session, number)
    sign_out(clerk)
    leader = at(folder, "leader")
    told = [(o.account, o.what) for o in who_opened(leader.session, number)]
    assert told == [("clerk", "matter")] * 2, "after a lock it is opened anew"
    assert leader.verify()[1].ok
    leader.close()
