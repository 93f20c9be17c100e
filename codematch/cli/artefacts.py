"""`codematch artefacts`: the AI artefacts of a work, or what those of two works have in common, without a record."""

import json
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console, overrides
from codematch.cli.declarations import argument, option
from codematch.cli.options import WORK_FORMS, AnswerFormat, Language, lang_option
from codematch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codematch.model.artefacts import Artefact, ArtefactPair, ArtefactRow, ArtefactsResult
    from codematch.model.source import SourceTree
    from codematch.settings import Settings

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch artefacts model/\n"
    "  codematch artefacts known/ questioned.zip\n"
    "  codematch artefacts known/ questioned/ --common base-model/ --format json"
)
_ROWS = 40


def artefacts(
    known: Annotated[str, argument("KNOWN", f"The known work: {WORK_FORMS}.")],
    questioned: Annotated[str | None, argument("QUESTIONED", "The questioned work, in any of these forms.")] = None,
    common: Annotated[
        list[str] | None,
        option("--common", "BASE", "A work that both may be based on, such as a public model. Repeatable."),
    ] = None,
    form: Annotated[AnswerFormat, option("--format -f", "terminal|json", "The output format.")] = AnswerFormat.TERMINAL,
    lang: Annotated[Language | None, lang_option("en")] = None,
    changes: Annotated[
        list[str] | None,
        option("--set", "GROUP.NAME=VALUE", "Change a setting of artefacts.* or intake.*. Repeatable."),
    ] = None,
) -> None:
    """List the AI artefacts of a work, or compare those of two works.

    Configurations, models, tokenizers, prompts and pipelines. Nothing in the works is executed or unpickled. Figures
    are observations of class MX. They are no conclusion.
    """
    from codematch.masking import masked
    from codematch.model.document import part_to_document
    from codematch.model.quotes import with_quotes

    settings = overrides.override(changes or ())
    if common and questioned is None:
        raise UsageError("--common needs two works; give the questioned work, too")
    found = with_quotes(_found(known, questioned, common or [], settings), lambda _, text: masked(text))
    if form is AnswerFormat.JSON:
        console.write(json.dumps(part_to_document(found), indent=1, ensure_ascii=False) + "\n")
        return
    from codematch.report.text import in_language

    for language in (lang or Language.ENGLISH).each:
        with in_language(language):
            console.write("\n".join(_lines(found, questioned is not None)) + "\n")


def _found(known: str, questioned: str | None, common: list[str], settings: "Settings") -> "ArtefactsResult":
    from contextlib import ExitStack

    from codematch.artefacts.inventory import take_inventory
    from codematch.comparison.ai_artefacts import compare_artefacts
    from codematch.model.artefacts import ArtefactsResult
    from codematch.model.sides import Both
    from codematch.pipeline import make_tools, prepare

    trees = [_read(locator, settings) for locator in (known, *([questioned] if questioned else []), *common)]
    if questioned is not None:
        tools = make_tools(settings)
        works = prepare(trees, tools)
        found = compare_artefacts(works[0], works[1], works[2:], tools)
        if found is not None:
            return found
    inventories = []
    for tree in trees[:2]:
        with ExitStack() as stack:
            inventories.append(tuple(take_inventory(tree, stack, settings.artefacts).inventory))
    return ArtefactsResult(
        known_inventory=inventories[0],
        questioned_inventory=inventories[1] if len(inventories) > 1 else (),
        inventory_omitted=Both(0, 0),
    )


def _read(locator: str, settings: "Settings") -> "SourceTree":
    from codematch.intake import read_work

    return read_work(locator, settings.intake, text_only=False)


def _lines(found: "ArtefactsResult", is_pair: bool) -> "Iterator[str]":
    from codematch.report.text import artefact_sentences, say

    sides = (("known", found.known_inventory), ("questioned", found.questioned_inventory))
    for (name, items), omitted in zip(sides[: 1 + is_pair], found.inventory_omitted, strict=False):
        yield artefact_sentences.listed_files(name, len(items) + omitted)
        yield from (_file(item) for item in items)
    if not is_pair:
        return
    yield ""
    if not found.explanations:
        yield say("artefacts.not-compared")
        return
    yield artefact_sentences.counts(found)
    for number, pair in enumerate(found.pairs, start=1):
        yield from _pair(pair, number)
    for heading, is_tested in (("artefacts.explanations-tested", True), ("artefacts.explanations-untested", False)):
        said = [artefact_sentences.explained(item) for item in found.explanations if item.is_tested is is_tested]
        if said:
            yield from ("", say(heading), *(f"  {words}" for words in said))


def _file(item: "Artefact") -> str:
    from codematch.report.text import artefact_sentences, numbers, say

    said = say("separator.items").join(artefact_sentences.reading(item))
    kind = say(f"artefact-kind.{item.kind.value}")
    return f"  {console.printable(item.path)}  {kind} {item.format}  {numbers.size(item.size_bytes)}  {said}"


def _pair(pair: "ArtefactPair", number: int) -> "Iterator[str]":
    from codematch.report.text import artefact_sentences, listed, say

    yield ""
    colon = say("separator.colon")
    aspect = say("artefacts.heading", aspect=say(f"artefact-aspect.{pair.aspect.value}"), number=number)
    yield f"{aspect}{colon}{console.printable(' / '.join(pair.path))}"
    yield f"   {pair.match_class}{colon}{artefact_sentences.figures(pair)}"
    yield from (f"   {artefact_sentences.rate(rate)}" for rate in pair.rates)
    if pair.published:
        yield f"   {say('artefacts.published', names=listed(pair.published))}"
    yield from (f"   {_row(row)}" for row in pair.rows[:_ROWS])
    rest = len(pair.rows[_ROWS:]) + pair.rows_omitted
    if rest:
        yield f"   {say('artefacts.rows-more', count=rest)}"


def _row(row: "ArtefactRow") -> str:
    from codematch.report.text import artefact_sentences, say, sentence

    sides = []
    for name, detail in ((row.known, row.known_detail), (row.questioned, row.questioned_detail)):
        sides.append(" ".join(filter(None, (sentence(name), sentence(detail)))) or say("dash"))
    more = [*map(artefact_sentences.figure, row.figures), artefact_sentences.seen(row), sentence(row.note)]
    more += [say("artefacts.in-base")] if row.in_base else []
    said = say("separator.items").join(filter(None, more))
    relation = say(f"artefact-relation.{row.relation.value}")
    shown = f"{relation}{say('separator.colon')}{' / '.join(sides)}"
    return console.printable(say("artefacts.row-with", row=shown, said=said) if said else shown)
