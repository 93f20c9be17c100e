"""`codematch limits`: the known failure modes, each with its effect, mitigation, and the test that shows it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console
from codematch.cli.declarations import argument, option
from codematch.cli.options import AnswerFormat, AnswerLang, TextLanguage
from codematch.cli.translation import current, said, speaking
from codematch.cli.translation.columns import width_of, wrap
from codematch.errors import UsageError
from codematch.nearest_name import nearest

if TYPE_CHECKING:
    from codematch.limits import Limit

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch limits\n"
    "  codematch limits L07\n"
    "  codematch limits --lang zh\n"
    "  codematch limits --format json > limits.json"
)

WIDTH = 80
INDENT = "     "


def _beginning_so(incomplete: str) -> list[str]:
    """Return the ids that begin so, for the completion of shells."""
    from codematch.limits import load_limits

    return [limit.id for limit in load_limits() if limit.id.startswith(incomplete.upper())]


def limits(
    limit: Annotated[
        str | None,
        argument("ID", "The id of a limitation; without it, all are printed.", autocompletion=_beginning_so),
    ] = None,
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
    if limit is not None and limit.upper() not in (ids := [one.id for one in register]):
        meant = nearest(limit.upper(), ids, "codematch limits lists them")
        raise UsageError(f"{limit}: there is no such limitation{meant}")
    if language is TextLanguage.CHINESE:
        register = in_chinese(register)
    chosen = tuple(one for one in register if limit is None or one.id == limit.upper())
    with speaking(language), in_language(language):
        console.write(_document(chosen, whole=limit is None) if is_json else _text(chosen))


def _document(register: tuple["Limit", ...], *, whole: bool) -> str:
    documents = [asdict(limit) for limit in register]
    return json.dumps(documents if whole else documents[0], indent=1, ensure_ascii=False) + "\n"


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
