"""Rights over many rows: plan, run, findings, receipts, explanations and the report."""
