"""The order of version pinning: a known work with its revisions and a questioned work in, one result out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from codematch.errors import InputError
from codematch.intake import read_work
from codematch.intake.locate import Form, Located, locate
from codematch.masking import masked
from codematch.model.quotes import with_quotes
from codematch.model.source import SourceTree
from codematch.model.versions import FileVersions, VersionPinning, VersionsResult
from codematch.settings import Settings, Versions
from codematch.versions.decisive import best_path, find_decisive
from codematch.versions.git_history import read_history, repository_of
from codematch.versions.history import History
from codematch.versions.interval import curve_of, equal_ones, interval_of, tolerance
from codematch.versions.pinning import Pinned, pin
from codematch.versions.releases import read_releases
from codematch.versions.texts import Texts

Progress = Callable[[str, int, int], None]


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


def has_history(work: Located) -> bool:
    """Tell whether a work is a git repository or bundle."""
    return work.form in (Form.WORKING_TREE, Form.REVISION, Form.BUNDLE)


def examine_versions(
    known: str, questioned: str, settings: Settings, *, progress: Progress | None = None, unmask: bool = False
) -> VersionsResult:
    """Find out which revisions of a known work explain a questioned work.

    Args:
        known: A git repository or bundle, with `@revision` only the commits up to it; or a folder of releases.
        questioned: The questioned work, in any form.
        settings: All settings.
        progress: Called with (step, done, total).
        unmask: Whether quoted lines show secrets and personal data.

    Raises:
        InputError: A work cannot be read, or the known one has no revisions.
    """
    tell = progress or _silent
    tell("read questioned", 0, 1)
    tree = read_work(questioned, settings.intake)
    tell("read questioned", 1, 1)
    with opened_history(known, settings) as history:
        tell("versions", 0, 1)
        result = examine_history(history, tree, settings)
        tell("versions", 1, 1)
    return result if unmask else with_quotes(result, lambda _, text: masked(text))


def examine_history(history: History, questioned: SourceTree, settings: Settings) -> VersionsResult:
    """Hold a questioned work against the revisions of a known one."""
    texts = Texts(history, settings.intake)
    pinned = pin(history, questioned, texts, settings.versions)
    return VersionsResult(pinning=_pinning(history, pinned, texts, settings.versions))


def _pinning(history: History, pinned: Pinned, texts: Texts, rules: Versions) -> VersionPinning:
    agreement = pinned.agreement
    scores, whole = agreement.scores.sum(axis=0), float(agreement.whole.sum())
    edited = sum(float(file.weights.sum()) for file in pinned.files) - whole
    allowed = tolerance(max(edited, 0.0), rules)
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
        interval=interval_of(scores, whole, allowed, agreement.touching, history) if is_found else None,
        curve=curve_of(scores, whole, allowed, agreement.touching, rules.max_points) if is_found else (),
        files=tuple(_file(history, pinned, number, texts, rules) for number in range(len(pinned.files)))[
            : rules.max_files
        ],
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
    return FileVersions(
        questioned_path=file.path,
        known_path=path,
        lines=len(file.features),
        found=found,
        renamed=len(pinned.names[number]),
        interval=interval_of(scores, float(agreement.whole[number]), rules.file_equal_weight, touching, history),
    )


def _silent(step: str, done: int, total: int) -> None:
    """The progress of a caller who does not want any."""
