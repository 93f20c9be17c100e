"""Which files of the works are compared, by patterns of their paths; all others are in the result as excluded."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codematch.errors import EmptyInputError, UsageError
from codematch.model.globs import any_matches, matches, plain
from codematch.model.message import Message, Name
from codematch.model.source import Disposition, Limitation, Reason, SourceFile, SourceTree


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChoice:
    """Patterns of paths (see `codematch.model.globs`); `K:` or `Q:` before one restricts it to a work.

    A file is compared if one of `include` fits it, or there is none for its work, and none of `exclude` does.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str]) -> "FileChoice":
        """Return the choice that patterns make, as they are given."""
        return cls(include=tuple(map(_plain, include)), exclude=tuple(map(_plain, exclude)))

    @classmethod
    def of_a_set(cls, include: Sequence[str], exclude: Sequence[str]) -> "FileChoice":
        """Return the choice that patterns make among works without sides.

        Raises:
            UsageError: A pattern is restricted to the known or the questioned work.
        """
        for option, patterns in (("include", include), ("exclude", exclude)):
            for pattern in patterns:
                if _split(pattern.strip())[0]:
                    raise UsageError(f"--{option} {pattern}: the works of a set have no sides; leave out K: or Q:")
        return cls.of(include, exclude)

    def of_side(self, side: str) -> "FileChoice":
        """Return what is chosen of one work, `K`, `Q` or "" in a set, with patterns that name no side."""
        include, exclude = (
            tuple(pattern for one, pattern in map(_split, patterns) if one in ("", side))
            for patterns in (self.include, self.exclude)
        )
        return FileChoice(include=include, exclude=exclude)

    def takes(self, path: str) -> bool:
        """Tell whether a file is compared."""
        path = unicodedata.normalize("NFC", path)
        return (not self.include or any_matches(path, self.include)) and not any_matches(path, self.exclude)


ALL_FILES = FileChoice()
SIDES = ("K", "Q")


def choose_files(tree: SourceTree, choice: FileChoice, side: str = "") -> SourceTree:
    """Return a work whose other files are excluded; its root hash stays that of all of them.

    Args:
        tree: The work.
        choice: What is chosen.
        side: `K` for the known work, `Q` for the questioned work, "" for one of a set.

    Raises:
        EmptyInputError: No file is left.
    """
    own = choice.of_side(side)
    if own == ALL_FILES:
        return tree
    files = tuple(_chosen(file, own) for file in tree.files)
    if not any(file.record.disposition is Disposition.COMPARED for file in files):
        raise EmptyInputError(f"{tree.label}: no file is left to compare; change or drop --include and --exclude")
    return replace(tree, files=files)


def unused_patterns(trees: Sequence[SourceTree], choice: FileChoice) -> list[Limitation]:
    """Name the patterns that fit no file of any work."""
    paths = {
        side: [unicodedata.normalize("NFC", file.record.path) for file in tree.files]
        for side, tree in zip(SIDES, trees, strict=True)
    }
    return [
        Limitation(
            stage="intake",
            subject="",
            reason=Reason.UNUSED_OPTION,
            detail=Message.of("unused-pattern", option=Name(f"--{option} {pattern}")),
        )
        for option, patterns in (("include", choice.include), ("exclude", choice.exclude))
        for pattern in patterns
        if not _fits_any(pattern, paths)
    ]


def left_out_of_set(trees: Sequence[SourceTree], choice: FileChoice) -> list[Message]:
    """Say how many files of the works of a set were not chosen, and which patterns fit no file of any work."""
    if choice == ALL_FILES:
        return []
    count = sum(file.record.reason is Reason.FILE_NOT_CHOSEN for tree in trees for file in tree.files)
    paths = [unicodedata.normalize("NFC", file.record.path) for tree in trees for file in tree.files]
    unused = [
        Message.of("unused-pattern", option=Name(f"--{option} {pattern}"))
        for option, patterns in (("include", choice.include), ("exclude", choice.exclude))
        for pattern in patterns
        if not any(matches(path, pattern) for path in paths)
    ]
    return [*([Message.of("scan-files-not-chosen", count=count)] if count else []), *unused]


def _fits_any(pattern: str, paths: Mapping[str, Sequence[str]]) -> bool:
    side, plain_pattern = _split(pattern)
    return any(matches(path, plain_pattern) for one in (side or "KQ") for path in paths[one])


def _split(pattern: str) -> tuple[str, str]:
    """Return the side that a pattern is restricted to, "" for none, and the pattern itself."""
    side, colon, rest = pattern.partition(":")
    return (side, rest) if colon and side in SIDES else ("", pattern)


def _plain(pattern: str) -> str:
    side, rest = _split(pattern.strip())
    return f"{side}:{plain(rest)}" if side else plain(rest)


def _chosen(file: SourceFile, choice: FileChoice) -> SourceFile:
    record = file.record
    if record.disposition is not Disposition.COMPARED or choice.takes(record.path):
        return file
    left_out = replace(record, disposition=Disposition.EXCLUDED, reason=Reason.FILE_NOT_CHOSEN)
    return SourceFile(record=left_out, content=file.content)
