"""Keyed luck: the streams, the arithmetic they rest on, and what is drawn by the block."""
