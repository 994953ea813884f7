"""Papers that leave the house: letters and notices as docx and PDF, from wording that a lawyer can read."""
