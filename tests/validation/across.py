"""Works in different languages: is the threshold kept, and how many ports are seen?"""

from dataclasses import asdict
from pathlib import Path

from codematch.across.counts import FOLDER
from codematch.across.null_model import has_null
from codematch.report.text import numbers
from codematch.settings import Settings, grammars_folder
from tests.benchmarks.across_languages import LeftOut, Ranking, left_out, rank
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

MODEL = """## Across languages

Pairs of files and of functions in languages that have no tokens in common (class M5). *Left out*: each task of the null
model, a cluster of independent programs for one purpose, is compared with the threshold that the other tasks make;
nominal is {nominal}. *Bound*: of the mean share over tasks."""
STRATA = """Share of the pairs of each stratum that reach the threshold of the whole model. It is the highest that any
stratum asks for, so the others stay below the nominal rate."""
PORTS = """### Ports

The labelled set `{name}`: label 1 is a port, label 0 another program. {together} pairs in one family of languages are
not counted here."""
PORTS_NAME = "ports"


def section(data: Path) -> Section:
    """Return the section; the labelled set is skipped if it is not there."""
    if not has_null(grammars_folder() / FOLDER):
        return Section(name="across", text="", data={}, skipped=("pairs across languages: no null model",))
    rate = Settings().significance.coincidence_rate
    tasks = left_out(rate)
    parts = [MODEL.format(nominal=numbers.share(rate)), _tasks(tasks), STRATA, _strata(tasks)]
    values = {"tasks": [asdict(row) for row in tasks]}
    table = data / PORTS_NAME / "pairs.csv"
    if not table.is_file():
        skipped = (f"labelled set {PORTS_NAME} across languages: not on this machine (--data)",)
        return Section(name="across", text="\n\n".join(parts), data=values, skipped=skipped)
    together, ranked = rank(table)
    parts += [PORTS.format(name=PORTS_NAME, together=together), _ports(ranked)]
    values["ports"] = [asdict(row) for row in ranked]
    return Section(name="across", text="\n\n".join(parts), data=values)


def _tasks(rows: list[LeftOut]) -> str:
    head = ["pair of", "tasks", "pairs", "reaching", "tasks with one", "left out: rate", "bound"]
    body = [[row.about, str(row.tasks), f"{row.pairs:,}", str(row.reaching), str(row.tasks_reaching),
             numbers.share(row.rate), numbers.upper(row.upper)] for row in rows]  # fmt: skip
    return markdown(head, body)


def _strata(rows: list[LeftOut]) -> str:
    head = ["pair of", "threshold [bits]", "stratum", "pairs", "reaching"]
    body = [
        [row.about, f"{row.threshold:.1f}", stratum, f"{pairs:,}", numbers.share(share)]
        for row in rows
        for stratum, pairs, share in row.strata
    ]
    return markdown(head, body)


def _ports(rows: list[Ranking]) -> str:
    head = ["pair of", "AUC", "average precision", "TPR at 1 %", "reported, label 1", "reported, label 0"]
    body = [[row.about, f"{row.auc:.3f}", f"{row.average_precision:.3f}", f"{row.tpr:.3f}",
             *(f"{row.reported[label]} of {row.pairs[label]}" for label in (1, 0))] for row in rows]  # fmt: skip
    return markdown(head, body)
