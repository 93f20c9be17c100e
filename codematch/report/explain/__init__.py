"""What a saved result says of one file or line: finding the place, explaining it, and writing the answer."""
