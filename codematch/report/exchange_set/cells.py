"""What the page and the terminal say of many works compared by fingerprints: facts, statements, cells of tables."""

from codematch.model.exchange_set import ExchangedWork, ExchangedWorks, ExchangeSet
from codematch.report.text import numbers, say, sentence


def pair_folder(pair: ExchangedWorks) -> str:
    """Return the folder of the full comparison of a pair."""
    return f"pairs/{pair.first}-{pair.second}"


def title(result: ExchangeSet) -> str:
    """Return the title."""
    return say("exchange-set.search" if result.questioned else "exchange-set.scan")


def facts(result: ExchangeSet) -> list[tuple[str, str]]:
    """Return the facts at the top: the id of the name of each, and its value."""
    made = sum(one.failure is None and not one.from_source for one in result.works)
    found = [
        ("scan.works", numbers.integer(len(result.works))),
        ("exchange-set.files", numbers.integer(made)),
        ("exchange.key", result.key_id or say("exchange.no-key")),
        ("exchange-set.pairs", numbers.integer(result.pairs_total)),
        ("exchange-set.sharing", numbers.integer(len(result.pairs))),
    ]
    if result.questioned:
        found.insert(0, ("exchange.questioned", result.work(result.questioned).label))
    return found


def statements(result: ExchangeSet) -> list[str]:
    """Return what can and what cannot be said without source."""
    can = "exchange.can-open" if result.is_open else "exchange.can-sealed"
    lines = [say(can, bits=numbers.setting(result.min_bits)), say("exchange-set.no-order")]
    if result.is_open:
        lines.append(say("exchange.run-ends", window=numbers.integer(result.window)))
    lines += [say("exchange.cannot"), say("exchange.no-rates")]
    lines.append(say("exchange.with-key" if result.key_id else "exchange.without-key"))
    if result.key_id:
        lines.append(say("exchange.sample", window=numbers.integer(result.window)))
    return lines


def label(result: ExchangeSet, number: int) -> str:
    """Return what a work is called."""
    return result.work(number).label


def count(value: int | None) -> str:
    """Return a number, a dash where it is sealed."""
    return say("dash") if value is None else numbers.integer(value)


def bits(value: float | None) -> str:
    """Return a weight, a dash for none."""
    return numbers.bits(value) if value else say("dash")


def given(one: ExchangedWork) -> str:
    """Return what a work was given as, or why it was not compared."""
    if one.failure is not None:
        return sentence(one.failure)
    return say("exchange.from-source" if one.from_source else "exchange.from-file")
