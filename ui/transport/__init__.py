"""Ways to the other side that are no folder."""
