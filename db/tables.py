"""The tables: journal, access chain, projections, and the few local ones that are not rebuilt.

Names follow the class they hold, snake case, singular. One description serves SQLCipher and PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Position = BigInteger().with_variant(Integer, "sqlite")


def _chain(name: str) -> tuple[Table, Table]:
    """A chain and its bodies; the journal and the access chain are of the same make."""
    entry = Table(
        name,
        metadata,
        Column("pos", Position, primary_key=True, autoincrement=False),
        Column("id", LargeBinary(16), nullable=False),
        Column("origin", String(9), nullable=False),
        Column("epoch", Integer, nullable=False),
        Column("oseq", BigInteger, nullable=False),
        Column("stream", LargeBinary(17), nullable=False),
        Column("version", Integer, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("header", LargeBinary, nullable=False),
        UniqueConstraint("origin", "epoch", "oseq"),
        UniqueConstraint("stream", "origin", "version"),
        CheckConstraint("oseq > 0", name="oseq_from_one"),
    )
    body = Table(
        f"{name}_body",
        metadata,
        Column("pos", Position, ForeignKey(f"{name}.pos"), primary_key=True, autoincrement=False),
        Column("part", String(8), primary_key=True),
        Column("salt", LargeBinary(16), nullable=False),
        Column("body", LargeBinary, nullable=False),
        CheckConstraint("part in ('open', 'sealed')", name="known_part"),
    )
    return entry, body


entry, entry_body = _chain("entry")
access, access_body = _chain("access")

matter = Table(
    "matter",
    metadata,
    Column("pos", Position, primary_key=True, autoincrement=False),
    Column("stream", LargeBinary(17), nullable=False, unique=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("channel", String(24), nullable=False),
    Column("registered_on", Date, nullable=False, index=True),
    Column("received_on", Date, nullable=False),
    Column("name", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("category", String(32), nullable=False),
    Column("place", String(16), nullable=False),
    Column("state", String(24), nullable=False),
    Column("persons", Integer, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("backfilled", Boolean, nullable=False),
    Column("unreachable", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("year", Integer, nullable=False),
    Column("main_category", String(32), nullable=False),
    Index(None, "open", "pos"),
    Index(None, "year", "pos"),
    Index(None, "channel", "pos"),
    Index(None, "main_category", "pos"),
)
person = Table(
    "person",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("part", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("id_key", Text, nullable=False),
    Index(None, "name_key", "matter"),
    Index(None, "id_key", "matter"),
)
obligation = Table(
    "obligation",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("id", String(64), primary_key=True),
    Column("claim", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("rule", String(40), nullable=False),
    Column("article", Text, nullable=False),
    Column("owner", String(24), nullable=False),
    Column("to", String(24), nullable=False),
    Column("unit", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("due_strict", Date),
    Column("due_office", Date),
    Column("due_legal", Date),
    Column("provisional", Boolean, nullable=False),
    Column("presumed", Boolean, nullable=False),
    Column("extended", Integer, nullable=False),
    Column("handed_on", Date),
    Column("discharged_on", Date),
    Column("discharged_by", String(40), nullable=False),
    Column("voided_on", Date),
    Column("void_reason", String(24), nullable=False),
    Column("open", Boolean, nullable=False),
    CheckConstraint("kind in ('duty', 'window')", name="known_kind"),
    Index(None, "unit", "matter"),
)
Index("ix_obligation_running", obligation.c.due_office, obligation.c.matter, sqlite_where=obligation.c.open)
paper = Table(
    "paper",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("number", Text, nullable=False),
    Column("claim", Integer, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("needs_delivery", Boolean, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("sealed_on", Date, index=True),
    Index(None, "id"),
)
attempt = Table(
    "attempt",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("paper", String(32), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("on", Date, nullable=False, index=True),
    Column("method", String(24), nullable=False),
    Column("outcome", String(24), nullable=False),
)
finding = Table(
    "finding",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("check", String(4), nullable=False),
    Column("claim", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("since", Date, nullable=False, index=True),
    Column("details", Text, nullable=False),
)
lead = Table(
    "lead",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("check", String(4), nullable=False),
    Column("claim", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("on", Date, nullable=False),
    Index(None, "check", "matter"),
)
account_given = Table(
    "account_given",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("check", String(4), nullable=False),
    Column("claim", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("by", String(32), nullable=False),
)
visit = Table(
    "visit",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("visited_on", Date, nullable=False, index=True),
    Column("persons", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("channel", String(24), nullable=False),
)
leader_reception = Table(
    "leader_reception",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("on", Date, nullable=False, index=True),
    Column("leader", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("stand_in", Boolean, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("station", String(4), nullable=False),
    Column("instruction", Text, nullable=False),
)
import_row = Table(
    "import_row",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("number", String(24), nullable=False),
    Index(None, "number", "matter"),
)
used_code = Table(
    "used_code",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("identity", String(32), nullable=False),
    Index(None, "identity"),
)
external_number = Table(
    "external_number",
    metadata,
    Column("matter", Position, ForeignKey("matter.pos"), primary_key=True, autoincrement=False),
    Column("system", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Index(None, "number"),
)
enquiry = Table(
    "enquiry",
    metadata,
    Column("pos", Position, primary_key=True, autoincrement=False),
    Column("number", String(24), nullable=False),
    Column("on", Date, nullable=False, index=True),
    Column("persons", Integer, nullable=False),
    Column("channel", String(24), nullable=False),
    Column("asked", Text, nullable=False),
    Column("answered", Text, nullable=False),
)
mediation = Table(
    "mediation",
    metadata,
    Column("stream", LargeBinary(17), primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("file_number", Text, nullable=False),
    Column("station", String(9), nullable=False),
    Column("body", String(16), nullable=False, index=True),
    Column("source", String(16), nullable=False),
    Column("dispute_kind", String(24), nullable=False),
    Column("place", String(16), nullable=False, index=True),
    Column("matter", String(16), nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("opened_on", Date, nullable=False, index=True),
    Column("began_on", Date),
    Column("effective_on", Date, index=True),
    Column("performed_on", Date),
    Column("ended_on", Date),
    Column("ending", String(16), nullable=False),
    Column("told_on", Date),
    Column("called_back_on", Date),
    Column("confirmed_on", Date),
    Column("next_due", Date, index=True),
    Column("last_due", Date),
    Column("mediator", String(16), nullable=False, index=True),
    Column("sittings", Integer, nullable=False),
    Column("parties", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("unlisted", Boolean, nullable=False),
    Column("between_parties", Boolean, nullable=False),
    Column("names", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
)
mediation_example = Table(
    "mediation_example",
    metadata,
    # the rows lie by kind and day: thousands of them are read in one go (decision 0195)
    Column("dispute_kind", String(24), primary_key=True),
    Column("effective_on", Date, primary_key=True),
    Column("number", String(24), primary_key=True, index=True),
    Column("sketch", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
mediation_promise = Table(
    "mediation_promise",
    metadata,
    Column("stream", LargeBinary(17), ForeignKey("mediation.stream"), primary_key=True),
    Column("promise", String(16), primary_key=True),
    Column("due", Date, nullable=False, index=True),
    Column("fen", BigInteger, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("kept_on", Date),
    Column("last_step", String(16), nullable=False),
)
search_queue = Table(
    "search_queue",
    metadata,
    Column("matter", Position, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("numbers", Text, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("series", String(64), primary_key=True),
    Column("value", Integer, nullable=False),
)
done = Table(
    "done",
    metadata,
    Column("key", String(96), primary_key=True),
    Column("result", Text, nullable=False),
)
token = Table(
    "token",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("token", Text, nullable=False),
)
credential = Table(
    "credential",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("wrapped", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", BigInteger, nullable=False),
)

local = Table(
    "local",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

package_sent = Table(
    "package_sent",
    metadata,
    Column("chain", String(9), primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("to", String(4), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("sealed_at", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("asked", Boolean, nullable=False),
)
package_received = Table(
    "package_received",
    metadata,
    Column("chain", String(9), primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), primary_key=True),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),
    Column("code", String(40), nullable=False),
    Column("told", String(8), nullable=False),
    Column("returned", Boolean, nullable=False),
)

entry_aside = Table(
    "entry_aside",
    metadata,
    Column("stream", LargeBinary(17), primary_key=True),
    Column("id", LargeBinary(16), primary_key=True),
)
package_matter = Table(
    "package_matter",
    metadata,
    Column("chain", String(9), primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", String(48), primary_key=True),
    Column("number", String(40), nullable=False),
    Column("result", String(12), nullable=False),
    Column("code", String(40), nullable=False),
    Column("field", String(40), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Index(None, "stream"),
)
package_file = Table(
    "package_file",
    metadata,
    Column("chain", String(9), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("stream", String(48), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "chain", "seq"),
)
package_step = Table(
    "package_step",
    metadata,
    Column("chain", String(9), primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("step", String(12), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Text, nullable=False),
)

kept_file = Table(
    "kept_file",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
"""The kept files of a hall, encrypted, in parts (db/shared_store.py); empty in a folder of one's own."""
lease = Table(
    "lease",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("account", String(32), nullable=False),
    Column("desk", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)
way_in = Table(
    "way_in",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("slot", Text, nullable=False),
)
"""Slots of the key file as the desks of a hall hand them to each other, each under the data key (db/shared_slots.py)."""

BESIDE: tuple[Table, ...] = (enquiry, mediation, mediation_example, mediation_promise, search_queue)
"""Made anew with the projections, though no matter's rows: enquiries, mediations, what waits for the search index."""
LASTING: tuple[Table, ...] = (
    entry,
    entry_body,
    access,
    access_body,
    counter,
    done,
    token,
    credential,
    local,
    package_sent,
    package_received,
    entry_aside,
    package_matter,
    package_file,
    package_step,
    kept_file,
    lease,
    way_in,
)
"""What Alembic looks after: the journal and the few tables that no rebuild brings back."""
PROJECTIONS: tuple[Table, ...] = (
    matter,
    person,
    obligation,
    paper,
    attempt,
    visit,
    external_number,
    leader_reception,
    import_row,
    used_code,
    finding,
    lead,
    account_given,
)
"""What a rebuild makes anew, in the order in which rows may be written."""
