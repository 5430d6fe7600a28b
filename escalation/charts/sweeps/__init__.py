"""What a sweep shows of an outcome: a heat map, small multiples, a tornado."""
