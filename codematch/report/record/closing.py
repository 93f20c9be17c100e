"""The end of a record: the examiner's room, exhibits, how to reproduce it, forms, terms."""

from codematch.model.engagement import Role
from codematch.model.match import Exhibit, Region, RegionSide
from codematch.model.precision import stored_total
from codematch.model.result import PairResult, Shown
from codematch.report import view
from codematch.report.record.blocks import (
    Article,
    Blank,
    Block,
    Cell,
    Code,
    Facts,
    Folded,
    Heading,
    Items,
    Legend,
    Line,
    Pair,
    Row,
    Sides,
    Span,
    Style,
    Table,
    Terms,
    Text,
    Tone,
    cell,
    code,
    columns,
    digest,
    line,
    lines,
    path,
    quiet,
    strong,
    text,
)
from codematch.report.record.cells import channel_bar, place, said_columns
from codematch.report.record.context import Context, exhibit_id, exhibit_number, row_id
from codematch.report.record.front import record_id, tier
from codematch.report.text import numbers, sentences
from codematch.report.text.messages import sentence
from codematch.report.text.wording import GLOSSARY, counted, running, say, terms

RENAMES_SHOWN = 24


def analysis(context: Context) -> tuple[Block, ...]:
    """Return the room that only the examiner fills."""
    return (text(say("analysis.blank"), tone=Tone.QUIET), Blank(12),
            Facts(((say("engagement.opinion"), None), (say("engagement.signature"), None))))  # fmt: skip


def exhibits(context: Context) -> tuple[Block, ...]:
    """Return table T11 and the exhibits, heaviest first."""
    blocks: list[Block] = []
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        shown = context.exhibited(pair)
        if not shown:
            blocks.append(text(say("exhibits.none")))
            continue
        some = say("exhibits.some", shown=numbers.integer(len(shown)), count=numbers.integer(len(pair.regions)))
        blocks.append(text(say("exhibits.intro"), say("separator.sentences"), some))
        if len(shown) < len(pair.exhibits):
            rest = numbers.integer(len(pair.exhibits) - len(shown))
            blocks.append(text(say("exhibits.elsewhere", count=rest), tone=Tone.NOTICE))
        blocks += [_t11(context, number, pair), Legend()]
        whole = stored_total(shown[0][0].weight)
        blocks += [_article(context, number, pair, region, exhibit, whole) for region, exhibit in shown]
    return tuple(blocks)


def _t11(context: Context, number: int, pair: PairResult) -> Table:
    heads = (("exhibit.column", "", 0.8), ("exhibit.pages", "", 0.9), ("exhibit.title", "", 5.0),
             ("engagement.tier", "", 1.2),
             ("exhibit.items", "", 1.0), ("exhibit.digests", "", 2.4))  # fmt: skip
    rows = []
    ids = [item.id for role in (Role.KNOWN, Role.QUESTIONED) for item in context.items(role)]
    for region, _ in context.exhibited(pair):
        name = exhibit_number(number, region.number, context.many)
        rows.append(
            Row((
                cell(Span(name, link=exhibit_id(number, region.number))),
                cell(Span(say("dash"), Style.PAGES, link=exhibit_id(number, region.number))),
                (place(region.known, "known"), place(region.questioned, "questioned")),
                cell(tier(context) or say("dash")),
                cell(" / ".join(ids)),
                lines(*(digest(side.sha256[: view.SHOWN_DIGEST]) for side in (region.known, region.questioned))),
            ))
        )  # fmt: skip
    shown, more = context.capped(rows)
    made = said_columns(heads)
    return Table(columns=made, rows=tuple(shown), kind="files", number="T11", caption=say("caption.T11"),
                 id=f"T11-{number}", more=more)  # fmt: skip


def _article(
    context: Context, number: int, pair: PairResult, region: Region, exhibit: Exhibit, whole: float
) -> Article:
    name = exhibit_number(number, region.number, context.many)
    title = (
        Span(say("exhibit", exhibit=name, number=numbers.integer(region.number))),
        quiet(f" {region.match_class.value} – {say(f'class.{region.match_class.value}')}"),
    )
    blocks: list[Block] = [_weights(region, whole), _said(region)]
    blocks.append(text(running([sentences.coincidence(pair, region), sentences.excess(pair, region)]), tone=Tone.QUIET))
    blocks += [_renames(region)] if region.renames else []
    said = sentences.explanations(pair, region) or [say("explanations.none")]
    blocks += [text(words, tone=Tone.QUIET) for words in said]
    blocks += [_alternatives(region)] if region.alternatives_total else []
    return Article(
        id=exhibit_id(number, region.number),
        number=name,
        title=title,
        back=row_id(number, region.number),
        blocks=tuple(blocks),
        sides=_sides(exhibit, region) if context.result.shown is not Shown.NO_CODE else None,
    )


def _weights(region: Region, whole: float) -> Table:
    heads = columns(*((say(f"channel.{name}"), "n", 1.0) for name in ("total", *view.CHANNELS)))
    bar = channel_bar(region.weight, whole)
    cells: tuple[Cell, ...] = (
        (line(strong(f"{numbers.total(region.weight)} {say('bits')}"), bar=bar),),
        *(cell(numbers.bits(getattr(region.weight, channel))) for channel in view.CHANNELS),
    )
    return Table(columns=heads, rows=(Row(cells),), kind="weights")


def _said(region: Region) -> Text:
    """The observation, how much is aligned, and what filters touched."""
    parts: list[str | Span] = [sentences.observation(region), say("separator.sentences")]
    parts.append(quiet(say("aligned", count=numbers.integer(region.tokens), language=sentences.languages(region))))
    for label in region.labels:
        words = say("label-words", code=say(f"tag.{label.code.value}"), tokens=numbers.integer(label.tokens))
        parts += [" ", Span(words, Style.TAG, title=sentence(label.basis))]
    left = sentences.residual(region)
    if left:
        parts.append(quiet(f" {say('residual.line')}{say('separator.colon')}{left}"))
    return text(*parts)


def _renames(region: Region) -> Text:
    shown, rest = view.capped(region.renames, RENAMES_SHOWN)
    parts: list[str | Span] = [strong(say("renames"))]
    for rename in shown:
        times = say("times", count=numbers.integer(rename.count))
        if rename.exceptions:
            times += f"{say('separator.words')}{counted('renames.exception', rename.exceptions)}"
        parts += ["  ", code(rename.known), f" {say('arrow')} ", code(rename.questioned), " ", quiet(times)]
    if rest:
        parts += ["  ", quiet(say("renames.more", count=numbers.integer(rest)))]
    if region.rename_consistency is not None:
        share = say("renames.consistency", share=numbers.share(region.rename_consistency))
        parts += ["  ", quiet(share)]
    return text(*parts)


def _alternatives(region: Region) -> Folded:
    entries = [
        line(
            path(other.known_path),
            quiet(f":{numbers.line_range(other.known_first_line, other.known_last_line)}"),
            " / ",
            path(other.questioned_path),
            quiet(f":{numbers.line_range(other.questioned_first_line, other.questioned_last_line)} "),
            quiet(say("alternatives.structure", bits=numbers.bits(other.structure))),
        )
        for other in region.alternatives
    ]
    rest = region.alternatives_total - len(region.alternatives)
    entries += [line(quiet(say("alternatives.more", count=numbers.integer(rest))))] if rest > 0 else []
    words = f"{say('alternatives')}{say('separator.colon')}{numbers.integer(region.alternatives_total)}"
    return Folded(words, (Items(tuple(entries)),))


def _sides(exhibit: Exhibit, region: Region) -> Sides:
    known, questioned = (
        _Side(region.known, exhibit.known_span),
        _Side(region.questioned, exhibit.questioned_span),
    )
    rows: list[Pair | str] = []
    for row in view.rows_with_omissions(exhibit, region):
        if isinstance(row, view.Omission):
            rows.append(sentences.omission(row))
            continue
        left = known.code(row.known_line, row.known_text, row.known_marks)
        right = questioned.code(row.questioned_line, row.questioned_text, row.questioned_marks)
        rows.append(Pair(row.state, left, right))
    return Sides(known=_head(region.known, "known"), questioned=_head(region.questioned, "questioned"),
                 rows=tuple(rows))  # fmt: skip


def _head(side: RegionSide, role: str) -> Line:
    unit: list[str | Span] = [f" {say('from-unit')} ", code(side.unit)] if side.unit else []
    return line(
        strong(say(role)),
        " ",
        path(side.path),
        quiet(f" {say('lines-of', lines=numbers.line_range(side.first_line, side.last_line))}"),
        quiet(say("in-brackets", text=cells) if (cells := sentences.cells(side)) else ""),
        *unit,
        " ",
        digest(say("file-hash", digest=side.sha256[: view.SHOWN_DIGEST])),
        role=role,
    )


class _Side:
    """Makes the lines of one side; what stands beside the region on its first and last line is told apart."""

    def __init__(self, side: RegionSide, span: tuple[int, int] | None) -> None:
        self._first, self._last = side.first_line, side.last_line
        self._begin: int
        self._stop: int | None
        self._begin, self._stop = span or (0, None)

    def code(self, number: int | None, words: str, marks: tuple[tuple[int, int], ...]) -> Code:
        begin = self._begin if number == self._first else 0
        stop = min(self._stop, len(words)) if number == self._last and self._stop is not None else None
        return Code(number, words, marks, begin, stop)


def reproduction(context: Context) -> tuple[Block, ...]:
    """Return with what, and how, the record can be made again and checked."""
    manifest = context.result.manifest
    rows = (
        (say("cover.id"), cell(digest(record_id(context)))),
        (say("cover.root"), cell(digest(context.root))),
        (say("cover.tool"), cell(say("made-by", tool=manifest.tool, version=manifest.version))),
        (say("cover.method"), cell(str(manifest.method))),
        (say("reproduction.seeds"), cell(str(view.setting_value(manifest, "fingerprinting", "seed") or say("dash")))),
    )
    steps = tuple(line(say(f"reproduction.{name}")) for name in ("bundle", "verify", "compare", "environment"))
    commands = (
        line(code("codematch case verify BUNDLE")),
        line(code("codematch case verify BUNDLE --known K --questioned Q")),
        line(code("sha256sum --check SHA256SUMS")),
    )
    return (Facts(rows), Items(steps, ordered=True), Heading(say("reproduction.commands")), Items(commands))


FORMS = {"us": ("certification", "declaration"), "cn": ("undertaking", "list")}


def forms(context: Context) -> tuple[Block, ...]:
    """Return unsigned drafts of the forms of a profile."""
    blocks: list[Block] = [text(say("forms.intro"), tone=Tone.NOTICE)]
    for name in FORMS[context.options.profile]:
        blocks += [Heading(say(f"forms.{name}"))]
        if name == "list":
            blocks.append(_data_list(context))
            continue
        blocks += [text(words) for words in say(f"forms.{name}.text").split("\n") if words]
        blocks.append(Facts(tuple((say(f"forms.{field}"), None) for field in ("name", "signature", "place-date"))))
    return tuple(blocks)


def _data_list(context: Context) -> Table:
    heads = (("row-number", "n", 0.5), ("forms.list.name", "", 2.4), ("forms.list.source", "", 1.6),
             ("files", "n", 0.8), ("forms.list.digest", "", 3.4), ("engagement.remarks", "", 1.2))  # fmt: skip
    rows: list[Row] = []
    for _, pair in context.numbered():
        for role, work in (("known", pair.known), ("questioned", pair.questioned)):
            rows.append(
                Row((
                    cell(numbers.integer(len(rows) + 1)),
                    lines(path(work.label), quiet(say(role))),
                    cell(say("forms.to-fill")),
                    cell(numbers.integer(sum(work.counts.values()))),
                    cell(digest(work.origin.container_digest or work.root)),
                    cell(say("root") if not work.origin.container_digest else say("container")),
                ))
            )  # fmt: skip
    made = said_columns(heads)
    return Table(columns=made, rows=tuple(rows), caption=say("forms.list"))


def glossary(context: Context) -> tuple[Block, ...]:
    """Return what the terms of the record mean, and the terms in both languages."""
    return (
        Terms(tuple((say(f"term.{term}"), say(f"means.{term}")) for term in GLOSSARY), long=True),
        Heading(say("glossary.bilingual")),
        Terms(terms()),
    )
