"""What reports hold: a file for each kind of results, made of parts that several kinds share.

A document of a folder runs nothing: what nobody asked of the results is named with its command.
"""
