"""An identity number with a digit wrong, on the command line: the visit is registered, and the doubt is said in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.room import OFFICE, Folder
from ui.messages import message_of_code

WRONG = "410721199001011233"


def test_registered_with_a_remark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Folder(tmp_path, capsys)
    folder.founds("office", OFFICE, "LX07")
    visit = {"key": "k", "name": "张示范", "address": "示范村一号", "id_number": WRONG, "purpose": "claim",
             "content": "村里修路占用承包地，补偿款没有付清。"}  # fmt: skip
    answer, *_ = folder("03-02", "register", folder.file("visit.json", json.dumps(visit)))
    assert answer["number"]
    assert "校验" in json.dumps(answer, ensure_ascii=False) or "证件号码" in json.dumps(
        answer, ensure_ascii=False
    )


def test_a_remark_is_one_sentence() -> None:
    found = message_of_code("identity.bad_check")
    assert "末位校验" in found.says
    assert found.do == ""
