"""A way of a guide chart names this office's own units, with address and hours; the units may say what they are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.law import Law
from app.domain.office import Office, Unit
from app.errors import BadInput
from app.services.guiding import advice, guided, units_for
from app.services.units import read_units
from tests.desks import folder, sign_in
from ui.cli.main import run

OFFICE = Office(
    name="示范县信访局",
    units=(
        Unit(code="U1", name="示范镇人民政府", address="示范镇一号", phone="1", hours="周一至周五"),
        Unit(code="U2", name="朗公庙镇人民政府", phone="2"),
        Unit(code="U3", name="示范县人力资源和社会保障局", duty_phone="3"),
        Unit(code="U4", name="示范县事务中心", serves=("labour_arbitration", "social_insurance")),
        Unit(code="U5", name="示范县人社局旧址", closed=True),
    ),
)


def codes_of(body: str, place: str = "") -> list[str]:
    return [unit.code for unit in units_for(body, OFFICE, place)]


def test_units_are_found_by_their_name_or_by_what_they_say_they_are() -> None:
    assert codes_of("labour") == ["U3"]
    assert codes_of("labour_arbitration") == ["U4"]
    assert codes_of("court") == []
    marked = replace(OFFICE.units[2], serves=("government",))
    only = Office(units=(marked,))
    assert units_for("labour", only) == ()


def test_the_township_of_the_place_comes_first() -> None:
    assert codes_of("township") == ["U1", "U2"]
    assert codes_of("township", "410721104") == ["U2", "U1"]


def test_a_way_tells_article_body_limit_and_that_this_hall_is_lawful() -> None:
    step = guided("labour", ["wages", "disputed"])
    assert step.leaf is not None
    told = advice(step.leaf, Law.shipped(), OFFICE)
    assert told.articles[0].law == "条例第三十一条第二项"
    assert "劳动争议调解仲裁法" in told.basis and "待核" in told.basis
    assert [unit.code for unit in told.units] == ["U4"]
    assert [limit.unverified for limit in told.limits] == [True, True]
    assert "第二十条" in told.here


def test_a_limit_that_was_read_carries_no_mark() -> None:
    step = guided("general", ["solve", "administrative"])
    assert step.leaf is not None
    told = advice(step.leaf, Law.shipped(), OFFICE)
    assert [item.law for item in told.limits] == ["行政复议法第二十条", "行政诉讼法第四十六条"]
    assert not any(item.unverified for item in told.limits)


def test_the_heads_of_a_table_of_units_may_be_the_words_on_the_screen() -> None:
    text = "\ufeff代码,名称,电话,值班电话,接待时间,备注\nU8,示范县住建局,0373-1,0373-2,8:30-17:30,x\n"
    (unit,) = read_units("单位.csv", text)
    assert (unit.code, unit.name, unit.phone, unit.duty_phone, unit.hours) == (
        "U8", "示范县住建局", "0373-1", "0373-2", "8:30-17:30",
    )  # fmt: skip


def test_the_table_of_units_takes_kinds_by_code_or_name() -> None:
    text = "code,name,serves\nU1,事务中心,社会保险经办机构|labour_arbitration\nU2,示范镇,\n"
    first, second = read_units("units.csv", text)
    assert first.serves == ("social_insurance", "labour_arbitration")
    assert second.serves == ()
    with pytest.raises(BadInput) as caught:
        read_units("units.json", json.dumps([{"code": "U1", "name": "x", "serves": ["weather"]}]))
    assert caught.value.code == "units.serves"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_asks_question_after_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = ("--data", str(tmp_path / "nowhere"))
    listed = told(capsys, "guide", *nowhere)
    assert isinstance(listed, list) and listed[0] == {"chart": "general", "title": "通用"}
    asked = told(capsys, "guide", "judicial", *nowhere)
    assert isinstance(asked, dict)
    assert [row["code"] for row in asked["answers"]] == ["court", "police", "procuratorate", "none"]
    folder(tmp_path / "desk")
    sign_in(tmp_path / "desk").close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "desk.code"))
    found = told(capsys, "guide", "villages", "contract", "ownership", "--data", str(tmp_path / "desk"))
    assert isinstance(found, dict)
    leaf = found["leaf"]
    assert (leaf["purpose"], leaf["path"], leaf["act"]) == ("claim", "administrative_procedure", "divert")
    assert [unit["name"] for unit in leaf["units"]] == ["示范镇人民政府"]
