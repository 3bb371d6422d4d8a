"""Records of talks (谈话笔录): what the form needs of a matter, the paper before who signs, signing on the screen.

A record that was printed and is put right before anybody signed it is printed anew in the place of the other. Once somebody
has signed, the same bytes are brought again; what is added later comes on a paper of its own beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.acts.conversing import SignConversation, require_conversation, sign_conversation
from app.domain.acts.handwriting import HandwritingTaken
from app.domain.codec import canonical
from app.domain.conversation import Conversation
from app.domain.handwriting import read_strokes
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.next_owed import next_owed
from app.domain.paper import PaperRecord
from app.domain.spoken_record import SignedHow
from app.errors import BadInput, NotAllowed, Refused
from app.ports import UnitOfWork
from app.services import papers
from app.services.facts.recording import CONVERSATION
from app.services.handwriting import Signing, StationSigner, bind
from app.services.papers import MadePaper, Replacement, keep_file
from app.services.perform import Performed, performed, write
from app.services.reading import may_open, open_matter
from app.services.session import Session
from resources.loader import words

MOST_SENTENCES = 9
"""As many as there are keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """A matter as the form of a talk needs it: who may have spoken, the talks there are, the words for its keys.

    `owed` and `owed_on` are the duty that comes next and its last day, empty where there is none. `dark`: on no screen
    that others see, and not read aloud.
    """

    number: str
    people: tuple[str, ...]
    conversations: tuple[Conversation, ...]
    sentences: tuple[str, ...]
    owed: str = ""
    owed_on: str = ""
    dark: bool = False

    @property
    def last(self) -> Conversation | None:
        """The latest talk."""
        return self.conversations[-1] if self.conversations else None


def conversation_view(session: Session, number: str) -> ConversationView:
    """The matter for the form of a talk; that it was opened is recorded.

    Raises NotFound("matter.unknown"), NotAllowed("paper.sealed", "role.acts_on_no_matters") for whoever may not open it.
    """
    session.require_actor()
    view = open_matter(session, number)
    matter = view.known.matter
    if matter.people_sealed and not may_open(session, matter):
        raise NotAllowed("paper.sealed")
    owed = next_owed(view.known.obligations, session.law, session.today())
    day = None if owed is None else owed.due_legal
    return ConversationView(
        number=number,
        people=_people(matter),
        conversations=matter.conversations,
        sentences=sentences_of(session),
        owed="" if owed is None or day is None else session.law.rule(owed.rule).title,
        owed_on="" if day is None else day.isoformat(),
        dark=matter.is_accusation or matter.anonymous or matter.confidential,
    )


def sentences_of(session: Session) -> tuple[str, ...]:
    """What is asked again and again: the office's own phrases for this paper first, then those that are shipped."""
    wording, today = session.office.wording, session.today()
    own = tuple(item.text for item in wording.phrases_for(CONVERSATION, today) if item.kind == CONVERSATION)
    shipped = tuple(str(item) for item in words("words/conversation.toml")["conversation"]["sentences"])
    return tuple(dict.fromkeys((*own, *shipped)))[:MOST_SENTENCES]


def conversation_paper(session: Session, number: str, place: int) -> MadePaper:
    """The paper of a talk, to be shown, printed or signed; made now where none says what the record says.

    Raises BadInput("conversation.unknown"), Refused("conversation.not_read_back") and what `papers.issue` refuses.
    """
    session.require_actor()
    matter = open_matter(session, number, recorded=True).known.matter
    held = require_conversation(matter, place)
    if held.read_how is None:
        raise Refused("conversation.not_read_back", field="read_how", conversation=place)
    said = {"conversation": str(place)}
    standing = paper_of(session, matter, place)
    if standing is None:
        return papers.issue(session, number, CONVERSATION, extra=said)
    if _says_so(session, number, standing, said):
        return papers.fetch(session, number, standing.id)
    if held.signed:
        return papers.issue(session, number, CONVERSATION, extra=said)
    reason = str(words("words/conversation.toml")["conversation"]["put_right"])
    instead = Replacement(paper=standing.id, reason=reason)
    return papers.issue(session, number, CONVERSATION, extra=said, replaces=instead)


def paper_of(session: Session, matter: Matter, place: int) -> PaperRecord | None:
    """The newest standing paper of that talk, or None."""
    for record in reversed(matter.papers):
        if record.kind != CONVERSATION or record.voided or not record.facts:
            continue
        if _talk(papers.facts_of_record(session, record).facts).get("place") == place:
            return record
    return None


def sign_on_screen(
    session: Session, number: str, place: int, who: str, given: Signing, signer: Callable[[], StationSigner]
) -> Performed:
    """Keeps the picture of a signature beside the paper of the talk, and writes in the same go that this person signed.

    Raises BadInput("handwriting…", "field.missing", "conversation.…"), Refused("handwriting.other_document",
    "conversation.…"), NotAllowed("paper.sealed"); then nothing is written.
    """
    if not given.signer.strip():
        raise BadInput("field.missing", field="signer", name="signer")
    strokes = read_strokes(given.strokes)
    made = papers.fetch(session, number, given.paper, recorded=True)
    if made.record is None or made.kind.kind != CONVERSATION or given.shown != made.sha256:
        raise Refused("handwriting.other_document", field="paper", number=number)
    record, said = made.record, {"conversation": str(place)}
    if not _says_so(session, number, record, said):
        raise Refused("handwriting.other_document", field="paper", number=number)
    bound = bind(session, strokes, document=made.sha256, signer=given.signer, witness=given.witness)
    keys = signer()

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        act = SignConversation(conversation=place, who=who, signed_how=SignedHow.HANDWRITING)
        sign_conversation(matter, act, setting)  # whoever may not sign leaves no picture behind
        kept = keep_file(session, matter, bound.picture)
        entry = bound.entry(HandwritingTaken, record.id, kept, keys)
        return (
            Happened(entry, setting.today),
            *sign_conversation(matter, replace(act, picture=kept), setting),
        )

    return performed(write(session, number, decide))


def _people(matter: Matter) -> tuple[str, ...]:
    """Who may have spoken for the petitioners, each once."""
    people = matter.people
    names = [
        *(item.name for item in people.petitioners),
        *(item.name for item in people.representatives),
        *(item.name for item in people.agents),
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def _says_so(session: Session, number: str, record: PaperRecord, said: Mapping[str, str]) -> bool:
    """Whether a paper says of its talk what the journal says now."""
    now = papers.facts_of_draft(session, number, CONVERSATION, said, recorded=True).facts
    return canonical(_talk(papers.facts_of_record(session, record).facts)) == canonical(_talk(now))


def _talk(facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(facts.get("talk", {}))
