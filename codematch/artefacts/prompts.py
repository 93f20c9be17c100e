"""Prompts and templates: words of two texts and runs of them, with placeholders in one form, in Chinese and English."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from codematch.artefacts.vocabulary import vocabulary
from codematch.model.words import comment_words, join_words

_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$?\{[^{}\n]{0,60}\}|%\([^)]{1,40}\)s|%[sd]|<<[^<>]{1,40}>>|\[\[[^\[\]]{1,40}\]\]"
    r"|\$[A-Za-z_]\w{0,40}|<[A-Za-z_][\w ]{0,30}>",
    re.DOTALL,
)
_HOLE = " placeholderhere "
"""One word, which no text has, in the place of a placeholder."""
_STRING = re.compile(r"^[rRbBuUfF]{0,2}(\"\"\"|'''|\"|')(.*)\1$", re.DOTALL)
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\'": "'"}
_MAX_WORDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt: where it begins (line from 1), the name that it is given, and its words."""

    path: str
    line: int
    name: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPair:
    """What two prompts share: the share of runs of the shorter one, of words, and the longest common runs."""

    share: float
    words_share: float
    runs: tuple[str, ...]
    longest: int


def is_prompt_file(path: str) -> bool:
    """Say whether a file is a prompt or a template by its name and folder."""
    folder, _, name = path.lower().rpartition("/")
    if name.endswith((".jinja", ".jinja2", ".j2")):
        return "chat_template" in name or "prompt" in name or "prompt" in folder
    is_text = name.endswith((".txt", ".md", ".prompt", ".tmpl", ".prompty"))
    return is_text and ("prompt" in name or folder.rpartition("/")[2] in ("prompts", "prompt", "prompt_templates"))


def is_prompt_text(text: str, before: Sequence[str]) -> bool:
    """Say whether a literal is a prompt: by the names before it, or by how it begins."""
    said = vocabulary()
    named = any(name in word.lower() for word in before for name in said.prompt_names)
    return named or text.lstrip("# \n\t*-").lower().startswith(said.prompt_starts)


def literal_text(written: str) -> str:
    """Return the text of a literal of any language without quotes and with the common escapes resolved."""
    found = _STRING.match(written)
    text = found[2] if found else written.strip("`\"'")
    for escape, meant in _ESCAPES.items():
        text = text.replace(escape, meant)
    return text


def prompt(path: str, line: int, name: str, text: str, min_words: int) -> Prompt | None:
    """Return a prompt; None for a text that is too short."""
    words = comment_words([_PLACEHOLDER.sub(_HOLE, text)])[:_MAX_WORDS]
    if len(words) < min_words:
        return None
    return Prompt(path=path, line=line, name=name, words=tuple(words), text=text)


def share(known: Prompt, questioned: Prompt, run: int) -> float:
    """Return the share of the runs of words of the shorter prompt that the other one has, 0 to 1."""
    left, right = _runs(known.words, run), _runs(questioned.words, run)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def compare(known: Prompt, questioned: Prompt, run: int, most: int) -> PromptPair:
    """Return what two prompts share, with their longest common runs in the words of the known one."""
    matcher = SequenceMatcher(None, known.words, questioned.words, autojunk=False)
    blocks = sorted(
        (block for block in matcher.get_matching_blocks() if block.size >= run), key=lambda b: (-b.size, b.a)
    )
    left, right = set(known.words), set(questioned.words)
    return PromptPair(
        share=share(known, questioned, run),
        words_share=len(left & right) / min(len(left), len(right)),
        runs=tuple(_shown(known.words[block.a : block.a + block.size]) for block in blocks[:most]),
        longest=blocks[0].size if blocks else 0,
    )


def _shown(words: Sequence[str]) -> str:
    """Return words as a text, with empty braces for placeholders."""
    return join_words(["{}" if word == _HOLE.strip() else word for word in words])


def may_share(known: Iterable[Prompt], questioned: Iterable[Prompt], run: int) -> dict[tuple[int, int], float]:
    """Return the shares of all pairs of prompts that have a run in common, by their places."""
    holders: dict[tuple[str, ...], list[int]] = {}
    left, right = list(known), list(questioned)
    for place, item in enumerate(left):
        for one in _runs(item.words, run):
            holders.setdefault(one, []).append(place)
    pairs = {
        (first, second)
        for second, item in enumerate(right)
        for one in _runs(item.words, run)
        for first in holders.get(one, ())[:_MAX_HOLDERS]
    }
    return {pair: share(left[pair[0]], right[pair[1]], run) for pair in sorted(pairs)}


_MAX_HOLDERS = 32


def _runs(words: Sequence[str], run: int) -> set[tuple[str, ...]]:
    if len(words) < run:
        return {tuple(words)}
    return {tuple(words[place : place + run]) for place in range(len(words) - run + 1)}
