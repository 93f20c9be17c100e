"""The order of the stages: a known work with its revisions and a questioned work in, one result out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from codematch.errors import InputError, UsageError
from codematch.intake import read_work
from codematch.intake.locate import Form, Located, locate
from codematch.masking import masked
from codematch.model.engagement import Role
from codematch.model.quotes import with_quotes
from codematch.model.result import CaseResult
from codematch.model.source import SourceTree
from codematch.model.versions import FileVersions, VersionPinning, VersionsResult
from codematch.revisions.attested import Attestation, examine_attestations
from codematch.revisions.dated import DatedTable, read_table
from codematch.revisions.decisive import best_path, find_decisive
from codematch.revisions.found_signatures import find_signatures
from codematch.revisions.git_history import read_history, repository_of
from codematch.revisions.history import History
from codematch.revisions.interval import curve_of, equal_ones, interval_of, tolerance
from codematch.revisions.items import FoundItem, found_items, pin_items
from codematch.revisions.pinning import Pinned, pin
from codematch.revisions.releases import read_releases
from codematch.revisions.sides import Examined, bring_together
from codematch.revisions.texts import Texts
from codematch.settings import Settings, Versions

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionInputs:
    """What is given besides the works: attestations of the case, the examiner's dated table, and asserted items.

    `places` is where each work is, to look for signatures beside it.
    """

    attestations: Sequence[Attestation] = ()
    dated: Path | None = None
    items: Sequence[FoundItem] = ()
    places: Mapping[Role, Path] = field(default_factory=dict)


NOTHING_GIVEN = VersionInputs()


@contextmanager
def opened_history(locator: str, settings: Settings) -> Iterator[History]:
    """Open the revisions of a known work for reading.

    Raises:
        InputError: It has no revisions, or they cannot be read.
    """
    work = locate(locator)
    if work.form is Form.FOLDER:
        yield read_releases(work.path, work.subject, settings.intake)
        return
    if not has_history(work):
        raise InputError(
            f"{work.subject}: has only one version; give a git repository, a git bundle, or a folder of releases"
        )
    with repository_of(work, settings.intake) as repository:
        yield read_history(repository, work.revision, work.subject, settings.versions.max_revisions)


@contextmanager
def _opened_known(known: str, questioned: Located, settings: Settings) -> Iterator[History]:
    """Open the revisions of the known work; if it has none and the questioned one does, they may be swapped."""
    with ExitStack() as stack:
        try:
            history = stack.enter_context(opened_history(known, settings))
        except InputError as error:
            if not has_history(questioned):
                raise
            raise InputError(
                f"{error}; {questioned.subject} has a history; if it is the known work, name it first"
            ) from None
        yield history


def check_history(locator: str, *, is_given: bool) -> str:
    """Return the locator of a history: of one revision of a repository, that of the repository.

    Raises:
        UsageError: It has only one version.
    """
    work = locate(locator)
    if has_history(work):
        return str(work.path) if work.revision and not is_given else locator
    if work.form is Form.FOLDER and is_given:
        return locator
    raise UsageError(
        f"--versions: {work.subject} has only one version; give its git repository or a folder of its releases with "
        "--history"
    )


def has_history(work: Located) -> bool:
    """Tell whether a work is a git repository or bundle."""
    return work.form in (Form.WORKING_TREE, Form.REVISION, Form.BUNDLE)


def examine_versions(
    known: str,
    questioned: str,
    settings: Settings,
    given: VersionInputs = NOTHING_GIVEN,
    *,
    progress: Progress | None = None,
    unmask: bool = False,
) -> VersionsResult:
    """Find out which revisions of a known work explain a questioned work, and what both histories say of time.

    Args:
        known: A git repository or bundle, with `@revision` only the commits up to it; or a folder of releases.
        questioned: The questioned work, in any form; of a git repository the history is examined, too.
        settings: All settings.
        given: Attestations and the examiner's dated table.
        progress: Called with (step, done, total).
        unmask: Whether quoted lines show secrets and personal data.

    Raises:
        InputError: A work cannot be read, or the known one has no revisions.
        UsageError: The dated table has another form.
    """
    tell, dated = progress or _silent, read_table(given.dated)
    tell("read questioned", 0, 1)
    tree = read_work(questioned, settings.intake)
    tell("read questioned", 1, 1)
    with ExitStack() as stack:
        tell("read revisions", 0, 1)
        own = locate(questioned)
        history = stack.enter_context(_opened_known(known, own, settings))
        other = stack.enter_context(opened_history(questioned, settings)) if has_history(own) else None
        tell("read revisions", 1, 1)
        tell("versions", 0, 1)
        place = locate(known)
        given = replace(given, places={Role.KNOWN: place.path, Role.QUESTIONED: own.path})
        sides = Examined(history=history, label=place.label), Examined(history=other, label=own.label)
        result = examine_histories(sides, tree, settings, given, dated)
        tell("versions", 1, 1)
    return result if unmask else with_quotes(result, lambda _, text: masked(text))


def add_versions(
    result: CaseResult,
    history: str,
    questioned: str,
    settings: Settings,
    given: VersionInputs = NOTHING_GIVEN,
    *,
    progress: Progress | None = None,
    unmask: bool = False,
) -> CaseResult:
    """Return the result of a comparison with the revisions that explain the questioned work; see `examine_versions`."""
    given = replace(given, items=found_items(result.pairs[0].asserted))
    found = examine_versions(history, questioned, settings, given, progress=progress, unmask=unmask)
    return replace(result, pairs=(replace(result.pairs[0], versions=found), *result.pairs[1:]))


def examine_histories(
    sides: tuple[Examined, Examined],
    questioned: SourceTree,
    settings: Settings,
    given: VersionInputs,
    dated: DatedTable,
) -> VersionsResult:
    """Hold a questioned work against the revisions of a known one, and look at the times of both."""
    known = sides[0].history
    if known is None:
        raise InputError("the known work has no revisions; give a git repository or a folder of releases")
    texts, files = Texts(known, settings.intake), _files_of(questioned)
    pinned = pin(known, files, texts, settings.versions)
    pinning = replace(
        pinning_of(known, pinned, texts, settings.versions),
        items=pin_items(given.items, known, pinned, settings.versions),
    )
    histories = {role: side.history for role, side in zip((Role.KNOWN, Role.QUESTIONED), sides, strict=True)}
    attested = (
        *examine_attestations(given.attestations, {role: one for role, one in histories.items() if one is not None}),
        *find_signatures(histories, given.places, questioned, given.attestations, settings.versions.max_signatures),
    )
    return bring_together(sides, pinned, pinning, texts, questioned, settings, (dated, attested))


def _files_of(tree: SourceTree) -> list[tuple[str, bytes]]:
    return [(file.record.path, file.utf8) for file in tree.files if file.utf8]


def examine_history(history: History, questioned: SourceTree, settings: Settings) -> VersionPinning:
    """Find the revisions of a history that explain a questioned work, and nothing else."""
    texts = Texts(history, settings.intake)
    return pinning_of(history, pin(history, _files_of(questioned), texts, settings.versions), texts, settings.versions)


def pinning_of(history: History, pinned: Pinned, texts: Texts, rules: Versions) -> VersionPinning:
    """Return the interval, the curve and the lines that decide of what was held against a history."""
    agreement = pinned.agreement
    scores, whole = agreement.scores.sum(axis=0), float(agreement.whole.sum())
    edited = sum(float(file.weights.sum()) for file in pinned.files) - whole
    allowed = tolerance(max(edited, 0.0), rules.equal_weight, rules)
    is_found = whole > 0
    return VersionPinning(
        is_git=history.is_git,
        revisions=len(history.revisions),
        touching=int(agreement.touching.sum()),
        unmatched=pinned.unmatched,
        tolerance=allowed,
        whole=whole,
        left_out=history.left_out,
        unread=len({*history.unread, *texts.unread}),
        cut_off=history.cut_off,
        interval=interval_of(scores, whole, allowed, agreement.touching, history) if is_found else None,
        curve=curve_of(scores, whole, allowed, agreement.touching, rules.max_points) if is_found else (),
        files=tuple(
            _file(history, pinned, number, texts, rules)
            for number in np.flatnonzero(agreement.whole > 0)[: rules.max_files].tolist()
        ),
        decisive=find_decisive(pinned, equal_ones(scores, allowed), history, texts, rules.max_decisive)
        if is_found
        else (),
    )


def _file(history: History, pinned: Pinned, number: int, texts: Texts, rules: Versions) -> FileVersions:
    agreement, file = pinned.agreement, pinned.files[number]
    scores = agreement.scores[number]
    path, found = best_path(pinned, number, int(scores.argmax()), texts)
    touching = np.zeros(len(history.revisions), dtype=bool)
    touching[1:] = scores[1:] != scores[:-1]
    edited = max(float(file.weights.sum() - agreement.whole[number]), 0.0)
    allowed = tolerance(edited, rules.file_equal_weight, rules)
    return FileVersions(
        questioned_path=file.path,
        known_path=path,
        lines=len(file.features),
        found=found,
        renamed=len(pinned.names[number]),
        interval=interval_of(scores, float(agreement.whole[number]), allowed, touching, history),
    )


def _silent(step: str, done: int, total: int) -> None:
    """The progress of a caller who does not want any."""
