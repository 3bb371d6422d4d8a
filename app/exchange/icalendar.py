"""Calendar files (RFC 5545, .ics) that phones and other calendars read: UTC times, folded lines, nothing but events.

Our own, because it is this short: a library would bring more than it spares (docs/decisions/0199).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

OCTETS = 75
"""The longest line, without its end (3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event. `uid` stays the same for as long as it lives, `sequence` grows with every change of it (3.8.7.4)."""

    uid: str
    begin: datetime
    end: datetime
    summary: str
    place: str = ""
    words: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar_file(events: Iterable[CalendarEvent], *, name: str, product: str, made_at: datetime) -> bytes:
    """The calendar as a file; times are aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event, _time(made_at))),
        "END:VCALENDAR",
    ]
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _event(event: CalendarEvent, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{_time(event.begin)}"
    yield f"DTEND:{_time(event.end)}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.words:
        yield f"DESCRIPTION:{_text(event.words)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line ends escaped, other control characters left out."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        lines = lines.replace(plain, escaped)
    return "".join(sign for sign in lines if sign >= " " and sign != "\x7f")


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, no character cut in two; each further piece begins with a space."""
    piece = b""
    for sign in line:
        more = sign.encode("utf-8", "replace")
        if len(piece) + len(more) > OCTETS:
            yield piece
            piece = b" "
        piece += more
    yield piece
