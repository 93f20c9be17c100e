"""Frozen values that the stages hand to one another; nothing here computes."""
