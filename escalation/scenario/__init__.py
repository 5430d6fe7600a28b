"""What an analyst writes: typed sections, loading with line numbers, claims, parameters."""
