"""Showing a full id: asked with a ground, allowed by a second person, until a day."""
