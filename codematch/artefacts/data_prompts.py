"""Prompts that are values in files of data: JSON, TOML and YAML."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from codematch.artefacts.prompts import Prompt, is_prompt_text, prompt

_ENDINGS = (".json", ".jsonl", ".toml", ".yaml", ".yml")
_MOST_BYTES = 4_000_000
_MOST_VALUES = 20_000
_ROLES = frozenset({"content", "text"})
_SAID = (b"prompt", b"template", b"instruction", b"system", b"persona", "提示".encode())
_BLOCK = re.compile(r"^(?P<indent> *)(?:- +)?(?P<key>[^\s#:][^:#]*):\s*(?P<style>[|>])[-+\d]*\s*$")
_PLAIN = re.compile(r"^ *(?:- +)?(?P<key>[^\s#:][^:#]*):\s+(?P<value>\S.*)$")


def prompts(path: str, content: bytes, min_words: int) -> list[Prompt]:
    """Return the prompts in a file of data: long values whose key, or whose beginning, says so."""
    lower = path.lower()
    if not lower.endswith(_ENDINGS) or len(content) > _MOST_BYTES:
        return []
    if "prompt" not in lower and not any(name in content.lower() for name in _SAID):
        return []
    named = ["prompt"] if "prompt" in lower else []
    found: list[Prompt] = []
    for key, text, line in _values(lower, content.decode("utf-8", "replace")):
        if len(text.encode()) >= _MIN_BYTES and is_prompt_text(text, [key, *(named if _may_be(key) else [])]):
            made = prompt(path, line, key, text, min_words)
            if made is not None:
                found.append(made)
    return found


_MIN_BYTES = 40


def _may_be(key: str) -> bool:
    """Say whether a value of a file of prompts may be one: not what describes it."""
    return key.lower() in _ROLES or key.isdigit()


def _values(path: str, text: str) -> Iterator[tuple[str, str, int]]:
    """Yield key, text and line (1 where the format does not tell) of all values that are texts."""
    try:
        if path.endswith(".json"):
            yield from _inside(json.loads(text), text)
        elif path.endswith(".jsonl"):
            for number, line in enumerate(text.splitlines()[:_MOST_VALUES], start=1):
                yield from ((key, value, number) for key, value, _ in _inside(json.loads(line or "null"), ""))
        elif path.endswith(".toml"):
            yield from _inside(tomllib.loads(text), text)
        else:
            yield from _yaml(text.splitlines())
    except (ValueError, RecursionError):
        return


def _inside(said: Any, text: str) -> Iterator[tuple[str, str, int]]:
    pending: list[tuple[str, Any]] = [("", said)]
    count = 0
    while pending and count < _MOST_VALUES:
        count += 1
        key, item = pending.pop()
        if isinstance(item, dict):
            pending += [(str(name), value) for name, value in reversed(item.items())]
        elif isinstance(item, list):
            pending += [(key, value) for value in reversed(item)]
        elif isinstance(item, str):
            at = text.find(item.splitlines()[0][:40].replace('"', '\\"')) if item.strip() and text else -1
            yield key, item, text.count("\n", 0, at) + 1 if at >= 0 else 1


def _yaml(lines: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield values of block mappings: texts in blocks, and quoted or plain ones of one line."""
    at = 0
    while at < len(lines):
        found = _BLOCK.match(lines[at])
        if found is None:
            plain = _PLAIN.match(lines[at])
            if plain is not None:
                yield plain["key"].strip().strip("'\""), plain["value"].strip().strip("'\""), at + 1
            at += 1
            continue
        first = at = at + 1
        indent = len(found["indent"])
        while at < len(lines) and (not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip(" ")) > indent):
            at += 1
        yield found["key"].strip().strip("'\""), "\n".join(line.strip() for line in lines[first:at]), first + 1
