"""What would be true without a computer: matters, people, clocks, obligations."""
