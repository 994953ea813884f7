"""Readers: every file becomes rows of plain text, with the row numbers the sender sees."""
