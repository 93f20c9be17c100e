"""The optional parts of an installation: what each extra of the package is for, and whether it is there.

A part that is missing costs only itself: who needs it asks here, says which extra brings it, and goes on without it.
"""

from collections.abc import Mapping
from importlib.util import find_spec

from codematch.errors import StoreError

PURPOSES: Mapping[str, str] = {
    "pdf": "PDF files, and the exhibits of a case bundle as PDF (`compare`, `report`, `rebut`)",
    "docx": "Word files (`compare`, `report`, `rebut`)",
    "index": "an index of many works, and searches in it (`index`, `search`)",
    "pandas": "tables of results as data frames (`to_pandas`)",
    "arrow": "tables of results as Arrow tables (`to_arrow`)",
    "models": "weight files of AI models in HDF5 (`artefacts`)",
    "all": "all of the above",
    "spark": "indexes, searches and scans on a cluster (`--engine spark://HOST:PORT`)",
    "dev": "the tests, and the documentation site",
}
"""What each extra of the package is for, in the order in which they are listed."""
_PAGES = ("typst", "fontTools")
"""Both set pages and draw figures; the font may also be one of the system, see `report.formats.fonts`."""
_MODULES: Mapping[str, tuple[str, ...]] = {
    "pdf": _PAGES,
    "docx": (*_PAGES, "docx"),
    "index": ("duckdb", "ibis", "pyarrow"),
    "pandas": ("pandas",),
    "arrow": ("pyarrow",),
    "models": ("h5py",),
    "spark": ("pyspark",),
    "dev": ("hypothesis", "mypy", "pytest", "ruff"),
}
ALL, _OF_ALL = "all", ("pdf", "docx", "index", "pandas", "arrow", "models")
"""The extra that takes in others, and those."""


def missing(extra: str) -> tuple[str, ...]:
    """Return the modules of an extra that are not installed; nothing is imported for the answer."""
    modules = _MODULES[extra] if extra != ALL else tuple(name for one in _OF_ALL for name in _MODULES[one])
    return tuple(name for name in dict.fromkeys(modules) if find_spec(name) is None)


def advice(extra: str) -> str:
    """Return what to install, and how."""
    return f"install codematch[{extra}] (python -m pip install 'codematch[{extra}]')"


def require(extra: str, purpose: str) -> None:
    """Refuse what needs an extra that is not installed.

    Args:
        extra: The name of the extra.
        purpose: What needs it, as the subject of the message, such as "an index".

    Raises:
        StoreError: A part of it is not installed.
    """
    if without := missing(extra):
        raise StoreError(f"{purpose} needs {', '.join(without)}: {advice(extra)}")
