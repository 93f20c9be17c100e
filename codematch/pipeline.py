"""The order of the stages, and nothing else: two source trees in, one result out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codematch.comparison.across_languages import align_across
from codematch.comparison.ai_artefacts import compare_artefacts
from codematch.comparison.assemble import assemble
from codematch.comparison.asserted_items import examine_items
from codematch.comparison.channels import examine_apart, gather_evidence
from codematch.comparison.cited_files import cite_nearest
from codematch.comparison.cited_passages import cite_asserted
from codematch.comparison.counterparts import find_counterparts, with_counterparts
from codematch.comparison.exhibits import make_exhibits
from codematch.comparison.explanations import explain
from codematch.comparison.filtering import FilterInputs, filter_regions
from codematch.comparison.identification import Given
from codematch.comparison.item_places import place_items
from codematch.comparison.item_text import StatedItem
from codematch.comparison.kept_files import kept_files
from codematch.comparison.kept_sources import with_sources
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.masked_pair import mask_pair
from codematch.comparison.matching import Matching, match_works
from codematch.comparison.plain_pass import PlainMatches, match_plain
from codematch.comparison.prepare import PreparedWork, Progress, Toolkit, make_toolkit, prepare_works
from codematch.comparison.provenance import (
    describe_backgrounds,
    describe_manifest,
    describe_material,
    gather_limitations,
)
from codematch.comparison.reference_material import MaterialTree, material_works
from codematch.comparison.shared_texts import share_text
from codematch.comparison.significance import (
    ByLanguage,
    add_plain_pass,
    assess_languages,
    attach_significance,
    compared_languages,
    light_thresholds,
    likelihood_by_language,
    rank_regions,
    thresholds_of,
)
from codematch.comparison.summed_pairs import attach_sums
from codematch.comparison.tally import count_totals, coverage, describe_works
from codematch.filtration.agreed import Agreement
from codematch.intake.file_choice import ALL_FILES, FileChoice, choose_files, unused_patterns
from codematch.languages import TEXT, load_languages
from codematch.model.asserted import AssertedItem
from codematch.model.kgrams import kgram_hashes
from codematch.model.result import FORMAT_VERSION, CaseResult, PairResult
from codematch.model.source import SourceTree
from codematch.model.stratum import Stratum
from codematch.parallel import Jobs, run_in_background
from codematch.policy import NO_POLICY, PolicyInputs, apply_policy, with_policy
from codematch.reference_library import Entry, describe, select
from codematch.settings import Settings, grammars_folder
from codematch.significance.likelihood_ratio import Bundle
from codematch.significance.reference_sets import NullModels
from codematch.strata import find_strata
from codematch.weight.weigher import Weigher

__all__ = ["ComparisonInputs", "PreparedWork", "Progress", "compare_prepared", "compare_works", "make_tools", "prepare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonInputs:
    """What a comparison is given besides the two works; every part may be missing.

    Attributes:
        material: Works that both sides may share; what occurs in them is labelled, never removed.
        agreements: Passages that were agreed on, likewise.
        asserted: Parts of the known work to answer for one by one; one stated as a text must name something.
        library: The entries of the reference library; None to use no library.
        languages: Names of the languages to compare; empty for all.
        language_of: Patterns of paths with the language of their files.
        bundle: The validation bundle for likelihood ratios; without one they are not evaluated.
        stratum: What the works are compared as; None to find it.
        unmask: Why exhibits show secrets and personal data; "" to mask them.
        policy: What decides on the exit code.
        files: Which files are compared, by patterns of their paths.
        cache: The folder that keeps prepared files from one run to the next; None for none. It changes no result.
    """

    material: Sequence[MaterialTree] = ()
    agreements: Sequence[Agreement] = ()
    asserted: Sequence[AssertedItem | StatedItem] = ()
    library: Sequence[Entry] | None = None
    languages: tuple[str, ...] = ()
    language_of: Given = ()
    bundle: Bundle | None = None
    stratum: Stratum | None = None
    unmask: str = ""
    policy: PolicyInputs = NO_POLICY
    files: FileChoice = ALL_FILES
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificanceInputs:
    """What the statements about two works are given: a validation bundle, and the stratum if it is not to be found."""

    bundle: Bundle | None = None
    stratum: Stratum | None = None


WORKS_ALONE = ComparisonInputs()
NO_MATERIAL = FilterInputs()
NOTHING_GIVEN = SignificanceInputs()


def compare_works(
    known: SourceTree,
    questioned: SourceTree,
    inputs: ComparisonInputs = WORKS_ALONE,
    *,
    settings: Settings,
    jobs: int = 1,
    progress: Progress | None = None,
) -> CaseResult:
    """Compare a known with a questioned work.

    Args:
        known: The known work, whose reuse is asserted.
        questioned: The questioned work, which is examined.
        inputs: What is given besides them.
        settings: All settings.
        jobs: Number of worker processes; the result does not depend on it.
        progress: Called with (step, done, total) as the work goes on.

    Raises:
        SpecError: A language folder is wrong.
        StoreError: A background model is damaged.
        UsageError: Asserted items name nothing in the known work.
    """
    toolkit = make_tools(settings, inputs.cache)
    languages = inputs.languages
    chosen = choose_files(known, inputs.files, "K"), choose_files(questioned, inputs.files, "Q")
    trees = *chosen, *(item.tree for item in inputs.material)
    works = prepare(trees, toolkit, languages=languages, language_of=inputs.language_of, jobs=jobs, progress=progress)
    items = place_items(inputs.asserted, works[0])
    works[:2] = cite_nearest(works[0], works[1].tree, items), cite_nearest(works[1], works[0].tree)
    selected = select(inputs.library or (), works[:2], settings)
    works += prepare([item.tree for item in selected], toolkit, languages=languages, jobs=jobs)
    held = FilterInputs(
        material=material_works((*inputs.material, *selected), works[2:]),
        agreements=inputs.agreements,
        library=describe(inputs.library) if inputs.library is not None else None,
    )
    given = SignificanceInputs(bundle=inputs.bundle, stratum=inputs.stratum)
    pair = compare_prepared(
        works[0], works[1], toolkit, held, asserted=items, given=given, jobs=jobs, progress=progress
    )
    pair = pair if inputs.unmask else mask_pair(pair, works[0], works[1])
    pair = with_sources(pair, works[0], works[1], most=settings.counting.max_source_bytes, unmask=bool(inputs.unmask))
    policy = apply_policy(pair, works[1], inputs.policy, settings.baseline)
    backgrounds = describe_backgrounds(works[:2], toolkit.weigher, settings.weighing)
    return CaseResult(
        format_version=FORMAT_VERSION,
        manifest=describe_manifest(toolkit, backgrounds),
        pairs=(with_policy(pair, policy),),
        limitations=(*gather_limitations(works, pair, backgrounds, settings), *unused_patterns(chosen, inputs.files)),
        unmasked=inputs.unmask,
    )


def make_tools(settings: Settings, cache: Path | None = None) -> Toolkit:
    """Load what every comparison with these settings needs; `cache` is the folder of prepared files, if any."""
    folder = grammars_folder()
    weigher, nulls = Weigher(folder, settings.weighing, kgram_hashes), NullModels(folder, settings)
    return make_toolkit(load_languages(folder), weigher, nulls, settings, kept_files(cache, settings))


def prepare(
    trees: Sequence[SourceTree],
    toolkit: Toolkit,
    *,
    languages: tuple[str, ...] = (),
    language_of: Given = (),
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> list[PreparedWork]:
    """Tokenise, fingerprint and weigh the files of works (steps 2 to 4 of the method, and the tokens of step 7)."""
    return prepare_works(trees, toolkit, only=languages, given=language_of, jobs=jobs, progress=progress)


def compare_prepared(
    known: PreparedWork,
    questioned: PreparedWork,
    toolkit: Toolkit,
    held: FilterInputs = NO_MATERIAL,
    *,
    asserted: Sequence[AssertedItem] = (),
    given: SignificanceInputs = NOTHING_GIVEN,
    jobs: int = 1,
    progress: Progress | None = None,
) -> PairResult:
    """Match, filter, count and assess two prepared works (steps 5 to 13 of the method), with two `jobs` at most."""
    sides, settings, weigher, tell = (known, questioned), toolkit.settings, toolkit.weigher, progress or _silent
    tell("match", 0, 3)
    strata = find_strata(known, questioned, toolkit, given.stratum)
    languages = assess_languages(known, questioned, toolkit, strata.considered)
    region_free = run_in_background(partial(examine_apart, known, questioned, toolkit), jobs)
    matching, located, plain = _search(sides, languages, asserted, toolkit, jobs)
    tell("match", 1, 3)
    covered = coverage(known, located, "known"), coverage(questioned, located, "questioned")
    sequences = matching.known, matching.questioned
    counterparts = run_in_background(partial(find_counterparts, located, sides, covered, sequences, settings), jobs)
    located, ledger = filter_regions(located, sides, covered, held, toolkit)
    tell("match", 2, 3)
    totals = count_totals(known, questioned, covered, settings.counting)
    shared_text = share_text(known, questioned, weigher)
    corresponding = counterparts()
    languages = add_plain_pass(languages, plain)
    located = attach_significance(located, languages, toolkit)
    file_pairs = attach_sums(corresponding.file_pairs, matching.sums, located, sides, languages, toolkit)
    likelihood = likelihood_by_language(known, questioned, located, languages, given.bundle, toolkit)
    evidence = gather_evidence(known, questioned, located, region_free(), toolkit, held.material)
    regions = tuple(item.region for item in located)
    works, sketches = describe_works(sides, covered, settings.fingerprinting)
    pair = PairResult(
        known=works[0],
        questioned=works[1],
        sketches=sketches,
        totals=totals,
        regions=regions,
        file_pairs=file_pairs,
        seeds_set_aside=matching.seeds_set_aside,
        light_matches=matching.light_matches,
        comparisons=len(known.files) * len(questioned.files),
        shared_text=shared_text,
        strata=strata,
        significance=compared_languages(languages),
        likelihood=likelihood,
        ledger=ledger,
        evidence=evidence,
        across=align_across(known, questioned, toolkit),
        artefacts=compare_artefacts(known, questioned, held.works, toolkit),
        explanations=explain(regions, ledger, evidence, held.codes),
        asserted=(examined := examine_items(asserted, sides, located, evidence, toolkit)),
        exhibits=make_exhibits(located, known, questioned, settings.counting, examined),
        prior=describe_material(held.material),
    )
    tell("match", 3, 3)
    return with_counterparts(pair, corresponding)


def _search(
    sides: tuple[PreparedWork, PreparedWork],
    languages: ByLanguage,
    asserted: Sequence[AssertedItem],
    toolkit: Toolkit,
    jobs: int,
) -> tuple[Matching, list[LocatedRegion], PlainMatches]:
    """Find the regions of two works, in report order (steps 5 to 8 of the method)."""
    settings, weigher, thresholds = toolkit.settings, toolkit.weigher, thresholds_of(languages)
    matching = match_works(*sides, weigher, thresholds, settings, light_thresholds(languages))
    located = assemble(matching, *sides, weigher, thresholds, settings, jobs)
    plain = match_plain(*sides, located, languages[TEXT].threshold_bits, toolkit)
    located = cite_asserted([*located, *plain.regions], sides, matching.known, asserted, toolkit)
    return matching, rank_regions(located, languages), plain


def _silent(step: str, done: int, total: int) -> None:
    """The progress of a caller who does not want any."""
