"""The version of the program, which every result carries."""

VERSION = "0.1.0"

METHOD = 1
"""The number of the method: raised by every change that can move a weight, because reference sets and validation
bundles hold for one method only. History: 1 (0.1.0)."""
