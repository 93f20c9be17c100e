"""The index of the viewer: files with their coverage, pairs of files, regions, findings, and the words it uses."""

from collections.abc import Iterator, Mapping
from typing import Any

from codematch.model.match import Region
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, FilePair, PairResult, Shown, Work
from codematch.report import view
from codematch.report.record.context import exhibit_number
from codematch.report.text import current_language, say
from codematch.report.text.visible import HIDDEN_IN_SCRIPT
from codematch.report.text.wording import texts
from codematch.report.viewer.texts import Texts

WORDS = (
    "viewer.all", "viewer.bits", "viewer.choose", "viewer.class", "viewer.close", "viewer.collapse",
    "viewer.counterparts", "viewer.coverage", "viewer.difference", "viewer.differences", "viewer.differences-none",
    "viewer.exhibit", "viewer.exhibits-close", "viewer.exhibits-open", "viewer.files", "viewer.findings", "viewer.gap",
    "viewer.help", "viewer.key.bracket", "viewer.key.d", "viewer.key.escape", "viewer.key.j", "viewer.key.l",
    "viewer.key.n", "viewer.key.question", "viewer.key.slash", "viewer.label", "viewer.line-missing", "viewer.lines",
    "viewer.list", "viewer.minimap", "viewer.missing", "viewer.more", "viewer.moved", "viewer.next", "viewer.no-pair",
    "viewer.no-text", "viewer.nothing", "viewer.open", "viewer.pairs", "viewer.previous", "viewer.region",
    "viewer.regions", "viewer.residual", "viewer.search", "viewer.shown", "viewer.unlabelled", "viewer.weight", "known",
    "questioned", "state.different", "state.identical", "state.known-only", "state.questioned-only", "state.renamed",
    "state.moved", "state.wrapped", "theme", "viewer.same-bytes",
)  # fmt: skip
"""The texts of the interface; `{name}` in them is filled in by the script."""


def interface() -> dict[str, Any]:
    """Return what the viewer needs before it has read anything: its words in the current language, and its rules."""
    said = texts(current_language())
    return {"words": {key.removeprefix("viewer."): said[key] for key in WORDS}, "hidden": HIDDEN_IN_SCRIPT}


def index(result: CaseResult, found: Texts, exhibits: Mapping[str, int], pages: tuple[str, str]) -> dict[str, Any]:
    """Return the index as plain data, in the current language.

    Args:
        result: The result as far as the report shows it.
        found: Where the texts and rows of pairs of files are.
        exhibits: The page of each exhibit by its anchor, 0 for the first page.
        pages: What comes before and after the number in the address of another page with exhibits.
    """
    return {
        "pages": pages,
        "shown": result.shown is not Shown.NO_CODE,
        "cases": [_case(result, number, pair, found, exhibits) for number, pair in enumerate(result.pairs)],
    }


def _case(
    result: CaseResult, number: int, pair: PairResult, found: Texts, exhibits: Mapping[str, int]
) -> dict[str, Any]:
    places = [{file.path: place for place, file in enumerate(work.files)} for work in view.works(pair)]
    pairs = {(files.known_path, files.questioned_path): place for place, files in enumerate(pair.file_pairs)}
    codes = list(dict.fromkeys(label.code.value for region in pair.regions for label in region.labels))
    classes = sorted({region.match_class.value for region in pair.regions})
    return {
        "labels": [work.label for work in view.works(pair)],
        "files": [list(_files(work, places[side])) for side, work in enumerate(view.works(pair))],
        "pairs": [
            _pair(files, places, found.places.get((number, place))) for place, files in enumerate(pair.file_pairs)
        ],
        "codes": [[code, say(f"tag.{code}")] for code in codes],
        "classes": {name: say(f"class.{name}") for name in classes},
        "regions": [
            [
                *_region(region, codes, pairs),
                exhibit_number(number + 1, region.number, len(result.pairs) > 1),
                exhibits.get(f"exhibit-{number + 1}-{region.number}", -1),
            ]
            for region in view.ranked(pair)
        ],
        "findings": list(_findings(pair)),
    }


def _files(work: Work, places: Mapping[str, int]) -> Iterator[list[Any]]:
    """Yield path, disposition, lines, tokens, matched tokens, and the file of the same bytes (-1 for none)."""
    for file in work.files:
        copy = places.get(file.duplicate_of, -1) if file.duplicate_of else -1
        yield [file.path, file.disposition.value, file.lines, file.tokens, file.matched_tokens, copy]


def _pair(files: FilePair, places: list[dict[str, int]], found: Any) -> list[Any]:
    """Return both files, class, relation, bits, matched lines of both, lines of both, and where the texts are."""
    return [
        places[0].get(files.known_path, -1),
        places[1].get(files.questioned_path, -1),
        files.match_class.value,
        say(f"file-relation.{files.relation.value}") if files.relation is not None else "",
        round(files.total_bits, 1),
        list(files.matched_lines),
        list(files.lines),
        list(found) if found is not None else 0,
    ]


def _region(region: Region, codes: list[str], pairs: Mapping[tuple[str, str], int]) -> list[Any]:
    residual = None if region.residual is None else round(stored_total(region.residual), 1)
    return [
        region.number,
        region.match_class.value,
        pairs.get((region.known.path, region.questioned.path), -1),
        [region.known.first_line, region.known.last_line, region.known.unit],
        [region.questioned.first_line, region.questioned.last_line, region.questioned.unit],
        round(stored_total(region.weight), 1),
        residual,
        list(dict.fromkeys(codes.index(label.code.value) for label in region.labels)),
    ]


def _findings(pair: PairResult) -> Iterator[list[Any]]:
    """Yield kind, text, and path and line in both works."""
    for channel in pair.evidence:
        for item in channel.findings:
            places = [value for place in (item.known, item.questioned) for value in (place.path, place.line)]
            yield [say(f"finding.{item.kind}"), item.text, *places]
