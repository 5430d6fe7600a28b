"""The border strip as a map: the land, the line, its names, and what stands around them."""
