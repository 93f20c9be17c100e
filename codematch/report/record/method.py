"""Method and parameters: the principle, the backgrounds, table T4, the versions."""

from collections.abc import Iterable, Iterator

from codematch.model.result import BackgroundUse, Manifest
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Folded, Heading, Items, Row, Span, Style, Table, Terms
from codematch.report.record.builders import aside, cell, code, digest, line, quiet, strong, text
from codematch.report.record.context import Context
from codematch.report.record.tables import dash, table
from codematch.report.text import language_name, numbers, phrases, running, say, sentence
from codematch.settings import SWITCH

COMPARISONS = ("files", "literal", "tokens", "renamed", "alignment", "weight", "channels")
_SIGNATURE = ("k", "level", "permutations", "scheme", "seed", "window")
"""The parameters of MinHash signatures that have names."""


def method(context: Context) -> Iterator[Block]:
    """Yield what the comparison rests on: its principle, the backgrounds, table T4, the versions."""
    manifest = context.result.manifest
    yield text(say("method.standards"))
    yield Items(tuple(line(say(f"method.principle.{name}")) for name in COMPARISONS), ordered=True)
    yield Heading(say("background"), "background")
    yield text(say("background.intro") if manifest.backgrounds else say("background.none"))
    if manifest.backgrounds:
        yield _backgrounds(manifest.backgrounds)
    rows = view.setting_rows(manifest)
    changed = [row for row in rows if row.changed]
    where = (
        say("method.in-annex") if context.has_annexes else context.where(len(rows), "settings.csv", key="record.list")
    )
    yield text(running([say("method.settings", count=len(rows), changed=len(changed)), where]))
    if changed or not context.short:
        yield _t4(changed, "T4", "T4")
    if not context.has_annexes:
        yield aside(say("separator.items").join(f"{name} {value}" for name, value in _versions(manifest)))


def settings(context: Context) -> Iterator[Block]:
    """Yield all settings where a format lists them, the versions, and the parameters of signatures."""
    manifest = context.result.manifest
    rows = view.setting_rows(manifest)
    if context.limits.all_settings:
        yield Heading(say("method.parameters"))
        yield text(say("method.intro"))
        summary = say("method.settings", count=len(rows), changed=sum(row.changed for row in rows))
        yield Folded(summary, (_t4(rows, "", "T4-all"),))
    else:
        yield text(context.where(len(rows), "settings.csv", key="record.list"))
    sketch = (
        (say(f"signature.{name}") if name in _SIGNATURE else name,
         say("state.renamed") if value == "renamed" else numbers.setting(value))
        for name, value in sorted(manifest.sketch.items())
    )  # fmt: skip
    for key, entries in (("versions", _versions(manifest)), ("sketch", tuple(sketch))):
        yield Heading(say(key))
        if context.limits.all_settings:
            yield Terms(entries)
        else:
            yield aside(say("separator.items").join(f"{name} {value}" for name, value in entries))


def _versions(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """Return the versions of the tool, of libraries and of grammars."""
    versions = (manifest.libraries, manifest.grammars)
    return ((manifest.tool, manifest.version), *(entry for each in versions for entry in sorted(each.items())))


def _backgrounds(uses: Iterable[BackgroundUse]) -> Table:
    heads = (("language", "", 1.0), ("projects", "n", 0.8), ("tokens", "n", 1.2), ("date", "n", 1.4),
             ("model-bits", "n", 1.0), ("case-bits", "n", 1.0), ("digest", "", 2.5), ("warning", "", 1.6))  # fmt: skip
    return table(heads, map(_background_cells, uses))


def _background_cells(use: BackgroundUse) -> tuple[Cell, ...]:
    language = cell(strong(language_name(use.language)))
    if not use.digest:
        return language, cell(quiet(say("background.no-model")))
    return (
        language,
        cell(use.projects),
        cell(use.tokens),
        cell(numbers.day(use.date)),
        cell(numbers.bits_per_token(use.mean_bits)),
        cell(numbers.bits_per_token(use.case_bits)),
        cell(digest(use.digest)),
        cell(sentence(use.warning) or quiet(say("none"))),
    )


def _t4(settings: Iterable[view.SettingRow], number: str, anchor: str) -> Table:
    heads = (("setting", "", 2.4), ("value", "n", 1.2), ("default", "n", 1.1), ("unit-of-measure", "", 0.9),
             ("effect", "", 4.0))  # fmt: skip
    rows = (Row(_setting_cells(row), marked=row.changed) for row in settings)
    caption = "" if number else "caption.T4-all"
    return table(heads, rows, number=number, anchor=anchor, caption=caption, kind="settings", none="method.unchanged")


def _setting_cells(row: view.SettingRow) -> tuple[Cell, ...]:
    value = _setting_value(row.value, row.unit)
    changed: list[str | Span] = [" ", Span(say("changed"), Style.TAG)] if row.changed else []
    return (
        cell(code(row.name)),
        cell(value if row.unit == SWITCH else strong(value), *changed),
        cell(_setting_value(row.default, row.unit)) if row.default is not None else dash(),
        cell("" if row.unit == SWITCH else phrases.unit(row.unit) or say("dash")),
        cell(quiet(phrases.reason(row.name, row.why) or say("dash"))),
    )


def _setting_value(value: object, unit: str) -> str:
    """Return the value of a setting; a switch is on or off."""
    return say("switch.on" if value else "switch.off") if unit == SWITCH else numbers.setting(value)
