"""An explanation of a file or line in words, for a terminal, and as data for programs."""

import json
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from codematch.model.document import part_to_document
from codematch.model.evidence import Finding
from codematch.model.filtration import Exclusion
from codematch.model.sides import Both
from codematch.model.source import Limitation
from codematch.report import view
from codematch.report.explain.values import Gap, LighterMatch, Opposite, PlaceExplanation, RegionPart, Status
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    MINIMUM_WIDTH,
    QUIET,
    indented,
    labelled,
    plain_text,
)
from codematch.report.text import (
    across_sentences,
    counted,
    listed,
    numbers,
    padded,
    region_sentences,
    say,
    sentence,
    sentences,
    shorten,
    visible,
)
from codematch.report.text.region_sentences import passage, shown_place

SHOWN = 10
"""Regions, labels, findings and limitations that are listed of each; the rest is counted, and is in the JSON form."""
TEXT_WIDTH = 240
"""Columns that a line of a work takes at most; the JSON form has all that the result records of it."""

Line = tuple[str, str]
"""What a line is about ("" where it goes on), and what it says."""


def to_json(explanations: Sequence[PlaceExplanation]) -> str:
    """Return explanations as JSON: `places`, one for each pair; messages as in `report.json`, free of language."""
    document = {"places": [part_to_document(item) for item in explanations]}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def to_text(explanations: Sequence[PlaceExplanation], width: int = FILE_WIDTH) -> str:
    """Return explanations as plain text of at most `width` columns, in the language of the report."""
    return plain_text(lambda console: show(explanations, console), width)


def show(explanations: Sequence[PlaceExplanation], console: Console) -> None:
    """Print explanations to a console, which decides about width and colour."""
    width = max(console.width, MINIMUM_WIDTH)
    parts: list[RenderableType] = []
    for item in explanations:
        lines = list(_lines(item))
        column = max(cell_len(key) for key, _ in lines) + 2
        parts += [Text()] if parts else []
        parts += [Text(_heading(item), style=HEADING), Text(_status(item))]
        for key, words in lines:
            start = Text(padded(key, column), style=QUIET)
            parts.append(indented(labelled(start, Text(words), width - INDENT)))
    console.print(Group(*parts), markup=False, highlight=False, emoji=False, crop=True)


def _heading(item: PlaceExplanation) -> str:
    place = visible(item.file.path) if item.line is None else f"{visible(item.file.path)}:{item.line}"
    return say(f"explain.heading.{item.role}", place=place, work=visible(item.work))


def _kind(item: PlaceExplanation) -> str:
    return "file" if item.line is None else "line"


def _status(item: PlaceExplanation) -> str:
    """Return the sentence that answers the question."""
    if item.status is Status.IN_REGION:
        return counted(f"explain.{_kind(item)}.in-region", len(item.regions))
    if item.status is Status.UNMATCHED:
        return say(f"explain.{_kind(item)}.unmatched" if item.file.tokens else "explain.without-tokens")
    reason = say(f"reason.{item.file.reason.value}") if item.file.reason is not None else ""
    return say(f"explain.{item.status.value}", reason=reason)


def _lines(item: PlaceExplanation) -> Iterator[Line]:
    yield from _file(item)
    regions, more = view.capped(item.regions, SHOWN)
    for part in regions:
        yield from _region(item, part)
    yield from _more(more)
    yield from _listed(say("explain.lighter"), list(map(_lighter, item.lighter_matches)))
    if item.status in (Status.IN_REGION, Status.UNMATCHED):
        yield from _listed(say("explain.threshold.title"), _thresholds(item))
        yield from _labels(item)
    yield from _listed(say("explain.findings"), list(map(_finding, item.findings)), say("explain.no-finding"))
    yield from _listed(say("across"), list(map(across_sentences.pair, item.across)))
    yield from _listed(say("limits"), list(map(_limitation, item.limitations)), say("explain.no-limitation"))
    gaps = [_gap(item, missing.gap, missing.count) for missing in item.not_recorded]
    yield from _listed(say("explain.not-recorded"), gaps)


def _listed(title: str, said: Sequence[str], nothing: str = "") -> Iterator[Line]:
    """Yield a line for each text, the first with the title; `nothing` if there are no texts."""
    shown, more = view.capped(said or [nothing] * bool(nothing), SHOWN)
    for number, words in enumerate(shown):
        yield ("" if number else title), words
    yield from _more(more)


def _more(count: int) -> Iterator[Line]:
    if count:
        yield "", say("explain.more", count=count)


def _file(item: PlaceExplanation) -> Iterator[Line]:
    file = item.file
    said = [say(f"explain.disposition.{file.disposition.value}")]
    if file.language and file.language_basis:
        basis = say(f"explain.basis.{file.language_basis}")
        said.append(say("explain.language", language=visible(file.language), basis=basis))
    elif file.language:
        said.append(visible(file.language))
    if file.encoding:
        said.append(say("explain.encoding", encoding=visible(file.encoding)))
    if file.lines:
        said.append(counted("explain.lines", file.lines))
    said.append(numbers.size(file.size_bytes))
    yield say("explain.file.title"), listed(said)
    if file.detail is not None:
        yield "", visible(sentence(file.detail))
    if file.duplicate_of:
        yield "", say("explain.duplicate", path=visible(file.duplicate_of))
    if file.tokens:
        yield "", _share(file.matched_tokens, file.tokens)
    if item.unit is not None:
        unit = item.unit
        lines = say("lines-of", lines=numbers.line_range(unit.first_line, unit.last_line))
        name, share = visible(unit.name) or say("explain.unnamed"), _share(unit.matched_tokens, unit.tokens)
        yield say("explain.unit.title"), say("explain.unit", name=name, lines=lines, share=share)


def _share(matched: int, tokens: int) -> str:
    return say("explain.share", matched=matched, tokens=tokens, ratio=numbers.ratio(matched, tokens))


def _region(item: PlaceExplanation, part: RegionPart) -> Iterator[Line]:
    """Yield what a region is, its places, and what its exhibit shows opposite the line."""
    left = part.residual
    residual = say("explain.no-residual") if left is None else say("explain.residual", bits=numbers.total(left))
    weight = say(
        "explain.weight",
        match_class=part.match_class.value,
        meaning=say(f"class.{part.match_class.value}"),
        total=numbers.total(part.weight),
        residual=residual,
        tokens=part.tokens,
    )
    yield say("region.number", number=part.number), weight
    yield "", say("explain.sides", known=shown_place(part.known), questioned=shown_place(part.questioned))
    if part.labels:
        yield "", say("explain.region-labels", labels=region_sentences.labels(part.labels))
    for said in _exhibit(item, part):
        yield "", said


def _exhibit(item: PlaceExplanation, part: RegionPart) -> Iterator[str]:
    """Yield what the exhibit of a region shows, or why it shows nothing."""
    row = part.row
    if not part.exhibit:
        yield say("explain.opposite.no-exhibit", shown=item.exhibits, count=item.all_regions)
    elif part.opposite is None:
        yield say("explain.exhibit", exhibit=part.exhibit)
    else:
        values: dict[str, str | int] = {"exhibit": part.exhibit, "rows": part.omitted_rows}
        if row is not None and part.opposite is Opposite.LINE:
            sides = Both((part.questioned, row.questioned_line), (part.known, row.known_line))
            side, line = view.of(sides, item.role)
            values |= {"place": f"{visible(side.path)}:{line}", "state": say(f"state.{row.state.value}")}
        yield say(f"explain.opposite.{part.opposite.value}", **values)
        if row is not None and row.known_line is not None:
            yield f"K {row.known_line:>5}  {_code(row.known_text)}"
        if row is not None and row.questioned_line is not None:
            yield f"Q {row.questioned_line:>5}  {_code(row.questioned_text)}"


def _code(line: str) -> str:
    """Return a line of a work: tabs as blanks, what is hidden by its code point, without the middle if it is long."""
    return shorten(visible(line.expandtabs(4)), TEXT_WIDTH)


def _lighter(lighter: LighterMatch) -> str:
    match = lighter.match
    known = passage(match.known_path, match.known_first_line, match.known_last_line)
    questioned = passage(match.questioned_path, match.questioned_first_line, match.questioned_last_line)
    bits = numbers.bits(match.structure)
    return say("explain.lighter-match", known=known, questioned=questioned, bits=bits, number=lighter.region)


def _thresholds(item: PlaceExplanation) -> list[str]:
    """Return from which weight regions are reported, where no region contains the place."""
    if not item.file.tokens or not item.thresholds:
        return []
    languages = (
        say("explain.threshold.language", bits=numbers.bits(entry.threshold_bits), language=visible(entry.language))
        for entry in item.thresholds
    )
    structure, same_place = numbers.bits(item.structure_bits), numbers.bits(item.same_place_bits)
    channels = sentences.deciding_channels(item.weighs_renames)
    words = {"channels": channels, "languages": listed(languages), "structure": structure, "same_place": same_place}
    return [say("explain.threshold", **words)]


def _labels(item: PlaceExplanation) -> Iterator[Line]:
    none = "" if item.counterpart_labels else say(f"explain.no-label.{_kind(item)}")
    yield from _listed(say("labels"), list(map(_label, item.labels)), none)
    yield from _listed(say("explain.labels.counterpart"), list(map(_label, item.counterpart_labels)))


def _label(label: Exclusion) -> str:
    return say(
        "explain.label",
        code=label.code.value,
        meaning=say(f"code.{label.code.value}"),
        filter=say(f"filter.{label.filter}"),
        place=passage(label.path, label.first_line, label.last_line),
        basis=visible(sentence(label.basis)),
    )


def _finding(finding: Finding) -> str:
    """Return the text of a finding with its first place on each side, its rarity and its note."""
    text = shorten(visible(" ".join(finding.text.split())), TEXT_WIDTH)
    known, questioned = visible(str(finding.known)), visible(str(finding.questioned))
    said = say("explain.finding", kind=say(f"finding.{finding.kind}"), text=text, known=known, questioned=questioned)
    seen = finding.rarity
    rarity = say("explain.rarity", seen=seen.seen_in, projects=seen.projects) if seen is not None else ""
    return say("separator.items").join(part for part in (said, rarity, visible(sentence(finding.note))) if part)


def _limitation(limit: Limitation) -> str:
    return f"{say(f'reason.{limit.reason.value}')}{say('separator.colon')}{visible(sentence(limit.detail))}"


def _gap(item: PlaceExplanation, gap: Gap, count: int) -> str:
    """Return the sentence on something that the result does not record."""
    if gap is Gap.THRESHOLD:
        return say(f"explain.gap.threshold.{item.role}", language=visible(item.file.language))
    if gap is Gap.LIMITATION_FILES:
        return counted("explain.gap.limitation-files", count)
    return say(f"explain.gap.{gap.value}", count=count)
