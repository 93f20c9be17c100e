"""A validation bundle from an evaluation: the heaviest regions of its pairs by language, label and stratum.

Pairs labelled 1 are those of common origin. Every kind of pairs labelled 0 belongs to one stratum of the alternative;
the list either calls it so, or the user says which.
"""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from codematch.errors import InputError, UsageError
from codematch.evaluation.pairs import PairList
from codematch.model.evaluation import Evaluation, LanguageScore, Pair, PairState
from codematch.settings import Settings
from codematch.significance.likelihood_ratio import STRATA, Scope, Scores, bundle_card
from codematch.significance.statement import search_space

Entry = tuple[Pair, str, LanguageScore]
"""A pair, its group, and what it has in one language."""


def kind_strata(given: Sequence[str], listed: PairList) -> dict[str, str]:
    """Return the stratum of each kind of pairs labelled 0, by the first word of the kind.

    Args:
        given: Strata that the user states, as `KIND=STRATUM`; any other kind must be called like its stratum.
        listed: The list of pairs.

    Raises:
        UsageError: A statement has another form, or names a kind that the list does not have; or a kind has no stratum.
        InputError: The list has one class only.
    """
    kinds = {pair.stratum for pair in listed.usable if not pair.positive}
    if not kinds or not any(pair.positive for pair in listed.usable):
        raise InputError(
            f"{listed.name}: a validation bundle needs pairs labelled 1 and pairs labelled 0; add the missing ones"
        )
    found = {kind: kind for kind in kinds if kind in STRATA}
    for text in given:
        kind, _, stratum = text.rpartition("=")
        if stratum not in STRATA:
            raise UsageError(f"--stratum {text}: not of the form KIND=STRATUM; the strata are {', '.join(STRATA)}")
        if kind not in kinds:
            raise UsageError(
                f"--stratum {text}: no pair labelled 0 is of that kind; choose from {', '.join(sorted(kinds))}"
            )
        found[kind] = stratum
    missing = sorted(kinds - found.keys())
    if missing:
        example = shlex.quote(f"{missing[0]}=STRATUM")
        raise UsageError(
            f"{listed.name}: the kind {missing[0]!r} of pairs labelled 0 is not a stratum; give its stratum with"
            f" --stratum {example} ({', '.join(STRATA)})"
        )
    return found


def make_bundle(evaluation: Evaluation, strata: Mapping[str, str], name: str, settings: Settings) -> dict[str, Any]:
    """Return the document of a validation bundle; `strata` as `kind_strata` returns them, `name` as reports call it.

    Raises:
        InputError: No language has scored pairs of both labels.
    """
    by_language: dict[str, list[Entry]] = {}
    scored = (pair for pair in evaluation.pairs if pair.state is PairState.SCORED)
    for pair, group, scores in zip(scored, evaluation.groups, evaluation.languages, strict=True):
        for score in scores:
            by_language.setdefault(score.language, []).append((pair, group, score))
    scopes = {
        language: _scope(entries, strata)
        for language, entries in sorted(by_language.items())
        if len({pair.positive for pair, _, _ in entries}) == 2
    }
    summary = evaluation.summary
    if not scopes:
        raise InputError(
            f"{summary.list_name}: no language has scored pairs of both labels; add pairs of the missing label"
        )
    source = {
        "list": summary.list_name,
        "sha256": summary.list_sha256,
        "grouped_by": summary.grouped_by,
        "kinds": dict(sorted(strata.items())),
    }
    return bundle_card(name, source, scopes, settings)


def _scope(entries: Sequence[Entry], strata: Mapping[str, str]) -> Scope:
    spaces = [search_space(score.tokens.known, score.tokens.questioned) for _, _, score in entries]
    names = sorted({strata[pair.stratum] for pair, _, _ in entries if not pair.positive})
    return Scope(
        background=entries[0][2].background,
        low=min(spaces),
        high=max(spaces),
        same=_scores(entry for entry in entries if entry[0].positive),
        strata={
            name: _scores(entry for entry in entries if not entry[0].positive and strata[entry[0].stratum] == name)
            for name in names
        },
    )


def _scores(entries: Iterable[Entry]) -> Scores:
    chosen = list(entries)
    return Scores(
        bits=np.array([score.heaviest_bits for _, _, score in chosen], dtype=np.float64),
        clusters=len({group for _, group, _ in chosen}),
    )
