"""Alembic's entry: runs revisions on the connection that db/upgrade.py hands over. No URL, no file of its own."""

from __future__ import annotations

from alembic import context

from db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
context.run_migrations()
