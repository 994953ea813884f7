"""Audits that a bureau runs, and their findings: seen by place and company, never beyond."""
