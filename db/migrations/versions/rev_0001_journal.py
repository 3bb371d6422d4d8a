"""The journal, the access chain and the few local tables; entries are guarded by triggers.

Revision ID: 0001
Revises: none
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSAL = "entries are never changed"


def upgrade() -> None:
    """Makes the lasting tables."""
    for name in ("entry", "access"):
        _make_chain(name)
    _make_local_tables()
    for table in ("entry", "access"):
        for text in refusals(table, lite=op.get_bind().dialect.name == "sqlite"):
            op.execute(text)


def _make_chain(name: str) -> None:
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        name,
        sa.Column("pos", position, autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("origin", sa.String(length=4), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("oseq", sa.BigInteger(), nullable=False),
        sa.Column("stream", sa.LargeBinary(length=17), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("oseq > 0", name=op.f(f"ck_{name}_oseq_from_one")),
        sa.PrimaryKeyConstraint("pos", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("origin", "epoch", "oseq", name=op.f(f"uq_{name}_origin_epoch_oseq")),
        sa.UniqueConstraint("stream", "origin", "version", name=op.f(f"uq_{name}_stream_origin_version")),
    )
    op.create_table(
        f"{name}_body",
        sa.Column("pos", position, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("part in ('open', 'sealed')", name=op.f(f"ck_{name}_body_known_part")),
        sa.ForeignKeyConstraint(["pos"], [f"{name}.pos"], name=op.f(f"fk_{name}_body_pos_{name}")),
        sa.PrimaryKeyConstraint("pos", "part", name=op.f(f"pk_{name}_body")),
    )


def _make_local_tables() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counter")),
    )
    op.create_table(
        "done",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_done")),
    )
    op.create_table(
        "token",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_token")),
    )
    op.create_table(
        "credential",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_credential")),
    )
    op.create_table(
        "local",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_local")),
    )


def refusals(table: str, *, lite: bool) -> list[str]:
    """Triggers against changing and deleting: they stop accidents; attackers are stopped by the chain."""
    if lite:
        return [
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for what in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]


def downgrade() -> None:
    """There is nothing before the first revision."""
    raise RuntimeError("the first revision is not undone: the journal is never deleted")
