"""`codematch rules`: the filters and detectors, with documentation, settings and messages."""

import json
import shutil
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from codematch.cli import console
from codematch.cli.declarations import argument, option
from codematch.cli.options import AnswerLang, TextLanguage
from codematch.cli.settings import stated
from codematch.cli.translation import current, said, speaking
from codematch.cli.translation.columns import padded, width_of, wrap
from codematch.errors import UsageError
from codematch.nearest_name import nearest

if TYPE_CHECKING:
    from codematch.model.rule import Rule

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch rules\n"
    "  codematch rules generated\n"
    "  codematch rules misspellings --lang zh\n"
    "  codematch rules --format json > rules.json"
)
WIDTH = 80


class RulesFormat(StrEnum):
    """The forms of the list."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"


def _all() -> tuple["Rule", ...]:
    from codematch.evidence import DETECTORS
    from codematch.filtration import FILTERS

    return (*FILTERS, *DETECTORS)


def _beginning_so(incomplete: str) -> list[str]:
    """Return the ids that begin so, for the completion of shells."""
    return [rule.id for rule in _all() if rule.id.startswith(incomplete)]


def rules(
    rule: Annotated[
        str | None,
        argument("ID", "The id of a rule; without it, all rules are listed.", autocompletion=_beginning_so),
    ] = None,
    form: Annotated[
        RulesFormat, option("--format -f", "terminal|json|markdown", "The output format.")
    ] = RulesFormat.TERMINAL,
    lang: AnswerLang = None,
) -> None:
    """List the rules, or explain one of them.

    A rule is a filter or a detector. Filters label passages that may occur in both works independently, in the order of
    the list; detectors look for findings by channel. A label or a finding in a report comes from one rule.

    With an ID: what the rule does, why, and what it does not cover; its settings with unit, range, default and reason;
    and the messages that it writes into a report.
    """
    from codematch.report.text.wording import in_language

    known = _all()
    if rule is not None and rule not in (ids := [item.id for item in known]):
        raise UsageError(f"{rule}: there is no such rule{nearest(rule, ids, 'codematch rules lists them')}")
    chosen = [item for item in known if rule in (None, item.id)]
    language = lang or TextLanguage(current() if form is RulesFormat.TERMINAL else TextLanguage.ENGLISH)
    with in_language(language), speaking(language):
        if form is RulesFormat.JSON:
            documents = [_document(item) for item in chosen]
            text = json.dumps(documents if rule is None else documents[0], indent=1, ensure_ascii=False) + "\n"
        elif form is RulesFormat.MARKDOWN:
            text = _markdown(chosen)
        else:
            text = _table(chosen) if rule is None else _page(chosen[0])
    console.write(text)


def _paragraphs(rule: "Rule") -> tuple[str, ...]:
    """The documentation of a rule in the language that is being spoken, the summary first."""
    from codematch.report.text import phrases

    return phrases.documentation(rule.id, rule.paragraphs)


def _summary(rule: "Rule") -> str:
    return _paragraphs(rule)[0].rstrip(".。")


def _part(rule: "Rule") -> str:
    """What a rule is, and where it belongs."""
    from codematch.report.text.wording import LANGUAGES, current_language, say

    if current_language() == LANGUAGES[0]:
        return rule.part
    channel = getattr(rule, "channel", None)
    return say("filtration.filter") if channel is None else f"{said(rule.kind)}：{say(f'evidence.{channel}')}"


def _settings(rule: "Rule") -> list[dict[str, Any]]:
    """The settings of a rule as they are declared, in the language that is being spoken."""
    from codematch.report.text import phrases
    from codematch.settings import Settings, describe

    return [
        {
            "name": name,
            "default": value,
            "unit": phrases.unit(info["unit"]),
            "low": info["low"],
            "high": info["high"],
            "reason": phrases.reason(name, info["why"]),
        }
        for name, value, info in describe(Settings())
        if name in rule.setting_names
    ]


def _is_on(rule: "Rule") -> bool:
    from codematch.settings import Settings, describe

    return all(value for name, value, _ in describe(Settings()) if name == rule.switch)


def _messages(rule: "Rule") -> dict[str, str]:
    """The texts of a rule by their keys."""
    from codematch.report.text.wording import current_language, texts

    found = texts(current_language())
    return {key: found[key] for key in dict.fromkeys(rule.text_keys)}


def _document(rule: "Rule") -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.part,
        "summary": _summary(rule),
        "documentation": list(_paragraphs(rule)[1:]),
        "on": _is_on(rule),
        "switch": rule.switch,
        "settings": _settings(rule),
        "messages": _messages(rule),
    }


def _table(rules: list["Rule"]) -> str:
    """One row a rule, as wide as the terminal."""
    rows = [(said("id"), said("kind"), said("on"))]
    rows += [(rule.id, _part(rule), said("yes" if _is_on(rule) else "no")) for rule in rules]
    widths = [max(map(width_of, cells)) + 2 for cells in zip(*rows, strict=True)]
    indent = " " * sum(widths)
    room = max(shutil.get_terminal_size((WIDTH, 24)).columns - len(indent), WIDTH // 4)
    lines = []
    for cells, text in zip(rows, (said("finds or labels"), *map(_summary, rules)), strict=True):
        first, *others = wrap(text, room)
        lines.append("".join(map(padded, cells, widths)) + first)
        lines += [f"{indent}{line}" for line in others]
    return "\n".join(lines) + "\n"


def _page(rule: "Rule") -> str:
    """All that a rule declares."""
    from codematch.report.text.wording import say

    colon = say("separator.colon").rstrip()
    lines = [f"{rule.id}{_in_brackets(_part(rule))}", ""]
    for paragraph in _paragraphs(rule):
        lines += [*wrap(paragraph, WIDTH), ""]
    lines += [f"{said('Settings')}{colon}", *_setting_lines(rule), "", f"{said('Messages')}{colon}"]
    for key, text in _messages(rule).items():
        lines += [f"  {key}", *_indented(text)]
    return "\n".join(lines) + "\n"


def _in_brackets(text: str) -> str:
    return f" ({text})" if current() == TextLanguage.ENGLISH else f"（{text}）"


def _indented(text: str) -> list[str]:
    return [f"      {line}" for line in wrap(text, WIDTH - 6)]


def _setting_lines(rule: "Rule") -> list[str]:
    lines = []
    for item in _settings(rule):
        lines += [f"  {item['name']} = {stated(item['default'], item)}", *_indented(item["reason"])]
    if not rule.setting_names:
        lines.append(f"  {said('none of its own')}")
    if rule.switch and rule.switch not in rule.setting_names:
        lines.append(f"  {said(f'{rule.switch} turns off all rules of its kind')}")
    return lines


def _markdown(rules: list["Rule"]) -> str:
    """Rules as a table for documentation, with settings and defaults as the steps of the method give them."""
    from codematch.report.text.wording import say

    heads = (said("rule"), said("kind"), said("finds or labels"), said("settings"))
    rows = [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
    for rule in rules:
        settings = say("separator.words").join(
            f"`{item['name']}` [={_default(item['default'])}]" for item in _settings(rule)
        )
        rows.append(f"| `{rule.id}` | {_part(rule)} | {_summary(rule)} | {settings or '–'} |")
    return "\n".join(rows) + "\n"


def _default(value: object) -> str:
    return str(value) if not isinstance(value, bool) else said("on" if value else "off")
