"""Parameters at a place on a day, facts derived once, rights turned into queries, verdicts and receipts."""
