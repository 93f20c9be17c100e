"""`codematch limits`: the known failure modes, each with its effect, mitigation, and the test that shows it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console
from codematch.cli.declarations import option
from codematch.cli.options import AnswerFormat, AnswerLang, TextLanguage
from codematch.cli.translation import current, said, speaking
from codematch.cli.translation.columns import width_of, wrap

if TYPE_CHECKING:
    from codematch.limits import Limit

EXAMPLES = (
    "\b\nExamples:\n  codematch limits\n  codematch limits --lang zh\n  codematch limits --format json > limits.json"
)

WIDTH = 80
INDENT = "     "


def limits(
    form: Annotated[AnswerFormat, option("--format -f", "terminal|json", "The output format.")] = AnswerFormat.TERMINAL,
    lang: AnswerLang = None,
) -> None:
    """Print the known limitations of the method.

    Each entry says what goes wrong, its effect (too many regions, too few regions, wrong weight), the mitigation, and
    the test that demonstrates it.
    """
    from codematch.limits import in_chinese, load_limits
    from codematch.report.text.wording import in_language

    is_json = form is AnswerFormat.JSON
    language = lang or TextLanguage(TextLanguage.ENGLISH if is_json else current())
    register = load_limits()
    if language is TextLanguage.CHINESE:
        register = in_chinese(register)
    with speaking(language), in_language(language):
        console.write(_document(register) if is_json else _text(register))


def _document(register: tuple["Limit", ...]) -> str:
    return json.dumps([asdict(limit) for limit in register], indent=1, ensure_ascii=False) + "\n"


def _text(register: tuple["Limit", ...]) -> str:
    return "\n".join(_entry(limit) for limit in register)


def _entry(limit: "Limit") -> str:
    """One entry: its title, then each part as a paragraph of its own."""
    from codematch.report.text.wording import listed, say

    parts = {
        said("Effect"): listed(said(effect) for effect in limit.effect),
        said("What goes wrong"): limit.failure,
        said("Mitigation"): limit.mitigation,
    }
    lines = _hung(limit.title, f"{limit.id}  ", INDENT)
    for name, text in parts.items():
        lines += _hung(f"{name}{say('separator.colon')}{text}", INDENT, f"{INDENT}  ")
    return "\n".join((*lines, *_test_lines(limit.test))) + "\n"


def _hung(text: str, first: str, others: str) -> list[str]:
    """A paragraph as lines, the first one behind `first`, the others behind `others`."""
    start, *rest = wrap(text, WIDTH - len(first), hanging=len(others) - len(first))
    return [f"{first}{start}", *(f"{others}{line}" for line in rest)]


def _test_lines(node: str) -> list[str]:
    """The test as pytest takes it; one that is too long for a line breaks before its function."""
    from codematch.report.text.wording import say

    name = f"{INDENT}{said('Test')}{say('separator.colon')}"
    if width_of(f"{name}{node}") <= WIDTH:
        return [f"{name}{node}"]
    file, function = node.split("::")
    return [f"{name}{file}::", f"{INDENT}  {function}"]
