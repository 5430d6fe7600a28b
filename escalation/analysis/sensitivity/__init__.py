"""What the odds hinge on: inputs, drivers, corners of the uncertainties, value of information."""
