"""What a verification of the record found wrong, in words: for the window and the command line."""

from __future__ import annotations

from app.services.audit import Verified
from ui.messages import message_of_code, words


def reproaches(found: Verified) -> list[str]:
    """What does not hold, a sentence each, for people."""
    text = words("audit")["reproaches"]
    made = []
    if not found.journal.ok:
        broken = message_of_code("journal.chain_broken", place=found.journal.first_bad)
        made.append(f"{broken.says}{broken.do}")
    if not found.looks.ok:
        made.append(text["looks_broken"].format(place=found.looks.first_bad))
    made += [text[item.why].format(place=item.place) for item in found.doubts]
    made += [text["anchor"].format(source=item.source) for item in found.missing]
    return made
