"""The version of the program, which every result carries."""

VERSION = "0.1.0"

METHOD = 2
"""The number of the method: raised by every change that can move a weight, because reference sets and validation
bundles hold for one method only. History: 1 (0.1.0); 2 (files and units that correspond are
settled first, pairs of files are decided by their sums)."""
