"""A villager accuses the village head: dark to everybody but who took it in and the leader, on every way out."""

from __future__ import annotations

import json

from tests.journeys.room import OFFICE, Folder, statuses

INFORMER, ACCUSED, VILLAGE = "欧阳密报", "钱某某", "密报村九号"
STORY = "举报村主任钱某某挪用征地补偿款三十万元"
SECRETS = (INFORMER, ACCUSED, VILLAGE, "挪用征地", "13899990000")


def told(answer: object) -> list[str]:
    """The secrets that stand in an answer."""
    text = json.dumps(answer, ensure_ascii=False)
    return [secret for secret in SECRETS if secret in text]


def test_an_accusation_is_forwarded_by_competence_and_stays_dark(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers(
        "03-02", "检举控告", name=INFORMER, address=VILLAGE, phone="13899990000", content=STORY
    )
    shown = folder.shown("03-02", number)
    assert shown["restricted"] and told(shown), "who took it in sees it"
    assert told(folder("03-02", "show", number, who="leader"))
    for role in ("handler", "mediator", "archivist"):
        assert told(folder("03-02", "show", number, who=role)) == [], role
        assert told(folder("03-02", "due", who=role)) == [], role
    for words in ([INFORMER], ["挪用征地"], [ACCUSED], [INFORMER, "--field", "name"]):
        assert folder("03-02", "search", *words) == []
    assert set(folder.owed("03-02", number)) >= {"accusation-route"}
    assert not {"handling", "presumed-handling", "office-notice", "unit-notice"} & set(statuses(shown))

    folder.paper("03-02", "D02", number)
    assert all(secret not in folder.words_of("D02") for secret in (ACCUSED, "挪用", VILLAGE))
    folder.paper("03-02", "D50", number)
    assert all(word not in folder.words_of("D50") for word in (ACCUSED, "挪用", VILLAGE, "您在这里", "纪"))

    refused = {
        "divert": {"path": "litigation", "organ": "县法院", "basis": "法"},
        "mediate": {"step": "opened", "both_agree": "yes"},
        "refuse-again": {"ground": "re-examined", "same_facts": "yes"},
        "answer": {"result": "explained", "reply": "x", "basis": "y"},
        "contacted": {"unit": "U1", "person": "张"},
        "supervise": {"unit": "U1", "trigger": "delayed", "due_by": "2026-05-01", "reason": "x"},
        "request-review": {"body": "县", "received_on": "2026-03-03"},
    }
    for act, fields in refused.items():
        error = folder.refused("03-03", number, act, **fields)
        assert told(error) == [] and error["do"], act

    folder.act("03-04", number, "forward", unit="U2")
    (letter,) = folder("03-04", "paper", "D09", number, "--out", str(folder.room / "D09.pdf"), code=1)
    assert letter["error"]["code"] and not (folder.room / "D09.pdf").exists(), (
        "nothing leaves on a common letter"
    )
    shown = folder.shown("03-04", number)
    assert (shown["state"], statuses(shown)["accusation-route"]) == ("forwarded", "discharged")
    folder.act("06-01", number, "close", ending="procedural", cause="answered", reason="按有关规定执行")
    assert folder.refused("06-01", number, "rate", rating="satisfied")["code"] == "rate.accusation"
    for day in ("2026-03-02", "2026-03-04", "2026-06-01"):
        assert told(folder("06-01", "show", number, "--day", day, who="handler")) == []
    assert folder.shown("06-01", number)["state"] == "closed"
    folder.clean("06-01")


def test_what_turns_out_to_be_an_accusation_darkens_from_then_on(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "", name=INFORMER, address=VILLAGE, content=STORY)
    assert "classify-today" in folder.owed("03-02", number)
    folder.act("03-02", number, "classify", purpose="accusation")
    assert told(folder("03-02", "show", number, who="handler")) == []
    assert folder("03-02", "search", "挪用征地") == []
    shown = folder.shown("03-02", number)
    assert (statuses(shown)["classify-today"], statuses(shown)["accusation-route"]) == ("discharged", "open")
