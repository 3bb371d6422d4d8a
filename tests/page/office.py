"""The office whose page the tests open, and its key."""

from __future__ import annotations

from datetime import date

from app.qr.page import PageFacts
from app.qr.sealed_code import PageKey

KEY = PageKey(bytes(range(32)))
FACTS = PageFacts(
    office="原阳县信访局",
    station="人民来访接待大厅",
    area="410725",
    public=KEY.public,
    valid_until=date(2099, 12, 31),
)
