"""Papers of a mediation's file (M01 to M14): made from what the file knows, numbered by the body's own series, frozen.

As with a matter's papers, number and facts are committed, then the paper is drawn and kept, then its hash is committed; a
crash in between draws the same again (rulings.md 11). The petition office's numbers and seals know nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.changes import Changes
from app.domain.codec import canonical
from app.domain.kinds import Happened, Setting
from app.domain.mediation.confirming import last_day
from app.domain.mediation.making import Making, require_makeable
from app.domain.mediation.papers import MediationPaperFrozen, MediationPaperMade
from app.domain.mediation.register import Register
from app.domain.mediation.state import Mediation, MediationPaper
from app.domain.policy import Relation
from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused
from app.papers.catalogue import FactField, PaperKind, catalogue
from app.papers.facts import PaperFacts, Rendered
from app.ports import UnitOfWork
from app.services.facts.asked import YES, found, guesses_of, only_declared, with_asked
from app.services.facts.lawful import require_lawful_words
from app.services.facts.mediation_room import MAKERS, MediationOccasion, known_facts
from app.services.mediation.acting import MediationStepTaken, write_room
from app.services.mediation.booking import next_booking
from app.services.mediation.reading import read_register, whole_mediation
from app.services.mediation.writing import holders_of
from app.services.office_templates import kind_in_force, words_of_version
from app.services.papers import PROVISIONAL, facts_as_kept, open_file
from app.services.session import Session
from resources.loader import words

SCOPE = "mediation"
CALLS = "M04"
"""The notice that calls the parties to a sitting: when and where stands in the rooms' calendar."""
BOOKED = ("session.at", "session.place")
"""What the calendar fills in and is asked all the same: it may be changed until somebody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which paper is wanted: its kind, whose copy (0: one for all), of which sitting (0: the last), what is said besides."""

    kind: str
    party: int = 0
    sitting: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    overrides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeMediationPaper:
    """A paper of the file: its record (None for a draft), kind, bytes, hash, pages, of which mediation.

    Of a draft, `asks` are the facts that the file does not know or takes from a booking, `guesses` the words that stand
    there where nothing is said.
    """

    record: MediationPaper | None
    kind: PaperKind
    pdf: bytes
    sha256: str
    pages: int
    mediation: str
    changes: Changes = field(default_factory=Changes)
    asks: tuple[FactField, ...] = ()
    guesses: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Its document number (文号); empty where none is due."""
        return "" if self.record is None else self.record.number


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOffer:
    """A kind of paper of the file, and the refusal it would meet now; None where it may be made."""

    kind: PaperKind
    refused: AppError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersOfFile:
    """The papers of a mediation in the order in which they were made, and what of the catalogue may be made now."""

    number: str
    made: tuple[MediationPaper, ...]
    offers: tuple[PaperOffer, ...]


def draft_paper(session: Session, number: str, wanted: Wanted) -> MadeMediationPaper:
    """A draft (草稿): marked as one, without a number; what is missing is left blank. Nothing is recorded but the look.

    Raises as `make_paper` what stands against the paper itself, not that something is lacking.
    """
    state = open_whole(session, number)
    chosen, wanted = _chosen(session, state, wanted)
    setting = _setting(session)
    _require(state, chosen, wanted, setting)
    paper = _paper(session, state, read_register(session), chosen, wanted, setting)
    rendered = _render(paper, draft=True)
    return MadeMediationPaper(
        record=None,
        kind=chosen,
        pdf=rendered.pdf,
        sha256=rendered.sha256,
        pages=rendered.pages,
        mediation=number,
        asks=tuple(item for item in chosen.asked if item.name in BOOKED or not found(paper.facts, item.name)),
        guesses=guesses_of(chosen, paper.facts, wanted.extra),
    )


def make_paper(session: Session, number: str, wanted: Wanted) -> MadeMediationPaper:
    """Makes a paper: its number and its facts are committed, its bytes kept and their hash committed.

    Everything is tried before a number is taken. Raises NotFound("mediation.unknown", "paper.kind_unknown"),
    Refused("mediation.not_of_the_file", "mediation.made_with_volume", "mediation.other_station",
    "paper.particulars_missing", "paper.no_glyph"), BadInput("mediation.which_party", "mediation.same_for_all",
    "mediation.paper_not_asked"), what `require_makeable` refuses, NotAllowed("mediation.held_in_private", "paper.sealed",
    "role.acts_on_no_matters").
    """
    session.require_actor()
    whole = open_whole(session, number, recorded=True)
    chosen, wanted = _chosen(session, whole, wanted)
    tried = _tried(session, whole, read_register(session), chosen, wanted, _setting(session))
    head = session.memory.queries.head()

    def decide(
        state: Mediation, setting: Setting, work: UnitOfWork, register: Register
    ) -> tuple[Happened, ...]:
        paper = tried if state.version == whole.version else None
        paper = paper or _tried(session, state, register, chosen, wanted, setting)
        year = setting.today.year
        given = _take_number(work, register, state, chosen, year) if chosen.numbered else ""
        kept = {"facts": dict(paper.facts), "head": head, "training": state.training}
        entry = MediationPaperMade(
            kind=chosen.kind,
            template=chosen.version,
            number=given,
            party=wanted.party,
            sitting=wanted.sitting,
            facts=canonical(kept).decode(),
            override="".join(sorted(wanted.overrides)),
        )
        return (Happened(entry, setting.today),)

    done = _taken(write_room(session, number, decide))
    return _freeze(session, number, done.mediation.papers[-1])


def make_for_all(session: Session, number: str, wanted: Wanted) -> list[MadeMediationPaper]:
    """A copy for each party, one after the other. Raises as `make_paper`, before anything is made."""
    session.require_actor()
    state = open_whole(session, number, recorded=True)
    if not _of_the_file(kind_in_force(session, wanted.kind)).party:
        raise BadInput("mediation.same_for_all", field="party", kind=wanted.kind)
    setting, register = _setting(session), read_register(session)
    copies = [replace(wanted, party=place) for place in range(1, len(state.parties) + 1)]
    for copy in copies:
        chosen, said = _chosen(session, state, copy)
        _tried(session, state, register, chosen, said, setting)
    return [make_paper(session, number, copy) for copy in copies]


def fetch_paper(session: Session, number: str, reference: str, *, party: int = 0) -> MadeMediationPaper:
    """A paper that was made, by its id, number or kind (the newest; of that party), as the same bytes.

    One whose freezing was interrupted is frozen now. Raises NotFound("mediation.no_paper"), Damaged("store.changed") and
    what `open_whole` raises.
    """
    state = open_whole(session, number)
    return fetch_record(session, number, require_record(state, reference, party))


def fetch_record(session: Session, number: str, paper: MediationPaper) -> MadeMediationPaper:
    """A paper of a mediation that was opened already, void ones too. Raises as `fetch_paper`."""
    if not paper.sha256:
        return _freeze(session, number, paper)
    return MadeMediationPaper(
        record=paper,
        kind=kind_in_force(session, paper.kind),
        pdf=open_file(session, paper.stored),
        sha256=paper.sha256,
        pages=paper.pages,
        mediation=number,
    )


def papers_of_file(session: Session, number: str) -> PapersOfFile:
    """What was made and what may be made now. Raises as `open_whole`."""
    state = open_whole(session, number)
    setting = _setting(session)
    kinds = [kind for kind in catalogue(session.today()) if kind.scope == SCOPE and not kind.bound]
    offers = []
    for kind in kinds:
        refused: AppError | None = None
        try:
            making = _making(state, Wanted(kind=kind.kind, sitting=len(state.sittings)), setting)
            require_makeable(state, kind.kind, replace(making, bars_looked_at=True))
        except AppError as error:
            refused = error
        offers.append(PaperOffer(kind=kind, refused=refused))
    return PapersOfFile(number=number, made=state.papers, offers=tuple(offers))


def open_whole(session: Session, number: str, *, recorded: bool = False) -> Mediation:
    """The mediation without masks, for making and binding its papers; that it was opened is recorded (`recorded` as there).

    Raises NotFound("mediation.unknown"), NotAllowed("mediation.held_in_private", "paper.sealed", "role.reads_no_matters").
    """
    state, relation = whole_mediation(session, number, recorded=recorded)
    if state.people_sealed:
        raise NotAllowed("paper.sealed")
    if state.unlisted and relation is not Relation.OWN:
        raise NotAllowed("mediation.held_in_private")
    return state


def still_says_so(session: Session, state: Mediation, paper: MediationPaper) -> bool:
    """Whether a paper of a mediation that was opened already says what the file says now, and would be drawn the same."""
    kind = kind_in_force(session, paper.kind)
    if not paper.sha256 or kind.version != paper.template:
        return False
    wanted = Wanted(kind=paper.kind, party=paper.party, sitting=paper.sitting)
    now = _paper(session, state, read_register(session), kind, wanted, _setting(session)).facts
    asked = {item.name.split(".")[0] for item in kind.asked}
    kept = {name: value for name, value in _facts_of(session, paper).facts.items() if name not in asked}
    return canonical(kept) == canonical({name: value for name, value in now.items() if name not in asked})


def require_record(state: Mediation, reference: str, party: int = 0) -> MediationPaper:
    """The newest paper with that id, number or kind, void ones last. Raises NotFound("mediation.no_paper")."""
    fitting = [
        paper
        for paper in state.papers
        if reference in (paper.id, paper.number, paper.kind) and (not party or paper.party == party)
    ]
    standing = [paper for paper in fitting if not paper.voided] or fitting
    if not reference or not standing:
        raise NotFound("mediation.no_paper", field="paper", paper=reference)
    return standing[-1]


def keep_bytes(session: Session, register: Register, state: Mediation, data: bytes) -> str:
    """Keeps the bytes of a file of a mediation; of one under seal they are sealed to who mediates in it. Their SHA-256."""
    if state.confidential:
        data = session.sealer.seal(data, holders_of(session, register, state))
    return session.store.keep(data)


def _of_the_file(kind: PaperKind) -> PaperKind:
    if kind.scope != SCOPE:
        raise Refused("mediation.not_of_the_file", field="kind", title=kind.title)
    if kind.bound:
        raise Refused("mediation.made_with_volume", field="kind", title=kind.title)
    return kind


def _chosen(session: Session, state: Mediation, wanted: Wanted) -> tuple[PaperKind, Wanted]:
    """The template, and what is wanted completed: the last sitting where none is said."""
    chosen = _of_the_file(kind_in_force(session, wanted.kind))
    if chosen.party == "each" and not wanted.party:
        raise BadInput("mediation.which_party", field="party", title=chosen.title, parties=len(state.parties))
    if wanted.party and not chosen.party:
        raise BadInput("mediation.same_for_all", field="party", kind=chosen.kind)
    names = {field.name for field in chosen.asked}
    strange = [name for name in wanted.extra if name not in names | {n.rsplit(".", 1)[-1] for n in names}]
    if strange:
        allowed = ", ".join(sorted(names))
        raise BadInput("mediation.paper_not_asked", field=strange[0], name=strange[0], allowed=allowed)
    sitting = (wanted.sitting or len(state.sittings)) if chosen.sitting else 0
    return chosen, replace(wanted, sitting=sitting)


def _making(state: Mediation, wanted: Wanted, setting: Setting) -> Making:
    return Making(
        today=setting.today,
        party=wanted.party,
        sitting=wanted.sitting,
        last_day=None if state.effective_on is None else last_day(state, setting),
        bars_looked_at=wanted.extra.get("bars_looked_at", "").strip().lower() in YES,
    )


def _require(state: Mediation, chosen: PaperKind, wanted: Wanted, setting: Setting) -> None:
    require_makeable(state, chosen.kind, _making(state, wanted, setting))


def _tried(
    session: Session,
    state: Mediation,
    register: Register,
    chosen: PaperKind,
    wanted: Wanted,
    setting: Setting,
) -> PaperFacts:
    """The facts of a paper that was drawn once without its number: a refusal takes none."""
    _require(state, chosen, wanted, setting)
    paper = _paper(session, state, register, chosen, wanted, setting)
    number = PROVISIONAL if chosen.numbered else None
    _render(replace(paper, document_number=number), overrides=wanted.overrides)
    return paper


def _paper(
    session: Session,
    state: Mediation,
    register: Register,
    chosen: PaperKind,
    wanted: Wanted,
    setting: Setting,
) -> PaperFacts:
    occasion = MediationOccasion(
        state=state,
        register=register,
        today=setting.today,
        clerk=session.account.name,
        name_of=session.accounts.name_of,
        party=wanted.party,
        sitting=wanted.sitting,
        last_day=_making(state, wanted, setting).last_day,
        booking=next_booking(session, state) if chosen.kind == CALLS else None,
        extra=wanted.extra,
    )
    maker = MAKERS.get(chosen.kind)
    gathered = known_facts(occasion) | ({} if maker is None else maker(occasion))
    facts = only_declared(chosen, with_asked(chosen, gathered, wanted.extra))
    require_lawful_words(chosen, facts)
    return PaperFacts(
        kind=chosen.kind,
        template_version=chosen.version,
        document_number=None,
        facts=facts,
        training=state.training,
        words=words_of_version(session, chosen.kind, chosen.version),
    )


def _freeze(session: Session, number: str, paper: MediationPaper) -> MadeMediationPaper:
    """Draws from the facts of the entry, keeps the bytes, commits their hash."""
    facts = _facts_of(session, paper)
    rendered = _render(facts, overrides=frozenset(paper.override))

    def decide(
        state: Mediation, setting: Setting, work: UnitOfWork, register: Register
    ) -> tuple[Happened, ...]:
        if any(item.id == paper.id and item.sha256 for item in state.papers):
            return ()
        stored = keep_bytes(session, register, state, rendered.pdf)
        entry = MediationPaperFrozen(
            paper=paper.id,
            sha256=rendered.sha256,
            pages=rendered.pages,
            stored="" if stored == rendered.sha256 else stored,
        )
        return (Happened(entry, setting.today),)

    done = _taken(write_room(session, number, decide))
    return MadeMediationPaper(
        record=next(item for item in done.mediation.papers if item.id == paper.id),
        kind=kind_in_force(session, paper.kind),
        pdf=rendered.pdf,
        sha256=rendered.sha256,
        pages=rendered.pages,
        mediation=number,
        changes=Changes(papers=True),
    )


def _facts_of(session: Session, paper: MediationPaper) -> PaperFacts:
    return facts_as_kept(
        session, paper.facts, kind=paper.kind, template=paper.template, number=paper.number or None
    )


def _take_number(work: UnitOfWork, register: Register, state: Mediation, kind: PaperKind, year: int) -> str:
    """The next number of the body's own series: gap-free for each body, kind and year."""
    body = register.bodies.get(state.body)
    word = state.body if body is None else body.number_word
    sequence = work.take_number(f"mediation-paper/{state.body}/{kind.kind}/{year}")
    form = str(words("words/mediation_papers.toml")["mediation_paper_numbers"]["paper"])
    return form.format(word=word, series=kind.series, year=year, sequence=sequence)


def _setting(session: Session) -> Setting:
    return session.setting(session.memory.queries.latest_at())


def _taken(done: MediationStepTaken | None) -> MediationStepTaken:
    if done is None:
        raise AssertionError("without a key nothing is done twice")
    return done


def _render(paper: PaperFacts, *, draft: bool = False, overrides: Iterable[str] = frozenset()) -> Rendered:
    """Draws a paper. Documented lazy loading: no page of the window may wait for ReportLab (rulings.md 27)."""
    from app.papers.render import render

    return render(paper, draft=draft, overrides=overrides)
