"""Configurations as fields: JSON, TOML and YAML become dotted names with plain values; no tag is followed."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

_MAX_FIELDS = 20_000
_MAX_ITEMS = 64
_YAML = re.compile(
    r"^(?P<indent> *)(?P<item>- +)?(?:(?P<key>[^\s#:'\"{\[][^:#]*|'[^']*'|\"[^\"]*\")\s*:(?:\s+|$))?(?P<value>.*)$"
)


def fields(name: str, text: str) -> dict[str, str]:
    """Return the fields of a configuration by dotted name; empty for a text that is none."""
    lower = name.lower()
    try:
        if lower.endswith((".json", ".json5")):
            return dict(_flat(json.loads(text)))
        if lower.endswith(".toml"):
            return dict(_flat(tomllib.loads(text)))
    except (ValueError, RecursionError):
        return {}
    return dict(_yaml(text)) if lower.endswith((".yaml", ".yml")) else {}


def _flat(value: Any) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Any]] = [("", value)]
    count = 0
    while pending and count < _MAX_FIELDS:
        name, item = pending.pop()
        if isinstance(item, dict):
            pending += [(f"{name}.{key}" if name else str(key), inner) for key, inner in reversed(item.items())]
        elif isinstance(item, list) and any(isinstance(inner, dict | list) for inner in item):
            pending += [(f"{name}.{place}", inner) for place, inner in reversed(list(enumerate(item[:_MAX_ITEMS])))]
        elif name:
            count += 1
            yield name, _plain(item)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_plain(item) for item in value[:_MAX_ITEMS])}]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, float):
        return f"{value:.12g}"
    return " ".join(str(value).split())[:200]


def _yaml(text: str) -> Iterator[tuple[str, str]]:
    """Yield fields of block mappings with plain values; anchors, tags and texts of several lines are not followed."""
    path: list[tuple[int, str, bool]] = []  # indentation, name, and whether it is the place of an item
    items: dict[str, int] = {}
    for line in text.splitlines()[: 4 * _MAX_FIELDS]:
        if not line.strip() or line.lstrip().startswith(("#", "---", "%")):
            continue
        found = _YAML.match(line)
        if found is None:
            continue
        indent = len(found["indent"])
        while path and (path[-1][0] > indent or (path[-1][0] == indent and (path[-1][2] or not found["item"]))):
            path.pop()
        if found["item"]:
            parent = ".".join(name for _, name, _ in path)
            items[parent] = items.get(parent, -1) + 1
            path.append((indent, str(items[parent]), True))
            indent += len(found["item"])
        prefix, value = ".".join(name for _, name, _ in path), _scalar(found["value"])
        if found["key"] is None:
            if found["item"] and value:
                yield prefix, value
            continue
        key = found["key"].strip().strip("'\"")
        if value:
            yield f"{prefix}.{key}" if prefix else key, value
        else:
            path.append((indent, key, False))


def _scalar(text: str) -> str:
    text = re.sub(r"\s+#.*$", "", text).strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    text = text[1:-1] if quoted else text
    if text in ("|", ">", "|-", ">-"):
        return ""
    lower = text.lower()
    if not quoted and lower in ("true", "yes", "on", "false", "no", "off"):
        return "true" if lower in ("true", "yes", "on") else "false"
    if re.fullmatch(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?", text) and not quoted:
        return f"{float(text.replace('_', '')):.12g}"
    return " ".join(text.split())[:200]
