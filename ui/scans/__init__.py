"""Scans from outside: opened in a child process with limits, never in the program itself."""
