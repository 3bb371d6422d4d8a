"""The ledger of packages: what was sealed, what came. Chains of a county's outbox have longer names.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the two tables; widens the origin where the engine minds its length."""
    if op.get_bind().dialect.name != "sqlite":
        for name in ("entry", "access"):
            op.alter_column(name, "origin", type_=sa.String(length=9), existing_nullable=False)
    op.create_table(
        "package_sent",
        *_place(),
        sa.Column("to", sa.String(length=4), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        *_slice(),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "epoch", "seq", name=op.f("pk_package_sent")),
    )
    op.create_table(
        "package_received",
        *_place(),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        *_slice(),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("told", sa.String(length=8), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "epoch", "seq", "sha256", name=op.f("pk_package_received")),
    )


def _place() -> tuple[sa.Column[str] | sa.Column[int], ...]:
    """Which package it is."""
    return (
        sa.Column("chain", sa.String(length=9), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
    )


def _slice() -> tuple[sa.Column[int], ...]:
    """Which entries it holds."""
    return (
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """A ledger is never undone: it says which bytes left the house."""
    raise RuntimeError("the ledger of packages is never deleted")
