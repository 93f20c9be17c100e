"""What values of a saved result may be, so that one that was changed is refused where it is read and not believed.

Numbers are in the ranges of what they count, and places are those of files of their works.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from codematch.model.match import Edit, Region
from codematch.model.result import FileEntry, PairResult, Work
from codematch.model.shape import ShapeError

MOST = 2**53
"""A whole number beyond it is another one in programs that read JSON as floating point, and counts nothing of ours."""
_SHARES = frozenset({
    "share", "upper", "pair_upper", "error_share", "new_share", "known_share", "questioned_share", "rename_consistency",
    "resemblance", "resemblance_exact",
})  # fmt: skip
"""Fields that are shares of something, 0 to 1, unless they are bounds of a likelihood ratio."""
_AFTER_THE_END = 1
"""The end of a text, which some grammars make a token of, is on the line after a final line end."""
_ALIGNED = frozenset({Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL})


def reader(names: Collection[str], name: str, hint: Any, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what reads a field, and refuses a number that is out of its range.

    Args:
        names: All fields of the object.
        name: The field.
        hint: Its type.
        read: What reads a value of the type.
    """
    if hint in (float, float | None) and name in _SHARES and "log10_lr" not in names:
        return lambda value: _share(read(value))
    if hint in (int, int | None):
        return lambda value: _count(read(value))
    return read


def _share(value: float | None) -> float | None:
    if value is not None and not 0.0 <= value <= 1.0:
        raise ShapeError(f"a share is between 0 and 1, not {value!r:.60}")
    return value


def _count(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= MOST:
        raise ShapeError(f"a number between 0 and {MOST} is expected, not {value!r:.60}")
    return value


def check_places(pairs: Sequence[PairResult]) -> None:
    """Check that the places of pairs are in the files of their works, and that scripts and spans agree.

    Raises:
        ShapeError: Something does not fit.
    """
    for number, pair in enumerate(pairs):
        try:
            _check_pair(pair)
        except ShapeError as error:
            raise error.inside(f"pairs[{number}]") from None


def _check_pair(pair: PairResult) -> None:
    sides = known, questioned = _files(pair.known, "known"), _files(pair.questioned, "questioned")
    for number, region in enumerate(pair.regions):
        try:
            _check_lines(region.known.path, region.known.last_line, known)
            _check_lines(region.questioned.path, region.questioned.last_line, questioned)
            _check_script(region)
            for other in region.alternatives:
                _check_lines(other.known_path, other.known_last_line, known)
                _check_lines(other.questioned_path, other.questioned_last_line, questioned)
        except ShapeError as error:
            raise error.inside(f"regions[{number}]") from None
    for number, row in enumerate(pair.file_pairs):
        for path, matched, tokens, files in zip((row.known_path, row.questioned_path), row.matched, row.tokens, sides,
                                                strict=True):  # fmt: skip
            if path not in files:
                raise ShapeError(f"{path!r:.200} is no file of the work", f"file_pairs[{number}]")
            if matched > tokens:
                raise ShapeError("more tokens are matched than there are", f"file_pairs[{number}]")
    for name in ("file", "line", "token", "function"):
        ratio = getattr(pair.totals, name)
        if any(matched > total for matched, total in zip(ratio.matched, ratio.total, strict=True)):
            raise ShapeError("more is matched than there is", f"totals.{name}")


def _files(work: Work, side: str) -> Mapping[str, FileEntry]:
    for number, file in enumerate(work.files):
        if file.path.startswith("/") or ".." in file.path.split("/"):
            raise ShapeError(f"{file.path!r:.200} is no path within a work", f"{side}.files[{number}]")
    return {file.path: file for file in work.files}


def _check_lines(path: str, last_line: int, files: Mapping[str, FileEntry]) -> None:
    file = files.get(path)
    if file is None:
        raise ShapeError(f"{path!r:.200} is no file of the work")
    if last_line > file.lines + _AFTER_THE_END:
        raise ShapeError(f"{path!r:.200} has {file.lines} lines, and no line {last_line}")


def _check_script(region: Region) -> None:
    known = sum(step.known for step in region.script)
    questioned = sum(step.questioned for step in region.script)
    aligned = sum(step.known for step in region.script if step.edit in _ALIGNED)
    spans = [side.stop_token - side.first_token for side in (region.known, region.questioned)]
    if [known, questioned] != spans:
        raise ShapeError(
            f"the script is of {known} and {questioned} tokens, the spans are of {spans[0]} and {spans[1]}"
        )
    if region.tokens != aligned:
        raise ShapeError(f"the script aligns {aligned} tokens, not {region.tokens}")
