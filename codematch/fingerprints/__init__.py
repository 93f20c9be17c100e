"""Fingerprints: hashes of token k-grams, the winnowed few of them, and MinHash sketches of those."""
