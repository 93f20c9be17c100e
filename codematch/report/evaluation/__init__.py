"""The documents of an evaluation: an HTML page, figures, and data for other programs."""

from codematch.model.evaluation import Evaluation
from codematch.report.evaluation import to_data, to_html
from codematch.report.evaluation.figures import FIGURES, draw
from codematch.report.evaluation.to_terminal import show, text

__all__ = ["FILES", "documents", "show", "text"]

METRICS, SCORES, PAGE = "metrics.json", "scores.csv", "evaluation.html"
FILES = (METRICS, SCORES, PAGE, *(f"{name}.svg" for name in FIGURES))
"""Every file that an evaluation can write."""


def documents(evaluation: Evaluation) -> dict[str, bytes]:
    """Return the content of every file: the same bytes for the same evaluation."""
    figures = draw(evaluation)
    return {
        METRICS: to_data.metrics(evaluation.summary),
        SCORES: to_data.scores(evaluation),
        PAGE: to_html.render(evaluation, figures),
        **{f"{name}.svg": figure.encode() for name, figure in figures.items()},
    }
