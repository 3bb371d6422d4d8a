"""Which cryptography a data folder uses, by named suites: the only place where an algorithm is chosen."""
