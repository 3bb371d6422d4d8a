"""A villager asks with the receipt where it stands, is not satisfied with the answer, and the work begins again."""

from __future__ import annotations

import json
from typing import Any

from app.qr.receipt_code import ReceiptCode
from tests.journeys.test_first_visit_on_the_command_line import Terminal, terminal

__all__ = ["terminal"]

PHONE = "13800004321"


def rules_of(answer: dict[str, Any]) -> dict[str, str]:
    return {item["rule"]: item["status"] for item in answer["obligations"]}


def test_from_the_receipt_to_a_bad_mark_and_back_to_work(terminal: Terminal) -> None:
    terminal.founds("township", "LX08")
    row = {"key": "v1", "channel": "来访", "name": "张示范", "phone": PHONE, "address": "示范村一号",
           "purpose": "建议意见", "content": "村口没有路灯，请装路灯。"}  # fmt: skip
    (registered, _) = terminal("register", terminal.file("visit.jsonl", json.dumps(row)))
    number = registered["number"]
    receipt = ReceiptCode(number=number, token=registered["query_code"]).payload()

    word = terminal.one("standing", receipt)
    assert (word["state"], word["unit"], word["owed_by"]) == ("registered", "", None)
    for _ in range(5):
        assert terminal.refused("standing", receipt, "--digits", "0000", code=1) == "asking.digits"
    assert terminal.refused("standing", receipt, "--digits", "4321", code=4) == "asking.pause"
    terminal.at = "2026-03-02T09:16:00+08:00"
    told = terminal.one("standing", receipt, "--digits", "4321")
    assert (told["state"], told["since"], told["unit"]) == ("registered", "2026-03-02", "示范镇人民政府")
    assert told["ratable"] is False

    terminal.at = "2026-03-10T09:00:00+08:00"
    terminal(
        "act",
        number,
        "answer",
        "result=adopted",
        "reply=已列入计划",
        "basis=镇长办公会纪要",
        "paper_number=复1",
    )
    terminal("act", number, "deliver", "paper=D19", "method=in_person", "outcome=received", "receiver=张示范")
    terminal("act", number, "close", "ending=substantive", "evidence=路灯照片")
    assert terminal.one("standing", receipt, "--digits", "4321")["ratable"] is True
    rated = terminal.one("act", number, "rate", "rating=dissatisfied", "reasons=not_done", "words=灯没有装")
    assert rules_of(rated)["rating-repair"] == "open"
    assert terminal.refused("act", number, "rate", "rating=satisfied", code=1) == "rate.already"
    (owed,) = [line for line in terminal("due", "--within", "30") if line["rule"] == "rating-repair"]
    assert owed["due_legal"] == "2026-03-19"

    terminal.at = "2026-03-12T09:00:00+08:00"
    again = terminal.one("act", number, "reopen", "reason=灯没有装")
    assert (rules_of(again)["rating-repair"], rules_of(again)["reopened-work"]) == ("discharged", "open")
    assert terminal.one("standing", receipt, "--digits", "4321")["state"] in (
        "classified",
        "registered",
        "answered",
    )
    terminal.clean()
