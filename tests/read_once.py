"""Reads the models of the program once for all tests of a process: a comparison of small works spends most time there.

What is read again is told by its path, time and size, so that a test that writes models of its own gets those. Models
are values that nothing can change.
"""

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any

import pytest

from codematch import languages
from codematch.comparison import across_languages, provenance
from codematch.languages.check import grammar_versions
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


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Keep what is read, the tables that weighing makes of a model, and the versions of packages.

    Until `patch` is undone.
    """
    for module, name in READERS:
        patch.setattr(module, name, _kept(getattr(module, name)))
    patch.setattr(weigher, "Scorer", lru_cache(maxsize=64)(Scorer))
    patch.setattr(provenance, "_version", cache(provenance._version))
    patch.setattr(provenance, "grammar_versions", lru_cache(maxsize=8)(grammar_versions))


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
