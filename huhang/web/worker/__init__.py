"""A worker's own pages: who looked at data about them."""
