"""Samples of the papers of serving: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from app.qr.slip_code import SlipCode
from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, STORY, UNIT

SLIP = SlipCode(station="LX07", paper="0c1d" * 8).payload()

FACTS: dict[str, dict[str, Any]] = {
    "D33": {
        "office": UNIT,
        "matter": MATTER,
        "document": {"title": "受理告知书", "number": "柳政信受〔2026〕12号", "copies": 1},
        "recipient": {"name": LONG_NAME, "address": "青山县柳溪镇东村5组", "phone": "13900000000"},
        "slip_code": SLIP,
        "method": "in_person",
        "servers": [{"name": "赵志强"}, {"name": "孙丽"}],
    },
}
NUMBERS: dict[str, str] = {}
EXTREME: dict[str, dict[str, Any]] = {
    "D33": {"recipient": {"name": LONGEST_NAME, "address": STORY[:60], "phone": "13900000000"}},
}
"""For each kind what is changed to make it as hard as a hall can."""
