"""Many runs of one scenario: what to draw, in what chunks, on how many threads, until when.

``design`` spreads the draws over what is uncertain, a `Plan` says how many runs are wanted, a
`Session` who works for them, ``chunks`` does a piece of the work and survives a run that breaks,
``simulate`` drives the pieces and ``finished`` holds what came out. Nothing here depends on threads
or chunking but the time.
"""
