"""The server behind the page: who may ask what, in which turn it is computed, and what is sent."""
