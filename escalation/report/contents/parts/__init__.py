"""Sections that reports of several kinds have, a file each."""
