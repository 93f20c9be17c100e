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
from codematch.filtration.material import Material
from codematch.model.filtration import FilterId, Mark
from codematch.settings import Filtration

FileFilter = Callable[[Material, Filtration], Iterable[Mark]]

FILE_FILTERS: Mapping[FilterId, FileFilter] = {
    FilterId.VENDORED: vendored.marks,
    FilterId.GENERATED: generated.marks,
    FilterId.IMPORTS: imports.marks,
    FilterId.LICENCES: licences.marks,
    FilterId.STANDARDS: standards.marks,
    FilterId.DATA: data.marks,
    FilterId.INTERFACE: interface.marks,
    FilterId.BOILERPLATE: boilerplate.marks,
    FilterId.IDIOMS: idioms.marks,
}
ON_COMMENTS = frozenset({FilterId.LICENCES})
"""The filters whose marks count in comments, not in tokens."""
