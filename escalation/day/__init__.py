"""The rule book: every rule of the day as a small pure scalar function.

One module for each process. A rule takes the state it needs, parameters and uniforms as scalars
and returns scalars; it keeps nothing, draws nothing and knows no agent and no array. The readable
Mesa model and the compiled engine call these same functions, which is why they agree bit for bit.
"""
