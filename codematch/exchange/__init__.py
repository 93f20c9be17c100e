"""Fingerprint files: what two parties exchange instead of source, and the comparison of two of them.

`keys` has everything that needs the shared key, `making` makes the fingerprints of a work, `file_format` writes and
reads them, `runs` finds shared runs, and `comparing` compares two works.
"""
