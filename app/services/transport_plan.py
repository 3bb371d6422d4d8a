"""When packages are sent and fetched without a hand, and what the age of what waits means. Pure: instants in, answers out.

The figures are the office's wishes for this computer (resources/keeping/transport.toml, and transport.toml beside the data).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import Any

from app.clock import CHINA
from app.errors import BadInput
from app.services.backup_plan import Light
from resources.loader import read_text

SHIPPED = "keeping/transport.toml"
MOST_DOUBLED = 20
"""How often the pause after a failure is doubled, at most."""
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}")
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?$")
_CLOSING = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBERS = {"every_hours": 0, "again_minutes": 1, "again_most_minutes": 1, "amber_days": 1, "red_days": 1}
_TEXTS = ("folder", "back", "extension", "closing", "to", "certificates")
"""Each number's least value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportPlan:
    """The folder packages are put into and the one they come back by (empty: none), the file extension, the hours between
    runs (0: none), the time of day from which one is due (empty: none), when what failed is tried again, when to warn.

    `to` is the address of the county's receiver (empty: none), `certificates` a file of its own authorities (empty: the
    system's). What failed is tried again after `again_minutes`, then after twice that, up to `again_most_minutes`.
    """

    folder: str
    extension: str
    back: str
    every_hours: int
    closing: str
    again_minutes: int
    again_most_minutes: int
    amber_days: int
    red_days: int
    to: str = ""
    certificates: str = ""

    def __post_init__(self) -> None:
        for name, least in _NUMBERS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise BadInput("transport.plan_value", field=name, name=name)
        for name in _TEXTS:
            if not isinstance(getattr(self, name), str):
                raise BadInput("transport.plan_value", field=name, name=name)
        if not _EXTENSION.fullmatch(self.extension):
            raise BadInput("transport.extension", field="extension")
        if self.closing and not _CLOSING.fullmatch(self.closing):
            raise BadInput("transport.closing", field="closing")
        if self.to and not _ADDRESS.match(self.to):
            raise BadInput("transport.address", field="to")
        if self.folder and self.folder == self.back:
            raise BadInput("transport.same_folder", field="back")

    @property
    def stands(self) -> bool:
        """Whether anything goes or comes without a hand."""
        return bool(self.folder or self.back or self.to)


def read_transport(text: str = "") -> TransportPlan:
    """The shipped plan with what a computer's own text changes. Raises BadInput("transport.plan…", …)."""
    try:
        given: Mapping[str, Any] = tomllib.loads(read_text(SHIPPED)) | tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("transport.plan_unreadable") from error
    names = {item.name for item in fields(TransportPlan)}
    for name in given:
        if name not in names:
            raise BadInput("transport.plan_value", field=name, name=name)
    return TransportPlan(**given)


def write_transport(plan: TransportPlan) -> str:
    """The text of a plan; `read_transport` gives it back. Strings of JSON are strings of TOML."""
    return "".join(
        f"{item.name} = {json.dumps(getattr(plan, item.name), ensure_ascii=False)}\n" for item in fields(plan)
    )


def is_due(
    plan: TransportPlan, *, now: datetime, last: datetime | None, failed: bool, failures: int = 1
) -> bool:
    """Whether to run now. `last` is the last run, `failed` whether it did, `failures` how often in a row by now.

    A clock that went back makes it due.
    """
    if not plan.stands:
        return False
    if last is None or now < last:
        return True
    if failed:
        longer = plan.again_minutes * 2 ** min(max(failures, 1) - 1, MOST_DOUBLED)
        wait = timedelta(minutes=min(longer, max(plan.again_minutes, plan.again_most_minutes)))
        return now - last >= wait
    if plan.every_hours and now - last >= timedelta(hours=plan.every_hours):
        return True
    if not plan.closing:
        return False
    hour, minute = plan.closing.split(":")
    today = now.astimezone(CHINA)
    closing = datetime.combine(today.date(), time(int(hour), int(minute)), tzinfo=CHINA)
    return last < closing <= today


def age_light(plan: TransportPlan, *, now: datetime, waiting_since: datetime | None) -> Light:
    """Green while nothing waits for long to be sent, whoever carries it."""
    if waiting_since is None:
        return Light.GREEN
    age = now - waiting_since
    if age >= timedelta(days=plan.red_days):
        return Light.RED
    return Light.AMBER if age >= timedelta(days=plan.amber_days) else Light.GREEN
