"""Known patterns, and the statistics of runs and of recorded events by which they are judged."""
