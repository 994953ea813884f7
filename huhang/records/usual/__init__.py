"""Rows as nearly all are written, read by compiled loops; every other row is left to the checks in SQL."""
