"""The names in `vocabulary.toml`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What AI works call things; see the file."""

    frameworks: Mapping[str, list[str]]
    layers: Mapping[str, Mapping[str, list[str]]]
    arguments: Mapping[str, str]
    published: Mapping[str, Mapping[str, list[str]]]
    roles: Mapping[str, str]
    fields: Mapping[str, str]
    pipeline_modules: tuple[str, ...]
    pipeline_calls: frozenset[str]
    constants: Mapping[str, list[str]]
    constant_names: Mapping[str, str]
    prompt_libraries: tuple[bytes, ...]
    prompt_names: tuple[str, ...]
    prompt_starts: tuple[str, ...]
    common_tokens: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the names."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Vocabulary(
        frameworks=said["frameworks"],
        layers=said["layers"],
        arguments=said["arguments"],
        published=said["published"],
        roles=said["roles"],
        fields={name: common for common, names in said["fields"].items() for name in names},
        pipeline_modules=tuple(said["pipelines"]["modules"]),
        pipeline_calls=frozenset(said["pipelines"]["calls"]),
        constants=said["constants"],
        constant_names={**{name: name for name in said["constants"]}, **said["constant_names"]},
        prompt_libraries=tuple(name.encode() for name in said["prompts"]["libraries"]),
        prompt_names=tuple(said["prompts"]["names"]),
        prompt_starts=tuple(said["prompts"]["starts"]),
        common_tokens=frozenset(said["tokens"]["common"]),
    )
