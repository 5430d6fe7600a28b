"""Calibration: what the known patterns, taken together, say about parameters nobody measured."""
