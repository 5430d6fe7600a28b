"""What the odds hinge on: inputs, drivers, corners, early signs, the value of information."""
