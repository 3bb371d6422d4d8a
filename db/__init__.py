"""Memory: journal, projections, queries, keys on disk, backup."""
