"""What filters label of labelled files, by line; idioms are left out: the background decides on them, no reader."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codematch.comparison.prepare import as_material, prepare_file
from codematch.filtration import FILTERS
from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.languages import HEAD_BYTES
from codematch.model.filtration import FilterId, Mark
from codematch.pipeline import make_tools
from codematch.settings import Settings
from tests.comparison.works import work

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "detectors" / "filters.toml"

TESTED = tuple(rule for rule in FILTERS if rule.check is not None and rule.id != FilterId.IDIOMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One file under one filter: the lines that are to be labelled, and those that are."""

    path: str
    filter: str
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
        for rule in TESTED:
            assert rule.check is not None
            ranges = row["labels"].get(rule.id, [])
            yield Outcome(
                path=row["path"],
                filter=rule.id,
                expected=frozenset(line for first, last in ranges for line in range(first, last + 1)),
                labelled=frozenset(
                    line for mark in rule.check(material, settings) for line in _lines(material, mark, rule)
                ),
            )


def _lines(file: FileView, mark: Mark, rule: Filter) -> Iterator[int]:
    """The lines on which the tokens, or the comments, of a mark begin."""
    lines = file.stream.comments.lines if rule.on_comments else file.stream.lines
    yield from lines[mark.first : mark.stop].tolist()
