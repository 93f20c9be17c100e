"""Results become documents here: each format shows what a `CaseResult` holds and computes nothing of its own."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.errors import UsageError
from codematch.model.result import CaseResult
from codematch.report import to_html, to_json, to_terminal
from codematch.report.to_terminal import show

__all__ = ["FORMATS", "Format", "render", "show", "write_reports"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name of its file in the output folder, and the function that makes the content."""

    file_name: str
    render: Callable[[CaseResult], bytes]


FORMATS: dict[str, Format] = {
    "terminal": Format("report.txt", to_terminal.render),
    "json": Format("report.json", to_json.render),
    "html": Format("report.html", to_html.render),
}


def render(result: CaseResult, name: str) -> bytes:
    """Return the result in one format.

    Raises:
        UsageError: There is no such format.
    """
    return _format(name).render(result)


def write_reports(result: CaseResult, folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Write the result in several formats: all of them whole, or none.

    Every format is made before anything is written, goes to a temporary name in the folder first, and is renamed
    into place when all are there, so that no half report can be mistaken for a whole one.

    Args:
        result: What to write.
        folder: Where to; created when missing.
        names: The formats, from `FORMATS`.

    Returns:
        The files, in the order of `names`.

    Raises:
        UsageError: There is no such format, or the folder cannot be written to.
    """
    contents = {_format(name).file_name: _format(name).render(result) for name in names}
    try:
        return _write_all(contents, folder)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written to ({error.strerror}); choose another folder") from error


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UsageError(f"no report format {name!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[name]


def _write_all(contents: dict[str, bytes], folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    waiting = {folder / name: folder / f".{name}.{os.getpid()}.partial" for name in contents}
    try:
        for partial, content in zip(waiting.values(), contents.values(), strict=True):
            with partial.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for final, partial in waiting.items():
            partial.replace(final)
    finally:
        for partial in waiting.values():
            partial.unlink(missing_ok=True)
    return tuple(waiting)
