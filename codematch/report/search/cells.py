"""What the page and the terminal say of a search: facts, cells of tables, and how candidates were chosen."""

from codematch.model.search import FileSource, FoundPlace, Hit, HitState, SearchResult
from codematch.report.text import numbers, say
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence

_NAMED = 5  # files that consist of common code and are named


def hit_folder(hit: Hit) -> str:
    """Return the name of the folder with the record of a hit."""
    return f"hits/{hit.rank}"


def facts(result: SearchResult) -> list[tuple[str, str]]:
    """Return the facts at the top: the id of the name of each, and its value."""
    index, chosen = result.index, result.candidates
    return [
        ("search.questioned", result.questioned.label),
        ("search.size", size(result.questioned.files, result.questioned.lines, result.questioned.tokens)),
        ("search.index", say("search.index-works", works=numbers.integer(index.works),
                             size=size(index.files, index.lines, index.tokens))),
        ("search.index-digest", index.digest[:16]),
        ("search.candidates", numbers.integer(chosen.candidates)),
        ("search.reported", numbers.integer(result.reported_total)),
        ("search.expected", say("search.expected-value", count=f"{chosen.expected:.2g}", rate=f"{chosen.rate:.2g}")),
    ]  # fmt: skip


def size(files: int, lines: int, tokens: int) -> str:
    """Return the size of works."""
    return say("search.size-value", files=numbers.integer(files), lines=numbers.integer(lines),
               tokens=numbers.integer(tokens))  # fmt: skip


def method(result: SearchResult) -> list[str]:
    """Return how the candidates were chosen, what was common, and limitations."""
    chosen = result.candidates
    by_source = (
        say("scan.state-count", state=say(f"search.source.{name}"), count=numbers.integer(count))
        for name, count in chosen.by_source.items()
    )
    lines = [
        say("search.by-source", sources=say("separator.words").join(by_source)),
        say("search.compared", count=numbers.integer(chosen.compared), screened=numbers.integer(chosen.screened)),
        say("search.fingerprints", asked=numbers.integer(chosen.fingerprints), found=numbers.integer(chosen.found),
            common=numbers.integer(chosen.common), most=str(_most(result))),
    ]  # fmt: skip
    if chosen.crowded:
        lines.append(say("search.crowded", count=numbers.integer(chosen.crowded), most=str(_most(result))))
    if chosen.common_files:
        named = say("separator.words").join(chosen.common_files[:_NAMED])
        lines.append(say("search.common-files", count=numbers.integer(len(chosen.common_files)), paths=named))
    return [*lines, *map(sentence, result.limitations)]


def _most(result: SearchResult) -> int:
    return int(result.manifest.settings["store"]["max_holders"])  # type: ignore[index]


def reported(result: SearchResult) -> list[Hit]:
    """Return the works with reported regions by rank."""
    return [hit for hit in result.hits if hit.reported]


def others(result: SearchResult) -> list[Hit]:
    """Return the other candidates by rank."""
    return [hit for hit in result.hits if not hit.reported]


def state(hit: Hit) -> str:
    """Return what became of a candidate, with the reason."""
    told = say(f"search.state.{hit.state.value}")
    return told if hit.detail is None else say("scan.state-detail", state=told, detail=sentence(hit.detail))


def bits(hit: Hit, value: float) -> str:
    """Return a weight of a hit that was compared."""
    return numbers.bits(value) if hit.state is HitState.COMPARED and hit.regions else say("dash")


def matched(hit: Hit) -> str:
    """Return the parts of both works that are in regions."""
    if not hit.regions:
        return say("dash")
    return say("scan.both-shares", first=numbers.share(hit.known_share), second=numbers.share(hit.questioned_share))


def languages(hit: Hit) -> str:
    """Return the languages of a work."""
    return say("separator.words").join(map(language_name, hit.languages))


def place(one: FoundPlace) -> str:
    """Return a side of a region: file, lines, and the function or class."""
    lines = numbers.line_range(one.first_line, one.last_line)
    if one.unit:
        return say("search.place-unit", path=one.path, lines=lines, unit=one.unit)
    return say("search.place", path=one.path, lines=lines)


def source(result: SearchResult, one: FileSource) -> str:
    """Return where regions of a questioned file come from."""
    return say("search.file-source", work=result.hit(one.rank).label, path=one.path)
