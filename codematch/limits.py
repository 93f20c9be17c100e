"""The register of known failure modes (after ASTM E3016): what can mislead, how, and what is done about it.

Every entry names the test that shows it. The entries are in `limits.toml`, their Chinese is in `limits.zh.toml`.
Nothing in a result depends on them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from codematch.errors import StoreError

FILE = Path(__file__).resolve().with_name("limits.toml")
CHINESE_FILE = FILE.with_name("limits.zh.toml")
TRANSLATED = ("title", "failure", "mitigation")
"""The texts of an entry that have a translation."""


class Effect(StrEnum):
    """Where a failure mode moves the result."""

    TOO_MANY = "too many regions"
    TOO_FEW = "too few regions"
    WRONG_WEIGHT = "wrong weight"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One known failure mode.

    `failure` says what goes wrong, `effect` where that moves the result (one or more, `NONE` alone), `mitigation` what
    the tool does or the examiner should do, and `test` is the pytest node id of the test that shows it.
    """

    id: str
    title: str
    failure: str
    effect: tuple[Effect, ...]
    mitigation: str
    test: str


def load_limits(file: Path = FILE) -> tuple[Limit, ...]:
    """Return the register in the order of its numbers.

    Raises:
        StoreError: The register is missing, or an entry lacks a field, has an unknown one, or is out of order.
    """
    entries = _document(file).get("limit")
    if not isinstance(entries, list) or not entries:
        raise StoreError(f"{file.name} has no entries; reinstall codematch")
    return tuple(_limit(number, entry, file.name) for number, entry in enumerate(entries, start=1))


def in_chinese(register: tuple[Limit, ...], file: Path = CHINESE_FILE) -> tuple[Limit, ...]:
    """Return the register with its texts in Chinese; ids, effects and tests are the same.

    Raises:
        StoreError: The translation is missing, or does not have exactly the entries and texts of the register.
    """
    chinese = _document(file)
    if list(chinese) != [limit.id for limit in register]:
        raise StoreError(f"{file.name} has other entries than {FILE.name}; reinstall codematch")
    return tuple(_translated(limit, chinese[limit.id], file.name) for limit in register)


def _translated(limit: Limit, entry: Any, where: str) -> Limit:
    """Check the translation of one entry and return it."""
    is_whole = isinstance(entry, dict) and list(entry) == list(TRANSLATED)
    if not is_whole or not all(isinstance(text, str) and text.strip() for text in entry.values()):
        raise StoreError(f"{where}: entry {limit.id} needs exactly the texts {', '.join(TRANSLATED)}")
    return replace(limit, title=entry["title"], failure=entry["failure"], mitigation=entry["mitigation"])


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{file.name} cannot be read ({error}); reinstall codematch") from error


def _limit(number: int, entry: Mapping[str, Any], where: str) -> Limit:
    """Check one entry of the register and return it."""
    name = f"L{number:02d}"
    texts = {field.name for field in fields(Limit)} - {"effect"}
    if entry.keys() != texts | {"effect"} or not all(isinstance(entry[text], str) for text in texts):
        raise StoreError(f"{where}: entry {name} needs exactly the texts {', '.join(sorted(texts))}, and effect")
    values = {text: " ".join(entry[text].split()) for text in texts}
    if values["id"] != name or not all(values.values()):
        raise StoreError(f"{where}: entry {number} must be {name}, with no field empty")
    if not re.fullmatch(r"tests/[\w/]+\.py::test_\w+", values["test"]):
        raise StoreError(f"{where}: entry {name}: {values['test']!r} is not a test (tests/.../test_x.py::test_y)")
    return Limit(effect=_effects(entry["effect"], name, where), **values)


def _effects(listed: Any, name: str, where: str) -> tuple[Effect, ...]:
    known = [effect.value for effect in Effect]
    if not isinstance(listed, list) or not listed or any(effect not in known for effect in listed):
        raise StoreError(f"{where}: entry {name}: effect must list some of: {', '.join(known)}")
    effects = tuple(Effect(effect) for effect in listed)
    if len(set(effects)) < len(effects) or (Effect.NONE in effects and len(effects) > 1):
        raise StoreError(f"{where}: entry {name}: effect lists one twice, or none together with another")
    return effects
