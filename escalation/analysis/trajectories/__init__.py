"""How watched runs go day by day: the kinds of future among them, and the early signs of each."""
