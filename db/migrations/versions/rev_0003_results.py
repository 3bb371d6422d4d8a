"""What became of each matter in a package, files that travel apart from it, steps of packages, entries not read.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the four tables."""
    op.create_table(
        "entry_aside",
        sa.Column("stream", sa.LargeBinary(length=17), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("stream", "id", name=op.f("pk_entry_aside")),
    )
    op.create_table(
        "package_matter",
        *_place(),
        sa.Column("stream", sa.String(length=48), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "epoch", "seq", "stream", name=op.f("pk_package_matter")),
    )
    op.create_index(op.f("ix_package_matter_stream"), "package_matter", ["stream"])
    op.create_table(
        "package_file",
        sa.Column("chain", sa.String(length=9), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.String(length=48), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "sha256", "stream", name=op.f("pk_package_file")),
    )
    op.create_index(op.f("ix_package_file_chain_seq"), "package_file", ["chain", "seq"])
    op.create_table(
        "package_step",
        *_place(),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "epoch", "seq", "step", "at", name=op.f("pk_package_step")),
    )


def _place() -> tuple[sa.Column[str] | sa.Column[int], ...]:
    """Which package it is."""
    return (
        sa.Column("chain", sa.String(length=9), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
    )


def downgrade() -> None:
    """What was told of a matter is never taken back."""
    raise RuntimeError("what was told of a matter is never deleted")
