"""Samples of the papers of routing: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY, UNIT

FACTS: dict[str, dict[str, Any]] = {
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
}
NUMBERS: dict[str, str] = {"D09": "青信转〔2026〕87号", "D11": "青信告〔2026〕91号"}
EXTREME: dict[str, dict[str, Any]] = {
    "D09": {
        "petitioners": [{"name": LONGEST_NAME}, {"name": RARE_NAME}],
        "claims": [{"text": f"第{n}项：{(STORY * 3)[:400]}"} for n in range(1, 31)],
    },
    "D11": {"petitioners": [{"name": LONGEST_NAME}, {"name": RARE_NAME}]},
}
"""For each kind what is changed to make it as hard as a hall can."""
