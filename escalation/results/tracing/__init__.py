"""Which run made a file, from the file alone.

``whence`` finds out what a file is and has it read by ``pictures`` (PNG, SVG, EMF), ``papers``
(PDF, HTML, and what Word, PowerPoint and Excel write) or ``data`` (CSV, Parquet, JSON, YAML, zip
archives, saved states). Files come from anywhere: nothing in them is executed, fetched or believed
beyond its form.
"""
