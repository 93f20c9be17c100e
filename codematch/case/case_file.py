"""`case.toml`: the facts of a case, and the options of its comparison.

All problems of a file are reported together, each with its line.
"""

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.case.case_dates import DATES, FORMS, is_fit
from codematch.errors import StoreError, UsageError
from codematch.model.engagement import Engagement, Item, Role
from codematch.model.stratum import CHOICES
from codematch.model.toml_lines import Lines, find_lines
from codematch.model.versions import AttestedKind
from codematch.reason_codes import split_material
from codematch.settings import unfit, unknown

NAME = "case.toml"
TIERS = ("PUBLIC", "CONFIDENTIAL", "AEO", "SOURCE-CODE")
LANGUAGES = ("en", "zh", "both")
PROFILES = ("us", "cn")
STATUSES = ("draft", "final")
EXAMINERS = frozenset({"examiner", "qualifications", "testimony", "compensation", "opinion", "analysis", "signature"})
"""Fields that only an examiner fills in and signs; they are not allowed in a case file."""
_ITEM = {"id": str, "description": str, "path": str, "supplied_by": str, "received": str, "medium": str,
         "remarks": str}  # fmt: skip
_SHAPE: Mapping[str, Mapping[str, type]] = {
    "matter": {"title": str, "number": str, "client": str, "instrument": str, "questions": list},
    "examination": {
        "accepted": str,
        "examined": str,
        "place": str,
        "present": list,
        "institution": str,
        "licence": str,
        "examiners": list,
        "equipment": list,
    },
    "known": _ITEM,
    "questioned": _ITEM,
    "prior": _ITEM,
    "asserted": {"item": str, "description": str},
    "comparison": {
        "agreed": str,
        "library": str,
        "languages": list,
        "language_of": list,
        "encodings": list,
        "stratum": str,
        "history": str,
    },
    "attested": {
        "kind": str,
        "of": str,
        "time": str,
        "source": str,
        "reference": str,
        "file": str,
        "covers": str,
        "ca": str,
        "sha256": str,
        "signers": str,
    },
    "settings": {},
    "report": {"lang": str, "tier": str, "profile": str, "status": str, "marks": str},
}
_CHOICES = {
    "report": {"lang": LANGUAGES, "tier": TIERS, "profile": PROFILES, "status": STATUSES},
    "comparison": {"stratum": CHOICES},
    "attested": {
        "kind": tuple(kind.value for kind in AttestedKind if kind is not AttestedKind.SIGNATURE),
        "of": (Role.KNOWN.value, Role.QUESTIONED.value),
    },
}
"""What the keys of a table may be, where only some values are allowed."""
_LISTS = frozenset({"prior", "asserted", "attested"})
_ATTESTED_FILES = ("file", "covers", "ca", "signers")
_NEEDED = ("id", "supplied_by")
"""The fields of the known and the questioned item that `--verified` requires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case as its file states it; locators are resolved against the folder of the file.

    `prior` are works that both sides may share, as `CODE=locator`; `asserted` items with their descriptions;
    `language_of` are patterns of paths with a language, as `GLOB=NAME`; `stratum` is what the works are compared as, ""
    where it is not given; `history` is where the revisions
    of the known work are, "" if they are not searched; `attested` are times that third parties attest, with the keys of
    the file. `settings` names and values. `marks` is the file of an examiner's marks. `missing` names
    the fields that `--verified` requires and the file lacks, each with its line.
    """

    path: Path
    lines: Lines
    engagement: Engagement
    known: str
    questioned: str
    prior: tuple[str, ...]
    asserted: tuple[tuple[str, str], ...]
    agreed: Path | None
    library: Path | None
    languages: tuple[str, ...]
    language_of: tuple[str, ...]
    encodings: tuple[str, ...]
    stratum: str
    history: str
    attested: tuple[Mapping[str, str], ...]
    settings: tuple[tuple[str, float | bool], ...]
    lang: str
    profile: str
    marks: Path | None
    missing: tuple[str, ...]

    def place(self, name: str) -> str:
        """How a message about a key such as `prior.0.path` begins: with the file, the line, the table and the key."""
        return f"{self.path}: line {self.lines.of(name)}: {_heading(name)} {name.rpartition('.')[2]}"


def new(folder: Path) -> Path:
    """Write a commented case file into a folder and return its path.

    Raises:
        UsageError: There is one already.
        StoreError: The folder cannot be written to.
    """
    target = folder / NAME
    text = files("codematch.case").joinpath("template.toml").read_text(encoding="utf-8")
    try:
        with saved_files.made_folder(folder):
            saved_files.create(target, text.encode())
    except FileExistsError:
        raise UsageError(f"{target}: already exists; choose another folder") from None
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}); choose another folder") from None
    return target


def read(path: Path) -> CaseFile:
    """Read a case file, without checking that the works, lists and languages that it names exist.

    Raises:
        UsageError: It cannot be read, is not TOML, or has invalid content; the message names every line.
    """
    try:
        text = saved_files.read_text(path, "utf-8-sig")
        document = saved_files.toml_table(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a case.toml") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except ValueError as error:  # too many digits raise it, too
        raise UsageError(f"{path}: is not valid TOML ({error}); fix it") from None
    lines = find_lines(text)
    problems = sorted((lines.of(name), said) for name, said in _problems(document, lines, path.parent).items())
    if problems:
        raise UsageError(f"{path}: {'; '.join(f'line {line}: {said}' for line, said in problems)}")
    return _case(document, lines, path)


def _problems(document: Mapping[str, Any], lines: Lines, folder: Path) -> dict[str, str]:
    """Return the problems of a case file by the dotted name of their place, one for each place."""
    found: dict[str, str] = {}
    for problems in (
        _shape_problems(document),
        _setting_problems(document),
        _content_problems(document, lines, folder),
    ):
        for name, said in problems:
            found.setdefault(name, said)
    return found


def _shape_problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield unknown tables and keys, and values of the wrong type."""
    for name in document:
        tables = _tables(document, name)
        if name in EXAMINERS:
            yield name, _for_examiner(name)
        elif name not in _SHAPE:
            yield name, f"unknown table [{name}]; use {', '.join(_SHAPE)}"
        elif tables is None:
            yield name, f"write {name} as a table {_heading(name)}{', one for each' if name in _LISTS else ''}"
        elif name != "settings":
            for where, table in tables:
                yield from _key_problems(name, where, table)


def _key_problems(name: str, where: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        said = ""
        if key in EXAMINERS:
            said = _for_examiner(key)
        elif key not in _SHAPE[name]:
            said = f"{_heading(name)} unknown key {key}; use {', '.join(_SHAPE[name])}"
        elif not isinstance(value, _SHAPE[name][key]):
            form = 'not a list; write ["…", "…"]' if _SHAPE[name][key] is list else "not text; put it in quotes"
            said = f"{_heading(name)} {key} is {form}"
        elif isinstance(value, list) and not all(isinstance(entry, str) for entry in value):
            said = f"{_heading(name)} {key} lists values that are not text; put each in quotes"
        if said:
            yield f"{where}.{key}", said


def _setting_problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    named: set[str] = set()
    for name, value in _settings(document):
        twice = f"{name} is given twice; give it once" if name in named else ""
        if said := twice or unknown(name) or unfit(name, value):
            yield f"settings.{name}", f"[settings] {said}"
        named.add(name)


def _content_problems(document: Mapping[str, Any], lines: Lines, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield missing values, invalid values, and items with the same id."""
    ids: list[tuple[int, str, str]] = []
    for name in ("known", "questioned", "prior"):
        for where, item in _tables(document, name) or ():
            if said := _path_problem(name, _text(item, "path"), folder):
                yield f"{where}.path", f"{_heading(name)} {said}"
            ids.append((lines.of(f"{where}.id"), f"{where}.id", _text(item, "id")))
    for where, row in _tables(document, "asserted") or ():
        if not _text(row, "item").strip():
            yield f"{where}.item", "[[asserted]] item is empty; name an item"
    yield from _choice_problems(document)
    yield from _date_problems(document)
    yield from _id_problems(sorted(ids))


def _choice_problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield values of keys that only some values are allowed for."""
    for where, row in _tables(document, "attested") or ():
        for key in ("kind", "of"):
            if not _text(row, key).strip():
                yield (
                    f"{where}.{key}",
                    f"[[attested]] {key} is empty; use one of {', '.join(_CHOICES['attested'][key])}",
                )
    for name, choices in _CHOICES.items():
        for where, table in _tables(document, name) or ():
            for key, allowed in choices.items():
                if (value := _text(table, key)) and value not in allowed:
                    yield f"{where}.{key}", f"{_heading(name)} {key} is {value!r}; use one of {', '.join(allowed)}"


def _date_problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield values of dates and times that are none."""
    for name, keys in DATES.items():
        for where, table in _tables(document, name) or ():
            for key in keys:
                if not is_fit(key, value := _text(table, key)):
                    yield f"{where}.{key}", f"{_heading(name)} {key} is {value!r}, which is not a date; {FORMS}"


def _path_problem(name: str, path: str, folder: Path) -> str:
    """What is wrong with the path of an item, whether there is such a work or not."""
    if name == "prior":
        try:
            path = split_material(path, folder)[1]
        except UsageError as error:
            return f"path {error}"
    return "" if path.strip() else "path is empty; name a work"


def _id_problems(ids: Sequence[tuple[int, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield ids that break a line or repeat one on an earlier line."""
    first: dict[str, int] = {}
    for line, where, one in ids:
        if any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in one):
            yield where, f"{_heading(where)} id is {one!r}; remove line breaks and control characters"
        elif one.strip() in first:
            yield where, f"the id {one.strip()!r} is already used on line {first[one.strip()]}; choose another"
        elif one.strip():
            first[one.strip()] = line


def _tables(document: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]] | None:
    """Return the tables of one name with their dotted names, `prior.0` in a list; None if they are something else."""
    several = name in _LISTS
    rows = document.get(name, []) if several else [document.get(name, {})]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    return [(f"{name}.{number}" if several else name, row) for number, row in enumerate(rows)]


def _text(table: Mapping[str, Any], key: str) -> str:
    """The text of a key, "" if it is missing or of another type, which `_shape_problems` reports."""
    value = table.get(key, "")
    return value if isinstance(value, str) else ""


def _settings(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and values of settings; without quotes, TOML reads `filtration.idioms` as a table in a table."""
    for _, table in _tables(document, "settings") or ():
        for name, value in table.items():
            if isinstance(value, dict):
                yield from ((f"{name}.{inner}", number) for inner, number in value.items())
            else:
                yield name, value


def _heading(name: str) -> str:
    """The head of the table that a dotted name begins with."""
    table = name.partition(".")[0]
    return f"[[{table}]]" if table in _LISTS else f"[{table}]"


def _for_examiner(name: str) -> str:
    return f"{name} is a field that the examiner fills in and signs; delete it"


def _case(document: Mapping[str, Any], lines: Lines, path: Path) -> CaseFile:
    folder = path.parent
    names = ("matter", "examination", "comparison", "report")
    matter, examination, comparison, report = (document.get(name, {}) for name in names)
    prior = document.get("prior", [])
    known, questioned = document["known"], document["questioned"]
    missing = [
        f"{name}.{key} (line {lines.of(f'{name}.{key}')})"
        for name in ("known", "questioned")
        for key in _NEEDED
        if not document[name].get(key, "").strip()
    ]
    return CaseFile(
        path=path,
        lines=lines,
        engagement=Engagement(
            title=matter.get("title", ""),
            number=matter.get("number", ""),
            client=matter.get("client", ""),
            instrument=matter.get("instrument", ""),
            questions=tuple(question for question in matter.get("questions", []) if question.strip()),
            items=(
                _item(Role.KNOWN, known),
                _item(Role.QUESTIONED, questioned),
                *(_item(Role.PRIOR, item) for item in prior),
            ),
            tier=report.get("tier", ""),
            status=report.get("status") or "draft",
            **{name: _stated(value) for name, value in examination.items()},
        ),
        known=_located(known["path"], folder),
        questioned=_located(questioned["path"], folder),
        prior=tuple(_located_material(item["path"], folder) for item in prior),
        asserted=tuple(
            (row["item"], " ".join(row.get("description", "").split())) for row in document.get("asserted", [])
        ),
        agreed=_located_file(comparison.get("agreed", ""), folder),
        library=_located_file(comparison.get("library", ""), folder),
        languages=tuple(comparison.get("languages", [])),
        language_of=tuple(comparison.get("language_of", [])),
        encodings=tuple(comparison.get("encodings", [])),
        stratum=comparison.get("stratum", ""),
        history=_located(comparison["history"], folder) if comparison.get("history", "").strip() else "",
        attested=tuple(_attested(row, folder) for row in document.get("attested", [])),
        settings=tuple(_settings(document)),
        lang=report.get("lang", ""),
        profile=report.get("profile", ""),
        marks=_located_file(report.get("marks", ""), folder),
        missing=tuple(missing),
    )


def _stated(value: Any) -> Any:
    """Return the value of a field; of a list the entries that are not blank."""
    return tuple(entry for entry in value if entry.strip()) if isinstance(value, list) else value


def _item(role: Role, table: Mapping[str, Any]) -> Item:
    return Item(role=role, **{key: table.get(key, "") for key in _ITEM if key != "path"})


def _attested(row: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """An attestation with its files against the folder of the case file."""
    files = {key: _located(row[key], folder) for key in _ATTESTED_FILES if row.get(key, "").strip()}
    return {**row, **files}


def _located(path: str, folder: Path) -> str:
    """A locator against the folder of the case file; no shell has replaced a `~` in front of it."""
    return str(folder / (os.path.expanduser(path) if path == "~" or path.startswith("~/") else path))


def _located_material(path: str, folder: Path) -> str:
    """The same for shared material, always with its reason code first, so that it is unambiguous."""
    code, locator = split_material(path, folder)
    return f"{code.value}={_located(locator, folder)}"


def _located_file(path: str, folder: Path) -> Path | None:
    return Path(_located(path, folder)) if path.strip() else None
