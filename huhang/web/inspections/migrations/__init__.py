"""The steps of the tables of this app."""
