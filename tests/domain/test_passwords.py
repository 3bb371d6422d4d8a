"""Which passwords are taken, who may hold which accounts, and how long signing in waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.account import Account, Role
from app.domain.passwords import check_password, classes_in
from app.domain.policy_profiles import (
    ADMINISTRATORS,
    profile,
    profiles,
    read_profiles,
    require_administrators,
    require_apart,
)
from app.domain.throttle import minutes_left, until, wait_after
from app.errors import BadInput, Damaged, Refused

ABOUT = ("zhangsan", "张三丰", "示范县信访局")
MINUTE = 60 * 1000


def verdict(password: str, name: str = "") -> str:
    try:
        check_password(password, profile(name), ABOUT)
    except BadInput as error:
        return error.code.removeprefix("password.")
    return "good"


@pytest.mark.parametrize(
    "password",
    [
        "1234567890", "0987654321", "qwertyuiop", "poiuytrewq", "1qaz2wsx3edc", "aaaaaaaaaa", "abababababab",
        "xinfang123", "xinfang2026", "Password123", "p@ssw0rd123", "admin123456", "petition2026", "abcdef123456",
        "zhangsan123", "Zhangsan2026!", "示范县信访局123", "19900101199", "20260302abc", "wang123456", "qweasdzxc123",
        "abc123abc123", "12388123881238", "iloveyou1314",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert verdict(password) in {"guessable", "too_short"}


@pytest.mark.parametrize(
    "password", ["石榴 灯塔 慢车 七月半", "kettle-orbit-mango", "r7Vq-mmtp-Kz4", "雨后的梯田真好看呀呀"]
)
def test_unrelated_words_are_good(password: str) -> None:
    assert verdict(password) == "good"


def test_length_is_asked_for_and_classes_where_the_profile_asks() -> None:
    assert (verdict("kettle-or"), verdict("k" * 129)) == ("too_short", "too_long")
    assert verdict("kettleorbitmango", "mlps-3") == "classes"
    assert verdict("kettle-Orbit-mango", "mlps-3") == "good"
    assert [classes_in(word) for word in ("abc", "aB1", "aB1-", "密码")] == [1, 3, 4, 1]


def test_profiles_ask_for_more_from_one_to_the_next() -> None:
    small, two, three = (profile(name) for name in ("", "mlps-2", "mlps-3"))
    assert set(profiles()) == {"small-office", "mlps-2", "mlps-3"}
    assert (three.classes, three.days, three.refused, three.second_factor) == (3, 90, 5, True)
    assert small.days == 0 and small.administrators == (Role.SECURITY_ADMINISTRATOR,)
    assert set(two.administrators) == set(three.administrators) == ADMINISTRATORS
    day = date(2026, 3, 2)
    assert not three.expired(day, day + timedelta(days=89)) and three.expired(day, day + timedelta(days=90))
    assert not small.expired(day, day + timedelta(days=9999))
    with pytest.raises(BadInput, match=r"policy\.unknown"):
        profile("none")
    with pytest.raises(Damaged, match=r"policy\.profiles"):
        read_profiles({"x": {"least": 10}})


def account(role: Role, name: str = "张三", person: str = "", **more: bool) -> Account:
    return Account(id=f"{role}-{name}-{person}", name=name, role=role, public_key="k", person=person, **more)


PAIRS = [(one, other) for one in sorted(ADMINISTRATORS) for other in sorted(ADMINISTRATORS) if one < other]


@pytest.mark.parametrize("name", ["small-office", "mlps-2", "mlps-3"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_nobody_is_two_of_the_three_administrators(name: str, one: Role, other: Role) -> None:
    with pytest.raises(Refused, match=r"account\.two_administrators"):
        require_apart([account(one), account(other)], profile(name))
    require_apart([account(one), account(other, closed=True)], profile(name))
    require_apart([account(one), account(other, "李四")], profile(name))


def test_a_person_is_told_by_the_mark_and_without_one_by_the_name() -> None:
    system, security = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR
    require_apart([account(system, person="0012"), account(security, person="0013")], profile(""))
    with pytest.raises(Refused):
        require_apart([account(system, "张三", "0012"), account(security, "张叁", "0012")], profile(""))
    with pytest.raises(Refused):
        require_apart([account(system, "张 三", "0012"), account(security, "张三")], profile(""))


def test_in_a_small_office_an_administrator_may_work_too_in_graded_protection_not() -> None:
    both = [account(Role.CLERK), account(Role.SECURITY_ADMINISTRATOR)]
    require_apart(both, profile("small-office"))
    for name in ("mlps-2", "mlps-3"):
        with pytest.raises(Refused, match=r"account\.administrator_works"):
            require_apart(both, profile(name))


def test_a_role_that_must_be_filled_stays_filled() -> None:
    with pytest.raises(Refused, match=r"account\.last_administrator"):
        require_administrators([account(Role.CLERK), account(Role.AUDITOR)], profile(""))
    require_administrators([account(Role.SECURITY_ADMINISTRATOR)], profile(""))


# ---------------------------------------------------------------- waiting


def test_five_failures_wait_five_minutes_and_the_wait_doubles_to_an_hour() -> None:
    waits = [wait_after(failures) // MINUTE for failures in range(12)]
    assert waits == [0, 0, 0, 0, 0, 5, 10, 20, 40, 60, 60, 60]
    assert wait_after(10_000) == 60 * MINUTE


def test_the_wait_ends_after_its_time_and_not_before() -> None:
    ends = 100 * MINUTE + wait_after(5)
    assert until(5, ends, 100 * MINUTE) == ends
    assert minutes_left(ends, 100 * MINUTE) == 5 and minutes_left(ends, ends - 1) == 1
    assert minutes_left(ends, ends) == 0


def test_after_a_restart_of_the_computer_the_wait_begins_anew_and_never_grows() -> None:
    stored = 5000 * MINUTE
    assert until(5, stored, 3 * MINUTE) == 3 * MINUTE + wait_after(5)
    assert until(5, 1_772_413_200_000, 3 * MINUTE) == 3 * MINUTE + wait_after(5), (
        "wall time of an older version"
    )
