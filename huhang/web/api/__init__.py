"""The open interface: hand-overs by programs, with a token."""
