"""By command line: an opinion and a refusal as letters, from the act to the proof of delivery that ends the duty."""

from __future__ import annotations

import json

from tests.journeys.room import OFFICE, TOWNSHIP, Folder, obligation, served, statuses

OPINION = {
    "result": "supported",
    "facts": "查明2019年修路占地12.5亩，应付40万元，已付12万元。",
    "opinion": "余款28万元应当付清。",
    "basis": "《中华人民共和国土地管理法》第四十八条第一款",
    "heard_on": "2026-03-09",
    "due_by": "2026-06-30",
}
SAID = {
    "evidence": [{"name": "补偿协议"}, {"name": "审计报告", "claim": 1}],
    "remedy": {"bodies": [{"name": "示范县人民政府", "address": "县城一号", "phone": "0373-0000010"}]},
}


def test_an_opinion_says_claim_by_claim_what_was_found_and_where_to_ask_for_a_review(folder: Folder) -> None:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "accept")
    early = folder.paper("03-02", "D25", number, code=1)
    assert early["error"]["code"] == "letter.claim_undecided"
    folder.act("04-20", number, "issue-opinion", **OPINION)

    lacking = folder.paper("04-20", "D25", number, code=1)["error"]
    assert lacking["code"] == "paper.particulars_missing"
    assert "复查机关地址" in lacking["text"] and "证据" in lacking["text"]
    elsewhere = json.dumps(
        {**SAID, "remedy": {"bodies": [{**SAID["remedy"]["bodies"][0], "name": "示范市人民政府"}]}}
    )
    wrong = folder.paper("04-20", "D25", number, "--facts", folder.file("wrong.json", elsewhere), code=1)
    assert wrong["error"]["code"] == "remedy.not_above" and "示范县人民政府" in wrong["error"]["text"]
    old = json.dumps({**SAID, "evidence": "依据国务院《信访条例》的调查"})
    unlawful = folder.paper("04-20", "D25", number, "--facts", folder.file("old.json", old), code=1)["error"]
    assert unlawful["code"] == "letter.repealed_law" and "证据" in unlawful["text"]
    broken = folder.paper("04-20", "D25", number, "--facts", folder.file("broken.json", "[1"), code=2)
    assert broken["error"]["code"] == "letter.facts_file"

    facts = folder.file("facts.json", json.dumps(SAID))
    issued = folder.paper("04-20", "D25", number, "--facts", facts)
    assert issued["document_number"].endswith("1号"), "no refusal took a number"
    text = folder.words_of("D25")
    for said in (
        OPINION["facts"],
        "支持。余款28万元应当付清",
        OPINION["basis"],
        "1.补偿协议；2.审计报告",
        "由示范镇人民政府在2026年6月30日前落实",
        "自收到本意见书之日起30日内，向示范县人民政府（地址：县城一号；电话：0373-0000010）请求复查",
    ):
        assert said in text, said
    assert "复议" not in text and "诉讼" not in text
    (unsealed,) = folder.acts("04-21", number, served("D25"), code=2)
    assert unsealed["error"]["code"] == "deliver.not_sealed"
    folder.act("04-21", number, "seal", paper="D25", approved_by="李镇长")
    (answer,) = folder.acts("04-21", number, served("D25"))
    done = statuses(answer)
    assert (done["handling"], done["opinion-delivery"]) == ("discharged", "discharged")
    assert obligation(answer, "review-request")["due_legal"] == "2026-05-21"
    folder.clean("04-21")


def test_a_refusal_tells_where_it_is_pending_and_its_delivery_ends_the_duty(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    early = folder.paper("03-02", "D16", number, code=1)
    assert early["error"]["code"] == "letter.not_recorded"
    folder.act(
        "03-03",
        number,
        "refuse",
        ground="pending-below",
        unit="U1",
        reference="示受〔2026〕1号",
        on="2026-02-02",
    )
    folder.paper("03-03", "D16", number)
    text = folder.words_of("D16")
    assert "示范镇人民政府于2026年2月2日受理（示受〔2026〕1号）" in text and "2026年4月3日" in text
    assert "第十九条第三款的规定，本单位不予受理" in text
    assert "0373-0000001" in text
    before = obligation(
        folder.acts("03-03", number, {"act": "contacted", "unit": "U1", "person": "赵某", "answer": "在办"})[
            0
        ],
        "office-notice",
    )
    assert before["status"] == "open", "printing is not telling"
    folder.act("03-04", number, "seal", paper="D16", approved_by="王局长")
    (answer,) = folder.acts("03-04", number, served("D16"))
    told = obligation(answer, "office-notice")
    assert (told["status"], told["discharged_by"]) == ("discharged", "path-notice-proved")
    folder.clean("03-04")


def test_the_catalogue_lists_what_each_paper_must_say_and_asks_for(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    (listed,) = folder("03-02", "papers")
    kinds = {row["kind"]: row for row in listed}
    opinion = kinds["D25"]
    assert "救济途径" in opinion["mandatory"] and opinion["delivery_needed"] is True
    asked = {row["name"]: row for row in opinion["asks"]}
    assert asked["remedy.bodies"]["columns"] == ["name", "address", "phone"]
    assert asked["evidence"]["required"] is True and asked["execution.unit"]["required"] is False
