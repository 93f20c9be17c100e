"""Folders of both works that contain files of the same names.

For each folder of the questioned work, the folder of the known work with most file names in common. Names that any
package has (`README`, `setup`, `main`) do not count.

Why: The division of a program into files is a choice of its author, and remains when all content is rewritten.

Not covered: Renamed files; names that a framework prescribes are counted like others.

Example: `src/net/` with `frame.c`, `retry.c` and `ring.c` in both works.
"""

from collections import defaultdict

import numpy as np

from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.settings.detectors import SameFolders


def _check(case: DetectorInput) -> DetectorResult:
    """Return folders that hold files of the same names: for each questioned folder the known one that shares most."""
    left, right = _folders(case.known), _folders(case.questioned)
    folders = sorted(left)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, folder in enumerate(folders):
        for name in left[folder]:
            holders[name].append(number)
    places = {name: np.array(numbers, dtype=np.int64) for name, numbers in holders.items()}
    found = []
    for folder, names in sorted(right.items()):
        shared = np.bincount(
            np.concatenate([np.empty(0, np.int64), *(places[name] for name in names if name in places)])
        )
        most = int(shared.max(initial=0))
        if most >= max(case.settings.min_folder_files, 1):
            candidates = (folders[number] for number in np.flatnonzero(shared == most).tolist())
            best = max(candidates, key=lambda other: (-len(left[other]), other))
            found.append(_same_folder((best, folder), (left[best], names), case.settings.folder_names_shown))
    found.sort(key=lambda item: (-item.count.known, item.questioned.path))
    return DetectorResult(figures={"same-folder": len(found)}, findings=found)


def _folders(work: Subject) -> dict[str, set[str]]:
    """The names of the files that lie directly in each folder, without names that every package has."""
    result: dict[str, set[str]] = defaultdict(set)
    for record in work.records:
        folder, _, name = record.path.rpartition("/")
        if name.lower().split(".")[0] not in _EVERYWHERE:
            result[folder].add(name)
    return result


_EVERYWHERE = frozenset({
    "", "__init__", "__main__", "readme", "license", "licence", "copying", "makefile", "setup", "package", "index",
    "main", "mod", "lib", "test", "tests", "conftest", "cmakelists", "pom", "build", "changelog", "notice", "authors",
})  # fmt: skip
"""Names of files, without their extension, that say nothing of where a folder comes from."""


def _same_folder(folders: tuple[str, str], held: tuple[set[str], set[str]], shown: int) -> Finding:
    names = sorted(held[0] & held[1])
    return Finding(
        channel=Channel.FILES,
        kind="same-folder",
        text=", ".join(names[:shown]),
        known=Place(path=f"{folders[0]}/", line=0),
        questioned=Place(path=f"{folders[1]}/", line=0),
        count=Both(len(names), len(names)),
        note=Message.of("note-folder", shared=len(names), known=len(held[0]), questioned=len(held[1])),
    )


RULE = Detector(
    id="same-folders",
    docs=__doc__,
    channel=Channel.FILES,
    check=_check,
    settings=SameFolders,
    kinds=("same-folder",),
    messages=("note-folder",),
)
