"""The version of the program, which every result carries."""

VERSION = "0.1.0"
