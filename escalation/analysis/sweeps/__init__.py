"""The points of a sweep by what was varied in them, and how far each thing moves the odds."""
