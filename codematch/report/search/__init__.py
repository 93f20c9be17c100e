"""The documents of a search: an HTML page, data for other programs, and the summary for the terminal."""

from codematch.report.overview import Overview
from codematch.report.search import to_data, to_html
from codematch.report.search.cells import hit_folder
from codematch.report.search.to_terminal import show, text

__all__ = ["documents", "hit_folder", "render", "show", "text"]

_OVERVIEW = Overview(
    name="search", data=to_data.document, tables=to_data.tables, first=to_data.REGIONS, page=to_html.render, text=text
)
documents, render = _OVERVIEW.documents, _OVERVIEW.render
