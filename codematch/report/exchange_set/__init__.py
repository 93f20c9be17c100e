"""The documents of many works compared by their fingerprints: data for other programs, a page, a summary."""

from codematch.report.exchange_set import to_data, to_html
from codematch.report.exchange_set.cells import pair_folder
from codematch.report.exchange_set.to_terminal import show, text
from codematch.report.overview import Overview

__all__ = ["documents", "pair_folder", "render", "show", "text"]

_OVERVIEW = Overview(
    name="exchange-set", data=to_data.document, tables=to_data.tables, first=to_data.PAIRS, page=to_html.render,
    text=text,
)  # fmt: skip
documents, render = _OVERVIEW.documents, _OVERVIEW.render
