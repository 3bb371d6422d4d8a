"""The sentence of a paper that takes the place of another (更正重发): which one is void, and why.

Part of no template, so that every kind says it in the same words.
"""

from __future__ import annotations

from dataclasses import replace

from app.papers.catalogue import PaperKind
from app.papers.facts import PaperFacts
from app.papers.wording import paper_words


def with_replacement(kind: PaperKind, paper: PaperFacts) -> PaperKind:
    """The kind with the sentence before the signature, or first where nobody signs; the kind itself for any other paper.

    The sentence speaks of `replaces.title`, `replaces.number` and `replaces.reason`.
    """
    if paper.replaces is None:
        return kind
    block = {"kind": "paragraph", "text": paper_words()["replaces"]}
    places = [index for index, item in enumerate(kind.blocks) if item["kind"] == "signature"]
    at = places[0] if places else 0
    return replace(kind, blocks=(*kind.blocks[:at], block, *kind.blocks[at:]))
