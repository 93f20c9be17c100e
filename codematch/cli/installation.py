"""What is installed: packages, grammars, models, fonts, extras, and what each missing one disables."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata

from codematch import extras
from codematch.cli import system
from codematch.errors import CodematchError
from codematch.version import METHOD, VERSION

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?\s*([^;]*)(?:;\s*(.*))?")
_NAMED = 5
"""Packages of an extra that a line names."""
_BOUND = re.compile(r"(>=|<=|==|<|>|~=|!=)\s*([0-9][0-9.]*)")


class State(StrEnum):
    """The outcome of a check: as it should be, absent but not needed, or in need of repair."""

    OK = "ok"
    OPTIONAL = "optional"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was looked at: its group, its state, what was found, and what its absence disables."""

    group: str
    name: str
    state: State
    found: str
    disables: str = ""


def installation() -> list[Item]:
    """Return everything that was looked at, in a fixed order."""
    return [*_program(), *_packages(), *_grammars(), *_models(), *_fonts(), *_extras(), *_library()]


def _program() -> Iterator[Item]:
    yield Item(group="program", name="codematch", state=State.OK, found=f"{VERSION}, method {METHOD}")
    python = f"{'.'.join(map(str, sys.version_info[:3]))} ({sys.implementation.name})"
    yield Item(group="program", name="Python", state=State.OK, found=python)
    machine = f"{system.name()}, {os.cpu_count() or 1} processors"
    yield Item(group="program", name="system", state=State.OK, found=machine)


def _requirements() -> Iterator[tuple[str, str, str]]:
    """Yield every requirement of the installed package: name, versions, and the extra that it belongs to.

    An extra that takes in others, as `codematch[pdf]`, has them by that name.
    """
    try:
        lines = metadata.requires("codematch") or []
    except metadata.PackageNotFoundError:
        lines = []
    for line in lines:
        if match := _REQUIREMENT.match(line):
            extra = re.search(r"extra == ['\"]([^'\"]+)['\"]", match[4] or "")
            name = f"codematch[{match[2]}]" if match[1] == "codematch" else match[1]
            yield name, match[3].strip(), extra[1] if extra else ""


def _packages() -> Iterator[Item]:
    """Look at every package that codematch requires; only those that do not fit are items of their own."""
    required = [(name, versions) for name, versions, extra in _requirements() if not extra]
    if not required:
        why = "the package is not installed; a checkout runs without its metadata"
        yield Item(group="packages", name="required", state=State.OPTIONAL, found="not known", disables=why)
        return
    wrong = [(name, versions, _installed(name)) for name, versions in required if not _fits(_installed(name), versions)]
    found = f"{len(required) - len(wrong)} of {len(required)}"
    yield Item(group="packages", name="required", state=State.FAILED if wrong else State.OK, found=found)
    for name, versions, installed in wrong:
        said = f"{installed or 'missing'}, needed {versions or 'any'}"
        yield Item(group="packages", name=name, state=State.FAILED, found=said, disables="install codematch again")


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _fits(installed: str, versions: str) -> bool:
    """Say whether a version lies within bounds, as far as its numbers tell."""
    if not installed:
        return False
    have = _numbers(installed)
    checks = {
        ">=": lambda bound: have >= bound,
        "<": lambda bound: have < bound,
        "==": lambda bound: have[: len(bound)] == bound,
    }
    return all(checks[sign](_numbers(bound)) for sign, bound in _BOUND.findall(versions) if sign in checks)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", re.split(r"[+]|[a-z]", version)[0]))


def _grammars() -> Iterator[Item]:
    from codematch.languages import check, load_languages
    from codematch.settings import grammars_folder

    try:
        found = check(load_languages(grammars_folder()))
    except CodematchError as error:
        yield Item(group="languages", name="language data", state=State.FAILED, found=str(error))
        return
    wrong = [(name, problem) for name, problem in found if problem]
    state = State.FAILED if wrong else State.OK
    yield Item(group="languages", name="grammars", state=state, found=f"{len(found) - len(wrong)} of {len(found)}")
    for name, problem in wrong:
        disables = "files in this language cannot be relied on"
        yield Item(group="languages", name=name, state=State.FAILED, found=problem, disables=disables)


def _models() -> Iterator[Item]:
    """Count the models; `codematch self-test` compares their bytes with the recorded ones."""
    from codematch.settings import grammars_folder

    folders = sorted(file.parent for file in grammars_folder().glob("*/language.toml"))
    for file, name, disables in (
        ("background.bin", "background", "all tokens weigh the same"),
        ("null.json", "null model", "the threshold is 50 bits, and no error rate is stated"),
        ("strata.json", "strata", "works for one task or interface have no thresholds of their own"),
    ):
        without = [folder.name for folder in folders if not (folder / file).is_file()]
        found = f"{len(folders) - len(without)} of {len(folders)} languages"
        said = f"{', '.join(without)}: {disables}" if without else ""
        state = State.OPTIONAL if without else State.OK
        yield Item(group="models", name=name, state=state, found=found, disables=said)


def _fonts() -> Iterator[Item]:
    from codematch.report.formats.fonts import FAMILY, font_file

    if extras.missing("pdf"):
        return
    try:
        font_file()
    except CodematchError:
        yield Item(
            group="fonts", name=FAMILY, state=State.FAILED, found="missing",
            disables="no PDF and no exhibits of a bundle can be written; install codematch[pdf] again",
        )  # fmt: skip
    else:
        yield Item(group="fonts", name=FAMILY, state=State.OK, found="installed")


def _extras() -> Iterator[Item]:
    """Look for what each extra needs; for one that the metadata lacks, because it is older, for its modules."""
    needs: dict[str, list[tuple[str, str]]] = {}
    for name, versions, extra in _requirements():
        needs.setdefault(extra, []).append((name, versions))
    for extra, purpose in extras.PURPOSES.items():
        missing = _lacking(extra, needs) if extra in needs else list(extras.missing(extra))
        if missing:
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            found = f"without {', '.join(missing[:_NAMED])}{more}"
            yield Item(group="extras", name=extra, state=State.OPTIONAL, found=found, disables=purpose)
        else:
            yield Item(group="extras", name=extra, state=State.OK, found="installed")


def _lacking(extra: str, needs: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    """Return the packages of an extra, and of the extras that it takes in, that are missing or do not fit."""
    found: list[str] = []
    for name, versions in needs.get(extra, ()):
        if name.startswith("codematch["):
            for inner in name.removeprefix("codematch[").removesuffix("]").split(","):
                found += _lacking(inner, needs)
        elif not _fits(_installed(name), versions):
            found.append(name)
    return list(dict.fromkeys(found))


def _library() -> Iterator[Item]:
    from codematch.reference_library import default_store, entries

    try:
        works = len(entries(default_store())) if default_store().is_dir() else 0
    except CodematchError as error:
        yield Item(group="library", name="reference library", state=State.FAILED, found=str(error))
        return
    disables = "" if works else "open source that both works contain is labelled only if it is given with --common"
    state = State.OK if works else State.OPTIONAL
    yield Item(group="library", name="reference library", state=state, found=f"{works} works", disables=disables)
