"""What a paper of any kind says: the facts of its subject, and what the clerk adds.

Each subject gathers its own facts (app/services/facts); a kind without a maker needs only what is known of every
matter and what its template asks for. No words of its own: labels come from the code lists, titles from the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.errors import Refused
from app.papers.catalogue import PaperKind
from app.services.facts import (
    accepting,
    answering,
    applying,
    closing,
    handing_on,
    posting,
    receiving,
    recording,
    redacting,
    refusing,
    registering,
    reviewing,
    routing,
    serving,
    supervising,
)
from app.services.facts.asked import only_declared, with_asked
from app.services.facts.lawful import require_lawful_words
from app.services.facts.matter import known_facts
from app.services.facts.remedying import with_known_bodies
from app.services.occasion import Facts, Occasion

MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    **registering.MAKERS,
    **routing.MAKERS,
    **accepting.MAKERS,
    **serving.MAKERS,
    **receiving.MAKERS,
    **recording.MAKERS,
    **redacting.MAKERS,
    **applying.MAKERS,
    **posting.MAKERS,
    **closing.MAKERS,
    **answering.MAKERS,
    **refusing.MAKERS,
    **handing_on.MAKERS,
    **reviewing.MAKERS,
    **supervising.MAKERS,
}
"""Kind of paper → how the facts are gathered that not every matter has."""


def facts_for(kind: PaperKind, occasion: Occasion) -> Facts:
    """The facts of a paper of this kind: those its template declares, nothing else.

    Raises Refused("paper.not_made_here") for a kind without a template, Refused("form.not_of_a_matter") for a list of the
    office, Refused("mediation.in_the_room") for a paper of a mediation's file, what the maker of its subject refuses
    ("paper.not_routed", "paper.not_accepted", "paper.nothing_to_deliver"), BadInput("paper.fact_unreadable"), and
    words that no letter may say (app/services/facts/lawful.py).
    """
    if not kind.blocks:
        raise Refused("paper.not_made_here", field="kind", kind=kind.kind)
    if kind.scope == "mediation":
        raise Refused("mediation.in_the_room", field="kind", title=kind.title)
    if kind.scope != "matter":
        raise Refused("form.not_of_a_matter", field="kind", title=kind.title)
    maker = MAKERS.get(kind.kind)
    gathered = known_facts(occasion) | ({} if maker is None else maker(occasion))
    asked = with_known_bodies(occasion, with_asked(kind, gathered, occasion.extra))
    facts = only_declared(kind, asked)
    require_lawful_words(kind, facts)
    return facts
