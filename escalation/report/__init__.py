"""Reports: what leaves the building, from one document in four formats.

`escalation.report.document` says what a report is made of, ``contents`` fill one for each kind of
results, and each format has a writer of its own that decides nothing but looks.
"""
