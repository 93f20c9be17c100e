"""Scope and limits: what was not done, or not in full, and which files were not compared."""

from collections import Counter
from collections.abc import Iterator

from codematch.report import view
from codematch.report.record.blocks import Block, Folded, Heading, Items
from codematch.report.record.builders import cell, line, path, quiet, text
from codematch.report.record.context import Context, PairContext, pair_heading
from codematch.report.record.tables import FEW, dash, table
from codematch.report.text import counted, listed, numbers, phrases, running, say, sentence, sentences


def scope(context: Context) -> Iterator[Block]:
    """Yield what was not done, or not in full, and which files were not compared."""
    groups = view.limitation_groups(context.result)
    yield text(say("scope.facts"))
    yield text(_masking(context))
    yield Heading(say("limits"))
    yield text(say("limits.intro") if groups else say("limits.none"))
    for reason, items in groups:
        shown, more = context.capped(items)
        entries = tuple(
            line(path(sentences.subject(item)) if item.subject else say("whole-run"), say("separator.colon"),
                 quiet(sentence(item.detail)))
            for item in shown
        )  # fmt: skip
        summary = f"{len(items):,} · {say(f'reason.{reason.value}')}"
        yield Folded(summary, (Items(entries), *((text(more),) if more else ())), len(items) <= FEW, "limit")
    for here in context.pairs:
        yield Heading(say("not-compared"), here.anchor("not-compared"))
        yield from pair_heading(here)
        yield from _not_compared(here)


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


def _not_compared(here: PairContext) -> Iterator[Block]:
    files = view.not_compared(here.pair)
    if not files:
        yield text(say("not-compared.none"))
        return
    shown, more = here.capped(files)
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
    yield text(say("not-compared.intro"))
    listing = table(heads, rows, more=more, kind="files")
    yield Folded(counted("not-compared.files", len(files)), (listing,), len(files) <= FEW)
