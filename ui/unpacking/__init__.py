"""Packages from outside: read to their end in a child process with limits before the program itself takes them in."""
