"""The odds of an ensemble: outcomes, intervals, deaths, durations, chance against ignorance."""
