"""The documents of a comparison of fingerprints: an HTML page, data for other programs, a summary for the terminal."""

from codematch.report.exchange import to_data, to_html
from codematch.report.exchange.to_terminal import show, text
from codematch.report.overview import Overview

__all__ = ["documents", "render", "show", "text"]

_OVERVIEW = Overview(
    name="exchange", data=to_data.document, tables=to_data.tables, first=to_data.RUNS, page=to_html.render, text=text
)
documents, render = _OVERVIEW.documents, _OVERVIEW.render
