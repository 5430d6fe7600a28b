"""Known patterns, and the statistics of runs and of recorded events that they are held against."""
