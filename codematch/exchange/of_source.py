"""The fingerprints of a work that is given as source: read, prepared, and made into fingerprints."""

from collections.abc import Sequence
from dataclasses import replace

from codematch.comparison.prepare import Progress
from codematch.errors import InputError
from codematch.exchange.keys import Key
from codematch.exchange.making import make_prints
from codematch.intake import read_work
from codematch.intake.given import parse
from codematch.model.exchange import WorkPrints
from codematch.parallel import Jobs
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings


def prints_of_source(
    locator: str,
    settings: Settings,
    key: Key,
    *,
    with_paths: bool,
    languages: tuple[str, ...] = (),
    encodings: Sequence[str] = (),
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> WorkPrints:
    """Return the fingerprints of a work.

    Args:
        locator: The work, in every form of `codematch compare`.
        settings: All settings.
        key: The key of both parties, or none.
        with_paths: Whether the paths of files are told.
        languages: Names of the languages to take; empty for all.
        encodings: `GLOB=NAME`, the encoding of files.
        jobs: Number of worker processes; it does not change the result.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        CodematchError: The work cannot be read, or no file gives a fingerprint.
    """
    brief = replace(settings, evidence=replace(settings.evidence, channels=False))
    tree = read_work(locator, settings.intake, encodings=parse(encodings))
    toolkit = make_tools(brief)
    work = prepare([tree], toolkit, languages=languages, jobs=jobs, progress=progress)[0]
    prints = make_prints(work, toolkit, key, with_paths=with_paths)
    if not any(len(file.renamed) for file in prints.files):
        raise InputError(f"{locator}: no file is long enough for a fingerprint; give a work with more code")
    return prints
