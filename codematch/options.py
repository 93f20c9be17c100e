"""The options of the functions that `import codematch` offers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypedDict

from codematch.settings import Settings

if TYPE_CHECKING:
    from os import PathLike

    from codematch.comparison.item_text import StatedItem
    from codematch.model.asserted import AssertedItem
    from codematch.model.engagement import Engagement
    from codematch.model.stratum import Stratum
    from codematch.revisions.attested import Attestation

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the number of items done and their total number (0 if unknown)."""


class PolicyOptions(TypedDict, total=False):
    """What decides on the exit code of `codematch compare`; it changes no region, weight or count.

    Attributes:
        fail_on_weight: From how many bits on a region is at the limit.
        fail_on_residual: The same for its weight without labelled tokens [bits].
        fail_on_new: Whether any region that is not in the baseline is at the limit.
        baseline: A file that `codematch baseline write` wrote: only what is new counts.
        suppressions: A TOML file of suppressions, each with its reason and a name.
        no_suppressions: Whether suppressions, those in comments too, are listed only.
        changed_since: A revision of the repository of the questioned work: only regions with changed lines count.
    """

    fail_on_weight: float | None
    fail_on_residual: float | None
    fail_on_new: bool
    baseline: "str | PathLike[str] | None"
    suppressions: "str | PathLike[str] | None"
    no_suppressions: bool
    changed_since: str | None


class CompareOptions(TypedDict, total=False):
    """The options of `compare`.

    Attributes:
        common: Shared material: works that both sides may have used, in the same forms as the works; `CODE=` before a
            locator gives another reason than open source (`codematch.model.filtration.ReasonCode`).
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
        include: Patterns of paths: compare only files that one fits; `K:` or `Q:` before one restricts it to a work.
        exclude: Patterns of paths of files that are not compared, likewise.
        likelihood_bundle: A validation bundle: likelihood ratios are evaluated if its scope covers the case.
        stratum: The kind of works that the two are compared as (`codematch.model.stratum.Stratum`), "auto" to find it.
        policy: What decides on the exit code; the result says how each region stands to it.
        marks: A TOML file of marks of an examiner on regions (`codematch review`); the result states them as such.
        unmask: The reason why exhibits show secrets and personal data; "" to mask them.
        history: Where the revisions of the known work are: a git repository or bundle, or a folder of releases; the
            known work itself if it is in git. `versions` of the pair then tells which of them explain the questioned
            work. None does not search them.
        attestations: Times that third parties attest, for `history`.
        dated: A TOML file of languages and packages with their dates, for `history`.
        cache: The folder that keeps prepared files for later runs, None for none; it does not change the result.
        jobs: The number of worker processes, 1 by default; it does not change the result.
        progress: Called with the progress of every step.
    """

    common: "Sequence[str | PathLike[str]]"
    agreed: "str | PathLike[str] | None"
    asserted: "str | PathLike[str] | Sequence[str | AssertedItem | StatedItem] | None"
    engagement: "Engagement | None"
    library: "str | PathLike[str] | None"
    settings: Settings | None
    languages: Sequence[str]
    language_of: Sequence[tuple[str, str]]
    encodings: Sequence[str]
    include: Sequence[str]
    exclude: Sequence[str]
    likelihood_bundle: "str | PathLike[str] | None"
    stratum: "Stratum | str"
    policy: PolicyOptions
    marks: "str | PathLike[str] | None"
    unmask: str
    history: "str | PathLike[str] | None"
    attestations: "Sequence[Attestation]"
    dated: "str | PathLike[str] | None"
    cache: "str | PathLike[str] | None"
    jobs: int
    progress: Progress | None


class ScanOptions(TypedDict, total=False):
    """The options of `scan`.

    Attributes:
        common: Shared material: works that any work of the set may share, as for `compare`.
        settings: The settings; None for the documented defaults.
        languages: Compare only files in these languages; all languages if empty.
        encodings: `GLOB=NAME`, the encoding of files of all works.
        include: Patterns of paths: compare only files that one fits, in every work.
        exclude: Patterns of paths of files that are not compared, likewise.
        cache: The folder that keeps prepared files for later runs, None for none; it does not change the result.
        engine: What does the work: "duckdb" (processes of this machine), or a cluster as Spark names it.
        jobs: The number of worker processes, 1 by default; it does not change the result.
        progress: Called with the progress of every step.
    """

    common: "Sequence[str | PathLike[str]]"
    settings: Settings | None
    languages: Sequence[str]
    encodings: Sequence[str]
    include: Sequence[str]
    exclude: Sequence[str]
    cache: "str | PathLike[str] | None"
    engine: str
    jobs: int
    progress: Progress | None


class SearchOptions(TypedDict, total=False):
    """The options of `search`.

    Attributes:
        settings: The settings; None for the documented defaults, with those that the index was made with.
        languages: Compare only files in these languages; all languages if empty.
        encodings: `GLOB=NAME`, the encoding of files of the questioned work.
        engine: What does the work: "duckdb" (processes of this machine), or a cluster as Spark names it.
        cache: The folder that keeps prepared files for later runs, None for none; it does not change the result.
        jobs: The number of worker processes, 1 by default; it does not change the result.
        progress: Called with the progress of every step.
    """

    settings: Settings | None
    languages: Sequence[str]
    encodings: Sequence[str]
    engine: str
    cache: "str | PathLike[str] | None"
    jobs: int
    progress: Progress | None


class VersionsOptions(TypedDict, total=False):
    """The options of `versions`.

    Attributes:
        settings: The settings; None for the documented defaults.
        attestations: Times that third parties attest (`codematch.revisions.attested.Attestation`).
        dated: A TOML file of languages and packages with their dates, in addition to the built-in table.
        unmask: Whether quoted lines show secrets and personal data.
        progress: Called with the progress of every step.
    """

    settings: Settings | None
    attestations: "Sequence[Attestation]"
    dated: "str | PathLike[str] | None"
    unmask: bool
    progress: Progress | None


class DescentOptions(TypedDict, total=False):
    """The options of `order_versions`.

    Attributes:
        settings: The settings; None for the documented defaults.
        root: The label or path of the work that the others descend from, if something tells it; None for none.
        encodings: `GLOB=NAME`, the encoding of files of all works.
        progress: Called with the progress of every step.
    """

    settings: Settings | None
    root: "str | PathLike[str] | None"
    encodings: Sequence[str]
    progress: Progress | None
