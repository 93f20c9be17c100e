"""`case.toml`: what a case says of itself, and how its comparison is to be run.

Every problem of a file is found at once and named with its line.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from codematch.errors import UsageError
from codematch.model.asserted import item_line
from codematch.model.engagement import Engagement, Item, Role

NAME = "case.toml"
TIERS = ("PUBLIC", "CONFIDENTIAL", "AEO", "SOURCE-CODE")
LANGUAGES = ("en", "zh", "both")
PROFILES = ("us", "cn")
STATUSES = ("draft", "final")
EXAMINERS = frozenset({"examiner", "qualifications", "testimony", "compensation", "opinion", "analysis", "signature"})
"""What only an examiner writes and signs: no case file fills it in."""
_ITEM = {"id": str, "description": str, "path": str, "supplied_by": str, "received": str, "medium": str,
         "remarks": str}  # fmt: skip
_SHAPE: Mapping[str, Mapping[str, type]] = {
    "matter": {"title": str, "number": str, "client": str, "instrument": str, "questions": list},
    "known": _ITEM,
    "questioned": _ITEM,
    "prior": _ITEM,
    "asserted": {"item": str, "description": str},
    "comparison": {"agreed": str, "library": str, "languages": list},
    "settings": {},
    "report": {"lang": str, "tier": str, "profile": str, "status": str},
}
_LISTS = frozenset({"prior", "asserted"})
_NEEDED = ("id", "supplied_by")
"""What `--evidence` refuses to start without, for the known and the questioned item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case as its file states it; locators are resolved against the folder of the file.

    `prior` are works that both sides may share, `asserted` the lines of a list of asserted items, `settings` changes of
    the form `group.name=value`; `missing` names the fields without which no evidence run starts, each with its line.
    """

    engagement: Engagement
    known: str
    questioned: str
    prior: tuple[str, ...]
    asserted: tuple[str, ...]
    agreed: Path | None
    library: Path | None
    languages: tuple[str, ...]
    settings: tuple[str, ...]
    lang: str
    profile: str
    missing: tuple[str, ...]


def new(folder: Path) -> Path:
    """Write a commented case file into a folder, and return where it stands.

    Raises:
        UsageError: There is one already, or the folder cannot be written to.
    """
    target = folder / NAME
    text = files("codematch.case").joinpath("template.toml").read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{target}: there is a case already; name another folder") from None
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror}); name another folder") from None
    return target


def read(path: Path) -> CaseFile:
    """Read a case file.

    Raises:
        UsageError: It cannot be read, is no TOML, or says something that no case says; the message names every line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a case.toml") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is no UTF-8 text; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: is no TOML: {error}") from None
    lines = _lines(text)
    problems = list(_problems(document, lines))
    if problems:
        raise UsageError(f"{path}: {'; '.join(problems)}")
    return _case(document, lines, path.parent)


def _problems(document: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[str]:
    """Yield what is wrong with a case file, each with its line."""
    sound: dict[str, Any] = {}
    for name, value in document.items():
        if name not in _SHAPE:
            yield f"line {lines.get(name, 1)}: there is no table [{name}]; use {', '.join(_SHAPE)}"
            continue
        tables = value if name in _LISTS else [value]
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            form = f"[[{name}]], one for each" if name in _LISTS else f"[{name}]"
            yield f"line {lines.get(name, 1)}: write {name} as a table {form}"
            continue
        sound[name] = value
        for number, table in enumerate(tables):
            where = f"{name}.{number}" if name in _LISTS else name
            yield from _table_problems(name, where, table, lines)
    yield from _content_problems(sound, lines)


def _content_problems(document: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[str]:
    """Yield what is missing or contradicts itself in the tables that are tables."""
    known, questioned, report = (document.get(name, {}) for name in ("known", "questioned", "report"))
    for name, item in (("known", known), ("questioned", questioned)):
        if not item.get("path"):
            yield f"line {lines.get(f'{name}.path', lines.get(name, 1))}: [{name}] names no path"
    for number, item in enumerate(document.get("prior", [])):
        if not item.get("path"):
            yield f"line {lines.get(f'prior.{number}.id', lines.get('prior', 1))}: [[prior]] names no path"
    for key, allowed in (("lang", LANGUAGES), ("tier", TIERS), ("profile", PROFILES), ("status", STATUSES)):
        if report.get(key) and report[key] not in allowed:
            yield f"line {lines.get(f'report.{key}', 1)}: {key} is {report[key]!r}; use one of {', '.join(allowed)}"
    ids = [str(item.get("id", "")) for item in (known, questioned, *document.get("prior", []))]
    for repeated in sorted({one for one in ids if one and ids.count(one) > 1}):
        yield f"line {lines.get('questioned.id', 1)}: two items have the id {repeated!r}"


def _table_problems(name: str, where: str, table: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[str]:
    for key, value in table.items():
        line = lines.get(f"{where}.{key}", lines.get(where, 1))
        if name == "settings":
            if isinstance(value, dict | list | str):
                yield f"line {line}: the setting {key} is no number"
        elif key in EXAMINERS:
            yield f"line {line}: {key} is for the examiner to write and to sign; take it out, the field stays blank"
        elif key not in _SHAPE[name]:
            yield f"line {line}: [{name}] has no {key}; use {', '.join(_SHAPE[name])}"
        elif not isinstance(value, _SHAPE[name][key]):
            yield f"line {line}: {key} of [{name}] is no {'list' if _SHAPE[name][key] is list else 'text'}"
        elif isinstance(value, list) and not all(isinstance(entry, str) for entry in value):
            yield f"line {line}: {key} of [{name}] lists something that is no text"


def _lines(text: str) -> dict[str, int]:
    """Find the line of every table and key: `known`, `known.path`, `prior.0.id`."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        several, one = re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line), re.match(r"\s*\[\s*([\w-]+)\s*\]", line)
        if several:
            counts[several[1]] = counts.get(several[1], -1) + 1
            table = f"{several[1]}.{counts[several[1]]}"
            found.setdefault(several[1], number)
        elif one:
            table = one[1]
        elif key := re.match(r"\s*\"?([\w.-]+)\"?\s*=", line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
            continue
        else:
            continue
        found.setdefault(table, number)
    return found


def _case(document: Mapping[str, Any], lines: Mapping[str, int], folder: Path) -> CaseFile:
    matter, comparison, report = (document.get(name, {}) for name in ("matter", "comparison", "report"))
    prior = document.get("prior", [])
    known, questioned = document["known"], document["questioned"]
    items = (_item(Role.KNOWN, known), _item(Role.QUESTIONED, questioned), *(_item(Role.PRIOR, item) for item in prior))
    missing = [
        f"{name}.{key} (line {lines.get(f'{name}.{key}', lines.get(name, 1))})"
        for name in ("known", "questioned")
        for key in _NEEDED
        if not document[name].get(key, "").strip()
    ]
    return CaseFile(
        engagement=Engagement(
            title=matter.get("title", ""),
            number=matter.get("number", ""),
            client=matter.get("client", ""),
            instrument=matter.get("instrument", ""),
            questions=tuple(str(question) for question in matter.get("questions", []) if str(question).strip()),
            items=items,
            tier=report.get("tier", ""),
            status=report.get("status") or "draft",
        ),
        known=_located(known["path"], folder),
        questioned=_located(questioned["path"], folder),
        prior=tuple(_located_prior(item["path"], folder) for item in prior if item.get("path")),
        asserted=tuple(
            item_line(row.get("item", ""), row.get("description", "")) for row in document.get("asserted", [])
        ),
        agreed=folder / comparison["agreed"] if comparison.get("agreed") else None,
        library=folder / comparison["library"] if comparison.get("library") else None,
        languages=tuple(comparison.get("languages", [])),
        settings=tuple(f"{name}={value!r}" for name, value in document.get("settings", {}).items()),
        lang=report.get("lang", ""),
        profile=report.get("profile", ""),
        missing=tuple(missing),
    )


def _item(role: Role, table: Mapping[str, Any]) -> Item:
    return Item(role=role, **{key: table.get(key, "") for key in _ITEM if key != "path"})


def _located(path: str, folder: Path) -> str:
    """A locator against the folder of the case file."""
    return str(folder / path)


def _located_prior(path: str, folder: Path) -> str:
    """The same for a prior work; a reason code in front of it stays there."""
    code, separator, rest = path.partition("=")
    if separator and re.fullmatch(r"[A-Z/-]+", code):
        return f"{code}={_located(rest, folder)}"
    return _located(path, folder)
