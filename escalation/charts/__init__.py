"""Charts of results: one chart a function, each a Matplotlib figure that explains itself."""
