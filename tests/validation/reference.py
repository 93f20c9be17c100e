"""What the shipped reference sets say: coincidences between unrelated projects, by language and size."""

from typing import Any

from codematch.model.sides import Both
from codematch.report.text import numbers
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.null_model import NullModel
from codematch.significance.reference_sets import NullModels
from codematch.significance.statement import LanguageSize, assess_language
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

LANGUAGES = ("python", "java", "c", "javascript", "typescript", "cpp", "go", "rust", "bash", "kotlin", "lua", "json",
             "yaml", "xml", "html", "css", "sql", "text")  # fmt: skip

INTRO = """## Reference sets: unrelated projects

Every pair of works of a band was compared; works share no project. *Threshold*: the total from which on a comparison of
works of this size reports regions. *At or above it*: pairs of the reference set. *Bound*: of such pairs between
unrelated works of this size. *Least*: what the bound would be if no pair reached it, the most that this many works can
show."""


def section() -> Section:
    settings = Settings()
    models = NullModels(grammars_folder(), settings)
    found = {name: models.get(name) for name in LANGUAGES}
    rows = [row for model in found.values() if model is not None for row in _rows(model, settings)]
    head = ["language", "tokens of each work", "works", "pairs", "50 %", "95 %", "99 %", "heaviest", "threshold",
            "at or above it", "bound", "least"]  # fmt: skip
    body = [[row["language"], f"{row['tokens']:,}", str(row["works"]), f"{row['pairs']:,}",
             *(f"{value:.1f}" for value in row["percentiles"]), f"{row['threshold']:.1f}", str(row["reaching"]),
             numbers.upper(row["upper"]), numbers.upper(row["least"])] for row in rows]  # fmt: skip
    cards = [[name, f"{model.projects}", model.card["date"], str(len(model.card["set_aside"]["files"])),
              str(len(model.card["set_aside"]["pairs"])), f"`{model.digest[:16]}`"]
             for name, model in found.items() if model is not None]  # fmt: skip
    data = {"bands": rows, "digests": {name: model.digest for name, model in found.items() if model is not None}}
    text = "\n\n".join([
        INTRO,
        markdown(head, body),
        markdown(["language", "projects", "date", "lists of files set aside", "pairs set aside", "digest"], cards),
    ])  # fmt: skip
    missing = tuple(f"reference set of {name}: not available" for name, model in found.items() if model is None)
    return Section(name="reference", text=text, data=data, skipped=missing)


def _rows(model: NullModel, settings: Settings) -> list[dict[str, Any]]:
    rows = []
    for band in model.bands:
        size = LanguageSize(language=model.language, tokens=Both(band.tokens, band.tokens),
                            background=model.background, bits=None)  # fmt: skip
        stated = assess_language(size, model, settings)
        rows.append({
            "language": model.language,
            "tokens": band.tokens,
            "works": band.works,
            "pairs": band.pairs,
            "percentiles": band.percentiles((0.5, 0.95, 0.99, 1.0)),
            "threshold": stated.threshold_bits,
            "reaching": stated.reaching,
            "upper": stated.upper,
            "least": pair_upper_bound(0.0, band.works, settings.significance.level),
        })  # fmt: skip
    return rows
