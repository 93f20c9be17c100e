"""What a Python caller gave, as the stages take it: paths as text, lists that are lists, asserted items as such."""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from codematch.errors import UsageError
from codematch.options import CompareOptions, PolicyOptions
from codematch.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from codematch.comparison.item_text import StatedItem
    from codematch.comparison.reference_material import MaterialTree
    from codematch.filtration.agreed import Agreement
    from codematch.intake.work_reader import WorkReader
    from codematch.model.asserted import AssertedItem
    from codematch.model.result import CaseResult
    from codematch.model.source import SourceTree
    from codematch.pipeline import ComparisonInputs
    from codematch.policy import PolicyInputs
    from codematch.versions.examine import VersionInputs


def path(options: Mapping[str, object], name: str) -> "Path | None":
    """Return a file or folder among the options; None if it is not given."""
    from pathlib import Path

    value = options.get(name)
    return None if value is None else Path(locator(value, name))


def locator(given: object, name: str) -> str:
    """Return a path as text.

    Raises:
        UsageError: It is not a path.
    """
    text = fspath(given) if isinstance(given, (str, PathLike)) else given
    if not isinstance(text, str):
        raise UsageError(f"{name}: {given!r} is not a path; give a str or a pathlib.Path")
    return text


def several(given: Any, name: str) -> Any:
    """Return several values; refuse a single text, which would be read letter by letter.

    Raises:
        UsageError: It is a single text, or not iterable.
    """
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise UsageError(f"{name}: {given!r} is a single value; give a list, such as [{given!r}]")
    return given


def items(
    asserted: "str | PathLike[str] | Sequence[str | AssertedItem | StatedItem] | None",
) -> "tuple[AssertedItem | StatedItem, ...]":
    """Return the asserted items of a caller: those of a file, or the given ones, texts among them read."""
    from pathlib import Path

    from codematch.comparison.item_text import StatedItem, parse_items, read_items
    from codematch.model.asserted import AssertedItem

    if isinstance(asserted, (str, PathLike)):
        return read_items(Path(asserted))
    given = several(asserted, "asserted") if asserted is not None else ()
    for one in given:
        if not isinstance(one, (str, AssertedItem, StatedItem)):
            raise UsageError(f"asserted: {one!r} is not an item; give a str such as 'src/a.py:5-12'")
    texts = [(f"asserted item {number}", one) for number, one in enumerate(given, start=1) if isinstance(one, str)]
    read = iter(parse_items(texts))
    return tuple(next(read) if isinstance(one, str) else one for one in given)


def inputs(options: CompareOptions) -> "ComparisonInputs":
    """Return what the options give besides the works, all but the shared material."""
    from codematch.filtration.agreed import read_agreements
    from codematch.intake.file_choice import FileChoice
    from codematch.model.stratum import AUTO, parse_stratum
    from codematch.pipeline import ComparisonInputs
    from codematch.reference_library import entries
    from codematch.significance.likelihood_ratio import read_bundle

    bundle, agreed, library = (path(options, name) for name in ("likelihood_bundle", "agreed", "library"))
    return ComparisonInputs(
        bundle=None if bundle is None else read_bundle(bundle),
        agreements=() if agreed is None else read_agreements(agreed),
        asserted=items(options.get("asserted")),
        library=None if library is None else entries(library),
        languages=tuple(options.get("languages", ())),
        language_of=tuple(options.get("language_of", ())),
        files=FileChoice.of(
            several(options.get("include", ()), "include"), several(options.get("exclude", ()), "exclude")
        ),
        stratum=parse_stratum(options.get("stratum", AUTO), "stratum"),
        unmask=options.get("unmask", ""),
        cache=path(options, "cache"),
    )


def history(options: CompareOptions, known: str) -> str | None:
    """Return where the revisions of the known work are, None if they are not searched."""
    if (given := options.get("history")) is None:
        return None
    from codematch.versions.examine import check_history

    where = locator(given, "history")
    return check_history(where, is_given=where != known)


def policy(given: PolicyOptions, work: str, questioned: "SourceTree", settings: Settings) -> "PolicyInputs":
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
        baseline=None if baseline is None else read_baseline(Path(locator(baseline, "baseline"))),
        suppressions=() if suppressions is None else read_suppressions(Path(locator(suppressions, "suppressions"))),
        suppressed=not given.get("no_suppressions", False),
        changed=None if since is None else read_changes(work, questioned, str(since), settings.intake),
    )


def material(
    common: Sequence[str], agreements: "Sequence[Agreement]", reader: "WorkReader"
) -> "tuple[MaterialTree, ...]":
    """Read the shared material: works given as common, and works that the agreed exclusions name."""
    from functools import partial

    from codematch.comparison.reference_material import agreed_material, common_material

    return (
        *(common_material(text, partial(reader.read, "shared material")) for text in common),
        *agreed_material(agreements, partial(reader.read, "agreed exclusions")),
    )


def versions(options: Mapping[str, object]) -> "VersionInputs":
    """Return the attestations and the dated table among the options.

    Raises:
        UsageError: An attestation is none.
    """
    from codematch.versions.attested import Attestation
    from codematch.versions.examine import VersionInputs

    attestations = tuple(several(options.get("attestations", ()), "attestations"))
    for one in attestations:
        if not isinstance(one, Attestation):
            raise UsageError(f"attestations: {one!r} is none; give a codematch.versions.attested.Attestation")
    return VersionInputs(attestations=attestations, dated=path(options, "dated"))


def with_versions(result: "CaseResult", history: str | None, questioned: str, options: CompareOptions) -> "CaseResult":
    """Return a result with the revisions of the known work that explain the questioned one, if they are searched."""
    if history is None:
        return result
    from codematch.versions.examine import add_versions

    return add_versions(
        result,
        history,
        questioned,
        options.get("settings") or Settings(),
        versions(options),
        progress=options.get("progress"),
        unmask=bool(options.get("unmask", "")),
    )
