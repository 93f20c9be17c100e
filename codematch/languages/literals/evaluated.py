"""Literals that a program runs: arguments of `eval` and its like, and of commands that take a program."""

import re

import numpy as np
from numpy.typing import NDArray

from codematch.model.spans import place_in
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import TokenStream

_SCRIPT = ("eval", "Function", "setTimeout", "setInterval", "execScript")
_IN_BROWSER = ("eval", "evaluateJavaScript", "executeScript", "loadUrl")
_EVALUATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "python": ("python", ("eval", "exec", "compile")),
    "php": ("php", ("eval", "create_function", "assert")),
    "ruby": ("ruby", ("eval", "instance_eval", "class_eval", "module_eval")),
    "lua": ("lua", ("loadstring", "load")),
    **dict.fromkeys(("javascript", "typescript", "tsx"), ("javascript", _SCRIPT)),
    **dict.fromkeys(("java", "kotlin", "csharp", "swift", "objc"), ("javascript", _IN_BROWSER)),
}
"""For the language of a file, the functions that run a text, and the language that it then is in."""

_WITH_NAMES = (b"Function", b"create_function")
"""The names of arguments are before the text."""

_METHODS = ("compile", "load", "exec", "assert")
"""They run a text only as functions; methods of that name do something else."""

_COMMAND = re.compile(
    rb"(python|executable|node|ruby|php|lua|bash|\bsh)[\d.]*[\"']?\s*,?\s*[\"']?-[ecr](?:[\"']\s*,?|\s)\s*(?=[\"'@$])"
)
_COMMANDS = {b"node": "javascript", b"sh": "bash", b"executable": "python"}
_FLAG = re.compile(rb"-[cer][ \"']")
_FLAGS = tuple(
    quote + flag + end for flag in (b"-c", b"-e", b"-r") for quote, end in ((b" ", b" "), (b'"',) * 2, (b"'",) * 2)
)


def run_by_program(utf8: bytes, stream: TokenStream, is_literal: NDArray[np.bool_]) -> dict[int, str]:
    """Return the literals that are handed to something that runs them, and the language of what they say."""
    run: dict[int, str] = {}
    # Most files have no such flag at all, and the pattern tells that at once.
    has_flag = _FLAG.search(utf8) is not None and any(flag in utf8 for flag in _FLAGS)
    for match in _COMMAND.finditer(utf8) if has_flag else ():
        language = _COMMANDS.get(match[1], match[1].decode())
        place = place_in(stream.starts, match.end())
        if stream.language == "bash" and place + 1 < len(stream) and _is(stream, place, b'"'):
            place += 1  # there the quotation mark is a token of its own
        run[place] = language
    language, names = _EVALUATORS.get(stream.language, ("", ()))
    for name, call in ((name.encode(), name.encode() + b"(") for name in names):
        start = utf8.find(call)
        while start >= 0:
            if not _is_other(utf8, start, name):
                last = place_in(stream.starts, start + len(call))
                while (
                    name in _WITH_NAMES and last + 2 < len(stream) and is_literal[last] and _is(stream, last + 1, b",")
                ):
                    last += 2
                run[last] = language
            start = utf8.find(call, start + 1)
    return run


def _is_other(utf8: bytes, start: int, name: bytes) -> bool:
    """Say whether what is at a place is the end of another name, or a method that only is called alike."""
    before = utf8[start - 1 : start]
    return before.isalnum() or before in (b"_", b"$") or (before == b"." and name.decode() in _METHODS)


def _is(stream: TokenStream, place: int, text: bytes) -> bool:
    return int(stream.texts[place]) == text_hash(text)
