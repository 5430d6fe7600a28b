"""A run told in sentences: its events, and its days."""
