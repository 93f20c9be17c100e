"""The figures of an evaluation, each as SVG text; figures without data are omitted."""

from codematch.model.evaluation import CurvePoints, Distribution, Evaluation
from codematch.report.charts import Series, det_chart, distribution_chart, ece_chart, roc_chart, tippett_chart
from codematch.report.text import say

FIGURES = ("roc", "roc-low", "det", "tippett", "ece", "distributions")
"""Their names, in the order in which they are shown; `roc-low` has a logarithmic axis."""


def draw(evaluation: Evaluation) -> dict[str, str]:
    """Return the figures that can be drawn, by name."""
    figures = {}
    if evaluation.rocs:
        curves = [Series(label=curve.name, x=curve.x, y=curve.y) for curve in evaluation.rocs]
        figures["roc"] = roc_chart(curves)
        figures["roc-low"] = roc_chart(curves, log_x=True)
        figures["det"] = det_chart(curves)
    if evaluation.tippett:
        first, second = (_named(evaluation.tippett, name) for name in ("positive", "negative"))
        labels = say("evaluation.label", label="1"), say("evaluation.label", label="0")
        figures["tippett"] = tippett_chart(first.x, first.y, second.y, labels=labels)
    if evaluation.costs:
        system, calibrated, neutral = (_named(evaluation.costs, name) for name in ("system", "calibrated", "neutral"))
        figures["ece"] = ece_chart(system.x, system.y, calibrated.y, neutral.y)
    figures["distributions"] = distribution_chart(
        [(_row(item), item.values) for item in evaluation.distributions], axis=evaluation.summary.main_score
    )
    return figures


def _named(curves: tuple[CurvePoints, ...], name: str) -> CurvePoints:
    return next(curve for curve in curves if curve.name == name)


def _row(item: Distribution) -> str:
    label = "1" if item.positive else "0"
    if not item.name:
        return say("evaluation.label", label=label)
    return say("evaluation.distribution-row", name=item.name, label=label)
