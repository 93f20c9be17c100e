"""The documents of a scan: an HTML page, data for other programs, and the summary for the terminal."""

from codematch.report.overview import Overview
from codematch.report.scan import to_data, to_html
from codematch.report.scan.cells import pair_folder
from codematch.report.scan.to_terminal import show, text

__all__ = ["documents", "pair_folder", "render", "show", "text"]

_OVERVIEW = Overview(
    name="scan", data=to_data.document, tables=to_data.tables, first=to_data.PAIRS, page=to_html.render, text=text
)
documents, render = _OVERVIEW.documents, _OVERVIEW.render
