"""Steps that make the shipped border data; needs the extra packages of ``border``."""
