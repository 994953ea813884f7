"""Companies that hand records over and the bodies that look after them."""
