"""The command line: petition-desk <command>."""
