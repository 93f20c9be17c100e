"""codematch: compare two bodies of source code and weigh every shared region.

    result = codematch.compare("known/", "questioned.zip")
    for region in result.pairs[0].regions:
        print(region.known.path, region.questioned.path, region.weight.total)

Parsers, NumPy and reports are imported when first needed, so `import codematch` is fast.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from codematch.errors import UsageError
from codematch.settings import Settings
from codematch.version import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from codematch.case import read_result as read_result
    from codematch.comparison.item_text import StatedItem
    from codematch.model.asserted import AssertedItem
    from codematch.model.engagement import Engagement
    from codematch.model.result import CaseResult

__version__ = VERSION
__all__ = ["Settings", "__version__", "compare", "read_result"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the number of items done and their total number (0 if unknown)."""


def compare(
    known: "str | PathLike[str]",
    questioned: "str | PathLike[str]",
    *,
    common: "Sequence[str | PathLike[str]]" = (),
    agreed: "str | PathLike[str] | None" = None,
    asserted: "str | PathLike[str] | Sequence[str | AssertedItem | StatedItem] | None" = None,
    engagement: "Engagement | None" = None,
    library: "str | PathLike[str] | None" = None,
    settings: Settings | None = None,
    languages: Sequence[str] = (),
    language_of: "Sequence[tuple[str, str]]" = (),
    encodings: Sequence[str] = (),
    likelihood_bundle: "str | PathLike[str] | None" = None,
    unmask: str = "",
    jobs: int = 1,
    progress: Progress | None = None,
) -> "CaseResult":
    """Read two works and compare them.

    Args:
        known: The known work, which is asserted: a folder, a file, an archive, a git bundle, or a git repository as
            `path` (its working tree) or `path@revision`.
        questioned: The questioned work, which is examined, in the same forms.
        common: Shared material: works that both sides may have used, in the same forms; `CODE=` before a locator gives
            another reason than open source (`codematch.model.filtration.ReasonCode`).
        agreed: A TOML file of agreed exclusions, each with its reason and a name.
        asserted: Items of the known work, `PATH`, `PATH:FIRST-LAST` or `PATH::SYMBOL`, or a text file with one on each
            line. The result gives the counterpart of each. An item that is not in the known work is an error.
        engagement: Facts about the matter, which the result repeats as given.
        library: The folder of the reference library to use; None for none.
        settings: The settings; None for the documented defaults.
        languages: Compare only files in these languages; all languages if empty.
        language_of: Pairs of a path pattern and the language of its files, which overrides any other sign; the last
            match counts.
        encodings: `GLOB=NAME`, the encoding of files of all works whose path, or the end of it after a slash, matches.
        likelihood_bundle: A validation bundle: likelihood ratios are evaluated if its scope covers the case.
        unmask: The reason why exhibits show secrets and personal data; "" to mask them.
        jobs: The number of worker processes; it does not change the result.
        progress: Called with the progress of every step.

    Returns:
        The complete result; `codematch.read_result` reads a saved one. The works are read again at the end: a work
        that changed is named in `changed`, and the result is invalid.

    Raises:
        CodematchError: There is no result; `codematch.errors` lists the kinds of errors and their exit codes.
    """
    from dataclasses import replace
    from functools import partial
    from pathlib import Path

    from codematch.comparison.reference_material import agreed_material, common_material
    from codematch.filtration.agreed import read_agreements
    from codematch.intake import digest_again, given, read_work
    from codematch.pipeline import compare_works
    from codematch.reference_library import entries as library_entries
    from codematch.significance.likelihood_ratio import read_bundle

    chosen = settings or Settings()
    locators = _locator(known, "known"), _locator(questioned, "questioned")
    prior = [_locator(text, "common") for text in _several(common, "common")]
    bundle = (
        read_bundle(Path(_locator(likelihood_bundle, "likelihood_bundle"))) if likelihood_bundle is not None else None
    )
    agreements = read_agreements(Path(_locator(agreed, "agreed"))) if agreed is not None else ()
    items = _items(asserted)
    entries = library_entries(Path(_locator(library, "library"))) if library is not None else None

    stated = given.parse(encodings)
    trees: list[tuple[str, Any]] = []

    def read(role: str, locator: str) -> Any:
        step = None if progress is None else partial(progress, f"read {role}")
        trees.append((locator, read_work(locator, chosen.intake, progress=step, encodings=stated)))
        return trees[-1][1]

    works = read("known", locators[0]), read("questioned", locators[1])
    material = (
        *(common_material(text, partial(read, "common")) for text in prior),
        *agreed_material(agreements, partial(read, "agreed")),
    )
    unused = given.unused([tree for _, tree in trees], stated)
    result = compare_works(
        replace(works[0], limitations=(*works[0].limitations, *unused)),
        works[1],
        material=material,
        agreements=agreements,
        asserted=items,
        library=entries,
        settings=chosen,
        languages=tuple(languages),
        language_of=tuple(language_of),
        bundle=bundle,
        unmask=unmask,
        jobs=jobs,
        progress=progress,
    )
    roles = ("known", "questioned", *(f"prior.{number}" for number in range(1, len(trees) - 1)))
    changed = tuple(
        role
        for role, (locator, tree) in zip(roles, trees, strict=True)
        if digest_again(locator, chosen.intake) != tree.digest
    )
    return replace(result, engagement=engagement, changed=changed)


def _locator(given: "str | PathLike[str]", name: str) -> str:
    """Return a path as text.

    Raises:
        UsageError: It is not a path.
    """
    from os import PathLike, fspath

    text = fspath(given) if isinstance(given, (str, PathLike)) else given
    if not isinstance(text, str):
        raise UsageError(f"{name}: {given!r} is not a path; give a str or a pathlib.Path")
    return text


def _several(given: Any, name: str) -> Any:
    """Return several values; refuse a single text, which would be read letter by letter.

    Raises:
        UsageError: It is a single text, or not iterable.
    """
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise UsageError(f"{name}: {given!r} is a single value; give a list, such as [{given!r}]")
    return given


def _items(
    asserted: "str | PathLike[str] | Sequence[str | AssertedItem | StatedItem] | None",
) -> "tuple[AssertedItem | StatedItem, ...]":
    """Return the asserted items of a caller: those of a file, or the given ones, texts among them read."""
    from os import PathLike
    from pathlib import Path

    from codematch.comparison.item_text import StatedItem, parse_items, read_items
    from codematch.model.asserted import AssertedItem

    if isinstance(asserted, (str, PathLike)):
        return read_items(Path(asserted))
    given = _several(asserted, "asserted") if asserted is not None else ()
    for one in given:
        if not isinstance(one, (str, AssertedItem, StatedItem)):
            raise UsageError(f"asserted: {one!r} is not an item; give a str such as 'src/a.py:5-12'")
    texts = [(f"asserted item {number}", one) for number, one in enumerate(given, start=1) if isinstance(one, str)]
    read = iter(parse_items(texts))
    return tuple(next(read) if isinstance(one, str) else one for one in given)


def __getattr__(name: str) -> Any:
    if name == "read_result":
        from codematch.case import read_result

        return read_result
    raise AttributeError(f"module 'codematch' has no attribute {name!r}")
