"""codematch: compare two bodies of source code and weigh every shared region.

>>> import codematch
>>> result = codematch.compare("fixtures/pairs/python/known", "fixtures/pairs/python/edited")
>>> result
<CaseResult: known | edited: 1 region, the heaviest 1,071.8 bits>
>>> [(region.match_class.value, region.known.path) for region in result.pairs[0].regions]
[('M3', 'sluice.py')]

Parsers, NumPy and reports are imported when first needed, so `import codematch` is fast.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from codematch.errors import (
    CodematchError,
    EmptyInputError,
    InputError,
    InvariantError,
    ResourceError,
    SpecError,
    StoreError,
    UsageError,
)
from codematch.given import checked as _checked
from codematch.given import locator as _locator
from codematch.given import path as _path
from codematch.given import several as _several
from codematch.given import versions as _versions
from codematch.options import (
    CompareOptions,
    DescentOptions,
    PolicyOptions,
    ScanOptions,
    SearchOptions,
    VersionsOptions,
)
from codematch.settings import Settings
from codematch.version import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from codematch.case import read_result as read_result
    from codematch.model.descent import DescentResult as DescentResult
    from codematch.model.result import CaseResult as CaseResult
    from codematch.model.scan import ScanResult as ScanResult
    from codematch.model.search import SearchResult as SearchResult
    from codematch.model.versions import VersionsResult as VersionsResult
    from codematch.searching.index import Index as Index

__version__ = VERSION
__all__ = [
    "CaseResult",
    "CodematchError",
    "CompareOptions",
    "DescentOptions",
    "DescentResult",
    "EmptyInputError",
    "Index",
    "InputError",
    "InvariantError",
    "PolicyOptions",
    "ResourceError",
    "ScanOptions",
    "ScanResult",
    "SearchOptions",
    "SearchResult",
    "Settings",
    "SpecError",
    "StoreError",
    "UsageError",
    "VersionsOptions",
    "VersionsResult",
    "__version__",
    "compare",
    "order_versions",
    "read_result",
    "render",
    "scan",
    "search",
    "versions",
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

    from codematch import given
    from codematch.intake.work_reader import WorkReader
    from codematch.marks import read_marks, with_marks
    from codematch.pipeline import compare_works

    options = _checked("compare", options, CompareOptions)
    settings = options.get("settings") or Settings()
    inputs = given.inputs(options)
    marks = None if (file := _path(options, "marks")) is None else read_marks(file)
    locators = _locator(known, "known"), _locator(questioned, "questioned")
    history = given.history(options, locators[0])
    common = [_locator(one, "common") for one in _several(options.get("common", ()), "common")]
    reader = WorkReader(settings.intake, options.get("encodings", ()), options.get("progress"))
    works = reader.read("known", locators[0]), reader.read("questioned", locators[1])
    policy = given.policy(options.get("policy", {}), locators[1], works[1], settings)
    inputs = replace(inputs, material=given.material(common, inputs.agreements, reader), policy=policy)
    result = compare_works(
        replace(works[0], limitations=(*works[0].limitations, *reader.unused_encodings())),
        works[1],
        inputs,
        settings=settings,
        jobs=options.get("jobs", 1),
        progress=options.get("progress"),
    )
    result = replace(result, engagement=options.get("engagement"), changed=reader.changed())
    result = result if marks is None else with_marks(result, marks)
    return given.with_versions(result, history, locators[1], options)


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
    from codematch.intake.file_choice import FileChoice
    from codematch.scanning.inputs import ScanInputs, scan_named

    options = _checked("scan", options, ScanOptions)
    given = [works] if isinstance(works, (str, PathLike)) else _several(works, "works")
    patterns = (_several(options.get(name, ()), name) for name in ("include", "exclude"))
    inputs = ScanInputs(
        languages=options.get("languages", ()),
        encodings=options.get("encodings", ()),
        files=FileChoice.of_a_set(*patterns),
        cache=_path(options, "cache"),
    )
    with connected(options.get("engine", "duckdb")) as cluster:
        return scan_named(
            [_locator(one, "works") for one in given],
            [_locator(one, "common") for one in _several(options.get("common", ()), "common")],
            options.get("settings") or Settings(),
            inputs,
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

    options = _checked("search", options, SearchOptions)
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


def versions(
    known: "str | PathLike[str]", questioned: "str | PathLike[str]", **options: Unpack[VersionsOptions]
) -> "VersionsResult":
    """Find the revisions of a known work that explain a questioned work equally well, as `codematch versions` does.

    Args:
        known: The known work with its revisions: a git repository or bundle (all branches and tags, or with
            `@revision` the commits up to it), or a folder whose entries are its releases.
        questioned: The questioned work, in every form that `compare` takes; a repository's history is examined, too.
        options: Any of those that `VersionsOptions` describes.

    Returns:
        The interval of revisions (numbers from 1, both ends included), overall and for each file, the curve of
        agreement (0 to 1), the lines that decide, claimed and attested times, anomalies and indications of direction.

    Raises:
        InputError: A work cannot be read, or the known one has only one version.
        UsageError: An argument has another form.

    Example:
        >>> import tempfile, shutil
        >>> from pathlib import Path
        >>> folder = Path(tempfile.mkdtemp())
        >>> text = Path("fixtures/pairs/python/known/sluice.py").read_text()
        >>> for number, release in enumerate((text.replace("> 7:", "> 5:"), text, text.replace("0.85", "0.9"))):
        ...     (folder / f"sluice-1.{number}").mkdir()
        ...     _ = (folder / f"sluice-1.{number}" / "sluice.py").write_text(release)
        >>> pinning = versions(folder, "fixtures/pairs/python/known").pinning
        >>> pinning.revisions, pinning.interval.first.id, pinning.interval.last.id, pinning.interval.agreement
        (3, 'sluice-1.1', 'sluice-1.1', 1.0)
        >>> sorted({(line.boundary.value, line.since.id, line.until.id) for line in pinning.decisive})
        [('since', 'sluice-1.1', 'sluice-1.2'), ('until', 'sluice-1.0', 'sluice-1.1')]
        >>> shutil.rmtree(folder)
    """
    from codematch.revisions.examine import examine_versions

    options = _checked("versions", options, VersionsOptions)
    return examine_versions(
        _locator(known, "known"),
        _locator(questioned, "questioned"),
        options.get("settings") or Settings(),
        _versions(options),
        progress=options.get("progress"),
        unmask=options.get("unmask", False),
    )


def order_versions(
    works: "str | PathLike[str] | Sequence[str | PathLike[str]]", **options: Unpack[DescentOptions]
) -> "DescentResult":
    """Put works that descend from one another in order by the lines they share, as `codematch scan --versions` does.

    Args:
        works: A folder, each of whose entries is a work, or two works or more, in every form that `compare` takes.
        options: Any of those that `DescentOptions` describes.

    Returns:
        Trees of works with the order of the longest line in each. Lengths are natural logarithms of likeness, support
        is a share of the replicates, 0 to 1. Without a root, the tree tells neighbours, not what came first.

    Raises:
        InputError: Fewer than two works can be read, or there are too many.
        UsageError: An argument has another form, or the root is none of the works.

    Example:
        >>> found = order_versions(f"fixtures/pairs/python/{name}" for name in ("known", "edited", "renamed"))
        >>> sorted(work.label for work in found.works)
        ['edited', 'known', 'renamed']
    """
    from os import PathLike

    from codematch.scanning.descent import order_named

    options = _checked("order_versions", options, DescentOptions)
    given = [works] if isinstance(works, (str, PathLike)) else _several(works, "works")
    root = options.get("root")
    return order_named(
        [_locator(one, "works") for one in given],
        options.get("settings") or Settings(),
        root="" if root is None else _locator(root, "root"),
        encodings=options.get("encodings", ()),
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


_LATER = {
    "read_result": "codematch.case",
    "CaseResult": "codematch.model.result",
    "DescentResult": "codematch.model.descent",
    "ScanResult": "codematch.model.scan",
    "SearchResult": "codematch.model.search",
    "VersionsResult": "codematch.model.versions",
    "Index": "codematch.searching.index",
}
"""Public names that are imported when first asked for, with their modules."""


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'codematch' has no attribute {name!r}")
