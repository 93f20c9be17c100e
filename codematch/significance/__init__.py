"""Significance: what labelled pairs say about a score: error rates with limits, discrimination, calibration."""
