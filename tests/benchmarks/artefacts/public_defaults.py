"""Counts the defaults of the configurations that a library ships: `codematch/artefacts/public_defaults.json`.

    python -m tests.benchmarks.artefacts.public_defaults FOLDER NAME

FOLDER is an unpacked wheel of `transformers`, NAME its name and version. The files are parsed, not run; counts
are kept, no code.
"""

import ast
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from codematch.artefacts.configuration import FILE
from codematch.artefacts.settings_text import fields

MIN_CONFIGURATIONS = 3


def classes(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the fields with plain defaults of every configuration class."""
    for file in sorted(folder.rglob("configuration_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Config"):
                yield dict(defaults(node))


def defaults(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield from plain(item.target.id, item.value)
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            arguments = item.args.args[-len(item.args.defaults) :] if item.args.defaults else []
            for argument, value in zip(arguments, item.args.defaults, strict=True):
                yield from plain(argument.arg, value)


def plain(name: str, value: ast.expr | None) -> Iterator[tuple[str, str]]:
    if isinstance(value, ast.Call):
        value = next((word.value for word in value.keywords if word.arg == "default"), None)
    try:
        said = ast.literal_eval(value) if value is not None else None
    except (ValueError, TypeError):
        return
    if value is not None and not isinstance(said, dict | set | tuple):
        yield from fields("x.json", json.dumps({name: said})).items()


if __name__ == "__main__":
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for found in classes(Path(sys.argv[1])):
        for name, value in found.items():
            counts[name][value] += 1
    kept = {name: dict(sorted(of.items())) for name, of in sorted(counts.items()) if of.total() >= MIN_CONFIGURATIONS}
    said = {"format": 1, "source": sys.argv[2], "fields": kept}
    FILE.write_text(json.dumps(said, indent=0, ensure_ascii=True, sort_keys=True) + "\n", encoding="utf-8")
    print(len(kept), "fields")
