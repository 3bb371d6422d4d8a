"""Meaning: the domain, the use-cases, the papers and the exchange. No Qt, no SQL, no files on disk."""
