"""What is wrong with a Chinese text of the program, compared with its English."""

import re
from collections.abc import Iterator

from typer.main import get_command

from codematch.cli import app
from tests.cli.test_messages_in_chinese import english_of, numbers
from tests.report.test_vocabulary import _CHINESE, _HALF_WIDTH, _SPACED
from tests.report.test_wording import _PATTERN

_COMMANDS = "|".join(get_command(app).commands)  # type: ignore[attr-defined]
CODE = re.compile(rf"`[^`]*`|--[a-z][a-z-]*|\b[a-z]+\.[a-z_]+\b|\bcodematch (?:{_COMMANDS})\b", re.ASCII)
"""Code, options, settings, and commands."""
_WORD = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_RULES = {"not the term of the field": _CHINESE, "a conclusion": _PATTERN}
_SIGNS = {"half-width punctuation": _HALF_WIDTH, "a space at a number": _SPACED}


def faults(english: str, chinese: str) -> Iterator[str]:
    """Yield what is wrong with a translation; nothing if it is as it should be."""
    if not re.search("[\u4e00-\u9fff]", chinese):
        yield "no Chinese"
    if left := english_of(chinese):
        yield f"English: {left}"
    yield from (f"not in the English: {word}" for word in _WORD.findall(chinese) if word.strip(".-") not in english)
    if numbers(english) != numbers(chinese):
        yield f"numbers: {numbers(english)}, {numbers(chinese)}"
    if (theirs := set(CODE.findall(english))) != (ours := set(CODE.findall(chinese))):
        yield f"code: {sorted(theirs ^ ours)}"
    prose = CODE.sub("", chinese)
    yield from (f"{what}: {found[0]}" for what, rule in _RULES.items() if (found := rule.search(chinese)))
    yield from (f"{what}: {found[0]}" for what, rule in _SIGNS.items() if (found := rule.search(prose)))
