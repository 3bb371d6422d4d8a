"""Samples of the pack for a day without power: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from app.domain.outage import OutageNumber
from app.qr.form_code import FormCode
from tests.papers.invented import OFFICE

SERIES = "0123456789abcdef0123456789ab"
CODE = FormCode(series=SERIES, place=7).payload()
LONG_OFFICE = {
    "name": "示范自治县人民来访联合接待服务中心（信访局）柳溪街道分中心",
    "address": "示范自治县柳溪街道人民路一百二十八号综合服务大楼一层东侧大厅",
    "phone": "0373-0000000、0373-0000001",
    "complaint_phone": "0373-0000009、12345",
}


def numbers(count: int) -> list[dict[str, str]]:
    """The numbers of a pack."""
    return [
        {"sheet": OutageNumber(station="LX07", pack=3, place=place).text} for place in range(1, count + 1)
    ]


PACK: dict[str, Any] = {
    "office": OFFICE,
    "pack": "003",
    "printed_on": "2026-11-19",
    "count": 20,
    "grace": 1,
    "rows": numbers(20),
}
FACTS: dict[str, dict[str, Any]] = {
    "D56": PACK,
    "D57": PACK,
    "D58": {**PACK, "sheet": numbers(7)[-1]["sheet"], "sheet_code": CODE},
    "D59": PACK,
}
_NAME = {name: LONG_OFFICE[name] for name in ("name",)}
_PHONE = {name: LONG_OFFICE[name] for name in ("name", "phone")}
EXTREME: dict[str, dict[str, Any]] = {
    "D56": {"office": _NAME, "count": 60},
    "D57": {"office": _NAME, "rows": numbers(60)},
    "D58": {"office": LONG_OFFICE},
    "D59": {"office": _PHONE},
}
NUMBERS: dict[str, str] = {}
FORM_CODES = {"D58": CODE}
