"""The post of a morning on the command line: opened, pictured, registered, joined, handed on; nothing stays unseen."""

from __future__ import annotations

import json

from PIL import Image

from tests.journeys.room import OFFICE, Folder

BAG = [
    {"received_on": "2026-02-27", "postmark_on": "2026-02-24", "sender": "李示范", "sender_address": "示范村二号",
     "postal_number": "XA12345678941", "enclosures": 1, "note": "水渠多年没有修。", "envelope_files": ["envelope.jpg"]},
    {"received_on": "2026-03-02", "note": "又催修路补偿款。"},
    {"received_on": "2026-03-02", "sender": "王示范", "note": "写给法院的。"},
    {"received_on": "2026-04-02"},
]  # fmt: skip


def test_the_post_of_a_morning(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    Image.effect_noise((900, 400), 60).convert("RGB").save(folder.room / "envelope.jpg")
    bag = folder.file("bag.jsonl", "\n".join(json.dumps(row) for row in BAG))
    opened = folder("03-02", "mail", "open", bag, code=2)
    assert opened[3]["error"]["code"] == "act.date_in_future" and opened[3]["row"] == 4
    stamps = [row["stamp"] for row in opened[:3]]
    assert stamps == ["LX07-L26-00001", "LX07-L26-00002", "LX07-L26-00003"]
    assert (opened[0]["age"], opened[0]["due"], len(opened[0]["envelope"])) == (3, "2026-03-16", 1)
    (made,) = folder("03-03", "mail", "register", stamps[0])
    assert made["state"] == "registered" and made["query_code"]
    shown = folder.shown("03-03", made["number"])
    assert (shown["channel"], shown["received_on"]) == ("letter", "2026-02-27")
    assert [page["piece"] for page in folder("03-03", "materials", made["number"])] == ["envelope"]
    folder("03-03", "mail", "join", stamps[1], number)
    assert folder.shown("03-03", number)["notes"][-1]["words"] == "又催修路补偿款。"
    (again,) = folder("03-03", "mail", "join", stamps[1], made["number"], code=1)
    assert again["error"]["code"] == "mail.dealt_with" and number in again["error"]["text"]
    assert [row["stamp"] for row in folder("03-04", "mail")] == [stamps[2]]
    folder("03-04", "mail", "back", stamps[2], "--to", "示范县人民法院", "--reason", "误投")
    assert folder("03-04", "mail") == []
    book = folder("03-04", "mail", "--all")
    assert [row["state"] for row in book] == ["registered", "joined", "handed_back"]
    assert folder("03-04", "rebuild", "--check")[0]["equal"] is True
