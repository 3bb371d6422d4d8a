"""Use-cases: one transaction around each thing a person does."""
