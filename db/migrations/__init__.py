"""Alembic: the lasting tables only. Projections are rebuilt from the journal instead (rulings.md 7)."""
