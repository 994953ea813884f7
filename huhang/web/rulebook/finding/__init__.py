"""Full-text search of the law, in Chinese and in English."""
