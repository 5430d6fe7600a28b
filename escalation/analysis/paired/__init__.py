"""Differences between scenarios, levers and ablations whose runs are paired."""
