"""Filters: each labels passages with a reason and its basis, and removes nothing; one file for each filter."""

from codematch.filtration import (
    agreed,
    boilerplate,
    common,
    data,
    generated,
    idioms,
    imports,
    interface,
    library,
    licences,
    standards,
    vendored,
)  # fmt: skip
from codematch.filtration.file_view import FileView
from codematch.filtration.formats import format_of, load_formats
from codematch.filtration.rule import Filter
from codematch.filtration.standards import load_standards
from codematch.model.filtration import Mark
from codematch.settings import Filtration

FILTERS: tuple[Filter, ...] = (
    agreed.RULE,
    common.RULE,
    library.RULE,
    vendored.RULE,
    generated.RULE,
    imports.RULE,
    licences.RULE,
    standards.RULE,
    data.RULE,
    interface.RULE,
    boilerplate.RULE,
    idioms.RULE,
)
"""All filters, in the order in which the waterfall applies them."""


def load_tables() -> None:
    """Read what filters know of standards and formats, before processes are started that all need it."""
    load_standards()
    load_formats()


def content_marks(file: FileView, settings: Filtration) -> dict[str, tuple[Mark, ...]]:
    """Return what the filters that look at content alone label in a file, by their ids, without those without labels.

    Worker processes run these filters, once for all copies of a file.
    """
    on = (rule for rule in FILTERS if rule.check is not None and not rule.by_place and rule.is_on(settings))
    found = {rule.id: tuple(rule.check(file, settings)) for rule in on if rule.check is not None}
    return {rule_id: marks for rule_id, marks in found.items() if marks}


def format_by_name(path: str, utf8: bytes, settings: Filtration) -> str:
    """Return the format that `content_marks` sees in a file, the only thing that its name may say there; "" for none.

    Copies of a file under another name have the same marks if the format is the same.
    """
    found = format_of(path, utf8, settings)
    return found.name if found is not None else ""
