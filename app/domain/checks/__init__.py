"""What the self-check looks at, by subject: pure predicates over one matter and its duties."""
