"""Figures as self-contained SVG text: each a pure function of numbers, without caption, readable without colour."""

from codematch.report.charts.curves import Series, det_chart, ece_chart, roc_chart, tippett_chart
from codematch.report.charts.values import distribution_chart, placement_chart

__all__ = ["Series", "det_chart", "distribution_chart", "ece_chart", "placement_chart", "roc_chart", "tippett_chart"]
