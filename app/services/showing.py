"""A matter as the JSON object of `show` (cli.md): what a person entitled to it may see."""

from __future__ import annotations

from app.clock import from_milliseconds
from app.domain.claims import Claim
from app.domain.entry import Entry
from app.domain.fields import to_json
from app.domain.material import HeldMaterial
from app.domain.matter import ExternalFact, Matter
from app.domain.paper import PaperDraft, PaperRecord
from app.domain.roadmap import state_of, state_of_claim, station_of
from app.services.differing import both_sides_object
from app.services.reading import MatterView, obligation_words


def matter_object(view: MatterView) -> dict[str, object]:
    """The matter with its claims, people, obligations, papers, deliveries and entries."""
    matter = view.known.matter
    return {
        **_head(matter),
        "claims": [_claim(matter, claim) for claim in matter.claims],
        "people": to_json(matter.people),
        "materials": [material_object(at, item) for at, item in enumerate(matter.materials, start=1)],
        "obligations": [obligation_words(o, matter.number, view.day) for o in view.known.obligations],
        "papers": [_paper(record) for record in matter.papers],
        "drafts": [_draft(draft) for draft in matter.drafts],
        "minutes": [
            {"step": item.step, "on": item.on.isoformat(), "by": item.by, "words": item.words}
            for item in matter.minutes
        ],
        "deliveries": _deliveries(matter),
        **_history(matter),
        **both_sides_object(view),
        "entries": [_entry(entry) for entry in view.entries],
        "external_numbers": [
            {"system": item.system, "number": item.number, "on": item.on.isoformat()}
            for item in matter.external_numbers
        ],
        "system_words": [
            {**to_json(word.told), "on": word.on.isoformat(), "entry": word.entry.hex}
            for word in matter.system_words
        ],
        "update_needed": matter.update_needed,
    }


def _head(matter: Matter) -> dict[str, object]:
    return {
        "number": matter.number,
        "state": state_of(matter),
        "station_on_road_map": station_of(matter),
        "channel": matter.channel,
        "received_on": matter.received_on.isoformat(),
        "registered_on": matter.registered_on.isoformat(),
        "anonymous": matter.anonymous,
        "confidential": matter.confidential,
        "restricted": matter.restricted,
        "sealed": matter.people_sealed or matter.story_sealed,
        "backfilled": matter.backfilled,
        "sheet": None if matter.sheet is None else to_json(matter.sheet),
        "place": matter.place,
        "accused": matter.accused,
        "earlier": matter.earlier or None,
        "import": matter.imported or None,
        "from_ledger": matter.from_ledger,
        "ledger": None if matter.ledger is None else to_json(matter.ledger),
        "head_counts": {
            "came": matter.persons_came,
            "of_matter": matter.persons_of_matter,
            "concerned": matter.persons_concerned,
        },
    }


def material_object(place: int, item: HeldMaterial) -> dict[str, object]:
    """One material with its place in the list: what it is, from whom, and whether it was given back."""
    return {
        "place": place,
        "material": item.id,
        "name": item.name,
        "form": item.form,
        "original": item.original,
        "pages": item.pages,
        "copies": item.copies,
        "handed_by": item.handed_by or None,
        "on": item.on.isoformat(),
        "sensitive": item.sensitive,
        "returned_on": None if item.returned_on is None else item.returned_on.isoformat(),
        "returned_to": item.returned_to or None,
        "signed": item.signed,
    }


def _claim(matter: Matter, claim: Claim) -> dict[str, object]:
    """One claim: where it stands, what answered it, and how it ended; `resolved` only when it passed the gate."""
    return {
        "number": claim.number,
        "purpose": claim.purpose,
        "path": claim.path,
        "category": claim.category,
        "text": claim.words.text,
        "requested": claim.words.requested,
        "state": state_of_claim(matter, claim.number),
        "result": claim.result or None,
        "answered_on": None if claim.answer is None else claim.answer.on.isoformat(),
        "ending": claim.ending or None,
        "cause": claim.cause or None,
        "ended_on": None if claim.ended_on is None else claim.ended_on.isoformat(),
        "resolved": claim.is_resolved,
    }


def _history(matter: Matter) -> dict[str, object]:
    return {
        "external_facts": [_external(fact) for fact in matter.external_facts],
        "routings": [
            {
                "unit": r.unit,
                "claim": r.claim or None,
                "on": r.on.isoformat(),
                "assigned": r.assigned,
                "with_units": list(r.with_units),
            }
            for r in matter.routings
        ],
        "disputes": [to_json(item) for item in matter.disputes],
        "notes": [
            {
                "kind": n.kind,
                "on": n.on.isoformat(),
                "words": n.words,
                "answer": n.answer,
                "persons": n.persons,
            }
            for n in matter.notes
        ],
        "leader_receptions": [to_json(item) for item in matter.leader_receptions],
        "conversations": [
            {
                "conversation": item.place,
                "on": item.on.isoformat(),
                "speakers": list(item.speakers),
                "statements": [{"speaker": s.speaker, "words": s.words} for s in item.statements],
                "read_how": item.read_how,
                "remarks": item.remarks,
                "signatures": [{"who": s.who, "signed_how": s.how} for s in item.signatures],
                "missing": list(item.missing),
                "supplements": [{"on": s.on.isoformat(), "words": s.words} for s in item.supplements],
            }
            for item in matter.conversations
        ],
        "corrections": [
            {
                "field": c.field,
                "before": c.before,
                "after": c.after,
                "reason": c.reason,
                "on": c.on.isoformat(),
            }
            for c in matter.corrections
        ],
    }


def _external(fact: ExternalFact) -> dict[str, object]:
    return {
        "organ": fact.organ,
        "fact": fact.fact,
        "on": fact.on.isoformat(),
        "claim": fact.claim or None,
        "number": fact.number or None,
        "stage": fact.instance,
        "result": fact.result or None,
        "delivered_on": None if fact.delivered_on is None else fact.delivered_on.isoformat(),
        "flaws": [str(flaw) for flaw in fact.flaws],
    }


def _entry(entry: Entry) -> dict[str, object]:
    header = entry.header
    return {
        "kind": header.kind,
        "on": header.on.isoformat(),
        "at": from_milliseconds(header.at).isoformat(),
        "actor": header.actor,
        "desk": header.desk,
        "clock": header.clock,
    }


def _draft(draft: PaperDraft) -> dict[str, object]:
    return {
        "draft": draft.id,
        "kind": draft.kind,
        "state": draft.state,
        "drafted_by": draft.drafted_by,
        "drafted_on": draft.drafted_on.isoformat(),
        "reviewed_by": draft.reviewed_by or None,
        "returned": draft.returned or None,
        "replaces": draft.replaces or None,
    }


def _paper(record: PaperRecord) -> dict[str, object]:
    return {
        "paper": record.id,
        "kind": record.kind,
        "document_number": record.number,
        "state": record.state,
        "issued_on": record.issued_on.isoformat(),
        "sealed_on": None if record.sealed_on is None else record.sealed_on.isoformat(),
        "handed_on": None if record.handed_on is None else record.handed_on.isoformat(),
        "proved_on": None if record.proved_on is None else record.proved_on.isoformat(),
        "sha256": record.sha256,
        "pages": record.pages,
        "scan": record.scan or None,
        "drafted_by": record.drafted_by or None,
        "reviewed_by": record.reviewed_by or None,
        "signed_by": record.issued_by,
        "replaces": record.replaces or None,
        "replaced_by": record.replaced_by or None,
        "void": record.voided or None,
    }


def _deliveries(matter: Matter) -> list[dict[str, object]]:
    return [
        {
            "paper": record.id,
            "kind": record.kind,
            "method": attempt.method,
            "outcome": attempt.outcome,
            "on": attempt.on.isoformat(),
            "receiver": attempt.receiver,
            "relation": attempt.relation,
            "tracking": attempt.tracking,
            "witness": attempt.witness,
            "witness_of": attempt.witness_of,
            "capacity": attempt.capacity,
            "place": attempt.place,
            "recording": attempt.recording,
            "reason": attempt.reason,
            "evidence": list(attempt.evidence),
            "slip": attempt.slip or None,
        }
        for record in matter.papers
        for attempt in record.attempts
    ]
