"""Filters that look at one file: each labels passages with a reason and its basis, and removes nothing.

A filter is a function from a file and the settings to marks. Filters that hold a work against other material stand in
`comparison.reference_material`, because they align.
"""

from collections.abc import Callable, Iterable, Mapping

from codematch.filtration import (
    boilerplate,
    data,
    generated,
    idioms,
    imports,
    interface,
    licences,
    standards,
    vendored,
)
from codematch.filtration.file_view import FileView
from codematch.model.filtration import FilterId, Mark
from codematch.settings import Filtration

FileFilter = Callable[[FileView, Filtration], Iterable[Mark]]

BY_PLACE: Mapping[FilterId, FileFilter] = {
    FilterId.VENDORED: vendored.marks,
    FilterId.GENERATED: generated.marks,
}
"""Filters that look at where a file lies, too: copies of one file may differ."""
BY_CONTENT: Mapping[FilterId, FileFilter] = {
    FilterId.IMPORTS: imports.marks,
    FilterId.LICENCES: licences.marks,
    FilterId.STANDARDS: standards.marks,
    FilterId.DATA: data.marks,
    FilterId.INTERFACE: interface.marks,
    FilterId.BOILERPLATE: boilerplate.marks,
    FilterId.IDIOMS: idioms.marks,
}
"""Filters that look at nothing but the content of a file: worker processes run them."""
ON_BOTH_SIDES = frozenset({FilterId.VENDORED, FilterId.GENERATED})
"""The filters whose marks count only where both sides bear one for the same reason.

What a tool wrote, or came from elsewhere, explains that two works hold it when it did so in both. A mark of one side is
made by whoever wants it there: known code with its white space removed, or put into a folder for third-party code.
"""
ON_COMMENTS = frozenset({FilterId.LICENCES})
"""The filters whose marks count in comments, not in tokens."""


def content_marks(file: FileView, settings: Filtration) -> dict[FilterId, tuple[Mark, ...]]:
    """Return what the filters by content that are on label in a file, without those that label nothing."""
    on = (filter_id for filter_id in BY_CONTENT if getattr(settings, filter_id.value))
    found = {filter_id: tuple(BY_CONTENT[filter_id](file, settings)) for filter_id in on}
    return {filter_id: marks for filter_id, marks in found.items() if marks}
