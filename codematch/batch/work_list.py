"""A work list: rows of works with their options, from TOML or CSV, all problems of the list together.

A table `[[compare]]` of a TOML file is a pair, a table `[[scan]]` a set, and their keys are the options of the command
of that name. A CSV file has a row for each, and a column for each option; `;` separates the values of a cell.
"""

import csv
import hashlib
import io
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.errors import InputError
from codematch.model.toml_lines import find_lines
from codematch.nearest_name import nearest

COMPARE, SCAN = "compare", "scan"
COMMANDS = (COMPARE, SCAN)
WORKS: Mapping[str, tuple[str, ...]] = {COMPARE: ("known", "questioned"), SCAN: ("works",)}
"""The keys that name the works of a row."""
LABEL, DEFAULTS, CASE = "label", "defaults", "case"
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionForm:
    """How an option is given: without a value (`is_flag`), or as often as one likes (`is_repeated`)."""

    is_flag: bool = False
    is_repeated: bool = False


Forms = Mapping[str, Mapping[str, OptionForm]]
"""The options of each command by their names without the dashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list, on line `line` of it, with the works of one command and its options with their values.

    `number` counts rows from 1. An option without a value has no texts.
    """

    number: int
    line: int
    label: str
    command: str
    works: tuple[str, ...]
    options: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def arguments(self) -> list[str]:
        """The arguments of the command line."""
        given = [text for name, texts in self.options for text in _given(name, texts)]
        return [self.command, *given, *(("--", *self.works) if self.works else ())]

    @property
    def title(self) -> str:
        """The label, or what the row is about."""
        named = self.works or tuple(text for name, texts in self.options if name == CASE for text in texts)
        short = (posixpath.basename(posixpath.normpath(text.replace("\\", "/"))) for text in named)
        return self.label or " / ".join(short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a line of a list."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """A list: the name of its file, its SHA-256, its rows in their order, and its problems by line."""

    name: str
    sha256: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


_Values = Mapping[str, tuple[str, ...]]
_Read = tuple[list[Row], list[Problem]]


def read_list(path: Path, forms: Forms) -> WorkList:
    """Read a list, and check its shape.

    Args:
        path: A TOML file if its name ends in `.toml`, else a CSV file; in UTF-8.
        forms: The options that rows may have.

    Raises:
        InputError: The file cannot be read, is not of its format, or has no rows.
    """
    try:
        content = saved_files.read_bytes(path, saved_files.MAX_TEXT_BYTES)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a work list in TOML or CSV") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    rows, problems = (_read_toml if path.suffix.lower() == ".toml" else _read_csv)(text, path, forms)
    if not rows and not problems:
        raise InputError(f"{path}: has no rows; list the works of one comparison in each row")
    rows = [replace(row, number=number) for number, row in enumerate(rows, start=1)]
    problems += _repetitions(rows)
    return WorkList(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
    )


def _read_toml(text: str, path: Path, forms: Forms) -> _Read:
    try:
        document = saved_files.toml_table(text)
    except ValueError as error:
        raise InputError(f"{path}: is not valid TOML ({error}); fix it") from None
    lines = find_lines(text)
    rows: list[Row] = []
    problems: list[Problem] = []
    defaults = document.pop(DEFAULTS, {})
    for name, tables in document.items():
        if name not in COMMANDS or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            said = f"unknown table {name}; use [[compare]], [[scan]] or [defaults]"
            problems.append(Problem(line=lines.of(name), text=said))
            continue
        for place, table in enumerate(tables):
            where = f"{name}.{place}"
            found = list(_shape_problems(table, name, forms))
            problems += [Problem(line=lines.of(f"{where}.{key}"), text=said) for key, said in found]
            values = _with_defaults(table, defaults, name, forms) if not found else {}
            said = _works_problem(values, name) if not found else ""
            if said:
                problems.append(Problem(line=lines.of(where), text=said))
            if values and not said:
                rows.append(_row(values, name, lines.of(where)))
    problems += [Problem(line=lines.of(f"{DEFAULTS}.{key}"), text=said) for key, said in _wrong(defaults, forms)]
    return sorted(rows, key=lambda row: row.line), problems


def _wrong(defaults: object, forms: Forms) -> Iterator[tuple[str, str]]:
    """Yield the problems of the table of defaults by key; a default need only be an option of one command."""
    if not isinstance(defaults, dict):
        yield "", "write defaults as a table [defaults]"
        return
    for key, value in defaults.items():
        of = [command for command in COMMANDS if key in forms[command]]
        if not of:
            yield key, f"unknown option {key}{_meant(key, sorted({one for names in forms.values() for one in names}))}"
        elif said := _value_problem(value, forms[of[0]][key]):
            yield key, f"{key} {said}"


def _defaults(defaults: object, command: str, forms: Forms) -> _Values:
    given = defaults if isinstance(defaults, dict) else {}
    fitting = {key: value for key, value in given.items() if key in forms[command]}
    return _texts({k: v for k, v in fitting.items() if not _value_problem(v, forms[command][k])})


def _with_defaults(table: Mapping[str, Any], defaults: object, command: str, forms: Forms) -> _Values:
    usual = {key: texts for key, texts in _defaults(defaults, command, forms).items() if key not in table}
    return {**usual, **_texts(table)}


def _shape_problems(table: Mapping[str, Any], command: str, forms: Forms) -> Iterator[tuple[str, str]]:
    """Yield unknown keys and values of the wrong type, by key."""
    for key, value in table.items():
        if key == LABEL or key in WORKS[command]:
            several = key == "works" and isinstance(value, list) and all(isinstance(one, str) for one in value)
            if not isinstance(value, str) and not several:
                yield key, f"{key} is not text; put it in quotes"
        elif key not in forms[command]:
            yield key, f"unknown option {key}{_meant(key, [LABEL, *WORKS[command], *forms[command]])}"
        elif said := _value_problem(value, forms[command][key]):
            yield key, f"{key} {said}"


def _value_problem(value: object, form: OptionForm) -> str:
    if form.is_flag:
        return "" if isinstance(value, bool) else "is not true or false"
    if isinstance(value, list) and form.is_repeated:
        return "" if all(isinstance(one, str) for one in value) else "lists values that are not text"
    is_single = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return "" if is_single else "is not a single value" if isinstance(value, list) else "is not text or a number"


def _texts(table: Mapping[str, Any]) -> _Values:
    """Return the values of checked keys as texts; an option that is switched off is not given."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if isinstance(value, list):
            found[key] = tuple(value)
        elif value is not False:
            found[key] = () if value is True else (str(value),)
    return found


def _read_csv(text: str, path: Path, forms: Forms) -> _Read:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] = []
    problems: list[Problem] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                problems = [Problem(line=reader.line_num, text=said) for said in _header_problems(header, forms)]
                if problems:
                    return [], problems
                continue
            row, said = _csv_row(cells, header, reader.line_num, forms)
            problems += [Problem(line=reader.line_num, text=said)] if said else []
            rows += [row] if row is not None else []
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: is not valid CSV ({error}); fix the line") from None
    return rows, problems


def _header_problems(header: Sequence[str], forms: Forms) -> Iterator[str]:
    known = [LABEL, *(name for names in WORKS.values() for name in names)]
    known += sorted({name for names in forms.values() for name in names})
    for name in dict.fromkeys(header):
        if name not in known:
            yield f"unknown column {name!r}{_meant(name, known)}"
        elif header.count(name) > 1:
            yield f"the column {name!r} is named twice; remove one"


def _csv_row(cells: Sequence[str], header: Sequence[str], line: int, forms: Forms) -> tuple[Row | None, str]:
    """Return a row, or what is wrong with it."""
    if len(cells) != len(header):
        return None, f"has {len(cells)} cells, but the header has {len(header)}; fix the line"
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
    command = SCAN if "works" in given else COMPARE
    values: dict[str, tuple[str, ...]] = {}
    for name, cell in given.items():
        form = forms[command].get(name)
        if name == LABEL or (name in WORKS[command] and name != "works"):
            values[name] = (cell,)
        elif name == "works" or (form is not None and form.is_repeated):
            values[name] = tuple(part.strip() for part in cell.split(";") if part.strip())
        elif form is None:
            return None, f"{name} cannot be used with {'works' if command == SCAN else 'a pair'}; empty the cell"
        elif form.is_flag and cell.lower() not in _YES:
            return None, f"{name} is {cell!r}; write yes or no"
        elif not form.is_flag:
            values[name] = (cell,)
        elif _YES[cell.lower()]:
            values[name] = ()
    said = _works_problem(values, command)
    return (None, said) if said else (_row(values, command, line), "")


def _works_problem(values: _Values, command: str) -> str:
    """Return what is wrong with the works of a row, "" for nothing."""
    absent = [key for key in WORKS[command] if not any(text.strip() for text in values.get(key, ()))]
    if CASE in values:
        given = [key for key in WORKS[command] if key not in absent]
        return f"names {given[0]} and a case, which names the works; remove one" if given else ""
    if absent:
        return f"has no {absent[0]}; name {'both works, or a case' if command == COMPARE else 'the works'}"
    return "names a work with a NUL character" if any("\0" in one for texts in values.values() for one in texts) else ""


def _row(values: _Values, command: str, line: int) -> Row:
    return Row(
        number=0,
        line=line,
        label="".join(values.get(LABEL, ())).strip(),
        command=command,
        works=tuple(text for key in WORKS[command] for text in values.get(key, ())),
        options=tuple((name, values[name]) for name in sorted(values) if name not in (LABEL, *WORKS[command])),
    )


def _repetitions(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield rows that repeat an earlier one, and labels that are used twice."""
    works: dict[object, Row] = {}
    labels: dict[str, Row] = {}
    for row in rows:
        same = row.command, tuple(map(posixpath.normpath, row.works)), row.options
        if (first := works.setdefault(same, row)) is not row:
            yield Problem(line=row.line, text=f"repeats line {first.line}; remove one of them")
        elif row.label and (first := labels.setdefault(row.label, row)) is not row:
            yield Problem(line=row.line, text=f"the label {row.label!r} is already used on line {first.line}")


def _given(name: str, texts: tuple[str, ...]) -> Iterator[str]:
    if not texts:
        yield f"--{name}"
    for text in texts:
        yield f"--{name}={text}"


def _meant(name: str, known: Sequence[str]) -> str:
    return nearest(name, list(known), "codematch compare --help and codematch scan --help list the options")
