"""The independent oracle: the words of the design computed by brute force, never from the engine."""
