"""What a Python caller gave, as the stages take it: paths as text, lists that are lists, asserted items as such."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, TypeVar, cast

from codematch.errors import UsageError
from codematch.nearest_name import nearest
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
    from codematch.revisions.examine import VersionInputs

Options = TypeVar("Options", bound=Mapping[str, object])


def checked(function: str, options: Options, kind: type[Options]) -> Options:
    """Return the options of a function, those that several functions have checked.

    Args:
        function: The name of the function, for errors.
        options: What the caller gave.
        kind: The options that the function has.

    Raises:
        TypeError: There is no such option.
        UsageError: A value cannot be one of this option.
    """
    if unknown := sorted(options.keys() - kind.__annotations__.keys()):
        raise TypeError(f"{function}() got an unexpected keyword argument {unknown[0]!r}")
    return cast(Options, checked_values(options))


def checked_values(options: Mapping[str, object]) -> dict[str, Any]:
    """Return options with checked values; one that only some functions have is checked where it is read.

    Raises:
        UsageError: A value cannot be one of this option.
    """
    return {name: _CHECKS[name](value, name) if name in _CHECKS else value for name, value in options.items()}


def languages(given: object, place: str) -> tuple[str, ...]:
    """Return the ids of languages without repetitions; people may use their titles, in any case.

    Raises:
        UsageError: There is no such language.
    """
    return tuple(dict.fromkeys(language(name, f"{place} {name}") for name in several(given, place)))


def language(name: object, place: str) -> str:
    """Return the id of a language by what people may call it: its id or its title, in any case.

    Raises:
        UsageError: There is no such language.
    """
    from codematch.languages import TEXT, load_languages
    from codematch.settings import grammars_folder

    specs = load_languages(grammars_folder()).specs
    known = {spec.title.lower(): spec.name for spec in specs} | {spec.name: spec.name for spec in specs} | {TEXT: TEXT}
    text = str(name)
    if text.lower() not in known:
        meant = nearest(text, list(known), "codematch languages list shows them")
        raise UsageError(f"{place}: unknown language {text}{meant}")
    return known[text.lower()]


def _language_of(given: object, place: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a path pattern and a language."""
    pairs = tuple(several(given, place))
    for one in pairs:
        if isinstance(one, str) or not isinstance(one, Sequence) or len(one) != 2:
            raise UsageError(f"{place}: {one!r} is not a pair; give a pattern and a language, such as ('*.inc', 'php')")
    return tuple((str(pattern), language(name, f"{place} {pattern}={name}")) for pattern, name in pairs)


def _encodings(given: object, place: str) -> tuple[str, ...]:
    from codematch.intake.given import parse

    texts = tuple(map(str, several(given, place)))
    parse(texts, place)
    return texts


def _jobs(given: object, place: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise UsageError(f"{place}: {given!r} is not a number of processes; give 1 or more")
    return given


def _settings(given: object, place: str) -> Settings | None:
    if given is not None and not isinstance(given, Settings):
        raise UsageError(f"{place}: {type(given).__name__} is not a Settings; give codematch.Settings(...)")
    return given


def _progress(given: object, place: str) -> object:
    if given is not None and not callable(given):
        raise UsageError(f"{place}: {given!r} cannot be called; give a function of (step, done, total)")
    return given


_CHECKS: Mapping[str, Callable[[object, str], object]] = {
    "settings": _settings,
    "languages": languages,
    "language_of": _language_of,
    "encodings": _encodings,
    "jobs": _jobs,
    "progress": _progress,
}
"""The options that several functions have, with what returns their value or refuses it."""


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
    from codematch.revisions.examine import check_history

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
    from codematch.revisions.attested import Attestation
    from codematch.revisions.examine import VersionInputs

    attestations = tuple(several(options.get("attestations", ()), "attestations"))
    for one in attestations:
        if not isinstance(one, Attestation):
            raise UsageError(f"attestations: {one!r} is none; give a codematch.revisions.attested.Attestation")
    return VersionInputs(attestations=attestations, dated=path(options, "dated"))


def with_versions(result: "CaseResult", history: str | None, questioned: str, options: CompareOptions) -> "CaseResult":
    """Return a result with the revisions of the known work that explain the questioned one, if they are searched."""
    if history is None:
        return result
    from codematch.revisions.examine import add_versions

    return add_versions(
        result,
        history,
        questioned,
        options.get("settings") or Settings(),
        versions(options),
        progress=options.get("progress"),
        unmask=bool(options.get("unmask", "")),
    )
