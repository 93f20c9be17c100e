"""codematch: compare two bodies of source code and weigh every shared region.

>>> import codematch
>>> result = codematch.compare("fixtures/pairs/python/known", "fixtures/pairs/python/edited")
>>> result
<CaseResult: known | edited: 1 region, the heaviest 1,071.8 bits>
>>> [(region.match_class.value, region.known.path) for region in result.pairs[0].regions]
[('M3', 'sluice.py')]

Parsers, NumPy and reports are imported when first needed, so `import codematch` is fast.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from codematch.errors import (
    CodematchError,
    EmptyInputError,
    InputError,
    InvariantError,
    SpecError,
    StoreError,
    UsageError,
)
from codematch.options import CompareOptions, PolicyOptions, ScanOptions, SearchOptions
from codematch.settings import Settings
from codematch.version import VERSION

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from codematch.case import read_result as read_result
    from codematch.comparison.item_text import StatedItem
    from codematch.comparison.reference_material import MaterialTree
    from codematch.filtration.agreed import Agreement
    from codematch.intake.work_reader import WorkReader
    from codematch.model.asserted import AssertedItem
    from codematch.model.result import CaseResult as CaseResult
    from codematch.model.scan import ScanResult as ScanResult
    from codematch.model.search import SearchResult as SearchResult
    from codematch.model.source import SourceTree
    from codematch.pipeline import ComparisonInputs
    from codematch.policy import PolicyInputs
    from codematch.searching.index import Index as Index

__version__ = VERSION
__all__ = [
    "CaseResult",
    "CodematchError",
    "CompareOptions",
    "EmptyInputError",
    "Index",
    "InputError",
    "InvariantError",
    "PolicyOptions",
    "ScanOptions",
    "ScanResult",
    "SearchOptions",
    "SearchResult",
    "Settings",
    "SpecError",
    "StoreError",
    "UsageError",
    "__version__",
    "compare",
    "read_result",
    "render",
    "scan",
    "search",
]


def compare(
    known: "str | PathLike[str]", questioned: "str | PathLike[str]", **options: Unpack[CompareOptions]
) -> "CaseResult":
    """Read two works and compare them.

    Args:
        known: The known work, which is asserted: a folder, a file, an archive, a git bundle, or a git repository as
            `path` (its working tree) or `path@revision`.
        questioned: The questioned work, which is examined, in the same forms.
        options: Any of those that `CompareOptions` describes.

    Returns:
        The complete result; `codematch.read_result` reads a saved one. The works are read again at the end: a work
        that changed is named in `changed`, and the result is invalid.

    Raises:
        CodematchError: There is no result; `codematch.errors` lists the kinds of errors and their exit codes.

    Example:
        >>> result = compare("fixtures/pairs/python/known", "fixtures/pairs/python/edited")
        >>> print(result.summary())
        known | edited: 1 region, the heaviest 1,071.8 bits
        known: 400 of 410 tokens in regions (97.56%)
        questioned: 400 of 411 tokens in regions (97.32%)
        0 limitations; codematch 0.1.0, method 2
    """
    from dataclasses import replace

    from codematch.intake.work_reader import WorkReader
    from codematch.marks import read_marks, with_marks
    from codematch.pipeline import compare_works

    if unknown := sorted(options.keys() - CompareOptions.__annotations__.keys()):
        raise TypeError(f"compare() got an unexpected keyword argument {unknown[0]!r}")
    settings = options.get("settings") or Settings()
    inputs = _inputs(options)
    marks = None if (file := _path(options, "marks")) is None else read_marks(file)
    locators = _locator(known, "known"), _locator(questioned, "questioned")
    common = [_locator(one, "common") for one in _several(options.get("common", ()), "common")]
    reader = WorkReader(settings.intake, options.get("encodings", ()), options.get("progress"))
    works = reader.read("known", locators[0]), reader.read("questioned", locators[1])
    policy = _policy(options.get("policy", {}), locators[1], works[1], settings)
    inputs = replace(inputs, material=_material(common, inputs.agreements, reader), policy=policy)
    result = compare_works(
        replace(works[0], limitations=(*works[0].limitations, *reader.unused_encodings())),
        works[1],
        inputs,
        settings=settings,
        jobs=options.get("jobs", 1),
        progress=options.get("progress"),
    )
    result = replace(result, engagement=options.get("engagement"), changed=reader.changed())
    return result if marks is None else with_marks(result, marks)


def scan(works: "str | PathLike[str] | Sequence[str | PathLike[str]]", **options: Unpack[ScanOptions]) -> "ScanResult":
    """Read the works of a set and compare every one with every other.

    Args:
        works: A folder, each of whose entries is a work, or two works or more, in every form that `compare` takes.
        options: Any of those that `ScanOptions` describes.

    Returns:
        The ranked pairs, clusters and base code of the set. The full comparison of a pair is what `compare` returns.

    Raises:
        CodematchError: There is no result; `codematch.errors` lists the kinds of errors and their exit codes.
    """
    from os import PathLike

    from codematch.cluster.spark import connected
    from codematch.scanning.inputs import scan_named

    if unknown := sorted(options.keys() - ScanOptions.__annotations__.keys()):
        raise TypeError(f"scan() got an unexpected keyword argument {unknown[0]!r}")
    given = [works] if isinstance(works, (str, PathLike)) else _several(works, "works")
    with connected(options.get("engine", "duckdb")) as cluster:
        return scan_named(
            [_locator(one, "works") for one in given],
            [_locator(one, "common") for one in _several(options.get("common", ()), "common")],
            options.get("settings") or Settings(),
            languages=options.get("languages", ()),
            encodings=options.get("encodings", ()),
            cache=_path(options, "cache"),
            jobs=cluster or options.get("jobs", 1),
            progress=options.get("progress"),
        ).result


def search(
    questioned: "str | PathLike[str]", index: "str | PathLike[str]", **options: Unpack[SearchOptions]
) -> "SearchResult":
    """Search an index for what a questioned work shares with its works; `codematch.Index` makes indexes.

    Args:
        questioned: The questioned work, in every form that `compare` takes.
        index: The folder of the index, whose works are the known side.
        options: Any of those that `SearchOptions` describes.

    Returns:
        The works of the index by rank with their regions, and where those of each questioned file come from.

    Raises:
        CodematchError: There is no result; `codematch.errors` lists the kinds of errors and their exit codes.
    """
    from pathlib import Path

    from codematch.searching.index import Index
    from codematch.searching.inputs import SearchInputs

    if unknown := sorted(options.keys() - SearchOptions.__annotations__.keys()):
        raise TypeError(f"search() got an unexpected keyword argument {unknown[0]!r}")
    inputs = SearchInputs(
        languages=options.get("languages", ()),
        encodings=options.get("encodings", ()),
        engine=options.get("engine", "duckdb"),
        cache=_path(options, "cache"),
    )
    return Index(Path(_locator(index, "index"))).search(
        _locator(questioned, "questioned"),
        settings=options.get("settings"),
        inputs=inputs,
        jobs=options.get("jobs", 1),
        progress=options.get("progress"),
    )


def render(result: "CaseResult", name: str = "html", *, language: str = "en", profile: str = "us") -> bytes:
    """Return a document of a result: the bytes that `codematch report` writes.

    Args:
        result: What `compare` or `read_result` returned.
        name: The format: "html", "pdf", "docx", "terminal", "json" or "csv" (the matches).
        language: The language of the report, "en" or "zh". Numbers are the same in both.
        profile: The order, headings and forms of American ("us") or Chinese ("cn") practice.

    Returns:
        The document. Text is UTF-8.

    Raises:
        UsageError: The value is no result, or there is no such format, language or profile.
        StoreError: A PDF was asked for, and there is no font with Chinese.

    Example:
        >>> result = compare("fixtures/pairs/python/known", "fixtures/pairs/python/edited")
        >>> page = render(result, "html", language="zh")
        >>> "软件" in page.decode()
        True
    """
    from codematch.rendering import render as document

    return document(result, name, language=language, profile=profile)


def _inputs(options: CompareOptions) -> "ComparisonInputs":
    """Return what the options give besides the works, all but the shared material."""
    from codematch.filtration.agreed import read_agreements
    from codematch.intake.file_choice import FileChoice
    from codematch.model.stratum import AUTO, parse_stratum
    from codematch.pipeline import ComparisonInputs
    from codematch.reference_library import entries
    from codematch.significance.likelihood_ratio import read_bundle

    bundle, agreed, library = (_path(options, name) for name in ("likelihood_bundle", "agreed", "library"))
    return ComparisonInputs(
        bundle=None if bundle is None else read_bundle(bundle),
        agreements=() if agreed is None else read_agreements(agreed),
        asserted=_items(options.get("asserted")),
        library=None if library is None else entries(library),
        languages=tuple(options.get("languages", ())),
        language_of=tuple(options.get("language_of", ())),
        files=FileChoice.of(
            _several(options.get("include", ()), "include"), _several(options.get("exclude", ()), "exclude")
        ),
        stratum=parse_stratum(options.get("stratum", AUTO), "stratum"),
        unmask=options.get("unmask", ""),
        cache=_path(options, "cache"),
    )


def _policy(given: PolicyOptions, locator: str, questioned: "SourceTree", settings: Settings) -> "PolicyInputs":
    """Read what decides on the exit code."""
    from pathlib import Path

    from codematch.policy import PolicyInputs, read_baseline, read_changes, read_suppressions

    if unknown := sorted(given.keys() - PolicyOptions.__annotations__.keys()):
        raise TypeError(f"compare() got an unexpected key {unknown[0]!r} in policy")
    baseline, suppressions, since = (given.get(name) for name in ("baseline", "suppressions", "changed_since"))
    return PolicyInputs(
        weight_limit_bits=given.get("fail_on_weight"),
        residual_limit_bits=given.get("fail_on_residual"),
        fail_on_new=given.get("fail_on_new", False),
        baseline=None if baseline is None else read_baseline(Path(_locator(baseline, "baseline"))),
        suppressions=() if suppressions is None else read_suppressions(Path(_locator(suppressions, "suppressions"))),
        suppressed=not given.get("no_suppressions", False),
        changed=None if since is None else read_changes(locator, questioned, str(since), settings.intake),
    )


def _material(
    common: Sequence[str], agreements: "Sequence[Agreement]", reader: "WorkReader"
) -> "tuple[MaterialTree, ...]":
    """Read the shared material: works given as common, and works that the agreed exclusions name."""
    from functools import partial

    from codematch.comparison.reference_material import agreed_material, common_material

    return (
        *(common_material(text, partial(reader.read, "common")) for text in common),
        *agreed_material(agreements, partial(reader.read, "agreed")),
    )


def _path(options: "CompareOptions | ScanOptions | SearchOptions", name: str) -> "Path | None":
    """Return a file or folder among the options; None if it is not given."""
    from pathlib import Path

    value = options.get(name)
    return None if value is None else Path(_locator(value, name))


def _locator(given: object, name: str) -> str:
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


_LATER = {
    "read_result": "codematch.case",
    "CaseResult": "codematch.model.result",
    "ScanResult": "codematch.model.scan",
    "SearchResult": "codematch.model.search",
    "Index": "codematch.searching.index",
}
"""Public names that are imported when first asked for, with their modules."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'codematch' has no attribute {name!r}")
