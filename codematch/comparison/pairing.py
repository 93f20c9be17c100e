"""Which pairs of files are aligned for themselves, before or after everything is compared with everything."""

from collections import Counter, defaultdict

import numpy as np

from codematch.comparison.prepare import PreparedWork
from codematch.fingerprints.minhash import resemblance, similar_pairs
from codematch.model.tokens import TokenStream
from codematch.settings import Settings


def identical_files(known: PreparedWork, questioned: PreparedWork) -> list[tuple[int, int]]:
    """Return the pairs of files with the same bytes and the same tokens, one at least, by the questioned path.

    The same bytes that are read in two languages are not aligned here: their tokens do not stand side by side.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, source in enumerate(known.sources):
        places[source.record.digest].append(index)
    found = []
    for index, source in enumerate(questioned.sources):
        stream = questioned.files[index].stream
        twins = places.get(source.record.digest, ()) if len(stream) else ()
        same = next((twin for twin in twins if _same_tokens(known.files[twin].stream, stream)), None)
        if same is not None:
            found.append((same, index))
    return found


def _same_tokens(known: TokenStream, questioned: TokenStream) -> bool:
    return np.array_equal(known.kinds, questioned.kinds) and np.array_equal(known.texts, questioned.texts)


def similar_files(known: PreparedWork, questioned: PreparedWork, taken: set[int], settings: Settings) -> dict[int, int]:
    """Return for each questioned file not yet taken the known file that it nearly repeats, if there is one.

    Either the sketches of the fingerprints or those of the vocabularies must agree; of several such files the one
    with the highest sum of both is taken, because tables of data all have the same structure and tell their kin by
    their literals. Ties go to the same path, then to the first. The files of a pair are in related languages.
    """
    prints = settings.fingerprinting
    open_files = [index for index in range(len(questioned.files)) if index not in taken]
    best: dict[int, tuple[float, int, int]] = {}
    for kind in ("vocabulary", "sketch"):
        found = similar_pairs(
            [getattr(file, kind) for file in known.files],
            [getattr(questioned.files[index], kind) for index in open_files],
            prints.near_identical,
            prints.seed,
        )
        for known_file, position, _ in found:
            file = open_files[position]
            if known.files[known_file].families.isdisjoint(questioned.files[file].families):
                continue
            paths = known.sources[known_file].record.path, questioned.sources[file].record.path
            pair = known.files[known_file], questioned.files[file]
            both = sum(resemblance(*(getattr(side, sketch) for side in pair)) for sketch in ("vocabulary", "sketch"))
            rank = (both, -path_distance(*paths), -known_file)
            best[file] = max(best.get(file, rank), rank)
    return {file: -rank[2] for file, rank in best.items()}


def files_at_same_relative_path(
    known: PreparedWork, questioned: PreparedWork, matched: list[tuple[int, int]], settings: Settings
) -> dict[int, int]:
    """Return the pairs of files that stand at the same place below two folders which correspond.

    Two folders correspond when at least `settings.counting.folder_pairs` matched pairs of files stand at the same
    place below them: `rich/table.py` and `pip/_vendor/rich/table.py` are one such pair for `` and `_vendor`.

    Args:
        known: The known work.
        questioned: The questioned work.
        matched: Pairs of file indices that share a region.
        settings: How many pairs it takes.
    """
    left = [source.record.path for source in known.sources]
    right = [source.record.path for source in questioned.sources]
    folders = Counter(_folders(left[known_file], right[questioned_file]) for known_file, questioned_file in matched)
    places = {path: index for index, path in enumerate(left)}
    seen = set(matched)
    found: dict[int, int] = {}
    for (above, below), count in sorted(folders.items(), key=lambda item: (-item[1], item[0])):
        if count < settings.counting.folder_pairs:
            continue
        for file, path in enumerate(right):
            partner = places.get(above + path[len(below) :]) if path.startswith(below) else None
            if partner is not None and file not in found and (partner, file) not in seen:
                found[file] = partner
    return found


def path_distance(known: str, questioned: str) -> int:
    """Return 0 for the same path, 1 for the same file name, 2 otherwise."""
    if known == questioned:
        return 0
    return 1 if known.rpartition("/")[2] == questioned.rpartition("/")[2] else 2


def _folders(known: str, questioned: str) -> tuple[str, str]:
    """What stands before the longest common ending of two paths, whole names only."""
    left, right = known.split("/"), questioned.split("/")
    common = 0
    while common < min(len(left), len(right)) and left[-1 - common] == right[-1 - common]:
        common += 1
    above = "".join(f"{name}/" for name in left[: len(left) - common])
    below = "".join(f"{name}/" for name in right[: len(right) - common])
    return above, below
