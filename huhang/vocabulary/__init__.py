"""The few words in which rights are written; imports Ibis and nothing else of this project."""
