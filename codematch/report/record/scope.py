"""What was examined and how: scope and limits, method and parameters, filtration."""

from collections import Counter

from codematch.model.filtration import FilterRow, Ledger, Step
from codematch.model.match import Region
from codematch.model.result import BackgroundUse, PairResult
from codematch.model.source import Limitation
from codematch.report import view
from codematch.report.record.blocks import (
    Block,
    Cell,
    Folded,
    Heading,
    Items,
    Line,
    Row,
    Span,
    Style,
    Table,
    Terms,
    Tone,
    cell,
    code,
    digest,
    line,
    lines,
    path,
    quiet,
    strong,
    text,
)
from codematch.report.record.cells import CHANNEL_HEADS, FEW, passages, said_columns, weights
from codematch.report.record.context import Context, row_id
from codematch.report.text import numbers, phrases, sentences
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.wording import counted, listed, running, say
from codematch.settings import SWITCH


def scope(context: Context) -> tuple[Block, ...]:
    """Return what was not done, or not in full, and which files were not compared."""
    groups = view.limitation_groups(context.result)
    blocks: list[Block] = [text(say("scope.facts")), text(_masking(context))]
    blocks += [Heading(say("limits")), text(say("limits.intro") if groups else say("limits.none"))]
    for group in groups:
        shown, more = context.capped(group.items)
        entries = tuple(_limitation(item) for item in shown)
        words = f"{numbers.integer(len(group.items))} · {say(f'reason.{group.reason.value}')}"
        inner: tuple[Block, ...] = (Items(entries), *((text(more),) if more else ()))
        blocks.append(Folded(words, inner, len(group.items) <= FEW, "limit"))
    for number, pair in context.numbered():
        blocks += [Heading(say("not-compared"), f"not-compared-{number}"), *context.pair_heading(number, pair)]
        blocks += _not_compared(context, pair)
    return tuple(blocks)


def _masking(context: Context) -> str:
    """What became of secrets and personal data in exhibits."""
    if context.result.unmasked:
        return say("scope.unmasked", reason=context.result.unmasked)
    rows = sum(pair.masked_lines for pair in context.result.pairs)
    kinds = sum((Counter(pair.masked) for pair in context.result.pairs), Counter[str]())
    words = say("scope.masked", count=numbers.integer(rows))
    if not kinds:
        return words
    counts = listed(
        say("scope.masked.kind", kind=phrases.masked(kind), count=numbers.integer(count))
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    )
    return running([words, say("scope.masked.kinds", counts=counts)])


def _limitation(item: Limitation) -> Line:
    detail: list[str | Span] = [say("separator.colon"), quiet(sentence(item.detail))]
    return line(path(sentences.subject(item)) if item.subject else say("whole-run"), *detail)


def _not_compared(context: Context, pair: PairResult) -> list[Block]:
    files = view.not_compared(pair)
    if not files:
        return [text(say("not-compared.none"))]
    shown, more = context.capped(files)
    heads = (("role", "", 1.2), ("path", "", 3.0), ("size", "n", 0.8), ("disposition", "", 1.0), ("reason", "", 1.8),
             ("detail", "", 1.8))  # fmt: skip
    rows = tuple(
        Row((
            (line(say(role), role=role),),
            cell(path(file.path)),
            cell(numbers.size(file.size_bytes)),
            cell(say(f"disposition.{file.disposition.value}")),
            cell(say(f"reason.{file.reason.value}") if file.reason else say("dash")),
            cell(quiet(sentence(file.detail))),
        ))
        for role, file in shown
    )  # fmt: skip
    made = said_columns(heads)
    words = counted("not-compared.files", len(files))
    table = Table(columns=made, rows=rows, more=more, kind="files")
    return [text(say("not-compared.intro")), Folded(words, (table,), len(files) <= FEW)]


COMPARISONS = ("files", "literal", "tokens", "renamed", "alignment", "weight", "channels")


def method(context: Context) -> tuple[Block, ...]:
    """Return what the comparison rests on: its principle, the backgrounds, table T4, the versions."""
    manifest = context.result.manifest
    blocks: list[Block] = [text(say("method.standards"))]
    blocks.append(Items(tuple(line(say(f"method.principle.{name}")) for name in COMPARISONS), ordered=True))
    blocks += [Heading(say("background"), "background")]
    blocks.append(text(say("background.intro") if manifest.backgrounds else say("background.none")))
    if manifest.backgrounds:
        blocks.append(_backgrounds(manifest.backgrounds))
    blocks += [Heading(say("method.parameters")), text(say("method.intro")), *_parameters(context)]
    versions = [(manifest.tool, manifest.version), *sorted(manifest.libraries.items())]
    versions += sorted(manifest.grammars.items())
    blocks += [Heading(say("versions")), Terms(tuple(versions)), Heading(say("sketch"))]
    blocks.append(
        Terms(tuple((_signature(name), _signature_value(value)) for name, value in sorted(manifest.sketch.items())))
    )
    return tuple(blocks)


_SIGNATURE = ("k", "level", "permutations", "scheme", "seed", "window")


def _signature(name: str) -> str:
    """Return the name of a parameter of MinHash signatures."""
    return say(f"signature.{name}") if name in _SIGNATURE else name


def _signature_value(value: object) -> str:
    """Return the value of a parameter of MinHash signatures; the level at which names do not count has a name."""
    return say("state.renamed") if value == "renamed" else numbers.setting(value)


def _backgrounds(uses: tuple[BackgroundUse, ...]) -> Table:
    heads = (("language", "", 1.0), ("projects", "n", 0.8), ("tokens", "n", 1.2), ("date", "n", 1.4),
             ("model-bits", "n", 1.0), ("case-bits", "n", 1.0), ("digest", "", 2.5), ("warning", "", 1.6))  # fmt: skip
    rows = []
    for use in uses:
        if not use.digest:
            cells: list[Cell] = [
                cell(strong(language_name(use.language))),
                cell(quiet(say("background.no-model"))),
            ]
        else:
            cells = [
                cell(strong(language_name(use.language))), cell(numbers.integer(use.projects)),
                cell(numbers.integer(use.tokens)),
                cell(numbers.day(use.date)), cell(numbers.bits_per_token(use.mean_bits)),
                cell(numbers.bits_per_token(use.case_bits)), cell(digest(use.digest)),
                cell(sentence(use.warning) or quiet(say("none"))),
            ]  # fmt: skip
        rows.append(Row(tuple(cells)))
    return Table(columns=said_columns(heads), rows=tuple(rows))


def _parameters(context: Context) -> list[Block]:
    """Table T4, and in front of it how many settings were changed."""
    rows = view.setting_rows(context.result.manifest)
    changed = sum(row.changed for row in rows)
    words = say("method.settings", count=numbers.integer(len(rows)), changed=numbers.integer(changed))
    return [Folded(words, (_t4(context),), open=bool(changed))]


def _t4(context: Context) -> Table:
    heads = (("setting", "", 2.4), ("value", "n", 1.2), ("default", "n", 1.1), ("unit-of-measure", "", 0.9),
             ("effect", "", 4.0))  # fmt: skip
    rows = []
    for row in view.setting_rows(context.result.manifest):
        marks: list[str | Span] = [" ", Span(say("changed"), Style.TAG)] if row.changed else []
        rows.append(
            Row(
                (
                    cell(code(row.name)),
                    cell(_value(row.value, row.unit), *marks),
                    cell(_said(row.default, row.unit) if row.default is not None else say("dash")),
                    cell("" if row.unit == SWITCH else phrases.unit(row.unit) or say("dash")),
                    cell(quiet(phrases.reason(row.name, row.why) or say("dash"))),
                ),
                marked=row.changed,
            )
        )
    made = said_columns(heads)
    return Table(columns=made, rows=tuple(rows), number="T4", caption=say("caption.T4"), id="T4", kind="settings")


def _said(value: object, unit: str) -> str:
    """Return the value of a setting; a switch is on or off."""
    return say("switch.on" if value else "switch.off") if unit == SWITCH else numbers.setting(value)


def _value(value: object, unit: str) -> str | Span:
    """Return the value of this run in bold, but for a switch."""
    return _said(value, unit) if unit == SWITCH else strong(_said(value, unit))


def filtration(context: Context) -> tuple[Block, ...]:
    """Return table T5, the labelled passages with their basis, and what no filter labels."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        if pair.ledger is None:
            blocks.append(text(say("filtration.none")))
            continue
        blocks += [text(sentences.filtration_intro(context.result)), _t5(number, pair.ledger)]
        blocks += _passages(context, pair.ledger)
        if any(region.labels for region in pair.regions):
            blocks += _residual(context, number, pair)
    return tuple(blocks)


def _t5(number: int, ledger: Ledger) -> Table:
    heads = (("filtration.filter", "", 1.4), ("filtration.codes", "", 1.9), ("filtration.known", "n", 1.6),
             ("filtration.questioned", "n", 1.6), ("filtration.left-regions", "n", 0.8),
             ("filtration.left-known", "n", 0.8), ("filtration.left-questioned", "n", 0.8),
             ("filtration.left-bits", "n", 1.0))  # fmt: skip
    rows = tuple(Row(_filter_cells(row, step)) for row, step in view.waterfall(ledger))
    made = said_columns(heads)
    return Table(columns=made, rows=rows, number="T5", caption=say("caption.T5"), id=f"T5-{number}")


def _filter_cells(row: FilterRow | None, step: Step | None) -> tuple[Cell, ...]:
    if row is None:
        first: list[Cell] = [cell(say("filtration.start")), cell(), cell(), cell()]
    else:
        held = [quiet(say("filtration.material", material=sentence(item))) for item in row.material]
        first = [lines(say(f"filter.{row.filter.value}"), *held)]
        if not row.enabled:
            return (*first, cell(quiet(say("filtration.off"))))
        codes = lines(
            *(Span(say(f"tag.{code.value}"), Style.TAG, title=say(f"code.{code.value}")) for code in row.codes)
        )
        first.append(codes or cell(quiet(say("filtration.nothing"))))
        for part, matched in ((row.known, row.matched.known), (row.questioned, row.matched.questioned)):
            inside = quiet(f"{say('filtration.matched')}{say('separator.colon')}{numbers.integer(matched)}")
            first.append(lines(sentences.amount(part), inside) if row.codes else cell(say("dash")))
    if step is None:
        return tuple(first)
    left = (numbers.integer(step.regions), numbers.integer(step.lines.known), numbers.integer(step.lines.questioned))
    return (*first, cell(strong(left[0])), cell(left[1]), cell(left[2]), cell(numbers.bits(step.bits)))


def _passages(context: Context, ledger: Ledger) -> list[Block]:
    shown, rest = view.capped(ledger.exclusions, context.limits.rows)
    if not shown:
        return []
    heads = (("filtration.code", "", 2.0), ("filtration.place", "", 3.5), ("tokens", "n", 0.7),
             ("filtration.basis", "", 3.0))  # fmt: skip
    rows = tuple(
        Row((
            cell(say(f"tag.{item.code.value}")),
            (line(path(item.path), quiet(f":{numbers.line_range(item.first_line, item.last_line)}"), role=item.side),),
            cell(numbers.integer(item.tokens)),
            cell(sentence(item.basis)),
        ))
        for item in shown
    )  # fmt: skip
    rest += ledger.exclusions_omitted
    more = say("filtration.passages-more", count=numbers.integer(rest)) if rest else ""
    made = said_columns(heads)
    return [
        Folded(
            say("filtration.passages"), (Table(columns=made, rows=rows, more=more, kind="files"),), len(shown) <= FEW
        )
    ]


def _residual(context: Context, number: int, pair: PairResult) -> list[Block]:
    left = view.residuals(pair)
    heading = Heading(say("residual"), f"residual-{number}")
    if not left:
        return [heading, text(say("residual.none"), tone=Tone.FINDING)]
    shown, more = context.capped(left, "regions.more")
    heads = (("number", "n", 0.5), ("passages", "", 4.0), ("residual.total", "n", 1.2), *CHANNEL_HEADS,
             ("residual.tokens", "n", 0.9), ("labels", "", 2.6))  # fmt: skip
    rows = tuple(Row(_residual_cells(number, region)) for region in shown)
    made = said_columns(heads)
    return [heading, text(say("residual.intro")), Table(columns=made, rows=rows, more=more, kind="regions residual")]


def _residual_cells(number: int, region: Region) -> tuple[Cell, ...]:
    residual = region.residual or region.weight
    return (
        cell(Span(numbers.integer(region.number), link=row_id(number, region.number))),
        passages(region),
        *weights(residual),
        cell(numbers.integer(region.residual_tokens)),
        cell(sentences.labels(region)),
    )
