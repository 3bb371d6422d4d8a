"""Every place of the windows that reads a field which may identify a petitioner: how it is shown there, and why.

Which fields these are follows from resources/policies/field_classes.toml: whatever is personal, sensitive or the
informer's in any record. A module of ui/desk that reads one and does not stand here fails the build, and so does a line
here that nothing reads any more.

masked: rows come masked from the query layer, and one value is shown only while it is held. own: open in one's own matter
(hall.md, decision 0108), masked in a colleague's. counter: what the person in front says or signs, while it is written
down. typed: what this clerk has just typed. paper: the very paper, which must be read before it goes out. staff: a colleague
of the office. thing: a unit, a file, a printer, a field of a form: no petitioner.
"""

from __future__ import annotations

GENERAL = frozenset({"says", "place", "before", "after", "strokes", "words", "reason", "what", "who"})
"""Words that messages, rows of tables and writing pads use for their own things; what a record holds under them is masked
whole ("words"), so that nothing of it would be left to be held."""

SHOWN: dict[str, tuple[str, str]] = {
    "ui/desk/breach_desk.py": (
        "staff",
        "the office, and who reports; the report has no name of a petitioner",
    ),
    "ui/desk/case_file_desk.py": ("thing", "a file that is written"),
    "ui/desk/commands.py": ("thing", "a saved list of the clerk's own"),
    "ui/desk/day.py": ("thing", "the office"),
    "ui/desk/delivery_desk.py": ("thing", "a file that is read"),
    "ui/desk/exchange_desk.py": ("thing", "a file that is read"),
    "ui/desk/import_desk.py": ("thing", "a file that is read"),
    "ui/desk/last_acts.py": ("masked", "what this person did last; names come masked from the query layer"),
    "ui/desk/pages/matter_taking_back.py": ("thing", "which act takes another back; its line comes masked"),
    "ui/desk/pages/leaders.py": ("masked", "who is booked with a leader today; names come masked"),
    "ui/desk/ledger_desk.py": ("thing", "a file that is read"),
    "ui/desk/joining_hall.py": ("thing", "the hall's office, and a file that is read"),
    "ui/desk/pages/settings_hall.py": ("thing", "a file that is written"),
    "ui/desk/key_desk.py": ("thing", "the office"),
    "ui/desk/opening.py": ("staff", "the first accounts, the office, places"),
    "ui/desk/paper_desk.py": ("thing", "a file that is read"),
    "ui/desk/register_desk.py": ("thing", "a file that is written"),
    "ui/desk/room_papers_desk.py": ("typed", "who signs on the screen, while it is handed on"),
    "ui/desk/self_service.py": ("thing", "the office"),
    "ui/desk/window.py": ("staff", "who signed in at this computer (decision 0127)"),
    "ui/desk/pages/accounts_words.py": ("staff", "the list of accounts"),
    "ui/desk/pages/matters_narrowing.py": ("thing", "a unit"),
    "ui/desk/pages/matters_saved.py": ("typed", "the name that the clerk gives to a list"),
    "ui/desk/pages/codes.py": ("thing", "a place and its poster; the code of a notice names nobody"),
    "ui/desk/pages/codes_place.py": ("thing", "a place: counts of looks at its poster, and a photo of it"),
    "ui/desk/pages/delivery.py": (
        "masked",
        "both lists, and the lines below to be held; the form asks its matter",
    ),
    "ui/desk/pages/delivery_scans.py": (
        "counter",
        "the form beside the picture of the slip on which the name stands, to be compared; the list has no name",
    ),
    "ui/desk/pages/delivery_signing.py": ("counter", "who signs the paper that is shown whole above"),
    "ui/desk/pages/booked.py": (
        "masked",
        "visits booked ahead; names come masked, days that are over show counts",
    ),
    "ui/desk/pages/booked_form.py": ("counter", "the booking that is changed: looking is recorded"),
    "ui/desk/pages/reception_booked.py": (
        "masked",
        "who is expected; what was told of who was called fills the form",
    ),
    "ui/desk/pages/selfcheck_booked.py": ("masked", "booked visitors of whom nobody said what became"),
    "ui/desk/pages/mediation_calendar.py": ("thing", "rooms; a booking names no party"),
    "ui/desk/pages/mediation_absence_form.py": ("staff", "mediators of the register, and when they are away"),
    "ui/desk/pages/mediation_booking_form.py": ("thing", "rooms; a booking names no party"),
    "ui/desk/pages/mediation_figures.py": ("staff", "bodies and mediators with their figures; no party"),
    "ui/desk/pages/mediation_register.py": ("staff", "bodies, mediators and rooms of the register"),
    "ui/desk/pages/mediation_register_form.py": ("staff", "bodies, mediators and rooms of the register"),
    "ui/desk/pages/exchange.py": ("thing", "a package"),
    "ui/desk/pages/exchange_refused.py": ("thing", "a package"),
    "ui/desk/pages/exchange_way.py": ("thing", "a package"),
    "ui/desk/pages/open_items.py": ("masked", "the ledger of differences, masked like every list"),
    "ui/desk/quarantine_desk.py": ("thing", "a package"),
    "ui/desk/stick_desk.py": ("thing", "a package"),
    "ui/desk/pages/first_start.py": ("staff", "the first accounts"),
    "ui/desk/pages/imports.py": ("thing", "a file"),
    "ui/desk/pages/imports_tables.py": ("staff", "who imported"),
    "ui/desk/pages/inbox.py": ("thing", "the office that sent it down; the petitioner does not stand there"),
    "ui/desk/pages/inbox_form.py": ("thing", "the office that sent it down"),
    "ui/desk/pages/mail.py": ("masked", "the list, and the lines below to be held; the form asks its letter"),
    "ui/desk/pages/matter_both_sides.py": (
        "own",
        "what two sides said of one field, masked in a colleague's matter; to be chosen between",
    ),
    "ui/desk/pages/matter_both_texts.py": ("staff", "the colleague who was faster"),
    "ui/desk/pages/matter_masked.py": ("masked", "held; names stand as the sheet gives them"),
    "ui/desk/pages/matter_materials.py": ("thing", "what a material is called"),
    "ui/desk/pages/matter_paper.py": ("thing", "a printer"),
    "ui/desk/pages/matter_paper_words.py": ("own", "who took a paper"),
    "ui/desk/pages/matter_redaction.py": (
        "own",
        "who makes a transcript must read what is to be taken out; only who may open the matter, and that is recorded",
    ),
    "ui/desk/pages/matter_road.py": ("thing", "a step of the road"),
    "ui/desk/pages/matter_words.py": (
        "own",
        "the people of the matter; what is masked has a line of its own",
    ),
    "ui/desk/pages/matters.py": ("masked", "one value is held on the matter's page, one key away"),
    "ui/desk/pages/reception.py": ("counter", "the fields of the form themselves"),
    "ui/desk/pages/reception_claims.py": ("counter", "where it happened, as told"),
    "ui/desk/pages/reception_command.py": ("counter", "the command is built from the fields"),
    "ui/desk/pages/reception_drafts.py": ("thing", "the place of a draft"),
    "ui/desk/pages/reception_faults.py": ("counter", "which field is at fault"),
    "ui/desk/handbook_printing.py": ("thing", "a chapter of the handbook and its file"),
    "ui/desk/pages/handbook.py": ("thing", "chapters of the handbook"),
    "ui/desk/making_ready.py": ("thing", "names of units, whose first letters are looked up"),
    "ui/desk/widgets/unit_card.py": ("thing", "a unit and how it is reached"),
    "ui/desk/pages/selfcheck_roster.py": ("staff", "who is on duty today"),
    "ui/desk/call_screen.py": ("thing", "numbers of tickets, the office, a desk"),
    "ui/desk/conversation_screen.py": (
        "counter",
        "the petitioner reads what is written down of the talk; numbers are masked, dark for an accusation",
    ),
    "ui/desk/pages/conversation_form.py": (
        "counter",
        "what the person in front says, while it is written down",
    ),
    "ui/desk/second_screen.py": ("counter", "the petitioner reads what is written; numbers are masked"),
    "ui/desk/pages/reception_card.py": ("counter", "compared with the card that lies there, no value said"),
    "ui/desk/pages/reception_filling.py": (
        "counter",
        "what the visitor wrote goes into the fields of the form",
    ),
    "ui/desk/pages/reception_scanned.py": (
        "counter",
        "a value beside another one while the clerk chooses; never of an accusation",
    ),
    "ui/desk/pages/reception_repeats.py": (
        "typed",
        "what this clerk has just typed, beside an earlier matter",
    ),
    "ui/desk/pages/repeats_card.py": (
        "own",
        "two matters beside each other: both come as their pages show them, masked in a colleague's",
    ),
    "ui/desk/pages/reception_insight.py": (
        "counter",
        "earlier matters are looked for by what is typed; rows come masked",
    ),
    "ui/desk/pages/mediation_acts.py": (
        "own",
        "parties and mediators to choose from, in a mediation of one's own; a colleague is offered no act",
    ),
    "ui/desk/pages/mediation_agreement.py": ("typed", "what is agreed, while it is written down"),
    "ui/desk/pages/mediation_file.py": ("own", "the words of an act's fields; whether it is one's own"),
    "ui/desk/pages/mediation_papers_form.py": ("thing", "a printer; a paper by its kind and number"),
    "ui/desk/pages/mediation_form.py": ("typed", "the dispute and the parties, while they are taken down"),
    "ui/desk/pages/mediation_overview.py": (
        "own",
        "open to who mediates, opened it or leads; masked for a colleague before it comes here",
    ),
    "ui/desk/pages/mediation_parties.py": ("typed", "the parties, while they are taken down"),
    "ui/desk/pages/mediation_sitting.py": ("typed", "what is said at the table, while it is written down"),
    "ui/desk/pages/mediation_words.py": ("masked", "the list of mediations, masked like every list"),
    "ui/desk/pages/reception_people.py": ("counter", "read back to the person before it is saved"),
    "ui/desk/pages/reception_state.py": (
        "typed",
        "the chip of a draft is masked, nothing stands there of an accusation",
    ),
    "ui/desk/pages/seal_basket.py": ("masked", "one value is held on the matter's page"),
    "ui/desk/pages/settings_accounts.py": ("thing", "a policy profile"),
    "ui/desk/pages/settings_calendar.py": ("thing", "a file"),
    "ui/desk/pages/settings_cards.py": ("thing", "units: they are told to everybody who asks"),
    "ui/desk/pages/settings_devices.py": ("masked", "a card laid on to try the reader"),
    "ui/desk/pages/settings_keys.py": ("thing", "a slot of the key file"),
    "ui/desk/pages/settings_office.py": ("thing", "a file"),
    "ui/desk/pages/settings_printer.py": ("thing", "a printer"),
    "ui/desk/pages/settings_profiles.py": ("thing", "a profile of local rules"),
    "ui/desk/pages/sign_in.py": ("staff", "names at the door (decision 0127)"),
    "ui/desk/pages/today.py": ("masked", "one value is held on the matter's page"),
    "ui/desk/widgets/act_form.py": ("thing", "fields of a form, and units"),
    "ui/desk/widgets/asked_form.py": ("thing", "fields of a form"),
    "ui/desk/widgets/guide_card.py": ("thing", "units: the card is shown to visitors"),
}
WAYS = frozenset({"masked", "own", "counter", "typed", "paper", "staff", "thing"})
