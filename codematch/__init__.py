"""codematch: compare two bodies of source code and weigh every shared region."""

__version__ = "0.1.0"
