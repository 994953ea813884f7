"""What all pages share: frame, words in two languages, figures, faults."""
