"""Invented people, offices and stories for the samples of papers, some as hard as a hall can make them. No real person."""

from __future__ import annotations

from app.papers.qr import ReceiptCode

HEAD = "9f2c" * 16
RARE_NAME = "张䶮㛃𬴂"
LONG_NAME = "买买提·吐尔逊"
LONGEST_NAME = "阿卜杜热西提·阿卜杜拉·买买提吐尔逊阿吉·艾合买提江"
"""Twenty-six characters: as long as a register of names holds."""
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
PEOPLE = [
    {
        "name": RARE_NAME,
        "sex": "男",
        "identity": "居民身份证 1101**********1234",
        "phone": "13800000000",
        "address": "青山县柳溪镇东村3组",
    },
    {"name": LONG_NAME, "sex": "男", "phone": "13900000000", "address": "青山县柳溪镇东村5组"},
]
CODE = ReceiptCode(number="LX07-26-01207-3", token="5A0F" * 8).payload()
