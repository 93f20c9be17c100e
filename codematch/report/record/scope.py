"""Scope and limits: what was not done, or not in full, and which files were not compared."""

from collections import Counter
from collections.abc import Iterator

from codematch.model.source import Limitation
from codematch.report import view
from codematch.report.record.blocks import Block, Folded, Heading, Items, Line
from codematch.report.record.builders import cell, line, path, quiet, text
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.tables import FEW, dash, table
from codematch.report.text import glance_sentences, listed, numbers, phrases, running, say, sentence, sentences


def scope(context: Context) -> Iterator[Block]:
    """Yield what was not done, or not in full, and which files were not compared."""
    groups = view.limitation_groups(context.result)
    yield text(running([say("scope.facts"), *_covered(context)]))
    yield text(_masking(context))
    yield from [Heading(say("limits"))] if groups or not context.short else []
    yield text(say("limits.intro") if groups else say("limits.none"))
    if groups:
        heads = (("limit.kind", "", 2.0), ("limit.count", "n", 0.5), ("limit.first", "", 5.5))
        rows = ((cell(say(f"reason.{reason.value}")), cell(len(items)), (_limitation(items[0]),))
                for reason, items in groups)  # fmt: skip
        yield table(heads, rows, kind="limits")
    for here in context.pairs:
        yield Heading(say("not-compared"), here.anchor("not-compared"))
        yield from pair_heading(here)
        yield text(_left_out(here))


def _covered(context: Context) -> Iterator[str]:
    """Yield what the comparison covers and what it does not, as far as the run did more than compare snapshots."""
    pairs = context.result.pairs
    yield say("scope.text" if all(pair.artefacts is None for pair in pairs) else "scope.text.artefacts")
    yield say("scope.snapshots" if all(pair.versions is None for pair in pairs) else "scope.history")


def limitations(context: Context) -> Iterator[Block]:
    """Yield every limitation by its reason; nothing where the body has all of them."""
    groups = view.limitation_groups(context.result)
    if all(len(items) == 1 for _, items in groups):
        return
    yield Heading(say("limits"))
    for reason, items in groups:
        shown, more = context.all(items, "report.json")
        entries = tuple(map(_limitation, shown))
        summary = f"{len(items):,} · {say(f'reason.{reason.value}')}"
        yield Folded(summary, (Items(entries), *((text(more),) if more else ())), len(items) <= FEW, "limit")


def _limitation(item: Limitation) -> Line:
    subject = path(sentences.subject(item)) if item.subject else say("whole-run")
    return line(subject, say("separator.colon"), quiet(sentence(item.detail)))


def _left_out(here: PairContext) -> str:
    """Return how many files are not compared, for which reasons."""
    files = view.not_compared(here.pair)
    if not files:
        return say("not-compared.none")
    reasons = Counter(file.reason for _, file in files if file.reason is not None)
    said = glance_sentences.reasons(reasons)
    where = here.where(len(files), "", "annex-scope", "record.list")
    return running([glance_sentences.left_out(here.pair), say("not-compared.reasons", reasons=said), where])


def _masking(context: Context) -> str:
    """Return how many lines with secrets and personal data are masked in exhibits."""
    if context.result.unmasked:
        return say("scope.unmasked", reason=context.result.unmasked)
    masked = say("scope.masked", count=sum(pair.masked_lines for pair in context.result.pairs))
    kinds = sum((Counter(pair.masked) for pair in context.result.pairs), Counter[str]())
    counts = listed(
        say("scope.masked.kind", kind=phrases.masked(kind), count=count)
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    )
    return running([masked, say("scope.masked.kinds", counts=counts) if kinds else ""])


def not_compared(here: PairContext) -> Iterator[Block]:
    """Yield the table of the files that were not compared; nothing where every file was."""
    files = view.not_compared(here.pair)
    if not files:
        return
    shown, more = here.all(files, "report.json")
    heads = (("role", "", 1.2), ("path", "", 3.0), ("size", "n", 0.8), ("disposition", "", 1.0), ("reason", "", 1.8),
             ("detail", "", 1.8))  # fmt: skip
    rows = (
        (
            (line(say(role), role=role),),
            cell(path(file.path)),
            cell(numbers.size(file.size_bytes)),
            cell(say(f"disposition.{file.disposition.value}")),
            cell(say(f"reason.{file.reason.value}")) if file.reason else dash(),
            cell(quiet(sentence(file.detail))),
        )
        for role, file in shown
    )
    yield Heading(say("not-compared"))
    yield from pair_heading(here)
    yield text(say("not-compared.intro"))
    yield table(heads, rows, more=more, kind="files")
