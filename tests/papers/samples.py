"""Invented facts for every kind of paper: ordinary, and as hard as a hall can make them. No real person."""

from __future__ import annotations

from typing import Any

from app.papers.catalogue import paper_kind
from app.papers.qr import ReceiptCode, SlipCode
from app.papers.render import PaperFacts

HEAD = "9f2c" * 16
RARE_NAME = "张䶮㛃𬴂"
LONG_NAME = "买买提·吐尔逊"
STORY = (
    "2019年3月，镇里说修路要占我家的地，量了12.5亩，当时说“先占后补”，每亩补3.2万元，年底前付清。"
    "到现在路已经通车两年，补偿款只付了三成。我去问过四次：第一次说等审计，第二次说等上级拨款，第三次说换了经办人，"
    "第四次（2026年9月8日）说材料找不到了。我手里有当时的丈量表（编号QS-2019-0308）和收条两张。"
)
OFFICE = {
    "name": "青山县信访局",
    "phone": "0000-1234567",
    "address": "青山县人民路1号",
    "complaint_phone": "0000-7654321",
    "contact": "李敏",
}
UNIT = {"name": "青山县柳溪镇人民政府", "phone": "0000-2345678", "address": "柳溪镇中街8号"}
MATTER = {
    "number": "LX07-26-01207-3",
    "received_on": "2026-11-20",
    "registered_at": "2026-11-20T09:35:00+08:00",
    "channel": "来访",
    "purpose": "申诉求决",
    "category": "农村农业·征地补偿",
    "place": "青山县柳溪镇",
    "first_or_repeat": "本机构首次（全国标志待核）",
    "summary": "支付2019年修路占地补偿款",
}
CODE = ReceiptCode(number="LX07-26-01207-3", token="5A0F" * 8).payload()
SLIP = SlipCode(paper="0c1d" * 8).payload()

FACTS: dict[str, dict[str, Any]] = {
    "D01": {
        "office": OFFICE,
        "matter": MATTER,
        "persons": {"present": 2, "of_matter": 12, "concerned": 40},
        "petitioners": [
            {
                "name": RARE_NAME,
                "sex": "男",
                "identity": "居民身份证 1101**********1234",
                "phone": "13800000000",
                "address": "青山县柳溪镇东村3组",
                "needs": "听力不便",
            },
            {"name": LONG_NAME, "sex": "男", "phone": "13900000000", "address": "青山县柳溪镇东村5组"},
        ],
        "representatives": [{"name": RARE_NAME, "phone": "13800000000"}, {"name": LONG_NAME}],
        "claims": [
            {"text": "付清余下的占地补偿款。", "wanted": "年底前付清，共28万元。"},
            {"text": "说明两年没有付清的原因，找回丢失的材料。", "wanted": "书面答复。"},
        ],
        "story": STORY,
        "materials": [
            {"name": "丈量表", "form": "复印件", "pages": 1, "copies": 1},
            {"name": "收条", "form": "复印件", "pages": 2, "copies": 1},
        ],
        "talked_by": "王建国",
        "registered_by": "李敏",
    },
    "D02": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioner": {"name": RARE_NAME},
        "request": "付清2019年修路占地的补偿款，说明没有付清的原因。",
        "materials": [
            {"name": "丈量表", "pages": 1, "original": False},
            {"name": "收条", "pages": 2, "original": True},
        ],
        "talked_by": "王建国",
        "next": {"who": "青山县信访局", "what": "转送有权处理的单位，并书面告知去向", "by": "2026-12-05"},
        "receipt_code": CODE,
    },
    "D09": {
        "office": OFFICE,
        "unit": UNIT,
        "matter": MATTER,
        "petitioners": [{"name": RARE_NAME}, {"name": LONG_NAME}],
        "claims": [
            {"text": "请求付清2019年修路占地12.5亩的补偿款，余款约28万元。"},
            {"text": "请求说明两年没有付清的原因，并找回其提交的丈量材料。"},
        ],
        "materials": [{"name": "信访人陈述记录", "pages": 2}, {"name": "丈量表复印件", "pages": 1}],
        "issued_on": "2026-11-24",
    },
    "D11": {
        "office": OFFICE,
        "unit": UNIT,
        "matter": MATTER,
        "petitioners": [{"name": RARE_NAME}, {"name": LONG_NAME}],
        "forwarding": {"on": "2026-11-24"},
        "issued_on": "2026-11-24",
    },
    "D14": {
        "office": {**UNIT},
        "handling": {"department": "农业农村办公室", "person": "赵志强", "phone": "0000-2345679"},
        "matter": MATTER,
        "petitioners": [{"name": RARE_NAME}, {"name": LONG_NAME}],
        "forwarding": {"organ": "青山县信访局", "on": "2026-11-24"},
        "unit_received_on": "2026-11-25",
        "accepted_on": "2026-11-30",
        "due_on": "2027-01-29",
        "issued_on": "2026-11-30",
    },
    "D33": {
        "office": UNIT,
        "matter": MATTER,
        "document": {"title": "受理告知书", "number": "柳政信受〔2026〕12号", "copies": 1},
        "recipient": {"name": LONG_NAME, "address": "青山县柳溪镇东村5组", "phone": "13900000000"},
        "slip_code": SLIP,
        "method": "in_person",
        "servers": [{"name": "赵志强"}, {"name": "孙丽"}],
    },
    "D49": {
        "office": OFFICE,
        "petitioner": {"name": RARE_NAME},
        "matter": MATTER,
        "asked_on": "2027-02-03",
        "steps": [
            {"on": "2026-11-20", "what": "您来访，我们作了登记。"},
            {"on": "2026-11-24", "what": "转送青山县柳溪镇人民政府，并告知您去向。"},
            {"on": "2026-11-30", "what": "柳溪镇人民政府受理，受理告知书已经交给您。"},
            {"on": "2027-01-28", "what": "柳溪镇人民政府作出处理意见，您当天收到意见书。"},
        ],
        "now": "处理意见已经作出。您收到了意见书，正在可以请求复查的期间内。",
        "next": {"who": "您", "what": "决定是否请求复查"},
        "window": {"what": "请求复查", "where": "青山县人民政府", "advised_by": "2027-02-27"},
        "told_by": "李敏",
    },
}
FACTS["D50"] = {
    "office": OFFICE,
    "petitioner": {"name": RARE_NAME},
    "matter": MATTER,
    "asked_on": "2027-02-03",
    "stations": [
        {"name": name, "here": name.startswith("行政"), "passed": name in ("登记", "受理")}
        for name in ("登记", "受理", "调解", "行政\n三级\n办理", "法院", "检察", "人大", "后续\n工作")
    ],
    "claims": [],
    "steps": [
        {"on": "2026-11-20", "what": "您反映，我们登记"},
        {"on": "2026-11-24", "what": "转给青山县柳溪镇人民政府"},
        {"on": "2026-11-30", "what": "青山县柳溪镇人民政府受理"},
        {"on": "2027-01-28", "what": "处理意见书交到您手里"},
    ],
    "duties": ["青山县柳溪镇人民政府：落实处理意见，最迟2027年6月20日（条例第三十二条第二款）。"],
    "doors": ["对处理意见不满意的，可以向青山县人民政府请求复查，请在2027年2月27日以前提出。"],
}
NUMBERS = {"D09": "青信转〔2026〕87号", "D11": "青信告〔2026〕91号", "D14": "柳政信受〔2026〕12号"}


def sample(kind: str, *, training: bool = False, **changed: Any) -> PaperFacts:
    """The ordinary sample of `kind`, with some of its facts changed."""
    return PaperFacts(
        kind=kind,
        template_version=paper_kind(kind).version,
        document_number=NUMBERS.get(kind),
        facts={**FACTS[kind], **changed},
        head=HEAD,
        training=training,
    )


def crowded_registration() -> PaperFacts:
    """A registration of twelve persons, many claims and a very long story."""
    people = [{"name": f"甲{number}·买买提", "phone": "13700000000"} for number in range(1, 13)]
    claims = [{"text": f"第{number}项诉求：{STORY[:80]}", "wanted": "书面答复。"} for number in range(1, 25)]
    return sample("D01", petitioners=people, claims=claims, story=STORY * 40)
