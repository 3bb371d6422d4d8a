"""Somebody comes, is given an account, works, looks at a colleague's matter, and goes: by the command line."""

from __future__ import annotations

import json

from tests.journeys.room import OFFICE, Folder

NAME, IDENTITY, PHONE = "欧阳金丝雀", "410721199003070010", "13812345678"
ME = "petitioners/1/id_number"


def test_a_new_colleague_sees_masks_until_there_is_a_reason(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    (made,) = folder(
        "03-02", "accounts", "open", "zhao", "--name", "赵六", "--person", "0012", who="secadmin"
    )
    assert (made["id"], made["role"], made["person"]) == ("zhao", "clerk", "0012")
    number = folder.registers("03-02", "申诉求决", name=NAME, id_number=IDENTITY, phone=PHONE)
    mine = json.dumps(folder("03-02", "show", number), ensure_ascii=False)
    assert NAME in mine and PHONE in mine and IDENTITY not in mine
    theirs = json.dumps(folder("03-03", "show", number, who="zhao"), ensure_ascii=False)
    assert not [secret for secret in (NAME, PHONE, IDENTITY) if secret in theirs]
    (refused,) = folder("03-03", "reveal", number, ME, who="zhao", code=2)
    assert refused["error"]["code"] == "reveal.reason"
    (told,) = folder("03-03", "reveal", number, ME, "--reason", "核对身份", who="zhao")
    assert told["value"] == IDENTITY
    looks = folder("03-04", "who-opened", number, who="leader")
    assert [(look["account"], look["what"], look["revealed"], look["reason"]) for look in looks] == [
        ("zhao", "revealed", ME, "核对身份"),
        ("zhao", "matter", None, None),
        ("clerk", "matter", None, None),
    ]
    assert looks[0]["who"] == "赵六"
    folder("03-04", "reveal", number, ME, "--reason", "想看", who="auditor", code=4)
    folder("03-04", "who-opened", number, who="zhao", code=4)


def test_the_three_administrators_have_their_own_doors_and_no_cases(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    for who in ("sysadmin", "secadmin", "auditor"):
        for command in (("show", number), ("search", "承包地"), ("due",), ("reveal", number, ME)):
            (refused,) = folder("03-03", *command, who=who, code=4)
            assert refused["error"]["code"] == "role.reads_no_matters"
        assert len(folder("03-03", "accounts", "list", who=who)) == 8
    folder("03-03", "accounts", "list", code=4)


def test_people_change_and_go(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    assert len(folder("03-02", "accounts", "roles")) == 8
    folder("03-02", "accounts", "role", "mediator", "--role", "handler", "--reason", "换岗", who="secadmin")
    folder.registers("03-02", "申诉求决")
    (closed,) = folder("03-03", "accounts", "close", "clerk", "--reason", "调离", who="secadmin")
    assert closed == {"id": "clerk", "closed": True, "open_matters": 1}
    (refused,) = folder("03-03", "due", code=2)
    assert refused["error"]["code"] == "sign_in.unknown"
    (policy,) = folder("03-03", "accounts", "policy", who="secadmin")
    assert (policy["profile"], policy["second_factor_provider"]) == ("small-office", None)
    (policy,) = folder(
        "03-03", "accounts", "policy", "--profile", "mlps-2", "--reason", "定级", who="secadmin"
    )
    assert (policy["profile"], policy["classes"]) == ("mlps-2", 3)
    folder("03-04", "accounts", "open", "--name", "赵六", who="secadmin", code=2)
    (refused,) = folder("03-04", "accounts", "close", "auditor", "--reason", "调离", who="secadmin", code=1)
    assert refused["error"]["code"] == "account.last_administrator"
    (seen,) = folder("03-04", "audit", "verify", who="auditor")
    assert seen["ok"]
