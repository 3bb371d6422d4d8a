"""Settling (达成协议): the agreement by clauses, who signed it, and the day from which it binds.

人民调解法第二十九条: it binds from the day on which the parties signed, the mediator signed and the committee set its seal.
Within a matter it is always written (条例第三十三条), a card of an oral one (第二十八条) is for other disputes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.delivering import KEPT_FILES
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day, require_consent
from app.domain.mediation.clauses import Clause, checked, fen_of
from app.domain.mediation.sitting import require_signer
from app.domain.mediation.state import Agreement, Mediation, Signature, SignedHow
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAgreement:
    """An agreement is made out (制作协议): facts, who answers for what, the clauses, the total as said, how many copies.

    `between_parties` is a settlement without a mediator (和解协议, M09), `oral` one that is only written onto a card (M10).
    `number` is given by the office's series; made again before anybody signed, it keeps its number.
    """

    facts: str
    clauses: tuple[Clause, ...]
    liability: str = ""
    total: str = ""
    copies: int = 0
    between_parties: bool = False
    oral: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMade:
    """An agreement was made out (协议已制作)."""

    number: str
    copies: int
    facts: str = field(default="", metadata={"scope": "story"})
    liability: str = field(default="", metadata={"scope": "story"})
    clauses: tuple[Clause, ...] = field(default=(), metadata={"scope": "story"})
    between_parties: bool = False
    oral: bool = False


def make_agreement(state: Mediation, act: MakeAgreement, setting: Setting) -> tuple[Happened, ...]:
    """Makes it out.

    Raises Refused("mediation.ended", "mediation.no_consent", "mediation.oral_in_matter",
    "mediation.agreement_signed", "mediation.no_mediator_yet"), BadInput("mediation.no_facts",
    "mediation.too_few_copies") and what the clauses are refused for (app/domain/mediation/clauses.py).
    """
    require_consent(state)
    if act.oral and state.matter:
        raise Refused("mediation.oral_in_matter", field="oral", matter=state.matter)
    if state.agreement is not None and state.agreement.signatures:
        raise Refused("mediation.agreement_signed", number=state.agreement.number)
    if state.mediator is None and not act.between_parties:
        raise Refused("mediation.no_mediator_yet", field="mediator", number=state.number)
    if not act.facts.strip():
        raise BadInput("mediation.no_facts", field="facts")
    total = fen_of(act.total, "total") if act.total.strip() else None
    checked(act.clauses, len(state.parties), setting.today, total)
    least = copies_of(state)
    if act.copies and act.copies < least:
        raise BadInput("mediation.too_few_copies", field="copies", least=least)
    entry = AgreementMade(
        number=state.agreement.number if state.agreement is not None else act.number,
        copies=act.copies or least,
        facts=act.facts,
        liability=act.liability,
        clauses=act.clauses,
        between_parties=act.between_parties,
        oral=act.oral,
    )
    return (Happened(entry, setting.today),)


def copies_of(state: Mediation) -> int:
    """How many copies at least (人民调解法第二十九条第三款): each party's, the committee's, one for the matter's file."""
    return len(state.parties) + 1 + bool(state.matter)


def agreement_made(state: Mediation, entry: AgreementMade, header: Header) -> Mediation:
    """The mediation with the agreement; one that was signed meanwhile stays as it was signed."""
    if state.agreement is not None and state.agreement.signatures:
        return state
    made = Agreement(
        number=entry.number,
        on=header.on,
        by=header.actor,
        facts=entry.facts,
        liability=entry.liability,
        clauses=entry.clauses,
        copies=entry.copies,
        between_parties=entry.between_parties,
        oral=entry.oral,
    )
    return replace(state, agreement=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAgreement:
    """Who signed the agreement (协议签名): `party:1` or `mediator`; none named: every party and the mediator at once."""

    signed_how: SignedHow
    who: str = ""
    picture: str = field(default="", metadata={"values": KEPT_FILES})
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned:
    """Somebody signed the agreement (协议已签名), or would not."""

    who: str
    signed_how: SignedHow
    picture: str = ""


def sign_agreement(state: Mediation, act: SignAgreement, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.no_agreement", "mediation.signed_already", "mediation.ended"),
    BadInput("mediation.no_signer").
    """
    require_consent(state)
    agreement = require_agreement(state)
    asked = [require_signer(state, act.who)] if act.who else list(signers_of(state))
    there = {item.who for item in agreement.signatures if item.how is not SignedHow.REFUSED}
    missing = [who for who in asked if who not in there]
    if not missing:
        raise Refused("mediation.signed_already", field="who", who=asked[0])
    day = on_day(act.on, setting, since=agreement.on)
    return tuple(
        Happened(AgreementSigned(who=who, signed_how=act.signed_how, picture=act.picture), day)
        for who in missing
    )


def agreement_signed(state: Mediation, entry: AgreementSigned, header: Header) -> Mediation:
    """The mediation with the signature; the last one that is needed makes the agreement bind."""
    if state.agreement is None:
        return state
    signature = Signature(who=entry.who, how=entry.signed_how, on=header.on, picture=entry.picture)
    signed = replace(state.agreement, signatures=(*state.agreement.signatures, signature))
    return _binding(replace(state, agreement=signed))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealAgreement:
    """The committee's seal was set on the agreement (加盖人民调解委员会印章)."""

    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSealed:
    """The committee's seal was set on the agreement (协议已加盖印章)."""


def seal_agreement(state: Mediation, act: SealAgreement, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.no_agreement", "mediation.sealed_already", "mediation.no_seal_needed")."""
    agreement = require_agreement(state)
    if agreement.between_parties:
        raise Refused("mediation.no_seal_needed", number=agreement.number)
    if agreement.sealed_on is not None:
        raise Refused("mediation.sealed_already", number=agreement.number)
    return (Happened(AgreementSealed(), on_day(act.on, setting, since=agreement.on)),)


def agreement_sealed(state: Mediation, entry: AgreementSealed, header: Header) -> Mediation:
    """The mediation with the seal."""
    if state.agreement is None:
        return state
    return _binding(replace(state, agreement=replace(state.agreement, sealed_on=header.on)))


def signers_of(state: Mediation) -> tuple[str, ...]:
    """Who has to sign: every party, and who mediates unless the parties settled by themselves."""
    parties = tuple(f"party:{place}" for place in range(1, len(state.parties) + 1))
    alone = state.agreement is not None and state.agreement.between_parties
    return parties if alone or state.mediator is None else (*parties, f"mediator:{state.mediator.mediator}")


def lacking(state: Mediation) -> tuple[str, ...]:
    """What an agreement still lacks before it binds: the signers who have not signed, `seal`; empty when it binds.

    An oral one binds from the day it is agreed (人民调解法第三十条).
    """
    if state.agreement is None or state.agreement.oral:
        return ()
    there = {item.who for item in state.agreement.signatures if item.how is not SignedHow.REFUSED}
    missing = [who for who in signers_of(state) if who not in there and not _mediated(who, there)]
    if not state.agreement.between_parties and state.agreement.sealed_on is None:
        missing.append("seal")
    return tuple(missing)


def _mediated(who: str, there: set[str]) -> bool:
    """A mediator who was replaced after signing has signed all the same."""
    return who.startswith("mediator:") and any(item.startswith("mediator:") for item in there)


def _binding(state: Mediation) -> Mediation:
    """The agreement binds from the day of the last signature or of the seal, whichever came later."""
    agreement = state.agreement
    if agreement is None or agreement.effective_on is not None or lacking(state):
        return state
    days = [item.on for item in agreement.signatures if item.how is not SignedHow.REFUSED]
    day = max([*days, *([agreement.sealed_on] if agreement.sealed_on is not None else [])])
    return replace(state, agreement=replace(agreement, effective_on=day))


def require_agreement(state: Mediation) -> Agreement:
    """The agreement. Raises Refused("mediation.no_agreement")."""
    if state.agreement is None:
        raise Refused("mediation.no_agreement", number=state.number)
    return state.agreement


def _picture(entry: AgreementSigned) -> tuple[str, ...]:
    return (entry.picture,) if entry.picture else ()


ENTRIES = (
    EntryKind("agreement-made", AgreementMade, agreement_made),
    EntryKind("agreement-signed", AgreementSigned, agreement_signed, files=_picture),
    EntryKind("agreement-sealed", AgreementSealed, agreement_sealed),
)
ACTS = (
    MediationAct("make-agreement", MakeAgreement, make_agreement),
    MediationAct("sign-agreement", SignAgreement, sign_agreement),
    MediationAct("seal-agreement", SealAgreement, seal_agreement),
)
