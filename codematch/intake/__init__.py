"""Intake: whatever is submitted becomes a SourceTree, read-only and without running anything in it.

A work may be a folder, an archive (zip or tar, plain or behind gzip, bzip2 or xz, with archives inside it), a
single file, a git working tree, `path@revision` of a git repository, or a git bundle. `locate` finds out which,
`forms` opens it as a stream of entries, `archive` opens the archives within it, `content` and `decode` judge
each file, `assemble` makes the tree, `manifest` its root hash. Everything met ends in exactly one record.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from codematch.errors import EmptyInputError, InputError
from codematch.intake import archive, assemble, input_formats, legacy_names
from codematch.intake.budget import Budget
from codematch.intake.charsets import Charset
from codematch.intake.content import Judged, judge
from codematch.intake.contents import WorkContents
from codematch.intake.decode import Decoded
from codematch.intake.given import Given
from codematch.intake.locate import Located, locate
from codematch.model.source import Disposition, Reason, SourceTree
from codematch.settings import Intake

__all__ = ["digest_again", "find_work", "read_work"]

Progress = Callable[[int, int], None]


def read_work(
    locator: str,
    settings: Intake,
    *,
    label: str | None = None,
    progress: Progress | None = None,
    encodings: Sequence[Given] = (),
    text_only: bool = True,
) -> SourceTree:
    """Read a work.

    Args:
        locator: A path, or `path@revision` for a git repository or bundle. Without a revision a repository

                   means its working tree, a bare one and a bundle for HEAD.
        settings: The limits on what is read.
        label: What reports call the work; the last part of the locator unless given.
        progress: Is called with the number of files read and their total number, 0 when unknown.
        encodings: What the user states about the encodings of files; it goes before all that is found out.
        text_only: Refuse a work without any text that can be compared.

    Returns:
        The tree. An archive of one top-level folder is read from inside that folder, so that paths are the
        same as for the folder itself; members of archives within the work keep the full name.

    Raises:
        EmptyInputError: It holds no files, or empty ones only.
        InputError: The work cannot be read, must not be, or holds nothing that can be compared.
    """
    work = locate(locator)
    label = work.label if label is None else label
    with input_formats.opened(work, label, settings) as source:
        judged = list(_judged(source, settings, progress, encodings))
        notes = source.notes()
    tree = assemble.tree(label, source.origin, judged, notes, source.strip, settings, encodings)
    if text_only:
        _check_worth(tree, work.subject)
    return replace(tree, contents=WorkContents(work, settings))


def find_work(locator: str, settings: Intake) -> None:
    """Find out whether there is such a work, and such a revision of it, without reading its files.

    Raises:
        InputError: It is not there, or in no form that can be read.
    """
    work = locate(locator)
    if work.revision:
        with input_formats.opened(work, work.label, settings):
            pass


def digest_again(locator: str, settings: Intake) -> str:
    """Return the root hash that a work has now, "" when it cannot be read any more."""
    limits = replace(settings, sm3=False, sha1=False, md5=False)
    try:
        work = locate(locator)
        with input_formats.opened(work, work.label, limits) as source:
            judged = [Judged(replace(entry, content=None), None) for entry in source.entries]
            return assemble.root(judged, source.strip, limits, lambda: _spoken_again(work, limits))
    except (InputError, OSError):
        return ""


def _spoken_again(work: Located, limits: Intake) -> Sequence[Charset]:
    """Return the encodings of the texts of a work, which is read for them once more: few works have names that ask."""
    with input_formats.opened(work, work.label, limits) as source:
        return legacy_names.spoken(source.entries, limits)


def _judged(
    source: input_formats.Source, settings: Intake, progress: Progress | None, given: Sequence[Given]
) -> Iterator[Judged]:
    nested = Budget(settings, packed_bytes=None)
    known_texts: dict[str, Decoded] = {}
    for done, entry in enumerate(source.entries, start=1):
        for one in archive.opened(entry, settings, nested):
            yield judge(one, settings, known_texts, given)
        if progress is not None:
            progress(done, source.total)


def _check_worth(tree: SourceTree, subject: str) -> None:
    """Refuse a work in which there is nothing to compare, and say what there is instead."""
    files = [file.record for file in tree.files if file.record.reason is not Reason.VCS_DATA]
    if not files:
        raise EmptyInputError(f"{subject}: holds no files; give a folder or an archive with source code")
    if any(file.disposition is Disposition.COMPARED and file.size_bytes for file in files):
        return
    reasons = sorted({str(file.reason or "empty") for file in files})
    whole = "not text that can be compared" if len(files) == 1 else f"none of its {len(files)} files can be compared"
    advice = ", or raise intake.max_file_bytes" if Reason.TOO_LARGE in reasons else ""
    kind = EmptyInputError if reasons == ["empty"] else InputError
    raise kind(f"{subject}: {whole} ({', '.join(reasons)}); give a folder or an archive with source code{advice}")
