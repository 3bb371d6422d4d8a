"""What was agreed, as the papers of a mediation say it: clauses, instalments, the total, what is due and what was paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.codes import label
from app.domain.mediation.clauses import Clause, Promise, total_of, yuan_of
from app.domain.mediation.state import Mediation
from app.papers.wording import printed_day
from app.services.facts.mediation_parties import text, who
from app.services.occasion import Facts


def terms(state: Mediation) -> Facts:
    """The clauses with sums and days, the parts of what is paid in parts, the total; nothing without an agreement."""
    if state.agreement is None:
        return {}
    clauses = state.agreement.clauses
    total = total_of(clauses)
    return {
        "clauses": [
            {
                "by": who(state, clause.by),
                "to": who(state, clause.to),
                "what": clause.what,
                "sum": yuan_of(clause.fen) if clause.fen else "",
                "when": by_when(clause),
                "way": clause.way,
            }
            for clause in clauses
        ],
        "instalments": [
            {"clause": str(place), "part": str(part), "due": item.due.isoformat(), "sum": yuan_of(item.fen)}
            for place, clause in enumerate(clauses, 1)
            for part, item in enumerate(clause.instalments, 1)
        ],
        "total": yuan_of(total) if total else "",
    }


def by_when(clause: Clause) -> str:
    """By when a clause is to be kept, in words."""
    said = text()
    if clause.instalments:
        return str(said["in_parts"]).format(count=len(clause.instalments))
    if clause.due is not None:
        return str(said["by_day"]).format(day=printed_day(clause.due.isoformat()))
    return str(said["at_once"] if clause.at_once else said["standing"])


def agreement_facts(state: Mediation) -> Facts:
    """The agreement's number, days, facts, who answers for what, how many copies."""
    made = state.agreement
    if made is None:
        return {}
    days = {"on": made.on, "effective_on": made.effective_on}
    return {
        "number": made.number,
        "facts": made.facts,
        "liability": made.liability,
        "copies": made.copies,
    } | {name: day.isoformat() for name, day in days.items() if day is not None}


def promise_rows(state: Mediation, today: date, party: int = 0) -> list[Facts]:
    """What is to be done by which day and how far it came; of one party only what it owes or is owed."""
    return [
        {
            "promise": promise.key,
            "what": promise.what,
            "by": who(state, _clause(state, promise).by),
            "due": promise.due.isoformat(),
            "sum": yuan_of(promise.fen) if promise.fen else "",
            "state": _standing(state, promise, today),
        }
        for promise in state.promises
        if not party or _concerns(_clause(state, promise), party)
    ]


def payment_rows(state: Mediation, party: int = 0) -> list[Facts]:
    """What came, by day: a line for each, to be signed by who got it; of one party only what it was to get."""
    return [
        {
            "on": item.on.isoformat(),
            "promise": item.promise,
            "what": promise.what,
            "sum": yuan_of(item.fen) if item.fen else "",
            "evidence": item.evidence,
        }
        for promise in state.promises
        for item in sorted(state.fulfilments, key=lambda kept: kept.on)
        if item.promise == promise.key and (not party or _for(_clause(state, promise), party))
    ]


def received(state: Mediation, party: int) -> str:
    """How much a party has got by itself, in yuan; empty where it shares a clause with others or got no money."""
    keys = {p.key: _clause(state, p).to for p in state.promises}
    mine = [item for item in state.fulfilments if item.fen and party in keys.get(item.promise, ())]
    if not mine or any(len(keys[item.promise]) > 1 for item in mine):
        return ""
    return yuan_of(sum(item.fen for item in mine))


def urged(state: Mediation) -> Iterator[str]:
    """What was done about promises that were not kept, a line for each step."""
    said = text()
    for item in state.breaches:
        told = str(said["breach_words"]).format(words=item.words) if item.words else ""
        step, day = label("breach_steps", item.breach_step), printed_day(item.on.isoformat())
        yield str(said["breach"]).format(day=day, step=step, words=told)


def _clause(state: Mediation, promise: Promise) -> Clause:
    if state.agreement is None:
        raise AssertionError("a promise stands in an agreement")
    return state.agreement.clauses[promise.clause - 1]


def _for(clause: Clause, party: int) -> bool:
    """Whether a party gets what a clause promises: whom it names, else everybody who does not owe it."""
    return party in clause.to if clause.to else party not in clause.by


def _concerns(clause: Clause, party: int) -> bool:
    return party in clause.by or _for(clause, party)


def _standing(state: Mediation, promise: Promise, today: date) -> str:
    said, kept_on = text(), state.kept_on(promise)
    if kept_on is not None:
        return str(said["kept"] if kept_on <= promise.due else said["kept_late"])
    if state.paid(promise):
        return str(said["paid_in_part"]).format(sum=yuan_of(state.paid(promise)))
    return str(said["overdue"] if promise.due < today else said["not_due"])
