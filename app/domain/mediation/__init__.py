"""The mediation room (调解室): a mediation is a file of its own, with its own entries, beside the matter it may belong to.

Its clock is its own; that of the matter never stops for it (reference/law.md 1.4, 8). What a step in the room means for
the matter stands in bridge.py.
"""
