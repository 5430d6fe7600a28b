"""What the record says: episodes, reference classes, the Markov chain, the blend."""
