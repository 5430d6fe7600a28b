"""What the page says of a scenario and of its runs: plain data made from the model, and no web."""
