"""Selections of a result that the formats share: which part is shown, in which order and groups.

Nothing here is a measurement; it selects, sorts and counts what the result already contains.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from codematch.errors import InvariantError
from codematch.model.evidence import ChannelResult
from codematch.model.filtration import FilterRow, Ledger, Step
from codematch.model.match import Exhibit, ExhibitRow, Region, RegionSide
from codematch.model.message import Message
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, FileEntry, Manifest, PairResult, Ratio, Work
from codematch.model.sides import SIDES, Both
from codematch.model.significance import LanguageSignificance
from codematch.model.source import Disposition, Limitation, Reason
from codematch.model.versions import VersionInterval
from codematch.settings import Settings, describe

SHOWN_DIGEST = 16
"""Hexadecimal digits of a digest that are shown where the full one is printed elsewhere."""

_FAR = 0.1
"""From this difference on between a share of lines and one of tokens, or where no line is whole, both are stated."""
UNITS = ("file", "line", "token", "function")
CHANNELS = ("structure", "names", "literals", "comments")
RENAMES = "renames"
"""The channel that is shown only where it weighs anything."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting of the run with its documentation; `default` is None for a name this version does not know."""

    name: str
    value: object
    default: object
    unit: str
    why: str

    @property
    def changed(self) -> bool:
        """Whether the value differs from a known default."""
        return self.default is not None and self.value != self.default


@dataclass(frozen=True, slots=True)
class Omission:
    """Lines of each side that an exhibit does not show at this place."""

    known: int
    questioned: int


def works(pair: PairResult) -> Both[Work]:
    """Return the two works of a pair."""
    return Both(pair.known, pair.questioned)


def sides(region: Region) -> Both[RegionSide]:
    """Return the two sides of a region."""
    return Both(region.known, region.questioned)


def of(values: Both[Item], role: str) -> Item:
    """Return the value of one side, "known" or "questioned"."""
    return values.known if role == "known" else values.questioned


def ratio(pair: PairResult, unit: str) -> Ratio:
    """Return the matched and total numbers of one of `UNITS`."""
    found: Ratio = getattr(pair.totals, unit)
    return found


def lines_tell_little(lines: Ratio, tokens: Ratio) -> bool:
    """Say whether shares of lines are far from shares of tokens: a line that holds a program is matched or not."""
    shares = zip(lines.matched, lines.total, tokens.matched, tokens.total, strict=True)
    return any(
        abs(line / max(all_lines, 1) - token / max(all_tokens, 1)) >= _FAR or (token > 0 and line == 0)
        for line, all_lines, token, all_tokens in shares
    )


def capped(items: Sequence[Item], limit: int) -> tuple[Sequence[Item], int]:
    """Return the first items and how many more there are."""
    return items[:limit], max(0, len(items) - limit)


def heaviest(pair: PairResult) -> list[Region]:
    """Return the regions from the heaviest to the lightest, by stored total, then by number."""
    return sorted(pair.regions, key=lambda region: (-stored_total(region.weight), region.number))


def ranked(pair: PairResult) -> list[Region]:
    """Return the regions in report order: those first that exceed most what their language and stratum reach."""
    return sorted(pair.regions, key=lambda region: region.number)


def kinds(channel: ChannelResult) -> list[str]:
    """Return the kinds of the findings of a channel, in the order of their first occurrence."""
    return list(dict.fromkeys(finding.kind for finding in channel.findings))


def corpora(channel: ChannelResult) -> list[Message]:
    """Return the different corpora in which the findings of a channel were counted."""
    return sorted({finding.rarity.corpus for finding in channel.findings if finding.rarity is not None}, key=str)


def remaining(pair: PairResult) -> int:
    """Return how many regions remain after all filters; all of them, where no filter ran."""
    steps = pair.ledger.steps if pair.ledger is not None else ()
    return steps[-1].regions if steps else len(residuals(pair))


def residuals(pair: PairResult) -> list[Region]:
    """Return the regions with a residual, those first whose residual exceeds most what their language reaches."""
    left = [region for region in pair.regions if region.residual is not None and region.residual_tokens]
    return sorted(left, key=lambda region: (-_residual_exceedance(pair, region), region.number))


def unlabelled(pair: PairResult) -> list[Region]:
    """Return the regions of which no filter labels a token, in report order."""
    return [region for region in ranked(pair) if not region.labels]


def needles(pair: PairResult) -> list[Region]:
    """Return the regions that join files of different names, by residual in the order of `residuals`."""
    regions = [region for region in pair.regions if _name(region.known.path) != _name(region.questioned.path)]
    return sorted(regions, key=lambda region: (-_residual_exceedance(pair, region), region.number))


def _name(path: str) -> str:
    return path.rpartition("/")[2].rpartition("!")[2]


def _residual_exceedance(pair: PairResult, region: Region) -> float:
    bits = stored_total(region.residual or region.weight)
    entry = next((entry for entry in pair.significance if entry.language == region.language), None)
    return bits if entry is None or region.exceedance is None else entry.exceedance(bits)


def waterfall(ledger: Ledger) -> list[tuple[FilterRow | None, Step | None]]:
    """Return the beginning (None) and every filter with what is left after it (None when it was off), in order."""
    steps = {step.filter: step for step in ledger.steps}
    return [(None, steps.get(None)), *((row, steps.get(row.filter)) for row in ledger.rows)]


def significance_of(pair: PairResult, region: Region) -> LanguageSignificance:
    """Return the entry of a region's language.

    Raises:
        InvariantError: The result has a statement on the region, but not what it rests on.
    """
    for entry in pair.significance:
        if entry.language == region.language:
            return entry
    raise InvariantError(f"region {region.number} is compared with a null model that the result does not name")


def in_two_languages(region: Region) -> bool:
    """Return whether the two sides of a region are in different languages."""
    return bool(region.known.language) and region.known.language != region.questioned.language


def language_counts(work: Work) -> list[tuple[str, int]]:
    """Return (language, number of compared files), the most frequent first."""
    compared = (file.language for file in work.files if file.disposition is Disposition.COMPARED)
    return sorted(Counter(compared).items(), key=lambda item: (-item[1], item[0]))


def disposition_counts(work: Work) -> dict[str, int]:
    """Return the number of files for every disposition, zeros included."""
    return {disposition.value: work.counts.get(disposition.value, 0) for disposition in Disposition}


def duplicates(work: Work) -> int:
    """Return how many compared files have the same bytes as another one of the work."""
    return sum(1 for file in work.files if file.duplicate_of)


def not_compared(pair: PairResult) -> list[tuple[str, FileEntry]]:
    """Return (role, file) for every excluded or unreadable file, known first, in the order of the paths."""
    return [
        (role, file)
        for role, work in zip(SIDES, works(pair), strict=True)
        for file in work.files
        if file.disposition is not Disposition.COMPARED
    ]


def unmatched(pair: PairResult, role: str) -> list[FileEntry]:
    """Return the compared files of a side without a region, except repeated files and files without tokens."""
    paired = {of(Both(item.known_path, item.questioned_path), role) for item in pair.file_pairs}
    compared = (file for file in of(works(pair), role).files if file.disposition is Disposition.COMPARED)
    return [file for file in compared if file.tokens and not file.duplicate_of and file.path not in paired]


def limitation_groups(result: CaseResult) -> list[tuple[Reason, list[Limitation]]]:
    """Return the limitations by reason, the most frequent reason first, those of one in the order of the result."""
    groups: dict[Reason, list[Limitation]] = {}
    for limitation in result.limitations:
        groups.setdefault(limitation.reason, []).append(limitation)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0].value))


def setting_value(manifest: Manifest, group: str, name: str) -> float | None:
    """Return a number from the settings of the run, None when it was not recorded."""
    values = manifest.settings.get(group)
    value = values.get(name) if isinstance(values, dict) else None
    return value if isinstance(value, int | float) else None


def item_versions(pair: PairResult) -> dict[int, VersionInterval]:
    """Return the revisions that explain the files of the counterparts of asserted items, by the number of the item."""
    pinning = pair.versions.pinning if pair.versions is not None else None
    return {one.item: one.interval for one in pinning.items if one.interval is not None} if pinning is not None else {}


def weighs_renames(result: CaseResult) -> bool:
    """Say whether consistent renames weighed anything in the run."""
    return bool(setting_value(result.manifest, "weighing", "rename_bits"))


def channels(result: CaseResult) -> tuple[str, ...]:
    """Return the channels of a weight that are shown."""
    return (*CHANNELS, RENAMES) if weighs_renames(result) else CHANNELS


def permutations(manifest: Manifest) -> int:
    """Return of how many values a sketch of the run consists, 0 when it was not recorded."""
    value = manifest.sketch.get("permutations")
    return value if isinstance(value, int) else 0


def setting_rows(manifest: Manifest) -> list[SettingRow]:
    """Return every recorded setting: first those this version documents, in its order, then any other by name."""
    recorded = dict(_flat(manifest.settings))
    rows = [
        SettingRow(name, recorded.pop(name), default, info["unit"], info["why"])
        for name, default, info in describe(Settings())
        if name in recorded
    ]
    return rows + [SettingRow(name, value, None, "", "") for name, value in sorted(recorded.items())]


def _flat(settings: dict[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def inside(region: Region, exhibit: Exhibit, row: ExhibitRow, role: str) -> tuple[int, int]:
    """Return the half-open range of characters of the text of a side of a row that belongs to the region."""
    side, span = getattr(region, role), getattr(exhibit, f"{role}_span")
    line, text = getattr(row, f"{role}_line"), getattr(row, f"{role}_text")
    begin, stop = 0, len(text)
    if span is not None and line == side.first_line:
        begin = max(0, span[0] - getattr(row, f"{role}_begin"))
    if span is not None and line == side.last_line:
        stop = min(stop, max(0, span[1] - getattr(row, f"{role}_begin")))
    return begin, stop


def rows_with_omissions(exhibit: Exhibit, region: Region) -> Iterator[ExhibitRow | Omission]:
    """Yield the rows of an exhibit, and an omission wherever line numbers jump or the exhibit was cut off."""
    known, questioned = region.known.first_line - 1, region.questioned.first_line - 1
    for row in exhibit.rows:
        known_next = known if row.known_line is None else row.known_line
        questioned_next = questioned if row.questioned_line is None else row.questioned_line
        left_out = Omission(max(0, known_next - known - 1), max(0, questioned_next - questioned - 1))
        if left_out.known or left_out.questioned:
            yield left_out
        yield row
        known, questioned = max(known, known_next), max(questioned, questioned_next)
    if exhibit.omitted_rows:
        left_out = Omission(max(0, region.known.last_line - known), max(0, region.questioned.last_line - questioned))
        yield (
            left_out if left_out.known or left_out.questioned else Omission(exhibit.omitted_rows, exhibit.omitted_rows)
        )
