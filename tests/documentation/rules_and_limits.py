"""The reference pages of rules and of known limitations, in English and in Chinese, as the program prints them."""

from collections.abc import Iterator
from contextlib import contextmanager

from codematch.cli.rules import _all as all_rules
from codematch.cli.settings import stated
from codematch.cli.translation import said, speaking
from codematch.limits import in_chinese, load_limits
from codematch.model.rule import Rule
from codematch.report.text import phrases
from codematch.report.text.wording import LANGUAGES, current_language, in_language, listed, say, texts
from codematch.settings import Settings, describe

ENGLISH, CHINESE = LANGUAGES

RULES = {
    ENGLISH: (
        "# Rules",
        "A rule is a filter or a detector. Filters label passages that may occur in both works independently, in this"
        " order; detectors look for findings by channel. `codematch rules ID` prints the same.",
        ("## Filters", "## Detectors"),
        "| setting | default, unit, range | reason |",
        "| text | wording |",
    ),
    CHINESE: (
        "# 规则",
        "规则为过滤器或检测器。过滤器按下列次序，对可能各自独立见于双方作品的内容作标记；检测器按比对项查找各项发现。"
        "`codematch rules ID --lang zh` 输出相同的内容。",
        ("## 过滤器", "## 检测器"),
        "| 参数 | 默认值、单位、范围 | 理由 |",
        "| 文本编号 | 报告用语 |",
    ),
}
"""Of each language: title, introduction, headings of the two parts, and heads of the tables of a rule."""
LIMITS = {
    ENGLISH: (
        "# Known limitations",
        "What can mislead, how, and what is done about it; `codematch limits` prints the same. Every entry names the"
        " test that shows it.",
    ),
    CHINESE: (
        "# 已知局限性",
        "可能造成误导的情形、其表现和应对措施；`codematch limits --lang zh` 输出相同的内容。每项均列明予以演示的测试。",
    ),
}


def cell(text: str) -> str:
    """A text as a cell of a table of Markdown."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def rules(language: str = ENGLISH) -> str:
    """Every filter and detector, as `codematch rules ID` explains it."""
    title, intro, parts, *heads = RULES[language]
    lines = [f"{title}\n", f"{intro}\n"]
    with _words_of(language):
        for part, is_filter in zip(parts, (True, False), strict=True):
            lines.append(f"{part}\n")
            lines += [_rule(rule, *heads) for rule in all_rules() if (rule.part == "filter") == is_filter]
    return "\n".join(lines)


def limits(language: str = ENGLISH) -> str:
    """Every known limitation."""
    register = load_limits() if language == ENGLISH else in_chinese(load_limits())
    title, intro = LIMITS[language]
    lines = [f"{title}\n", f"{intro}\n"]
    with _words_of(language):
        colon = say("separator.colon")
        bold, stop = ("{}:** ", ".") if language == ENGLISH else ("{}**：", "。")
        for limit in register:
            effect = listed(said(effect) for effect in limit.effect)
            lines.append(
                f"## {limit.id} {limit.title}\n\n"
                f"**{bold.format(said('Effect'))}{effect}{stop}\n\n{limit.failure}\n\n"
                f"**{bold.format(said('Mitigation'))}{limit.mitigation}\n\n"
                f"{said('Test')}{colon}`{limit.test}`\n"
            )
    return "\n".join(lines)


@contextmanager
def _words_of(language: str) -> Iterator[None]:
    with in_language(language), speaking(language):
        yield


def _rule(rule: Rule, settings_head: str, texts_head: str) -> str:
    paragraphs = phrases.documentation(rule.id, rule.paragraphs)
    lines = [f"### `{rule.id}`\n", *(f"{paragraph}\n" for paragraph in paragraphs)]
    rows = [
        f"| `{name}` | {cell(stated(value, {**info, 'unit': phrases.unit(info['unit'])}))}"
        f" | {cell(phrases.reason(name, info['why']))} |"
        for name, value, info in describe(Settings())
        if name in rule.setting_names
    ]
    if rows:
        lines += [settings_head, "|---|---|---|", *rows, ""]
    if wordings := {key: texts(current_language())[key] for key in dict.fromkeys(rule.text_keys)}:
        lines += [texts_head, "|---|---|", *(f"| `{key}` | {cell(text)} |" for key, text in wordings.items()), ""]
    return "\n".join(lines)
