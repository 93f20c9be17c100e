"""What filters label of labelled files, by line; idioms are left out: the background decides on them, no reader."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codematch.comparison.prepare import as_material, prepare_file
from codematch.filtration import BY_CONTENT, BY_PLACE, ON_COMMENTS
from codematch.filtration.file_view import FileView
from codematch.languages import HEAD_BYTES
from codematch.model.filtration import FilterId, Mark
from codematch.pipeline import make_tools
from codematch.settings import Settings
from tests.comparison.works import work

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "detectors" / "filters.toml"

FILTERS = {name: marks for name, marks in {**BY_PLACE, **BY_CONTENT}.items() if name is not FilterId.IDIOMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One file under one filter: the lines that are to be labelled, and those that are."""

    path: str
    filter: FilterId
    expected: frozenset[int]
    labelled: frozenset[int]


def outcomes() -> Iterator[Outcome]:
    """Yield every file of the fixture under every filter that looks at files alone."""
    tools = make_tools(Settings())
    settings = tools.settings.filtration
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["file"]:
        (source,) = work("fixture", {row["path"]: row["text"]}).files
        claimed = tools.languages.identify(row["path"], source.utf8[:HEAD_BYTES])
        prepared = prepare_file(source, claimed, tools)
        material = as_material(source, prepared.stream, prepared.weights, tools.weigher)
        for filter_id, marks in FILTERS.items():
            ranges = row["labels"].get(filter_id.value, [])
            yield Outcome(
                path=row["path"],
                filter=filter_id,
                expected=frozenset(line for first, last in ranges for line in range(first, last + 1)),
                labelled=frozenset(
                    line for mark in marks(material, settings) for line in _lines(material, mark, filter_id)
                ),
            )


def _lines(file: FileView, mark: Mark, filter_id: FilterId) -> Iterator[int]:
    """The lines on which the tokens, or the comments, of a mark begin."""
    lines = file.stream.comments.lines if filter_id in ON_COMMENTS else file.stream.lines
    yield from lines[mark.first : mark.stop].tolist()
