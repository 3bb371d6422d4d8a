"""The wiring: which memory, which keys, which clock make a session. The only part of ui that knows db. No Qt."""
