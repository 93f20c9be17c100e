"""Reads the models of the program once for all tests of a process: a comparison of small works spends most time there.

What is read again is told by its path, time and size, so that a test that writes models of its own gets those. Models
are values that nothing can change. What the words of lines are, which reports colour them by, depends on the lines.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any

import pytest

from codematch import languages
from codematch.comparison import across_languages, provenance
from codematch.languages.check import grammar_versions
from codematch.report.formats import code_columns, highlighting, terminal_brief
from codematch.report.viewer import texts
from codematch.significance import reference_sets
from codematch.weight import weigher
from codematch.weight.ngrams import Scorer

READERS = (
    (languages, "read_specs"),
    (across_languages, "load_counts"),
    (across_languages, "load_null"),
    (reference_sets, "load_null"),
    (reference_sets, "load_strata"),
    (weigher, "load_background"),
)
"""The functions that read a folder, where the program calls them."""
COLOURING = (code_columns, terminal_brief, texts)
"""The modules that ask what the words of lines are."""


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Keep what is read, the tables that weighing makes of a model, the versions of packages, and the kinds of words.

    Until `patch` is undone.
    """
    for module, name in READERS:
        patch.setattr(module, name, _kept(getattr(module, name)))
    patch.setattr(weigher, "Scorer", lru_cache(maxsize=64)(Scorer))
    patch.setattr(provenance, "_version", cache(provenance._version))
    patch.setattr(provenance, "grammar_versions", lru_cache(maxsize=8)(grammar_versions))
    for module in COLOURING:
        patch.setattr(module, "kinds_of", _kinds_of)


@lru_cache(maxsize=512)
def _kinds(lines: tuple[str, ...], language: str) -> tuple[highlighting.Kinds, ...]:
    return tuple(highlighting.kinds_of(lines, language))


def _kinds_of(lines: Sequence[str], language: str) -> list[highlighting.Kinds]:
    return list(_kinds(tuple(lines), language))


def _kept(read: Callable[..., Any]) -> Callable[..., Any]:
    kept: dict[Any, Any] = {}

    @wraps(read)
    def reading(folder: Path, *arguments: Any) -> Any:
        files = [file for file in sorted(folder.glob("**/*")) if file.is_file()]
        key = folder, arguments, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
        if key not in kept:
            kept[key] = read(folder, *arguments)
        return kept[key]

    return reading
