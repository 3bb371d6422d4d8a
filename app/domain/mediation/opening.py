"""Opening a mediation (调解受理), its parties and whether each wants it: one refusal ends it at once.

人民调解法第十七条: asked for or offered, but never where a party clearly refuses; 条例第三十三条: of both sides' free will.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day, require_running
from app.domain.mediation.ending import MediationEnded
from app.domain.mediation.sides import Consent, Party, ReachedBy, Side, Willing
from app.domain.mediation.state import Mediation, MediationEnding, Source
from app.errors import BadInput, Refused

FEWEST = 2
MOST = 200
"""Parties of one mediation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMediation:
    """A mediation is opened (受理): by which body, from where, about what, between whom.

    Of a matter (`matter` with its `claim`) the `reason` says why mediating may settle it. `reference` is the number that a
    court or unit gave it; `willing` are the parties, from 1, that have agreed already: whoever asked for it has.
    """

    body: str
    source: Source
    dispute_kind: str
    dispute: str
    parties: tuple[Party, ...]
    place: str = ""
    matter: str = ""
    claim: int = 0
    reference: str = ""
    referred_by: str = ""
    reason: str = ""
    willing: tuple[int, ...] = ()
    unlisted: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationOpened:
    """A mediation was opened (调解已受理): its numbers, body, source, what it is about, the parties in their order."""

    number: str
    file_number: str
    station: str
    body: str
    source: Source
    dispute_kind: str
    dispute: str = field(default="", metadata={"scope": "story"})
    parties: tuple[Party, ...] = field(default=(), metadata={"scope": "people"})
    place: str = ""
    matter: str = ""
    claim: int = 0
    reference: str = ""
    referred_by: str = ""
    reason: str = field(default="", metadata={"scope": "story"})
    unlisted: bool = False
    confidential: bool = False
    training: bool = False


def require_openable(act: OpenMediation) -> None:
    """Looks at what is given before any number is taken.

    Raises BadInput("mediation.too_few", "mediation.too_many", "mediation.no_side", "mediation.no_dispute",
    "mediation.no_reason", "mediation.no_party", "mediation.party_no_name").
    """
    if not act.dispute.strip():
        raise BadInput("mediation.no_dispute", field="dispute")
    if act.matter and not act.reason.strip():
        raise BadInput("mediation.no_reason", field="reason")
    if len(act.parties) < FEWEST:
        raise BadInput("mediation.too_few", field="parties")
    if len(act.parties) > MOST:
        raise BadInput("mediation.too_many", field="parties", most=MOST)
    if not {Side.APPLICANT, Side.RESPONDENT} <= {party.side for party in act.parties}:
        raise BadInput("mediation.no_side", field="parties")
    for place, party in enumerate(act.parties, 1):
        if not party.name.strip():
            raise BadInput("mediation.party_no_name", field=f"parties.{place}.name", party=place)
    for number in act.willing:
        if not 1 <= number <= len(act.parties):
            raise BadInput("mediation.no_party", field="willing", party=number, parties=len(act.parties))


def opened(state: Mediation | None, entry: MediationOpened, header: Header) -> Mediation:
    """The mediation that begins. Parties that are sealed for this reader are none."""
    return Mediation(
        id=header.stream.id,
        number=entry.number,
        file_number=entry.file_number,
        station=entry.station,
        body=entry.body,
        source=entry.source,
        dispute_kind=entry.dispute_kind,
        opened_on=header.on,
        opened_by=header.actor,
        dispute=entry.dispute,
        place=entry.place,
        matter=entry.matter,
        claim=entry.claim,
        reference=entry.reference,
        referred_by=entry.referred_by,
        reason=entry.reason,
        unlisted=entry.unlisted,
        confidential=entry.confidential,
        training=entry.training,
        people_sealed=entry.confidential and not entry.parties,
        parties=entry.parties,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParty:
    """A further party has part in the dispute (追加当事人); it is asked like the others."""

    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAdded:
    """A party was added (已追加当事人)."""

    party: Party | None = field(default=None, metadata={"scope": "people"})


def add_party(state: Mediation, act: AddParty, setting: Setting) -> tuple[Happened, ...]:
    """Adds. Raises Refused("mediation.ended", "mediation.agreed_already"), BadInput("mediation.too_many")."""
    require_running(state)
    if state.agreement is not None:
        raise Refused("mediation.agreed_already", number=state.number)
    if len(state.parties) >= MOST:
        raise BadInput("mediation.too_many", field="party", most=MOST)
    if not act.party.name.strip():
        raise BadInput("mediation.party_no_name", field="party", party=len(state.parties) + 1)
    return (Happened(PartyAdded(party=act.party), setting.today),)


def party_added(state: Mediation, entry: PartyAdded, header: Header) -> Mediation:
    """The mediation with one more party."""
    party = entry.party or Party(side=Side.THIRD, name="")
    return replace(state, parties=(*state.parties, party))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectParty:
    """What was written down of a party is put right or completed (更正当事人): the whole party anew, and why."""

    party: int
    corrected: Party
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCorrected:
    """A party was put right (当事人已更正)."""

    party: int
    corrected: Party | None = field(default=None, metadata={"scope": "people"})
    reason: str = field(default="", metadata={"scope": "people"})


def correct_party(state: Mediation, act: CorrectParty, setting: Setting) -> tuple[Happened, ...]:
    """Puts right. Raises BadInput("mediation.no_party", "mediation.no_reason", "mediation.party_no_name"),
    Refused("mediation.agreed_already") once an agreement bears the name.
    """
    state.require_party(act.party)
    if state.agreement is not None:
        raise Refused("mediation.agreed_already", number=state.number)
    if not act.reason.strip():
        raise BadInput("mediation.no_reason", field="reason")
    if not act.corrected.name.strip():
        raise BadInput("mediation.party_no_name", field="corrected", party=act.party)
    entry = PartyCorrected(party=act.party, corrected=act.corrected, reason=act.reason)
    return (Happened(entry, setting.today),)


def party_corrected(state: Mediation, entry: PartyCorrected, header: Header) -> Mediation:
    """The mediation with the party as it is now known."""
    if entry.corrected is None or entry.party > len(state.parties):
        return state
    parties = list(state.parties)
    parties[entry.party - 1] = entry.corrected
    return replace(state, parties=tuple(parties))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """What a party says to being mediated (征询意愿): `party` from 1; without one, all who have not answered yet."""

    willing: Willing
    reached_by: ReachedBy
    party: int | None = None
    words: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded:
    """What a party said to being mediated (意愿已记录)."""

    party: int
    willing: Willing
    reached_by: ReachedBy
    words: str = field(default="", metadata={"scope": "story"})


def record_consent(state: Mediation, act: RecordConsent, setting: Setting) -> tuple[Happened, ...]:
    """Records it; a refusal ends the mediation at once, whatever was said before (人民调解法第十七条、第二十三条).

    Raises Refused("mediation.ended", "mediation.binds_already") and BadInput("mediation.no_party",
    "mediation.all_answered", "act.date_in_future", "mediation.day_before").
    """
    require_running(state)
    if state.effective_on is not None:
        raise Refused("mediation.binds_already", number=state.number)
    day = on_day(act.on, setting, since=state.opened_on)
    places = range(1, len(state.parties) + 1) if act.party is None else (act.party,)
    for place in places:
        state.require_party(place)
    asked = [n for n in places if act.party is not None or state.said(n) in (None, Willing.NOT_REACHED)]
    if not asked:
        raise BadInput("mediation.all_answered", field="party")
    made = [
        Happened(
            ConsentRecorded(party=n, willing=act.willing, reached_by=act.reached_by, words=act.words), day
        )
        for n in asked
    ]
    if act.willing is Willing.REFUSED:
        made.append(Happened(MediationEnded(mediation_ending=MediationEnding.REFUSED, words=act.words), day))
    return tuple(made)


def consent_recorded(state: Mediation, entry: ConsentRecorded, header: Header) -> Mediation:
    """The mediation with the answer."""
    said = Consent(
        party=entry.party,
        willing=entry.willing,
        reached_by=entry.reached_by,
        on=header.on,
        by=header.actor,
        words=entry.words,
    )
    asked = replace(state, consents=(*state.consents, said))
    if asked.began_on is None and asked.all_agree:
        return replace(asked, began_on=header.on)
    return asked


ENTRIES = (
    EntryKind("mediation-opened", MediationOpened, opened),
    EntryKind("party-added", PartyAdded, party_added),
    EntryKind("party-corrected", PartyCorrected, party_corrected),
    EntryKind("consent-recorded", ConsentRecorded, consent_recorded),
)
ACTS = (
    MediationAct("add-party", AddParty, add_party),
    MediationAct("correct-party", CorrectParty, correct_party),
    MediationAct("record-consent", RecordConsent, record_consent),
)
