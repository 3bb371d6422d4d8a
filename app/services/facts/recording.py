"""Facts of records: what a leader was told and instructed, what was said in a talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.conversing import require_conversation
from app.domain.codes import codes
from app.domain.conversation import Conversation, ReadHow
from app.services.facts.matter import petitioner_rows
from app.services.occasion import Facts, Occasion

CONVERSATION = "D60"
"""The record of a talk."""


def _leader_reception(occasion: Occasion) -> Facts:
    """Of the latest reception that was recorded; a sheet for the pen where there was none yet."""
    matter = occasion.matter
    if not matter.leader_receptions:
        return {}
    last = matter.leader_receptions[-1]
    unit = occasion.session.office.unit(last.unit)
    return {
        "leader": last.leader,
        "post": last.post,
        "stand_in": last.stand_in,
        "on": last.on.isoformat(),
        "persons": {"received": last.persons},
        "instruction": last.instruction,
        "unit": last.unit if unit is None else unit.name,
    }


def _conversation(occasion: Occasion) -> Facts:
    """Of the talk that is named by its place, else of the latest; a sheet for the pen where there was none yet.

    Raises BadInput("conversation.unknown").
    """
    matter, wanted = occasion.matter, occasion.extra.get("conversation", "")
    if not matter.conversations:
        return {}
    place = int(wanted) if wanted.isdecimal() else len(matter.conversations)
    return {"talk": talk_facts(occasion, require_conversation(matter, place))}


def talk_facts(occasion: Occasion, held: Conversation) -> Facts:
    """What the paper says of one talk; with the petitioners' particulars as they are registered, numbers masked."""
    known = {str(row["name"]): row for row in petitioner_rows(occasion.matter)}
    name_of = occasion.session.accounts.name_of
    return {
        "place": held.place,
        "began_at": held.began_at,
        "ended_at": held.ended_at,
        "room": held.room,
        "receiver": name_of(held.receiver),
        "recorder": name_of(held.recorder),
        "remarks": held.remarks,
        "next_at": held.next_at,
        "read_by_self": held.read_how is ReadHow.SELF,
        "read_aloud": held.read_how is ReadHow.ALOUD,
        "speakers": [known.get(name, {"name": name}) for name in held.speakers],
        "rights": [{"words": item.label, "told": item.code in held.rights} for item in codes("rights_told")],
        "statements": [{"speaker": item.speaker, "words": item.words} for item in held.statements],
        "supplements": [
            {"on": item.on.isoformat(), "by": name_of(item.by), "words": item.words}
            for item in held.supplements
        ],
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D48L": _leader_reception,
    CONVERSATION: _conversation,
}
"""Kind of paper → how its facts are gathered."""
