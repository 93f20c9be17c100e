"""What decided on the exit code of the run: limits, baseline, changed lines, and every suppression with its reason."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from codematch.model.policy import Policy, Suppression
from codematch.report.record.blocks import Block, Cell, Heading, Line
from codematch.report.record.builders import cell, line, path, quiet, text
from codematch.report.record.context import Context, PairContext
from codematch.report.record.tables import dash, table
from codematch.report.text import numbers, say, visible


def with_policy(section: Callable[[Context], Iterable[Block]]) -> Callable[[Context], Iterator[Block]]:
    """Return a section that ends with the policy of each pair of works, where the run had one."""

    @wraps(section)
    def made(context: Context) -> Iterator[Block]:
        yield from section(context)
        for here in context.pairs:
            if here.pair.policy is not None:
                yield from _policy(here, here.pair.policy)

    return made


def _policy(here: PairContext, policy: Policy) -> Iterator[Block]:
    yield Heading(say("policy.heading"), here.anchor("policy"))
    yield text(say("policy.intro"))
    for key, bits in (
        ("policy.weight", policy.weight_limit_bits),
        ("policy.residual", policy.residual_limit_bits),
    ):
        if bits is not None:
            yield text(say(key, bits=numbers.bits(bits)))
    if policy.fail_on_new:
        yield text(say("policy.new"))
    if policy.changed_since is not None:
        since = policy.changed_since
        yield text(
            say("ci.changed-since", revision=visible(since.requested), commit=since.revision, files=since.files,
                lines=since.lines)
        )  # fmt: skip
    if policy.baseline is not None:
        yield text(say("ci.baseline", regions=policy.baseline.regions, gone=policy.baseline.gone))
    if policy.has_limits:
        failing = policy.failing(here.pair.regions)
        yield text(say("policy.reached" if failing else "policy.not-reached", count=len(failing)))
    if policy.suppressions:
        heads = (("policy.stated", "", 2.4), ("reason", "", 3.0), ("policy.name", "", 1.2), ("regions", "", 1.4))
        shown, more = here.capped(policy.suppressions)
        yield table(heads, (_row(here, one) for one in shown), caption="policy.suppressions", more=more)


def _row(here: PairContext, one: Suppression) -> tuple[Cell, ...]:
    return (
        (_place(one),),
        cell(visible(one.reason)) if one.reason else dash(),
        cell(visible(one.name)) if one.name else dash(),
        _regions(here, one),
    )


def _place(one: Suppression) -> Line:
    return line(
        path(one.path), quiet(f":{one.line}"), quiet(say("in-brackets", text=say(f"policy.in.{one.kind.value}")))
    )


def _regions(here: PairContext, one: Suppression) -> Cell:
    if one.fault is not None:
        return cell(quiet(say(f"policy.fault.{one.fault.value}")))
    spans = [here.region(number) for number in one.regions]
    separated = [part for span in spans for part in (say("separator.words"), span)][1:]
    return (line(*separated),)
