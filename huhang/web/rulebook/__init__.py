"""The law as encoded, for everybody: documents, clauses, rights, dated values, and your own sum."""
