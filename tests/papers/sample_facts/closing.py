"""Samples of what comes after an answer: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from app.qr.evaluation_code import evaluation_code
from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY

FACTS: dict[str, dict[str, Any]] = {
    "D39": {
        "office": OFFICE,
        "matter": MATTER,
        "advice": {"title": "改进工作建议书", "number": "青信建〔2026〕4号", "on": "2026-12-10"},
        "organ": "青山县柳溪镇人民政府",
        "result": "部分采纳",
        "measures": "补偿款支付情况每月公示一次，年底前付清余款。",
        "reasons": "专户管理需要县财政局统一办理。",
        "contact": RARE_NAME,
        "phone": "0000-2345678",
    },
    "D41": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioner": {"name": RARE_NAME},
        "unit": "青山县柳溪镇人民政府",
        "office_rating": "满意",
        "unit_rating": "不满意",
        "reason": "说好年底前付清，没有付。",
        "rated_on": "2027-02-20",
        "evaluation_code": evaluation_code(str(MATTER["number"]), "ab" * 32, 0).payload(),
    },
    "D42": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioner": {"name": LONG_NAME, "phone": "13900000000", "address": "青山县柳溪镇东村5组"},
        "called_on": "2027-02-20",
        "way": "电话",
        "caller": "李敏",
        "received": "收到",
        "fulfilled": "部分",
        "satisfied": "基本满意",
        "said": "余款收到一半，另一半说月底前到账。",
        "measures": "月底再回访一次，并提醒责任单位。",
    },
}
NUMBERS: dict[str, str] = {}
EXTREME: dict[str, dict[str, Any]] = {
    "D39": {"contact": LONGEST_NAME, "measures": STORY * 12, "reasons": STORY * 6},
    "D41": {"petitioner": {"name": LONGEST_NAME}, "unit": STORY[:40], "reason": STORY * 2},
    "D42": {"petitioner": {"name": LONGEST_NAME, "address": STORY[:60]}, "said": STORY * 20},
}
