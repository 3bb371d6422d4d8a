"""Facts between offices: pure formats, verification and merge."""
