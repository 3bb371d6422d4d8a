"""Samples of the committee's letters beside a mediation: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, RARE_NAME, STORY

COMMITTEE = {
    "name": "青山县柳溪镇人民调解委员会",
    "phone": "0000-2345690",
    "address": "柳溪镇中街8号调解室",
}
PARTIES = [{"name": RARE_NAME}, {"name": LONG_NAME}]
CROWD = [{"name": LONGEST_NAME}, {"name": RARE_NAME}]
LETTER = {
    "office": COMMITTEE,
    "parties": PARTIES,
    "matter": MATTER,
    "dispute": "东村3组承包地边界和排水",
    "issued_on": "2026-12-14",
}
FACTS: dict[str, dict[str, Any]] = {
    "M04": {
        **LETTER,
        "session": {"at": "2026-12-18T14:30:00+08:00", "place": "柳溪镇调解室", "mediator": "孙丽"},
    },
    "M11": {
        **LETTER,
        "failed_on": "2026-12-18",
        "reason": "双方对边界的位置各执一词，都不接受丈量结果",
        "ways": [
            {"text": "向青山县农村土地承包仲裁委员会申请仲裁；"},
            {"text": "向青山县人民法院提起民事诉讼。"},
        ],
    },
    "M14": {
        **LETTER,
        "court": "青山县人民法院",
        "mediators": [{"name": "孙丽"}, {"name": "马玉山"}],
        "case_number": "柳调〔2026〕17号",
        "agreement": {"number": "柳调协〔2026〕17号", "on": "2026-12-18"},
    },
}
NUMBERS: dict[str, str] = {
    "M04": "柳调通〔2026〕17号",
    "M11": "柳调终〔2026〕5号",
    "M14": "柳调证〔2026〕3号",
}
EXTREME: dict[str, dict[str, Any]] = {
    "M04": {"parties": CROWD},
    "M11": {"parties": CROWD, "reason": STORY * 6, "ways": [{"text": STORY[:100]} for _ in range(20)]},
    "M14": {"parties": CROWD, "mediators": CROWD},
}
"""For each kind what is changed to make it as hard as a hall can."""
