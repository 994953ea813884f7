"""A finding told in plain words: its arithmetic line by line, its texts and values, down to the orders."""
