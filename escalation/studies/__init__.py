"""What is asked of the model, a file a question: each runs what it needs and hands tables back.

Comparing scenarios, branching on a day, ranking levers, holding the model against patterns and
episodes, switching mechanisms off, explaining a result, valuing what could be known, telling
storylines. The arithmetic is in ``escalation.analysis``, which never runs anything.

Each hands back a record of what it found: its tables as attributes, sentences as ``findings``,
plain figures by ``as_dict()`` or, of what has a run folder of its own, ``summary()``, charts by
``plot_…()``, and by ``to_keep()`` what is written of it.
"""
