"""Tests of the law: its loader, its content."""
