"""What companies hand over."""
