"""What any page of ours is made of, with a server or without: figures, colours, elements.

A chart is twice here: ``figures/`` makes plain data of it, with all its words, and the module of
the same name in ``drawing/`` draws that in a browser. The page that is served, the debrief of a
game and the report as a file take both from here, and so show the same.
"""
