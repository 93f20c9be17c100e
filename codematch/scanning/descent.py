"""Trees of works that are named: located, read, put in order by their lines, and read again at the end."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from codematch.comparison.prepare import Progress
from codematch.errors import UsageError
from codematch.model.descent import DESCENT_VERSION, DescentEdge, DescentResult, DescentTree, DescentWork
from codematch.model.scan import WorkState
from codematch.revisions.branches import Branch
from codematch.revisions.descent import Descent, Family, Place, find_descent
from codematch.revisions.releases import version_key
from codematch.scanning.works import ReadWork, changed_works, check_number, locate, read_works
from codematch.settings import Settings


def order_named(
    works: Sequence[str],
    settings: Settings,
    *,
    root: str = "",
    encodings: Sequence[str] = (),
    progress: Progress | None = None,
) -> DescentResult:
    """Put works that descend from one another in order.

    Args:
        works: One folder, each of whose entries is a work, or two works or more, in every form of `codematch compare`.
        settings: All settings.
        root: The label or locator of the work that the others descend from, if something tells it; "" for none.
        encodings: `GLOB=NAME`, the encoding of files.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        InputError: Fewer than two works can be read, or there are too many.
        UsageError: The root is none of the works.
    """
    located, notes = locate(works)
    read = read_works(located, settings.intake, encodings, progress)
    check_number(read, settings.scan)
    rooted_at = _rooted_at(read, root)
    compared = [place for place, work in enumerate(read) if work.state is WorkState.COMPARED]
    texts = [
        [(file.record.path, file.utf8) for file in tree.files if file.utf8]
        for place in compared
        if (tree := read[place].tree) is not None
    ]
    if progress is not None:
        progress("descent", 0, 1)
    found = find_descent(texts, settings.versions)
    if progress is not None:
        progress("descent", 1, 1)
    return DescentResult(
        format_version=DESCENT_VERSION,
        works=_works(read, compared, found, [len(files) for files in texts]),
        trees=tuple(_tree(family, read, compared, rooted_at) for family in found.families),
        features=found.features,
        by_form=found.by_form,
        replicates=settings.versions.replicates,
        blocks=found.blocks,
        blocks_are_files=found.blocks_are_files,
        limitations=tuple(notes),
        changed=tuple(changed_works(read, settings.intake)),
    )


def _rooted_at(read: Sequence[ReadWork], root: str) -> int:
    """Return the number of the work that is the root, 0 for none.

    Raises:
        UsageError: It is none of the works, or not compared.
    """
    if not root:
        return 0
    for number, work in enumerate(read, start=1):
        if root in (work.located.label, work.located.locator):
            if work.state is WorkState.COMPARED:
                return number
            raise UsageError(f"--root {root}: is not compared ({work.state.value}); name a work that is")
    labels = ", ".join(work.located.label for work in read[:5])
    raise UsageError(f"--root {root}: is not a work of the set; its works are {labels}{', …' if read[5:] else ''}")


def _works(
    read: Sequence[ReadWork], compared: Sequence[int], found: Descent, files: Sequence[int]
) -> tuple[DescentWork, ...]:
    rows = {place: row for row, place in enumerate(compared)}
    trees = {row: number for number, family in enumerate(found.families, start=1) for row in family.works}
    return tuple(
        DescentWork(
            number=place + 1,
            label=work.located.label,
            state=work.state,
            root=work.tree.digest if work.tree is not None else "",
            detail=work.detail,
            duplicate_of=work.duplicate_of + 1,
            **(
                _placed(found.places[rows[place]], compared, files[rows[place]], trees.get(rows[place], 0))
                if place in rows
                else {}
            ),
        )
        for place, work in enumerate(read)
    )


def _placed(place: Place, compared: Sequence[int], files: int, tree: int) -> dict[str, Any]:
    return {
        "tree": tree,
        "files": files,
        "features": place.features,
        "own": place.own,
        "lacking": place.lacking,
        "is_between": place.is_between,
        "between_support": place.between_support,
        "nearest": compared[place.nearest] + 1,
        "likeness": place.likeness,
    }


def _tree(family: Family, read: Sequence[ReadWork], compared: Sequence[int], rooted_at: int) -> DescentTree:
    def node(number: int) -> int:
        return compared[number] + 1 if number < len(compared) else len(read) + 1 + number - len(compared)

    def edge(one: Branch) -> DescentEdge:
        return DescentEdge(
            first=node(one.first),
            second=node(one.second),
            length=one.length,
            support=one.support,
            first_only=one.first_only,
            second_only=one.second_only,
        )

    works = tuple(map(node, family.works))
    line = [node(number) for number in family.main_line]
    root = rooted_at if rooted_at in works else 0
    ordered, agreeing = _agreement([read[number - 1].located.label for number in line])
    if root == line[-1] or (line[0] != root and 2 * agreeing < ordered):
        line = line[::-1]
    return DescentTree(
        works=works,
        edges=tuple(map(edge, family.branches)),
        main_line=tuple(line),
        rooted_at=root,
        ordered_pairs=ordered,
        agreeing_pairs=max(agreeing, ordered - agreeing),
    )


def _agreement(labels: Sequence[str]) -> tuple[int, int]:
    """Return how many pairs of labels state different versions, and how many of them in ascending order."""
    keys = [version_key(label) for label in labels]
    pairs = [(one, other) for one, other in combinations(keys, 2) if len(one) > 1 and len(other) > 1 and one != other]
    return len(pairs), sum(one < other for one, other in pairs)
