"""A new installation filled with a made-up city and invented people, for trying."""
