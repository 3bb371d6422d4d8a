"""The ways in: windows, command line, county gateway."""
