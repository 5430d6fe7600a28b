"""Sweeps: a scenario over and over, with other values each time, kept point by point.

``load`` reads a sweep file into a ``plan``, ``folder`` keeps finished points, ``drive`` computes
those that are missing, ``estimate`` says beforehand what that costs, and ``export`` makes of them
one table, charts and a file for the EMA Workbench (``workbench``). ``running`` does all of it.
"""
