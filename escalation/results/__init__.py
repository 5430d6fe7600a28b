"""Run folders: written whole or not at all, explaining themselves, read lazily.

``folder`` builds one, ``tables`` writes Parquet that carries the run's id, ``manifest`` says how
the results came about, ``stored`` reads a folder back, ``listing`` finds those there are.
"""
