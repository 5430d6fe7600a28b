"""What only maintainers run: pages that are made from the code."""
