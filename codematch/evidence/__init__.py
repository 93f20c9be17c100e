"""Detectors of evidence beside regions, one module for each channel; none knows another."""
