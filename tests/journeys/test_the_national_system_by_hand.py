"""The national system by hand at the command line: fields to be typed, its number back, its list, what differs."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.room import OFFICE, Folder
from tests.services.test_returning import as_csv, line


def test_a_matter_is_typed_there_and_comes_back_in_a_list(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "claim", content="村里修路占用承包地。" * 500)
    assert [row["number"] for row in folder("03-02", "system-entry")[0]] == [number]
    (sheet,) = folder("03-02", "system-entry", number)
    told = {item["title"]: item for item in sheet["fields"]}
    assert told["信访形式"]["text"] == "来访" and told["信访日期"]["text"] == "2026-03-02"
    assert len(told["概况"]["text"]) == 4000 and told["概况"]["text"].endswith(f"〔{number}〕")
    assert told["概况"]["whole"] == 5000 and told["是否全国初次信访"]["why"]

    folder(
        "03-02", "act", number, "record-number", f"system={sheet['system']}", "number=4107212026000001",
        "query_code=8812",
    )  # fmt: skip
    assert folder("03-02", "system-entry")[0] == []
    assert "query-code-told" in folder.owed("03-02", number)

    came = kept(folder, "名单.csv", as_csv(line(ours=number, 信访件状态="受理"), line("4107212026000009")))
    tried = folder("03-20", "bridge", "in", came, "--dry-run")
    assert tried[-1]["told"] == 1 and tried[-1]["trial"]
    before = folder("03-20", "show", number)[0]
    first = folder("03-20", "bridge", "in", came)
    assert [row["outcome"] for row in first[:-1]] == ["told", "unmatched"]
    (state,) = [item for item in first[0]["differences"] if item["field"] == "state"]
    assert (state["ours"], state["theirs"]) == ("受理申请审查中", "受理")
    after = folder("03-20", "show", number)[0]
    assert after["obligations"] == before["obligations"] and after["state"] == before["state"]
    (word,) = after["system_words"]
    assert (word["state"], word["number"]) == ("受理", "4107212026000001")
    again = folder("03-20", "bridge", "in", came)
    assert [row["outcome"] for row in again[:-1]] == ["unchanged", "unmatched"]
    assert folder("03-20", "show", number)[0]["entries"] == after["entries"]
    folder("03-21", "bridge", "in", came, "--system", "省信访系统")
    words = folder("03-21", "show", number)[0]["system_words"]
    assert [item["system"] for item in words] == [sheet["system"], "省信访系统"], (
        "each system has its own word"
    )


def test_the_offices_own_order_is_used_and_its_mistake_is_refused_at_its_line(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "claim")
    own = folder.room / "desk" / "system-entry.toml"
    folder("03-02", "system-entry", "--template", str(own))
    own.write_text(own.read_text(encoding="utf-8").replace("全国信访信息系统", "省系统"), encoding="utf-8")
    assert folder("03-02", "system-entry", number)[0]["system"] == "省系统"
    own.write_text(own.read_text(encoding="utf-8").replace('"sex"', '"gender"'), encoding="utf-8")
    (refused,) = folder("03-02", "system-entry", number, code=2)
    assert refused["error"]["code"] == "entry.mapping" and "gender" in refused["error"]["text"]


def kept(folder: Folder, name: str, data: bytes) -> str:
    """A file in the room."""
    path: Path = folder.room / name
    path.write_bytes(data)
    return str(path)
