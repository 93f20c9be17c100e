"""What the regions of a comparison are held against: the sizes of the works by language, thresholds, statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from codematch.comparison.file_pair_sums import LightThresholds
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.plain_pass import PlainMatches
from codematch.comparison.prepare import PreparedWork, Toolkit, languages_of
from codematch.languages import TEXT
from codematch.model.likelihood import Likelihood
from codematch.model.match import Region
from codematch.model.precision import stored_total
from codematch.model.sides import Both
from codematch.model.significance import LanguageSignificance
from codematch.significance.likelihood_ratio import Bundle, weigh_evidence
from codematch.significance.statement import LanguageSize, assess_language, assess_region

ByLanguage = Mapping[str, LanguageSignificance]


def assess_languages(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> ByLanguage:
    """Say for each language of the known work what its regions are held against, in order of the names.

    Plain text is always among them: the second pass reads everything so.
    """
    names = sorted({*languages_of(known), TEXT})
    return {
        name: assess_language(_size(name, known, questioned, toolkit), toolkit.nulls.get(name), toolkit.settings)
        for name in names
    }


def thresholds_of(languages: ByLanguage) -> dict[str, float]:
    """Return from which weight on regions of each language are reported [bits]."""
    return {name: entry.threshold_bits for name, entry in languages.items()}


def light_thresholds(languages: ByLanguage) -> LightThresholds:
    """Return from which weight on what is lighter than a region is reported, where the null model says so."""
    return LightThresholds(
        sums={n: bits for n, entry in languages.items() if (bits := entry.pair_threshold_bits) is not None},
        carried_by_texts={
            n: bits for n, entry in languages.items() if (bits := entry.carried_threshold_bits) is not None
        },
    )


def add_plain_pass(languages: ByLanguage, plain: PlainMatches) -> ByLanguage:
    """Return the entries, that of plain text with the tokens that the second pass searched."""
    entry = languages[TEXT]
    searched = replace(
        entry,
        tokens=Both(entry.tokens.known + plain.tokens.known, entry.tokens.questioned + plain.tokens.questioned),
    )
    return {**languages, TEXT: searched}


def attach_significance(
    regions: Sequence[LocatedRegion], languages: ByLanguage, toolkit: Toolkit
) -> list[LocatedRegion]:
    """Attach to every region how often unrelated works reach its weight."""
    return [_stated(item, languages[item.region.language], toolkit) for item in regions]


def compared_languages(languages: ByLanguage) -> tuple[LanguageSignificance, ...]:
    """Return the entries of the languages of the known work that the questioned work has related code to."""
    return tuple(entry for entry in languages.values() if entry.tokens.known and entry.tokens.questioned)


def likelihood_by_language(
    known: PreparedWork,
    questioned: PreparedWork,
    regions: Sequence[LocatedRegion],
    languages: ByLanguage,
    bundle: Bundle | None,
    toolkit: Toolkit,
) -> tuple[Likelihood, ...]:
    """Return the likelihood ratio of the heaviest region in every language of both works; () without a bundle."""
    if bundle is None:
        return ()
    heaviest = heaviest_totals([item.region for item in regions])
    return tuple(
        weigh_evidence(
            bundle,
            size,
            heaviest.get(size.language, 0.0),
            languages[size.language].threshold_bits,
            toolkit.settings,
        )
        for size in shared_languages(known, questioned, toolkit)
    )


def heaviest_totals(regions: Iterable[Region]) -> dict[str, float]:
    """Return the total of the heaviest region in each language that has one, as stored [bits].

    Regions with a language on each side do not count: what is known of unrelated works holds for one language.
    """
    heaviest: dict[str, float] = {}
    for region in filter(in_one_language, regions):
        heaviest[region.language] = max(heaviest.get(region.language, 0.0), stored_total(region.weight))
    return heaviest


def shared_languages(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> list[LanguageSize]:
    """Return the sizes of two works in each language that both have, in order of the names."""
    sizes = [_size(name, known, questioned, toolkit) for name in languages_of(known)]
    return [size for size in sizes if size.tokens.known and size.tokens.questioned]


def _stated(item: LocatedRegion, language: LanguageSignificance, toolkit: Toolkit) -> LocatedRegion:
    if not in_one_language(item.region):
        return item
    total, model = stored_total(item.region.weight), toolkit.nulls.get(language.language)
    stated = assess_region(total, language, model, toolkit.settings.significance)
    return replace(item, region=replace(item.region, significance=stated))


def _size(language: str, known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> LanguageSize:
    """What a language of the known work was compared with: in the questioned work all tokens of its family."""
    family = [name for name, its in toolkit.families.items() if its == toolkit.families[language]]
    own = [file for work in (known, questioned) for file in work.files if file.stream.languages == (language,)]
    sample = sum(len(file.stream) for file in own)
    background = toolkit.weigher.background(language)
    enough = sample >= toolkit.settings.weighing.min_sample_tokens
    return LanguageSize(
        language=language,
        tokens=Both(count_tokens(known, (language,)), count_tokens(questioned, family)),
        background=background.digest if background else "",
        bits=sum(file.weights.surprise for file in own) / sample if enough else None,
    )


def count_tokens(work: PreparedWork, languages: Sequence[str]) -> int:
    """Return how many tokens of a work are in any of the languages."""
    return sum(
        int(np.count_nonzero(file.stream.in_language(name)))
        for file in work.files
        for name in languages
        if name in file.stream.languages
    )


def in_one_language(region: Region) -> bool:
    """Say whether both sides of a region are in the language that it is held against."""
    return region.known.language == region.questioned.language == region.language
