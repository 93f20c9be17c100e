"""A scan of works that are named: located, read, held against shared material, and read again at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from codematch.comparison.prepare import Progress
from codematch.comparison.reference_material import MaterialTree, common_material
from codematch.intake import read_work
from codematch.intake.file_choice import ALL_FILES, FileChoice, left_out_of_set
from codematch.intake.given import parse
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.result import CaseResult
from codematch.model.scan import RankedPair, ScanResult
from codematch.parallel import Jobs
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.policy import NO_POLICY, PolicyInputs
from codematch.scanning.base_code import LABEL
from codematch.scanning.run import Scanned, scan_works
from codematch.scanning.works import changed_works, locate, read_works
from codematch.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanInputs:
    """What a scan is given besides the works.

    `languages` are the names of those to compare (empty for all), `encodings` are `GLOB=NAME`, and `files` are those
    of each work that are compared. `cache` is the folder that keeps prepared files from one run to the next, if there
    is one.
    """

    languages: Sequence[str] = ()
    encodings: Sequence[str] = ()
    files: FileChoice = ALL_FILES
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scan:
    """A finished scan: what it found, what records of its pairs need, and the processes or machines it used.

    `locators` says by number where each work is; `policy` decides in records whether a region is at a limit.
    """

    scanned: Scanned
    material: tuple[MaterialTree, ...]
    languages: tuple[str, ...]
    jobs: Jobs
    locators: Mapping[int, str] = field(default_factory=dict)
    policy: PolicyInputs = NO_POLICY

    @property
    def result(self) -> ScanResult:
        """What was found."""
        return self.scanned.result

    @property
    def settings(self) -> Settings:
        """The settings, with the rate of coincidences of the whole scan."""
        return self.scanned.settings

    def record_of(self, pair: RankedPair, /) -> CaseResult:
        """Return the full comparison of a pair, as `codematch compare` makes it."""
        scanned = self.scanned
        material = list(self.material)
        if scanned.base is not None:
            material.append(
                MaterialTree(filter=FilterId.COMMON, tree=scanned.base, code=ReasonCode.SDK_TEMPLATE, name=LABEL)
            )
        inputs = ComparisonInputs(material=material, languages=self.languages, policy=self.policy)
        return compare_works(scanned.trees[pair.first], scanned.trees[pair.second], inputs, settings=scanned.settings)


def scan_named(
    works: Sequence[str],
    common: Sequence[str],
    settings: Settings,
    given: ScanInputs | None = None,
    *,
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> Scan:
    """Compare every work with every other.

    Args:
        works: One folder, each of whose entries is a work, or two works or more, in every form of `codematch compare`.
        common: Works that any of them may share, each as a locator or `CODE=locator`.
        settings: All settings.
        given: Languages, encodings, files and cache.
        jobs: Number of worker processes, or a cluster; it does not change the result.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        CodematchError: There is no result.
    """
    located, notes = locate(works)
    given = given or ScanInputs()
    languages, stated = tuple(given.languages), parse(given.encodings)
    material = tuple(
        common_material(text, lambda locator: read_work(locator, settings.intake, encodings=stated)) for text in common
    )
    read = read_works(located, settings.intake, given.encodings, progress, jobs, given.files)
    notes += left_out_of_set([work.tree for work in read if work.tree is not None], given.files)
    scanned = scan_works(
        read, notes, material, settings, languages=languages, cache=given.cache, jobs=jobs, progress=progress
    )
    changed = tuple(changed_works(read, settings.intake, jobs))
    scanned = replace(scanned, result=replace(scanned.result, changed=changed))
    places = {number: one.locator for number, one in enumerate(located, start=1)}
    return Scan(scanned=scanned, material=material, languages=languages, jobs=jobs, locators=places)
