"""What an examiner marked, in sentences: each mark, and how many regions are marked as what."""

from codematch.model.marks import ExaminerMark, ExaminerMarks, MarkFit, MarkGroup, MarkKind
from codematch.report.text import numbers
from codematch.report.text.visible import visible
from codematch.report.text.wording import counted, listed, running, say


def mark(one: ExaminerMark) -> str:
    """Return a mark with who made it and why."""
    kind, who = say(f"marks.kind.{one.kind.value}"), by(one)
    if not one.text:
        return say("marks.said", kind=kind, by=who)
    return say("marks.said-because", kind=kind, by=who, text=visible(one.text))


def by(one: ExaminerMark) -> str:
    """Return who made a mark, and when."""
    name = visible(one.name)
    return say("marks.by-on", name=name, date=visible(one.date)) if one.date else say("marks.by", name=name)


def of_region(marks: ExaminerMarks | None, region: int) -> list[str]:
    """Return the marks of a region, each as a phrase; nothing where there are no marks."""
    return [] if marks is None else [mark(one) for one in marks.of(region)]


def fit(one: ExaminerMark) -> str:
    """Return where the content of a mark is now."""
    if one.fit is MarkFit.SAME:
        return say("marks.fit.same", regions=listed(map(str, one.regions)))
    if one.fit is MarkFit.CHANGED:
        return say("marks.fit.changed", share=numbers.share(one.shared), region=one.nearest)
    return say("marks.fit.gone")


def placed(one: ExaminerMark) -> str:
    """Return a mark behind the place where its content is now."""
    return f"{fit(one)}{say('separator.colon')}{mark(one)}"


def summary(marks: ExaminerMarks) -> str:
    """Return how many regions are marked as what, and what remains without those set aside."""
    totals = {total.group: total for total in marks.totals}
    whole, left = totals[MarkGroup.ALL], totals[MarkGroup.WITHOUT_SET_ASIDE]
    aside, seen, asserted = (
        totals[group].regions for group in (MarkGroup.SET_ASIDE, MarkGroup.SEEN, MarkGroup.ASSERTED)
    )
    notes, gone = len(marks.numbers(MarkKind.NOTE)), len(marks.unmatched())
    return running([
        say("marks.summary.counts", count=whole.regions, seen=seen, aside=aside, asserted=asserted),
        counted("marks.summary.notes", notes) if notes else "",
        say("marks.summary.without", left=left.regions, count=whole.regions, bits=numbers.bits(left.residual_bits),
            all_bits=numbers.bits(whole.residual_bits)) if aside else "",
        counted("marks.summary.unmatched", gone) if gone else "",
    ])  # fmt: skip
