"""What shared text and its places say of an origin: names of a project, holders in notices, folders of bundled works.

What is looked at are lines that both works have, and the paths and revisions by which either side came to have them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from codematch.revisions.history import History
from codematch.revisions.passages import Passage
from codematch.revisions.project_names import Mentions

_NOTICE = re.compile(
    rb"copyright|\(c\)\s*\d{4}|\xc2\xa9|@?\bauthors?\b|written by|\xe7\x89\x88\xe6\x9d\x83", re.IGNORECASE
)
_BUNDLING_FOLDERS = (
    "vendor vendors vendored thirdparty 3rdparty external externals extern externs dep deps dependencies nodemodules "
    "bowercomponents bundled sitepackages pods carthage embedded submodules subprojects jspmpackages"
)
_BUNDLING = frozenset(_BUNDLING_FOLDERS.split())
"""Names of folders in which works keep those of others, without signs between words."""
_TAKES = re.compile(
    r"(?i)\b(?:import|includ|add|updat|upgrad|bundl|vendor|sync|bump|merg|cop(?:y|ied)|embed|switch|pull|integrat|"
    r"fork|port|based on|from|use|using|downgrad|revert|替换|引入|导入|升级|更新|移植)"
)
_PERSON = re.compile(r"^\s*(.*?)\s*<[^>]*>\s*$")
_SIGNS = re.compile(r"[\W\d_]+")


def shared_lines(known: Iterable[tuple[str, bytes]], questioned: Iterable[Sequence[bytes]]) -> list[bytes]:
    """Return the different lines that both works have in the files that are held against one another, sorted."""
    there = {line.strip() for _, text in known for line in text.split(b"\n")}
    return sorted(({line.strip() for lines in questioned for line in lines} & there) - {b""})


def named_lines(lines: Iterable[bytes], mentions: Mentions) -> tuple[int, int]:
    """Return how many lines name the project of the known work alone, and that of the questioned one alone."""
    counts = [0, 0]
    for line in lines:
        sides = mentions.sides(line.decode("utf-8", "replace"))
        if len(sides) == 1:
            counts[sides.pop()] += 1
    return counts[0], counts[1]


def notices_of(lines: Iterable[bytes]) -> str:
    """Return the lines that state holders or authors, in small letters."""
    return "\n".join(line.decode("utf-8", "replace") for line in lines if _NOTICE.search(line)).lower()


def authors_of(history: History | None) -> Counter[str]:
    """Return the names of the authors of a history, in small letters, with the numbers of their commits."""
    counts: Counter[str] = Counter()
    for revision in history.revisions if history is not None else ():
        found = _PERSON.match(revision.author)
        counts[(found[1] if found else revision.author).lower()] += 1
    return counts


def holders(
    notices: tuple[str, str], own: Counter[str], other: Counter[str], least: int, ratio: float
) -> tuple[str, ...]:
    """Return the people whom notices name and who are people of one side, those with most commits first.

    A name of a single word is none: it may be any word.

    Args:
        notices: The notices of the shared files of either work, in small letters: both name a person, though the years
            and other words of the lines differ.
        own: The commits of the authors of the side.
        other: Those of the other side.
        least: The least number of commits here.
        ratio: Their share of the commits here is at least this many times that of the commits there.
    """
    whole, whole_other = max(own.total(), 1), max(other.total(), 1)
    found = [
        name
        for name, count in own.items()
        if count >= least
        and len(name.split()) > 1
        and count / whole >= ratio * other[name] / whole_other
        and all(name in each for each in notices)
    ]
    return tuple(sorted(found, key=lambda name: (-own[name], name)))


def is_bundled(path: str) -> bool:
    """Tell whether a file is below a folder for works of others."""
    return any(
        _SIGNS.sub("", part.lower()) in _BUNDLING or "3rd" in part.lower() for part in PurePosixPath(path).parts[:-1]
    )


def placed(passages: Sequence[Passage], mentions: Mentions, other: int) -> tuple[float, float]:
    """Return which share of passages, by weight, is below a folder for works of others, and which is named.

    Args:
        passages: The passages of one side.
        mentions: Finds names.
        other: The other side, 0 or 1: a folder or a file may be named after its project.
    """
    whole = sum(one.weight for one in passages)
    if not whole:
        return 0.0, 0.0
    bundled = sum(one.weight for one in passages if is_bundled(one.history.path))
    named = sum(one.weight for one in passages if mentions.parts(one.history.path) == {other})
    return bundled / whole, named / whole


def stated_origins(history: History, passages: Sequence[Passage], mentions: Mentions, other: int) -> list[int]:
    """Return the revisions that add to a passage and whose message says that the other project was taken over."""
    numbers = sorted({number for one in passages for number in one.gaining})
    return [
        number
        for number in numbers
        if _TAKES.search(history.revisions[number].title) and mentions.sides(history.revisions[number].title) == {other}
    ]
