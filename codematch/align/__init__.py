"""Alignment: seeds, runs, chains and edit scripts, and the regions that they make."""
