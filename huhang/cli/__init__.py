"""The command line: one file per command; it parses, calls one room below, and shows what came back."""
