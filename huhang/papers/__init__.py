"""Papers that leave the house: letters and notices as docx and PDF, from templates with required content."""
