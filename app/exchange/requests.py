"""Requests of a station to the county's receiver: who asks, for what, when, signed with the key that the county pinned.

The signature covers method, target, the body's SHA-256, the instant, a number used once, and to whom the request goes, so
that a request can be neither changed, nor repeated, nor shown to another county (docs/COUNTY.md). What travels is
encrypted and signed by itself; this only keeps strangers from filling the county's disk and from asking what waits for whom.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain import codec
from app.errors import NotAllowed
from app.exchange.keys import is_signed

HEADER = "X-Desk-Request"
"""The header that carries a signed request."""
TIME_HEADER = "X-Desk-Time"
"""The header in which the receiver says its own time (UTC milliseconds)."""
MOST_APART = 300_000
"""Milliseconds by which two clocks may differ (reference/exchange.md 3.5: what Anki allows)."""
EMPTY = hashlib.sha256(b"").hexdigest()
"""SHA-256 of a request without a body."""
_FORM = re.compile(
    r"station=([0-9A-Z]{4}); to=([0-9A-Z]{4}); time=(\d{1,16}); once=([0-9a-f]{32}); "
    r"body=([0-9a-f]{64}); sign=([0-9a-f]{128})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """What the header of a request says: `time` in UTC milliseconds, `once` 32 hex digits, `body` the body's SHA-256."""

    station: str
    to: str
    time: int
    once: str
    body: str
    sign: str = ""

    def text(self, method: str, target: str) -> bytes:
        """What is signed. `target` is the path with its query, as it is asked for."""
        return codec.canonical(
            {
                "body": self.body,
                "method": method,
                "once": self.once,
                "station": self.station,
                "target": target,
                "time": self.time,
                "to": self.to,
            }
        )

    def header(self, method: str, target: str, sign: Callable[[bytes], bytes]) -> str:
        """The header's value, signed."""
        signature = sign(self.text(method, target)).hex()
        return (
            f"station={self.station}; to={self.to}; time={self.time}; once={self.once}; "
            f"body={self.body}; sign={signature}"
        )

    @classmethod
    def parse(cls, value: str) -> SignedRequest:
        """Reads a header. Raises NotAllowed("request.not_signed")."""
        found = _FORM.fullmatch(value)
        if found is None:
            raise NotAllowed("request.not_signed")
        station, to, time, once, body, sign = found.groups()
        return cls(station=station, to=to, time=int(time), once=once, body=body, sign=sign)

    def require_genuine(self, method: str, target: str, public: str) -> None:
        """Raises NotAllowed("request.not_genuine") unless the pinned key `public` signed exactly this."""
        if not is_signed(self.text(method, target), bytes.fromhex(self.sign), public):
            raise NotAllowed("request.not_genuine", station=self.station)


class SeenOnce:
    """Which numbers were used while they would still be believed; forgets what the clock refuses anyway."""

    def __init__(self, most_apart: int = MOST_APART) -> None:
        self._most_apart = most_apart
        self._seen: dict[tuple[str, str], int] = {}

    def require_fresh(self, request: SignedRequest, now: int) -> None:
        """Raises NotAllowed("request.clock") for another time, NotAllowed("request.repeated") for a number used before."""
        if abs(request.time - now) > self._most_apart:
            raise NotAllowed("request.clock", minutes=-(-abs(request.time - now) // 60_000))
        for key in [key for key, time in self._seen.items() if time < now - 2 * self._most_apart]:
            del self._seen[key]
        key = (request.station, request.once)
        if key in self._seen:
            raise NotAllowed("request.repeated")
        self._seen[key] = request.time
