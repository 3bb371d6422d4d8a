"""Facts of the transcript of an accusation: the words that two persons looked over, and nothing else of the matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.material import HeldMaterial
from app.domain.redaction import WORDS
from app.domain.transcript import Transcript
from app.services.occasion import Facts, Occasion
from app.services.sent_on import TRANSCRIPT, confirmed_transcripts
from resources.loader import words


def _transcript(occasion: Occasion) -> Facts:
    found = confirmed_transcripts(occasion.session, occasion.matter)
    days = [item.confirmed_on for item in found if item.confirmed_on is not None]
    return {
        "transcripts": [
            {
                "heading": source_words(occasion.matter.materials, item),
                "text": item.text,
                "pages": len(item.files),
            }
            for item in found
        ],
        "confirmed_on": max(days).isoformat(),
    }


def source_words(materials: tuple[HeldMaterial, ...], item: Transcript) -> str:
    """Where a transcript comes from, in words that name no material: its place in the list only."""
    text = words(WORDS)["source"]
    for place, held in enumerate(materials, start=1):
        if held.id == item.material:
            return str(text["material"]).format(place=place)
    return str(text["claim"]).format(claim=item.claim) if item.claim else str(text["whole"])


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {TRANSCRIPT: _transcript}
"""Kind of paper → how its facts are gathered."""
