"""A saved comparison: the published document of a result, and how one is read back from `report.json`."""

from dataclasses import replace
from os import PathLike
from pathlib import Path

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.document import from_document, to_document
from codematch.model.minhash import Sketches
from codematch.model.result import CaseResult, PairResult
from codematch.model.sources import Sources

__all__ = ["from_document", "missing_files", "read_result", "to_document"]

_OVERVIEWS = {
    "scan.json": ("a scan", "codematch scan", "scan.html", "pairs/1-2"),
    "search.json": ("a search", "codematch search", "search.html", "hits/1"),
    "batch.json": ("a batch", "codematch batch", "batch.html", "rows/0001"),
    "exchange.json": ("a comparison of fingerprint files", "codematch compare", "exchange.html", ""),
    "versions.json": ("a search for versions", "codematch versions", "versions.html", ""),
}
"""The overviews by their files: what each is, the command that writes it, its page, and the folder of a record."""
_KEYS = {
    "scan.json": {"works", "pairs", "clusters"},
    "search.json": {"index", "hits", "questioned"},
    "batch.json": {"rows", "list_name"},
    "exchange.json": {"key_id", "is_open", "pairs"},
    "versions.json": {"pinning", "direction"},
}
"""Keys by which an overview is known whatever its file is called."""


def read_result(path: str | PathLike[str]) -> CaseResult:
    """Read a result back from a `report.json` that any version up to this one wrote.

    Args:
        path: The file, or the folder of a finished run that holds it. The MinHash signatures are in a file beside it;
            without that file the result has none, and is complete in everything else.

    Raises:
        StoreError: There is no such file, it cannot be read, it is not JSON, it is of another format, it has
            another shape than a result, or the file with the signatures was changed.
    """
    place = Path(path)
    file = place / "report.json" if place.is_dir() else place
    try:
        content = saved_files.read_bytes(file)
    except FileNotFoundError:
        raise StoreError(_missing(place, file)) from None
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); give a readable report.json") from None
    try:
        document = saved_files.json_value(content)
    except ValueError as error:
        raise StoreError(f"{file}: not JSON, or truncated ({error}); give the report.json of a finished run") from None
    try:
        result = from_document(document)
    except StoreError as error:
        raise StoreError(f"{file}: {_overview_in(document) or error}") from None
    return replace(result, pairs=tuple(_with_files(pair, file.parent) for pair in result.pairs))


def _missing(place: Path, file: Path) -> str:
    """Say that there is no result, and what else a folder holds: overviews of many works are no results."""
    for name in _OVERVIEWS:
        if (place / name).is_file():
            return f"{place}: {_about(name)}"
    return f"{file}: no such file; give the report.json of a finished run"


def _overview_in(document: object) -> str:
    """Say which overview a document is, "" if it is none."""
    keys = document.keys() if isinstance(document, dict) else ()
    return next((_about(name) for name, own in _KEYS.items() if own <= set(keys)), "")


def _about(name: str) -> str:
    what, command, page, record = _OVERVIEWS[name]
    own = f"; codematch report renders its records, such as {record}" if record else ""
    return f"is the overview of {what} and no record of two works; {command} --out DIR writes it as {page}{own}"


def missing_files(result: CaseResult) -> tuple[str, ...]:
    """Return the files beside `report.json` that a result records and that were not there when it was read."""
    return tuple(
        one.file for pair in result.pairs for one in (pair.sketches, pair.sources) if one is not None and one.is_missing
    )


def _with_files(pair: PairResult, folder: Path) -> PairResult:
    """Return a pair with the signatures and texts of the files beside `report.json`, as far as they are there.

    Raises:
        StoreError: A file cannot be read, or is another one than the result records.
    """
    sketches, sources = pair.sketches, pair.sources
    if sketches is not None and sketches.count:
        sketches = replace(sketches, content=_content(sketches, folder, "MinHash signatures"))
    if sources is not None and sources.texts:
        sources = replace(sources, content=_content(sources, folder, "the texts of whole files"))
    return replace(pair, sketches=sketches, sources=sources)


def _content(beside: Sketches | Sources, folder: Path, what: str) -> bytes:
    """Return what is in a file beside `report.json`, nothing where it is missing."""
    file = folder / beside.file
    try:
        content = saved_files.read_bytes(file)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); make it readable, or take it away") from None
    if not beside.is_content(content):
        raise StoreError(
            f"{file}: differs from the file whose SHA-256 report.json records; restore it, or take it away to go on "
            f"without {what}"
        )
    return content
