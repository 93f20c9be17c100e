"""Strata: works without a common origin that share a task, an interface, a framework or an author. Are rates kept?

Each family of clusters is tested against thresholds made without it, and each labelled set against a stratum made
without the set.
"""

from pathlib import Path
from typing import Any

import numpy as np

from codematch.errors import CodematchError
from codematch.model.stratum import Stratum
from codematch.report.text import numbers
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import mean_upper_bound
from codematch.significance.reference_sets import NullModels
from codematch.significance.strata import Excess, StratumReference
from tests.benchmarks.strata_rates import SETS, rows
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

LANGUAGES = ("c", "cpp", "csharp", "go", "java", "javascript", "python", "ruby", "rust", "typescript")
MODELS = """## Strata: works that share a task, an interface, a framework or an author, and no origin

*Families*: independent groups of clusters; each counts the same. *Beyond the median*: by how many bits the heaviest
region of such a pair exceeds the median of unrelated works of its size. *Left out*: each family is compared with the
threshold that the others make; the rate is the mean over families, the interval what these families are compatible
with, each end at the 95 % level. *Agrees*: the nominal rate, {nominal}, lies in it. Languages with fewer than {least}
families are compared with those of all languages."""
LABELLED = """### Labelled sets against their stratum, which is made without them

Reported: a region or a pair of files reaches its threshold. *Unrelated*: with the thresholds of unrelated works, as a
case would be judged if the stratum were not seen. *Defaults*: with the thresholds of the strata that are found to fit,
and for how many pairs that of the set is among them. *Bound*: of the share of groups with a reported pair (stratum)."""
FIGURES = ("heaviest", "sums")


def section(data: Path) -> Section:
    """Return the section; labelled sets that are not there are skipped."""
    settings = Settings()
    models = NullModels(grammars_folder(), settings)
    found = [row for stratum in Stratum for language in LANGUAGES for row in _calibration(models, stratum, language)]
    parts = []
    if found:
        rules = settings.significance
        parts.append(MODELS.format(nominal=numbers.share(rules.coincidence_rate), least=rules.min_families))
        parts.append(_calibration_table(found))
    labelled, skipped = [], []
    for tested in SETS:
        if not (data / tested.name / tested.list_name).is_file():
            skipped.append(f"labelled set {tested.name} against its stratum: not on this machine (--data)")
            continue
        try:
            labelled += list(rows(tested, data))
        except CodematchError as error:
            skipped.append(f"labelled set {tested.name} against its stratum: {error}")
    if labelled:
        parts += [LABELLED, _labelled_table(labelled)]
    values = {"families": found, "labelled": labelled}
    return Section(name="strata", text="\n\n".join(parts), data=values, skipped=tuple(skipped))


def _calibration(models: NullModels, stratum: Stratum, language: str) -> list[dict[str, Any]]:
    """A row for each decision of a stratum that a language has families of its own for."""
    reference = models.refer(stratum, language)
    if reference is None or (reference.languages != (language,) and language != LANGUAGES[0]):
        return []
    name = language if reference.languages == (language,) else "all"
    return [left_out(reference, figure, name) for figure in FIGURES]


def left_out(reference: StratumReference, figure: str, language: str) -> dict[str, Any]:
    """Test every family against what the others make: a row of figures."""
    excess: Excess = getattr(reference, figure)
    rules = Settings().significance
    rates = []
    for family in np.unique(excess.families):
        own = excess.families == family
        if own.all():
            continue
        others = excess.shares[~own]
        rest = Excess(bits=excess.bits[~own], shares=others / others.sum(), families=excess.families[~own])
        rates.append(float((excess.bits[own] > rest.quantile(rules.coincidence_rate)).mean()))
    rate = sum(rates) / len(rates) if rates else 0.0
    upper = mean_upper_bound(rate, len(rates), rules.level)
    lower = 1.0 - mean_upper_bound(1.0 - rate, len(rates), rules.level)
    return {
        "stratum": reference.stratum.value,
        "language": language,
        "decision": "region" if figure == "heaviest" else "sum",
        "families": reference.families,
        "clusters": reference.clusters,
        "pairs": len(excess.bits),
        "median": float(np.median(excess.bits)),
        "beyond": excess.quantile(rules.coincidence_rate),
        "rate": rate,
        "lower": lower,
        "upper": upper,
        "agrees": lower <= rules.coincidence_rate <= upper,
    }


def _calibration_table(found: list[dict[str, Any]]) -> str:
    head = ["stratum", "language", "decision", "families", "clusters", "pairs", "beyond the median: 50 %", "95 %",
            "left out: rate", "interval", "agrees"]  # fmt: skip
    body = [[row["stratum"], row["language"], row["decision"], str(row["families"]), str(row["clusters"]),
             f"{row['pairs']:,}", f"{row['median']:.1f}", f"{row['beyond']:.1f}", numbers.share(row["rate"]),
             f"{numbers.share(row['lower'])} to {numbers.share(row['upper'])}", "yes" if row["agrees"] else "NO"]
            for row in found]  # fmt: skip
    return markdown(head, body)


def _labelled_table(found: list[dict[str, Any]]) -> str:
    head = ["set", "stratum", "label", "pairs", "groups", "reported, unrelated", "reported, stratum",
            "reported, defaults", "stratum found", "groups with one", "bound"]  # fmt: skip
    body = [[row["set"], row["stratum"], str(row["label"]), f"{row['pairs']:,}", str(row["groups"]),
             _counted(row["reported_unrelated"], row["pairs"]), _counted(row["reported_stratum"], row["pairs"]),
             _counted(row["reported_defaults"], row["pairs"]), _counted(row["stratum_found"], row["pairs"]),
             str(row["groups_reported"]), numbers.upper(row["groups_upper"])] for row in found]  # fmt: skip
    return markdown(head, body)


def _counted(part: int, whole: int) -> str:
    return f"{part:,} ({numbers.ratio(part, whole)})" if whole else "–"
