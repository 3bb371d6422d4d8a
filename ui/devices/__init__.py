"""Devices at the counter that no desk needs: each in a process of its own, so that no driver hangs or crashes the window."""

READ_CARD = "read-card"
"""The hidden command by which the program starts itself as the child that reads identity cards."""
