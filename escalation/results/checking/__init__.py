"""Whether what was kept is still as it was, and comes out again.

``verifying`` holds a folder against its hashes, ``matching`` its tables against the same ones made
again, ``conditions`` says what is otherwise than when they were made. ``mailed`` opens what came as
a zip archive, which ``archives`` has looked through before.
"""
