"""A hall hangs up a poster, somebody pastes another code over it, the round finds it; another hall verifies a notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.papers import qr
from tests.journeys.test_a_day_between_two_stations_and_the_county import (
    Office,
    Terminal,
    know_each_other,
)
from tests.journeys.test_a_day_between_two_stations_and_the_county import terminal as terminal
from tests.papers.rendering import pictures_of

OFFICIAL = "https://xf.example.gov.cn/fy?area=410721"
PHISH = "https://xf.examp1e.com/fy?area=410721"


def picture_of(text: str, path: Path) -> str:
    """A picture of a code, as a county sends it."""
    matrix = qr.make(text)
    image = Image.new("L", (matrix.side, matrix.side), 255)
    for row, cells in enumerate(matrix.rows):
        for column, dark in enumerate(cells):
            if dark:
                image.putpixel((column + qr.QUIET_ZONE, row + qr.QUIET_ZONE), 0)
    image.resize((matrix.side * 6, matrix.side * 6), Image.Resampling.NEAREST).save(path)
    return str(path)


def test_a_sticker_is_found_on_the_round(terminal: Terminal, tmp_path: Path) -> None:
    hall = Office(terminal, "office", "LX07")
    hall.one("code", "place", "add", "XH0001", "--name", "柳溪镇便民服务大厅", "--address", "柳溪镇中街8号")
    out = str(tmp_path / "posters")
    refused = hall.one("code", "place", "poster", "XH0001", "--out", out, code=1)
    assert refused["error"]["code"] == "place.no_official", "never a dead code"
    picture = picture_of(OFFICIAL, tmp_path / "official.png")
    bound = hall.one("code", "place", "official", "XH0001", "--picture", picture, "--name", "省网上信访")
    assert bound == {"official": OFFICIAL, "places": 1}
    made = hall.one("code", "place", "poster", "XH0001", "--size", "a4", "--size", "card", "--out", out)
    assert set(made["files"]) == {"a4", "card"} and made["serial"] == 1

    (page,) = pictures_of(Path(made["files"]["a4"]).read_bytes(), dots=150)
    photo = tmp_path / "photo.png"
    page.save(photo)
    seen = hall.one("code", "place", "check", str(photo))
    assert (seen["found"], seen["place"], seen["serial"]) == ("fine", "XH0001", 1)

    with Image.open(picture_of(PHISH, tmp_path / "sticker.png")) as sticker:
        page.paste(sticker.resize((720, 720), Image.Resampling.NEAREST), (262, 360))
    page.save(photo)
    seen = hall.one("code", "place", "check", str(photo), code=3)
    assert (seen["found"], seen["expected"], seen["other"]) == (
        "pasted_over",
        "xf.example.gov.cn",
        "xf.examp1e.com",
    )
    (row,) = hall("code", "place", "list")
    assert (row["state"], row["serial"], row["found"]) == ("bad", 1, "pasted_over")

    hall.one("code", "place", "withdraw", "1", "--reason", "被覆盖")
    assert hall.one("code", "place", "poster", "XH0001", "--out", out)["serial"] == 2
    small = next(t for t in qr.texts_in(page, thorough=True) if t.startswith("XFW1:"))
    assert hall.one("code", "place", "check", small, OFFICIAL, code=3)["found"] == "withdrawn"
    told = hall.one("code", "read", small)
    assert (told["kind"], told["genuine"], told["place"]) == ("place", True, "XH0001")
    sheet = tmp_path / "round.pdf"
    report = hall.one("code", "place", "report", "--out", str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF")
    assert (report["places"], report["printed"], report["withdrawn"]) == (1, 2, 1)
    assert report["findings"] == {"fine": 1, "pasted_over": 1, "withdrawn": 1}
    looked = ("code", "place", "check", "--place", "XH0001", "--found", "fine", "--note", "新换")
    kept = hall.one(*looked, "--photo", str(photo))["photo"]
    assert hall("code", "place", "looks", "--place", "XH0001")[-1]["photo"] == kept
    again = tmp_path / "again.jpg"
    assert hall.one("code", "place", "photo", kept[:10], "--out", str(again))["photo"] == kept
    with Image.open(again) as shown:
        assert shown.size == page.size
    report = hall.one("code", "place", "report", "--out", str(sheet))
    (there,) = report["by_place"]
    assert (report["photos"], there["photos"], there["covered"]) == (1, [kept], 1)
    assert (there["looks"], there["fine"], there["days_since"]) == (4, 2, 0)
    guide = str(tmp_path / "guide.pdf")
    hall.one("code", "place", "guidance", "涉法涉诉事项", "https://jc.example.gov.cn/", "--out", guide)
    assert Path(guide).read_bytes().startswith(b"%PDF")
    assert hall.one("code", "place", "again", "2", "--out", out)["serial"] == 2


def test_another_hall_verifies_a_notice_without_a_network(terminal: Terminal, tmp_path: Path) -> None:
    county = Office(terminal, "department", "CT01", "county")
    hall, other = Office(terminal, "office", "LX07"), Office(terminal, "office", "LX08")
    know_each_other(county, hall, other)
    number = hall.registers("村里修路占用承包地。", "v1")
    hall("act", number, "forward", "unit=U1")
    pdf = tmp_path / "D11.pdf"
    hall.one("paper", "D11", number, "--out", str(pdf))
    pages = [page.convert("L") for page in pictures_of(pdf.read_bytes(), dots=200)]
    (text,) = {found for page in pages for found in qr.texts_in(page, thorough=True)}

    assert other.one("code", "verify", text, code=3)["verdict"] == "unknown_key"
    keys = str(tmp_path / "keys.xfk")
    county("--as", "leader", "code", "keys", "--out", keys)
    rows = other("code", "keys", "--take", keys)
    assert {row["station"] for row in rows} == {"CT01", "LX07", "LX08"}
    seen = other.one("code", "verify", text, "--pdf", str(pdf))
    assert seen["genuine"] and seen["words_match"] and seen["standing"] is None
    assert (seen["office"], seen["title"], seen["number"]) == ("示范县LX07", "去向告知书", number)
    assert hall.one("code", "verify", text)["standing"] == "stands"
    hall("act", number, "void-paper", "paper=D11", "reason=日期写错")
    assert hall.one("code", "read", text, code=3)["standing"] == "void"
    assert other.one("code", "read", text)["genuine"] is True, "offline: genuine as issued"

    refused = county.one("--as", "leader", "code", "keys", "--revoke", "LX07", code=2)
    assert refused["error"]["code"] == "keys.reason"
    county(
        "--as",
        "leader",
        "code",
        "keys",
        "--revoke",
        "LX07",
        "--why",
        "遗失",
        "--since",
        "2026-01-01",
        "--out",
        keys,
    )
    (row,) = [row for row in other("code", "keys", "--take", keys) if row["station"] == "LX07"]
    assert (row["revoked"], row["why"]) == ("2026-01-01", "遗失")
    assert other.one("code", "verify", text, code=3)["verdict"] == "revoked_after"


def test_the_list_of_keys_comes_with_the_countys_answer(terminal: Terminal, tmp_path: Path) -> None:
    """Nobody carries a file: what the county signed arrives with the next package."""
    county = Office(terminal, "department", "CT01", "county")
    hall, other = Office(terminal, "office", "LX07"), Office(terminal, "office", "LX08")
    know_each_other(county, hall, other)
    up, down = tmp_path / "up", tmp_path / "down"
    for at in (hall, other):
        at.registers("村里修路占用承包地。", "v1")
        at("export", "--to", str(up))
    for package in sorted(up.glob("*.xfp")):
        county("import", str(package))
    county("--as", "leader", "code", "keys", "--out", str(tmp_path / "keys.xfk"))
    county("export", "--to", str(down))
    (answer,) = down.glob("*LX08*.xfp")
    assert {row["station"] for row in other("code", "keys")} == {"CT01", "LX08"}
    assert other.one("import", str(answer))["key_list"] == 1
    assert {row["station"] for row in other("code", "keys")} == {"CT01", "LX07", "LX08"}
    assert other.one("import", str(answer))["key_list"] is None
    taken = other("code", "keys", "--take", str(tmp_path / "keys.xfk"))
    assert len(taken) == 3, "the file brings nothing else"
    assert other.one("audit", "verify")["ok"]


@pytest.mark.parametrize("words", [("code", "verify", "XFV1:AB"), ("code", "verify", "张示范")])
def test_what_is_no_code_is_said_so(terminal: Terminal, words: tuple[str, ...]) -> None:
    hall = Office(terminal, "office", "LX07")
    assert hall.one(*words, code=2)["error"]["code"] == "code.misread"


def test_a_picture_that_is_none_is_said_by_its_name(terminal: Terminal, tmp_path: Path) -> None:
    """The codes and sentences are those of every picture that is brought to a counter."""
    hall = Office(terminal, "office", "LX07")
    bad = tmp_path / "照片.png"
    bad.write_bytes(b"no picture")
    empty = tmp_path / "空.png"
    empty.write_bytes(b"")
    for words, code in (
        (("code", "verify", str(bad)), "scanned.kind"),
        (("code", "read", str(bad)), "scanned.kind"),
        (("code", "place", "check", str(empty)), "scanned.empty"),
        (("code", "place", "official", "XH0001", "--picture", str(bad)), "scanned.kind"),
    ):
        refused = hall.one(*words, code=2)["error"]
        assert refused["code"] == code and ("照片.png" in refused["text"] or "空.png" in refused["text"])
