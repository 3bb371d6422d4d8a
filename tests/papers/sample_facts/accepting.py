"""Samples of the papers of accepting: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, RARE_NAME, UNIT

FACTS: dict[str, dict[str, Any]] = {
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
}
NUMBERS: dict[str, str] = {"D14": "柳政信受〔2026〕12号"}
EXTREME: dict[str, dict[str, Any]] = {
    "D14": {
        "petitioners": [{"name": LONGEST_NAME}, {"name": RARE_NAME}],
        "handling": {
            "department": "农业农村和村镇建设服务办公室",
            "person": LONGEST_NAME,
            "phone": "0000-2345679",
        },
    },
}
"""For each kind what is changed to make it as hard as a hall can."""
