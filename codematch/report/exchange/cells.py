"""What the page and the terminal say of a comparison of fingerprints: facts, statements, and cells of tables."""

from codematch.model.exchange import ExchangedFile, ExchangedPair, ExchangeResult, ExchangeSide, SharedRun
from codematch.report.text import numbers, say
from codematch.report.text.language_names import language_name


def facts(result: ExchangeResult) -> list[tuple[str, str]]:
    """Return the facts at the top: the id of the name of each, and its value."""
    identical = sum(pair.identical for pair in result.pairs)
    found = [
        ("exchange.known", _side(result.known)),
        ("exchange.questioned", _side(result.questioned)),
        ("exchange.key", result.key_id or say("exchange.no-key")),
        ("exchange.pairs", numbers.integer(len(result.pairs))),
        ("exchange.identical", numbers.integer(identical)),
    ]
    if result.is_open:
        runs = [run for pair in result.pairs for run in pair.runs]
        heaviest = max((run.bits for run in runs), default=None)
        found.append(("exchange.runs", numbers.integer(len(runs))))
        found.append(("exchange.heaviest", say("dash") if heaviest is None else numbers.bits(heaviest)))
    return found


def _side(side: ExchangeSide) -> str:
    given = say("exchange.from-source" if side.from_source else "exchange.from-file")
    count = len(side.files)
    files = say("count.files.one" if count == 1 else "count.files.many", count=numbers.integer(count))
    return say("exchange.side", label=side.label, given=given, files=files)


def statements(result: ExchangeResult) -> list[str]:
    """Return what can and what cannot be said without source."""
    can = "exchange.can-open" if result.is_open else "exchange.can-sealed"
    lines = [
        say(can, bits=numbers.setting(result.min_bits)),
        say("exchange.run-ends", window=numbers.integer(result.window)),
        say("exchange.classes"),
        say("exchange.cannot"),
        say("exchange.no-rates"),
        say("exchange.with-key" if result.key_id else "exchange.without-key"),
    ]
    if result.key_id:
        lines.append(say("exchange.sample", window=numbers.integer(result.window)))
    return lines if result.is_open else [lines[0], *lines[3:]]


def file(side: ExchangeSide, number: int) -> str:
    """Return how a file is called: its number, and its path where it is told."""
    one = side.files[number - 1]
    return say("exchange.file-named", number=str(number), path=one.path) if one.path else str(number)


def size(one: ExchangedFile) -> str:
    """Return how many lines a file has."""
    return numbers.integer(one.lines) if one.lines is not None else say("dash")


def language(result: ExchangeResult, pair: ExchangedPair) -> str:
    """Return the language of the known file of a pair."""
    return language_name(result.known.files[pair.known - 1].language)


def match_class(pair: ExchangedPair) -> str:
    """Return the match class of two files as a whole, M0 or none."""
    return "M0" if pair.identical else say("dash")


def parts(pair: ExchangedPair) -> str:
    """Return the shares of the fingerprints of both files that are shared."""
    return say("scan.both-shares", first=numbers.share(pair.known_part), second=numbers.share(pair.questioned_part))


def bits(value: float) -> str:
    """Return a weight, a dash for none."""
    return numbers.bits(value) if value else say("dash")


def runs(result: ExchangeResult) -> list[tuple[ExchangedPair, SharedRun]]:
    """Return all runs with their pairs, the heaviest first."""
    found = [(pair, run) for pair in result.pairs for run in pair.runs]
    return sorted(found, key=lambda item: -item[1].bits)


def lines(span: tuple[int, int]) -> str:
    """Return a range of lines."""
    return numbers.line_range(*span)
