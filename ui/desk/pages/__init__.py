"""One page of the desk per module."""
