"""Generated and third-party files that projects declare themselves, held against what the filters say.

    python -m tests.benchmarks.declared_files REPOSITORY...

A repository declares such files in `.gitattributes` (`linguist-generated`, `linguist-vendored`). Only files in a
language with a grammar count. What a filter labels beyond the declared files need not be wrong: few projects declare
all of theirs, so the share of declared files among the labelled ones is a lower bound of precision.
"""

import argparse
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from codematch.filtration import FILTERS
from codematch.filtration.file_view import FileView
from codematch.intake import read_work
from codematch.languages import HEAD_BYTES, TEXT, tokenize
from codematch.model.filtration import FilterId
from codematch.model.source import Disposition
from codematch.pipeline import make_tools
from codematch.settings import Settings
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

ATTRIBUTES = {FilterId.GENERATED: "linguist-generated", FilterId.VENDORED: "linguist-vendored"}
COUNTS = ("declared", "both", "labelled")
_NO = {"unspecified", "unset", "false"}


def declared(repository: Path) -> dict[str, set[str]]:
    """Return the paths of the newest commit that a repository declares, by the filter that is to know them."""
    names = _git(repository, "ls-tree", "-r", "--name-only", "-z", "HEAD")
    found: dict[str, set[str]] = {name: set() for name in ATTRIBUTES}
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        _git(repository, "read-tree", "HEAD", environment=index)
        answer = _git(
            repository,
            "check-attr",
            "--cached",
            "--stdin",
            "-z",
            *ATTRIBUTES.values(),
            stdin=names,
            environment=index,
        )
    fields = answer.split("\0")
    for path, attribute, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        for filter_id, name in ATTRIBUTES.items():
            if attribute == name and value not in _NO:
                found[filter_id].add(path)
    return found


def _git(repository: Path, *arguments: str, stdin: str = "", environment: Mapping[str, str] | None = None) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    env = os.environ | dict(environment or {})
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True, env=env).stdout


def labelled(repository: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each file in a language with a grammar, with the filters that label it."""
    tools = make_tools(Settings())
    for source in read_work(f"{repository}@HEAD", tools.settings.intake).files:
        record = source.record
        if record.disposition is not Disposition.COMPARED or source.text is None:
            continue
        language = tools.languages.identify(record.path, source.utf8[:HEAD_BYTES]).language
        if language == TEXT:
            continue
        stream = tokenize(record.path, source.utf8, language, tools.languages, tools.settings.parsing)
        none = np.zeros(len(stream), dtype=np.uint8)  # how common something is, these filters do not ask
        material = FileView(path=record.path, utf8=source.utf8, stream=stream, common=none, held=none, projects=0)
        rules = [(rule.id, rule.check) for rule in FILTERS if rule.id in ATTRIBUTES and rule.check is not None]
        yield record.path, {name for name, check in rules if list(check(material, tools.settings.filtration))}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.declared_files", description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path, help="git directories")
    rows, sums = [], Counter[tuple[str, str]]()
    for repository in parser.parse_args().repositories:
        own = declared(repository)
        if not any(own.values()):
            continue
        counts = Counter[tuple[str, str]]()
        for path, filters in labelled(repository):
            for name in ATTRIBUTES:
                counts[name, "declared"] += path in own[name]
                counts[name, "labelled"] += name in filters
                counts[name, "both"] += path in own[name] and name in filters
        sums += counts
        for name in ATTRIBUTES:
            if counts[name, "declared"]:
                numbers = [str(counts[name, kind]) for kind in COUNTS]
                rows.append([repository.parent.name.replace("+", "/"), name, *numbers])
                print(*rows[-1], flush=True)
    rows += [["all", name, *(str(sums[name, kind]) for kind in COUNTS)] for name in ATTRIBUTES]
    data = [dict(zip(("project", "filter", *COUNTS), row, strict=True)) for row in rows]
    save(
        "declared_files", markdown(["project", "filter", "declared", "of them labelled", "labelled in all"], rows), data
    )


if __name__ == "__main__":
    main()
