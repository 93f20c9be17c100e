"""The least that any such comparison must do: read all of its files, and parse once what has a grammar.

Run as a program it takes a list of files (JSON: pairs of path and language, "" for a file that is only read) and a
number of processes.
"""

import argparse
import importlib
import json
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from tree_sitter import Language, Parser

from codematch.languages import load_languages
from codematch.settings import grammars_folder

CHUNKS_PER_PROCESS = 16


@cache
def _parser(language: str) -> Parser:
    spec = load_languages(grammars_folder()).spec(language)
    with warnings.catch_warnings():  # some grammars still hand out their pointer as a plain integer
        warnings.simplefilter("ignore", DeprecationWarning)
        return Parser(Language(getattr(importlib.import_module(spec.module), spec.function)()))


def parse_all(files: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Read files given as (path, language), parse those with a language; return the bytes and the lines of all."""
    size = lines = 0
    for path, language in files:
        content = Path(path).read_bytes()
        if language:
            _parser(language).parse(content)
        size += len(content)
        lines += content.count(b"\n")
    return size, lines


def balanced_chunks(files: Sequence[tuple[str, str]], sizes: Sequence[int], count: int) -> list[list[tuple[str, str]]]:
    """Share files out to `count` chunks of about equal size in bytes, the largest first."""
    chunks: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    loads = [0] * count
    for index in sorted(range(len(files)), key=lambda i: (-sizes[i], i)):
        lightest = loads.index(min(loads))
        chunks[lightest].append(files[index])
        loads[lightest] += sizes[index]
    return [chunk for chunk in chunks if chunk]


def parse_in_processes(files: Sequence[tuple[str, str]], jobs: int) -> tuple[int, int]:
    """Read and parse files with `jobs` processes; return the bytes and the lines of all."""
    chunks = balanced_chunks(files, [Path(path).stat().st_size for path, _ in files], jobs * CHUNKS_PER_PROCESS)
    if jobs == 1:
        parts = [parse_all(chunk) for chunk in chunks]
    else:
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            parts = list(pool.map(parse_all, chunks))
    return sum(size for size, _ in parts), sum(lines for _, lines in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, help="JSON list of [path, language]")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    files = [(path, language) for path, language in json.loads(arguments.files.read_text())]
    size, lines = parse_in_processes(files, arguments.jobs)
    print(json.dumps({"files": len(files), "bytes": size, "lines": lines}))


if __name__ == "__main__":
    main()
