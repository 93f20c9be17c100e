"""A result as Markdown: the summary of a job, or a comment on a change."""

import re
from collections.abc import Iterator, Sequence

from codematch.model.policy import Suppression
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats import COMMENT
from codematch.report.formats.notices import Notice, State, capped, counts, notices
from codematch.report.render_options import RenderOptions
from codematch.report.text import counted, mark_sentences, numbers, region_sentences, running, say, sentences, visible

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@-])")
_LONGEST_PATH = 200
"""Characters of a path in a table; the end is kept."""


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the text, with a final newline."""
    options = options or RenderOptions()
    found = notices(result, options)
    shown, omitted = capped(found, (options.limits or COMMENT).rows)
    blocks = [f"## {say('ci.heading')}"]
    for pair in result.pairs:
        blocks += _works(pair)
    blocks.append(running(counts(found)))
    if options.unchecked:
        blocks.append(f"**{say('cover.unchecked')}**")
    if result.changed:
        blocks.append(f"**{say('ci.invalid')}**")
    if shown:
        blocks.append("\n".join(_table(shown)))
    if omitted:
        blocks.append(say("ci.more-regions", count=omitted))
    for pair in result.pairs:
        blocks += [*_policy(pair), *_marks(pair)]
    blocks += [sentences.threshold(result, pair) for pair in result.pairs]
    if result.limitations:
        blocks.append(counted("ci.limitations", len(result.limitations)))
    blocks.append(f"<sub>{say('disclaimer')} · {result.manifest.tool} {result.manifest.version}</sub>")
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "backslashreplace")


def _works(pair: PairResult) -> list[str]:
    known, questioned = (_safe(visible(work.label)) for work in (pair.known, pair.questioned))
    lines = pair.totals.line
    covered = say(
        "ci.lines",
        share=numbers.ratio(lines.matched.questioned, lines.total.questioned),
        matched=lines.matched.questioned,
        total=lines.total.questioned,
    )
    if view.lines_tell_little(lines, pair.totals.token):
        matched, total = pair.totals.token.matched.questioned, pair.totals.token.total.questioned
        covered = running(
            [covered, say("ci.tokens", share=numbers.ratio(matched, total), matched=matched, total=total)]
        )
    return [f"**K** {known} · **Q** {questioned}", covered]


def _table(found: Sequence[Notice]) -> Iterator[str]:
    heads = ("ci.column.number", "ci.column.known", "ci.column.questioned", "ci.column.bits", "ci.column.residual",
             "ci.column.observation", "ci.column.state")  # fmt: skip
    yield f"| {' | '.join(say(head) for head in heads)} |"
    yield "|--:|---|---|--:|--:|---|---|"
    for one in found:
        region = one.region
        cells = (
            str(region.number),
            _place(one.known_path, region.known.first_line, region.known.last_line, region.known.unit),
            _place(
                one.questioned_path, region.questioned.first_line, region.questioned.last_line, region.questioned.unit
            ),
            numbers.total(region.weight),
            numbers.total(region.residual) if region.residual is not None else numbers.bits(None),
            f"{region.match_class.value} {_safe(region_sentences.languages(region))}",
            _safe(say(f"ci.short.{one.state.value}")) if one.state is not State.NO_LIMIT else "",
        )
        yield f"| {' | '.join(cells)} |"


def _place(path: str, first: int, last: int, unit: str) -> str:
    shown = visible(path)
    if len(shown) > _LONGEST_PATH:
        shown = f"…{shown[-_LONGEST_PATH:]}"
    return f"{_safe(shown)}:{numbers.line_range(first, last)}{f' {_safe(visible(unit))}' if unit else ''}"


def _policy(pair: PairResult) -> Iterator[str]:
    policy = pair.policy
    if policy is None:
        return
    if policy.changed_since is not None:
        since = policy.changed_since
        yield say(
            "ci.changed-since", revision=_safe(visible(since.requested)), commit=since.revision, files=since.files,
            lines=since.lines,
        )  # fmt: skip
    if policy.baseline is not None:
        yield say("ci.baseline", regions=policy.baseline.regions, gone=policy.baseline.gone)
    if policy.suppressions:
        rows = "\n".join(f"- {_suppression(one)}" for one in policy.suppressions)
        yield f"{say('ci.suppressions')}\n\n{rows}"


def _marks(pair: PairResult) -> Iterator[str]:
    if pair.marks is None:
        return
    yield f"### {say('marks')}"
    yield running([say("marks.intro"), mark_sentences.summary(pair.marks)])
    rows = [f"- {_safe(mark_sentences.placed(one))}" for one in pair.marks.marks]
    yield "\n".join(rows) if rows else say("marks.none")


def _suppression(one: Suppression) -> str:
    place = f"{_safe(visible(one.path))}:{one.line}"
    words = _safe(visible(one.reason)) or say("dash")
    name = _safe(visible(one.name)) or say("dash")
    if one.fault is not None:
        return say(f"ci.suppression.{one.fault.value}", place=place, reason=words, name=name)
    regions = ", ".join(map(str, one.regions))
    return say("ci.suppression", place=place, reason=words, name=name, regions=regions)


def _safe(text: str) -> str:
    """Return text in which Markdown and HTML have no effect."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
